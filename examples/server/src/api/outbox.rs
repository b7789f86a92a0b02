//! What consoles send: check-ins, walk-ins and attempts of codes, each acknowledged once it is kept (SPEC 6.7, 11.3).

use super::extract::Call;
use super::image;
use crate::json;
use crate::problem::Problem;
use crate::store::events::{self, Event, EventKind};
use crate::store::{Reply, Work};
use serde::{Deserialize, Serialize};
use vestibule::document::{By, CheckIn, CheckInSubject, Host, Resident, Vehicle};
use vestibule::parking::check_in::Recorded;
use vestibule::people::residency::lives_here;
use vestibule::{Building, Instant};

/// The most entries of a batch.
const MOST: usize = 500;

/// Entries of an outbox, in their order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Batch {
    entries: Vec<Entry>,
}

/// Something that happened at a console.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    id: String,
    at: String,
    kind: EntryKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    booking: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<HostRef>,
    #[serde(default)]
    vehicle: Vehicle,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    door: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    granted: Option<bool>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
enum EntryKind {
    CheckIn,
    WalkIn,
    CodeAttempt,
}

/// Whom a walk-in visits, as a console knows them: residents by the directory code that was dialled.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct HostRef {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suite: Option<String>,
}

/// What became of the entries, in their order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Acknowledged {
    acknowledged: Vec<Acknowledgement>,
    /// The sequence of the first image that tells it: until that one is in use, a console goes by its own entries.
    known_from: i64,
}

#[derive(Serialize)]
struct Acknowledgement {
    id: String,
    outcome: String,
    conflict: bool,
}

/// Keeps a batch, all of it in one transaction, and says what became of each entry.
pub(super) async fn take(call: &Call, batch: Batch) -> Result<Acknowledged, Problem> {
    if batch.entries.len() > MOST {
        let detail = "expected at most 500 entries: send the first ones, then the others";
        return Err(Problem::bad_request("malformed", "entries", detail));
    }
    let mut read = Vec::with_capacity(batch.entries.len());
    for (index, entry) in batch.entries.into_iter().enumerate() {
        let happened = Happened::of(&entry).map_err(|(field, detail)| {
            Problem::bad_request("malformed", &format!("entries[{index}].{field}"), detail)
        })?;
        read.push((entry, happened));
    }
    let mut work = call.begin().await?;
    let mut after = work.building().clone();
    let mut acknowledged = Vec::with_capacity(read.len());
    for (entry, happened) in read {
        let known = events::outcome(work.connection(), &call.building, EventKind::Console, &entry.id).await?;
        let (outcome, conflict) = match known {
            Some(known) => known,
            None => {
                let (outcome, conflict) = happened.record(&entry.id, &mut after, &mut work)?;
                let event = Event {
                    kind: EventKind::Console,
                    id: entry.id.clone(),
                    at: happened.at,
                    actor: call.caller.actor(),
                    outcome: outcome.clone(),
                    conflict,
                    body: json::write(&entry)?,
                };
                events::add(work.connection(), &call.building, &event).await?;
                (outcome, conflict)
            }
        };
        acknowledged.push(Acknowledgement { id: entry.id, outcome, conflict });
    }
    work.becomes(after);
    let known_from = image::known_from(&mut work).await?;
    work.commit(Reply::empty(), None).await?;
    for Acknowledgement { outcome, conflict, .. } in &acknowledged {
        call.app.metrics.took_entry(outcome, *conflict);
    }
    Ok(Acknowledged { acknowledged, known_from })
}

/// An entry whose fields fit its kind.
struct Happened {
    at: Instant,
    what: What,
}

enum What {
    CheckIn(String, Vehicle),
    WalkIn(Visited, Vehicle),
    CodeAttempt,
}

enum Visited {
    Code(String),
    Suite(String),
    Nobody,
}

impl Happened {
    fn of(entry: &Entry) -> Result<Self, (&'static str, &'static str)> {
        let at = Instant::parse(&entry.at).ok_or(("at", "expected an instant as 2026-05-14T18:00:00Z"))?;
        if !(1..=200).contains(&entry.id.len()) {
            return Err(("id", "expected 1 to 200 bytes"));
        }
        let vehicle = entry.vehicle.clone();
        let what = match (entry.kind, &entry.booking, &entry.host, &entry.door, entry.granted) {
            (EntryKind::CheckIn, Some(booking), None, None, None) => What::CheckIn(booking.clone(), vehicle),
            (EntryKind::WalkIn, None, Some(host), None, None) => What::WalkIn(Visited::of(host)?, vehicle),
            (EntryKind::CodeAttempt, None, None, Some(_), Some(_)) => What::CodeAttempt,
            _ => {
                let detail = "a checkIn has a booking, a walkIn a host, a codeAttempt a door and granted, and no other";
                return Err(("kind", detail));
            }
        };
        Ok(Self { at, what })
    }

    /// Records it, and says what became of it. What cannot be recorded is kept for staff all the same.
    fn record(&self, id: &str, after: &mut Building, work: &mut Work<'_>) -> Result<(String, bool), Problem> {
        let (subject, vehicle) = match &self.what {
            What::CodeAttempt => return Ok(("kept".into(), false)),
            What::CheckIn(booking, vehicle) => (CheckInSubject::Booking(booking.clone()), vehicle),
            What::WalkIn(visited, vehicle) => {
                let Some(host) = visited.resolve(after, self.at) else { return Ok(("unknown".into(), true)) };
                (CheckInSubject::WalkIn(host), vehicle)
            }
        };
        let check_in =
            CheckIn { id: id.to_owned(), at: self.at, by: By::Guest, subject, vehicle: vehicle.clone() };
        Ok(match after.record(check_in.clone()) {
            Ok(recorded) => {
                work.put_recorded(&check_in, &recorded)?;
                match recorded {
                    Recorded::Added { conflict, .. } => ("added".into(), conflict),
                    Recorded::Known => ("known".into(), false),
                    Recorded::Left { .. } => ("left".into(), false),
                }
            }
            Err(error) => (error.code.as_str().into(), true),
        })
    }
}

impl Visited {
    fn of(host: &HostRef) -> Result<Self, (&'static str, &'static str)> {
        match (&host.code, &host.suite) {
            (Some(code), None) => Ok(Self::Code(code.clone())),
            (None, Some(suite)) => Ok(Self::Suite(suite.clone())),
            (None, None) => Ok(Self::Nobody),
            _ => Err(("host", "expected a code, a suite, or neither for an other visitor")),
        }
    }

    /// The host of the document; of those who have had a code, the one who lived here then.
    fn resolve(&self, building: &Building, at: Instant) -> Option<Host> {
        let document = building.document();
        match self {
            Self::Nobody => Some(Host::Visitor),
            Self::Suite(id) => Some(Host::Suite(id.clone())),
            Self::Code(code) => {
                let (then, opens_at) = (building.now(at), document.settings.move_in_opens_at);
                let with_code = || document.residents.iter().filter(|other| other.directory_code == *code);
                let lived_here = |resident: &&Resident| lives_here(resident, opens_at, &then);
                let resident = with_code().find(lived_here).or_else(|| with_code().next())?;
                Some(Host::Resident(resident.id.clone()))
            }
        }
    }
}
