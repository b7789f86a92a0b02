//! The handle: a building opened once, and asked many times.

use crate::error::{ErrorCode, VestibuleError};
use crate::{
    ApproveAnswer, BoardRow, BookingRequest, By, CheckIn, CheckInAnswer, CreatedBy, Dialled, Entry, Host,
    Instant, InviteAnswer, InviteStatus, LocalDateTime, ManagementContact, Match, NameSearch, Permit,
    PlateCheck, ProfileViolation, Recorded, RequestAnswer, SuiteHit, Tab, Target, Vehicle, WalkInAnswer, Who,
};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{PoisonError, RwLock};
use vestibule::{Document, Error, Now, ZoneRules, document};

type Answer<R> = Result<R, VestibuleError>;

/// Zone rules as TZif (RFC 9636), for one zone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ZoneData {
    /// IANA name of the zone.
    pub name: String,
    /// Release of the data, such as `2026a`; empty when it is not known.
    pub version: String,
    /// The bytes of the file.
    pub tzif: Vec<u8>,
}

/// The zone rules that a building uses.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Zone {
    /// IANA name of the zone.
    pub name: String,
    /// Release of the data.
    pub version: String,
}

/// A checked document with its zone rules, asked many times. Every thread may ask it at any time.
///
/// It reads no clock: a question about a point in time comes with it, of the years 1970 to 2199.
#[derive(uniffi::Object)]
pub struct Building {
    open: RwLock<Option<vestibule::Building>>,
}

#[uniffi::export]
impl Building {
    /// Opens a document, as JSON text. Zone rules are those that this library brings along, or others that are newer.
    #[uniffi::constructor(default(zone_data = None))]
    pub fn open(document: &str, zone_data: Option<ZoneData>) -> Answer<Self> {
        guarded(|| {
            let document = Document::from_json(document)?;
            let malformed = |path: &str, error: &dyn core::fmt::Display| {
                Error::new(vestibule::ErrorCode::Malformed, path, error.to_string())
            };
            let rules = match &zone_data {
                Some(zone) => ZoneRules::from_tzif(&zone.name, &zone.version, &zone.tzif)
                    .map_err(|error| malformed("zoneData", &error))?,
                None => ZoneRules::bundled(&document.building.zone)
                    .map_err(|error| malformed("building.zone", &error))?,
            };
            Ok(Self { open: RwLock::new(Some(vestibule::Building::open(document, rules)?)) })
        })
    }

    /// Closes the building: its memory is given back, and every further question is refused. Once more does nothing.
    pub fn close(&self) {
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The document as it is, with all that was recorded, as JSON text.
    pub fn document(&self) -> Answer<String> {
        self.read(|building| building.document().to_json())
    }

    /// The name and the release of the zone rules.
    pub fn zone(&self) -> Answer<Zone> {
        self.read(|building| {
            let rules = building.zone();
            Ok(Zone { name: rules.name().into(), version: rules.version().into() })
        })
    }

    /// Whom a visitor finds by name, with typing errors and accents (SPEC 3.1 to 3.5).
    pub fn search_names(&self, query: &str, at: Instant) -> Answer<NameSearch> {
        self.ask(at, |building, now| Ok(building.search_names(query, now).into()))
    }

    /// The suites that a visitor finds by number (SPEC 3.6).
    pub fn search_suites(&self, query: &str) -> Answer<Vec<SuiteHit>> {
        self.read(|building| Ok(list(building.search_suites(query))))
    }

    /// Whether a dialled directory code reaches someone (SPEC 3.7).
    pub fn dial_code(&self, code: &str, at: Instant) -> Answer<Dialled> {
        self.ask(at, |building, now| Ok(building.dial_code(code, now).into()))
    }

    /// May this be booked, and what is against it (SPEC 4.3).
    pub fn request_booking(&self, request: BookingRequest, at: Instant) -> Answer<RequestAnswer> {
        self.ask(at, |building, now| {
            let request = request.try_into().map_err(|error: Error| error.within("request"))?;
            Ok(building.request_booking(&request, now)?.into())
        })
    }

    /// May a booking be approved (SPEC 4.6).
    pub fn approve(&self, booking: &str, at: Instant) -> Answer<ApproveAnswer> {
        self.ask(at, |building, now| Ok(building.approve(booking, now)?.into()))
    }

    /// What a guest of someone is offered at the door (SPEC 5).
    pub fn match_bookings(&self, target: Target, at: Instant) -> Answer<Match> {
        self.ask(at, |building, now| Ok(building.match_bookings(&target.into(), now)?.into()))
    }

    /// What a guest is offered who types a plate (SPEC 5.1). `region` is where it is from, as `CA-BC`.
    pub fn match_plate(&self, plate: &str, region: Option<String>, at: Instant) -> Answer<Match> {
        self.ask(at, |building, now| Ok(building.match_plate(plate, region.as_deref(), now).into()))
    }

    /// May a booking be checked in (SPEC 6.3, 6.5). Nothing is kept: record the check-in when it stands.
    pub fn check_in(&self, booking: &str, vehicle: Vehicle, by: By, at: Instant) -> Answer<CheckInAnswer> {
        self.ask(at, |building, now| Ok(building.check_in(booking, &vehicle.into(), &by.into(), now).into()))
    }

    /// May someone without a booking walk in (SPEC 6.4). Nothing is kept: record the check-in when it stands.
    pub fn walk_in(&self, host: Host, vehicle: Vehicle, at: Instant) -> Answer<WalkInAnswer> {
        self.ask(at, |building, now| Ok(building.walk_in(&host.into(), &vehicle.into(), now)?.into()))
    }

    /// Records a check-in, so that further questions are answered with it (SPEC 6.7).
    pub fn record(&self, check_in: CheckIn) -> Answer<Recorded> {
        guarded(|| {
            let within = |error: Error| error.within("checkIn");
            let check_in = check_in.try_into().map_err(within)?;
            let mut open = self.open.write().map_err(|_| failed())?;
            Ok(open.as_mut().ok_or_else(closed)?.record(check_in).map_err(within)?.into())
        })
    }

    /// A booking's permit, its timer, and what staff may do with it (SPEC 8.1 to 8.5); nothing when it was rejected or
    /// cancelled.
    pub fn permit(&self, booking: &str, at: Instant) -> Answer<Option<Permit>> {
        self.ask(at, |building, now| Ok(building.permit(booking, now)?.map(Into::into)))
    }

    /// The rows of a tab of the board, in order (SPEC 8.5).
    pub fn board(&self, tab: Tab, at: Instant) -> Answer<Vec<BoardRow>> {
        self.ask(at, |building, now| Ok(list(building.board(tab.into(), now))))
    }

    /// Ids of the bookings that staff find (SPEC 8.7).
    pub fn search_permits(&self, query: &str, at: Instant) -> Answer<Vec<String>> {
        self.ask(at, |building, now| {
            Ok(building.search_permits(query, now).iter().map(|booking| booking.id.clone()).collect())
        })
    }

    /// Whether a car may stand here (SPEC 8.8). `region` is where its plate is from, as `CA-BC`.
    pub fn check_plate(&self, plate: &str, region: Option<String>, at: Instant) -> Answer<PlateCheck> {
        self.ask(at, |building, now| Ok(building.check_plate(plate, region.as_deref(), now).into()))
    }

    /// Whom "Call management" calls (SPEC 7.3); nothing when it is not shown.
    pub fn call_management(&self, at: Instant) -> Answer<Option<ManagementContact>> {
        self.ask(at, |building, now| Ok(building.call_management(now).map(Into::into)))
    }

    /// Whether staff can book parking for other visitors (SPEC 7.1).
    pub fn other_visitor_shortcut(&self) -> Answer<bool> {
        self.read(|building| Ok(building.other_visitor_shortcut()))
    }

    /// Ids of the doors that a resident may open, ascending (SPEC 9.1).
    pub fn doors(&self, resident: &str, at: Instant) -> Answer<Vec<String>> {
        self.ask(at, |building, now| Ok(building.doors(resident, now)?.into_iter().map(Into::into).collect()))
    }

    /// Whether a resident or the guest of an invite may pass a door (SPEC 9.1, 9.2).
    pub fn enter(&self, who: Who, door: &str, at: Instant) -> Answer<Entry> {
        self.ask(at, |building, now| Ok(building.enter(&who.into(), door, now)?.into()))
    }

    /// What an invite is worth (SPEC 9.2).
    pub fn invite_status(&self, invite: &str, at: Instant) -> Answer<InviteStatus> {
        self.ask(at, |building, now| Ok(building.invite_status(invite, now)?.into()))
    }

    /// Whether an invite that starts then may be created (SPEC 9.3).
    pub fn request_invite(
        &self,
        resident: &str,
        by: CreatedBy,
        starts_at: LocalDateTime,
    ) -> Answer<InviteAnswer> {
        self.read(|building| {
            let starts_at = crate::requests::wall(&starts_at, "startsAt")?;
            Ok(building.request_invite(resident, by.into(), starts_at)?.into())
        })
    }

    /// Whether a typed entry code opens a door (SPEC 9.5); it never says why not.
    pub fn enter_code(&self, code: &str, door: &str, at: Instant) -> Answer<bool> {
        self.ask(at, |building, now| building.enter_code(code, door, now))
    }

    /// Everything that is wrong with a draft of a resident's profile (SPEC 2.2). The draft is JSON text, as a document has
    /// a resident; what is missing is reported, not refused.
    pub fn validate_resident(&self, resident: &str, at: Instant) -> Answer<Vec<ProfileViolation>> {
        self.ask(at, |building, now| {
            let draft = document::resident_draft(resident).map_err(|error| error.within("resident"))?;
            Ok(list(building.validate_resident(&draft, now)))
        })
    }

    /// Ids of the residents whom staff find by any detail (SPEC 2.6).
    pub fn staff_search(&self, query: &str, at: Instant) -> Answer<Vec<String>> {
        self.ask(at, |building, now| {
            Ok(building.staff_search(query, now).iter().map(|resident| resident.id.clone()).collect())
        })
    }

    /// A directory code that is not in use, from 64 bits that nobody can foresee (SPEC 2.3).
    pub fn free_code(&self, entropy: u64, at: Instant) -> Answer<String> {
        self.draw(at, |building, now| building.free_code(entropy, now))
    }

    /// An entry code that no live invite has, from 64 bits that nobody can foresee (SPEC 9.5).
    pub fn new_entry_code(&self, entropy: u64, at: Instant) -> Answer<String> {
        self.draw(at, |building, now| building.new_entry_code(entropy, now))
    }
}

impl Building {
    /// Asks something that does not depend on the time.
    fn read<R>(&self, question: impl FnOnce(&vestibule::Building) -> Result<R, Error>) -> Answer<R> {
        self.with(|building| Ok(question(building)?))
    }

    /// Asks something about an instant, of the years that questions can be asked about (SPEC 1.2).
    fn ask<R>(
        &self,
        at: Instant,
        question: impl FnOnce(&vestibule::Building, &Now<'_>) -> Result<R, Error>,
    ) -> Answer<R> {
        self.with(|building| Ok(question(building, &building.now(in_range(at)?))?))
    }

    /// Draws a code.
    fn draw<E: core::fmt::Display>(
        &self,
        at: Instant,
        draw: impl FnOnce(&vestibule::Building, &Now<'_>) -> Result<String, E>,
    ) -> Answer<String> {
        self.with(|building| {
            let drawn = draw(building, &building.now(in_range(at)?));
            drawn.map_err(|error| VestibuleError::new(ErrorCode::Exhausted, &error.to_string()))
        })
    }

    fn with<R>(&self, question: impl FnOnce(&vestibule::Building) -> Answer<R>) -> Answer<R> {
        guarded(|| question(self.open.read().map_err(|_| failed())?.as_ref().ok_or_else(closed)?))
    }
}

fn in_range(at: Instant) -> Result<vestibule::Instant, Error> {
    let at = vestibule::Instant::from(at);
    let out_of_range =
        || Error::new(vestibule::ErrorCode::Malformed, "at", "expected an instant of the years 1970 to 2199");
    if at.in_range() { Ok(at) } else { Err(out_of_range()) }
}

fn list<R, T: From<R>>(answers: impl IntoIterator<Item = R>) -> Vec<T> {
    answers.into_iter().map(T::from).collect()
}

/// Runs a call; a panic, which would be a fault of this library, is answered like any other error.
fn guarded<R>(call: impl FnOnce() -> Answer<R>) -> Answer<R> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(failed()))
}

fn failed() -> VestibuleError {
    VestibuleError::new(ErrorCode::Internal, "the library has failed: open the building anew")
}

fn closed() -> VestibuleError {
    VestibuleError::new(ErrorCode::Closed, "the building was closed: open it anew")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests;
