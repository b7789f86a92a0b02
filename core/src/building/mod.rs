//! A building opened once and asked many times: the rules composed over a document.
//!
//! Every method asks the free functions of the rule modules. A question that needs the time takes a [`Now`], which
//! [`Building::now`] prepares, so that several questions about one instant share the work.

mod access;
mod console;
mod directory;
mod parking;
mod people;
mod put;

use crate::calendar::{Instant, Now, ZoneRules};
use crate::document::{self, Document, Error, ErrorCode, Resident, Suite};
use crate::parking::ledger::Ledger;
use crate::table::HashMap;
use alloc::string::String;
use directory::Directory;

pub use put::Put;

/// A checked document with its zone rules.
#[derive(Clone, Debug)]
pub struct Building {
    document: Document,
    zone: ZoneRules,
    residents: HashMap<String, usize>,
    suites: HashMap<String, usize>,
    doors: HashMap<String, usize>,
    invites: HashMap<String, usize>,
    amenities: HashMap<String, usize>,
    ledger: Ledger,
    directory: Directory,
    edition: u64,
}

impl Building {
    /// Opens a document: checks it whole (SPEC 1.1) and prepares what questions need.
    ///
    /// # Errors
    /// [`Error`] with the place of the first fault; `malformed` at `building.zone` when the rules are another zone's.
    pub fn open(document: Document, zone: ZoneRules) -> Result<Self, Error> {
        if document.building.zone != zone.name() {
            let detail = "the zone rules that came along are another zone's: pass those of this zone";
            return Err(Error::new(ErrorCode::Malformed, "building.zone", detail));
        }
        document::check(&document)?;
        let residents = positions(document.residents.len(), &|at| Some(&document.residents.get(at)?.id));
        let suites = positions(document.suites.len(), &|at| Some(&document.suites.get(at)?.id));
        let doors = positions(document.doors.len(), &|at| Some(&document.doors.get(at)?.id));
        let invites =
            positions(document.guest_invites.len(), &|at| Some(&document.guest_invites.get(at)?.id));
        let amenities = positions(document.amenities.len(), &|at| Some(&document.amenities.get(at)?.id));
        let ledger = Ledger::new(&document, &zone);
        let directory = Directory::new(&document);
        Ok(Self {
            residents,
            suites,
            doors,
            invites,
            amenities,
            ledger,
            directory,
            document,
            zone,
            edition: 0,
        })
    }

    /// Opens a document from JSON text, with zone rules from the bundled database.
    ///
    /// # Errors
    /// [`Error`] with the place of the first fault.
    #[cfg(feature = "tzdb")]
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let document = Document::from_json(text)?;
        let zone = ZoneRules::bundled(&document.building.zone)
            .map_err(|error| Error::new(ErrorCode::Malformed, "building.zone", alloc::format!("{error}")))?;
        Self::open(document, zone)
    }

    /// The same building as a newer edition of it. A building is a pure value and counts nothing itself: a host that
    /// opens a newer document for a running console raises the edition, so that the console's session does not take what
    /// it knows of the old one for something of the new one.
    #[must_use]
    pub fn with_edition(self, edition: u64) -> Self {
        Self { edition, ..self }
    }

    /// The document as it is.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The zone rules in use.
    pub fn zone(&self) -> &ZoneRules {
        &self.zone
    }

    /// An instant as this building's clocks show it.
    pub fn now(&self, instant: Instant) -> Now<'_> {
        Now::new(self.zone.clock(), instant)
    }

    /// A resident by id.
    ///
    /// # Errors
    /// `unknown` at `path` (SPEC 1.7).
    pub(crate) fn resident(&self, id: &str, path: &str) -> Result<&Resident, Error> {
        let position = self.residents.get(id).and_then(|at| self.document.residents.get(*at));
        position.ok_or_else(|| Error::unknown(path))
    }

    /// A suite by id.
    ///
    /// # Errors
    /// `unknown` at `path` (SPEC 1.7).
    pub(crate) fn suite(&self, id: &str, path: &str) -> Result<&Suite, Error> {
        let position = self.suites.get(id).and_then(|at| self.document.suites.get(*at));
        position.ok_or_else(|| Error::unknown(path))
    }
}

/// Where in a list of so many records the one with some id is.
fn positions<'d>(records: usize, id_at: &dyn Fn(usize) -> Option<&'d String>) -> HashMap<String, usize> {
    let mut positions = HashMap::with_capacity(records);
    for at in 0..records {
        if let Some(id) = id_at(at) {
            positions.insert(id.clone(), at);
        }
    }
    positions
}
