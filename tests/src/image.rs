//! The calls that a console offers, answered from an image of the building (SPEC 11).

use crate::answer;
use crate::file::{Case, VectorFile};
use serde_json::{Map, Value, json};
use std::ops::ControlFlow;
use vestibule::console::{
    Admission, BookingHandle, EntryHandle, GuestHost, GuestTarget, MatchFound, NamesFound, ResidentHandle,
};
use vestibule::directory::{Dialled, NameHit, NameSearch};
use vestibule::document::{By, Host, Vehicle};
use vestibule::image::{Image, ImageSpec, Panel, SigningKey, Trust, UnsignedImage};
use vestibule::outbox::Entries;
use vestibule::parking::check_in::{CheckInAnswer, Refusal, WalkInAnswer};
use vestibule::parking::matching::{BookingOption, Match, Target};
use vestibule::parking::plate::masked;
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Error, ErrorCode, Instant, Now};

/// The calls that an image offers.
pub const OFFERED: [&str; 11] = [
    "searchNames",
    "searchSuites",
    "dialCode",
    "matchBookings",
    "matchPlate",
    "checkIn",
    "walkIn",
    "permit",
    "callManagement",
    "enterCode",
    "checkPlate",
];

/// The answer to a case from an image of its building; none for a call that images do not offer, and for a document that is
/// refused, of which there is no image.
pub fn answer(file: &VectorFile, case: &Case) -> Option<Value> {
    let op = case.call.get("op").and_then(Value::as_str).unwrap_or_default();
    if !OFFERED.contains(&op) {
        return None;
    }
    let building = Building::from_json(&file.document_of(case).to_string()).ok()?;
    let at = Instant::parse(&case.now)?;
    let unsigned = building.console_image(&ImageSpec::of_all_days(at, 1)).ok()?;
    let residents = unsigned.residents().to_vec();
    let bytes = signed(unsigned);
    let image = Image::open(&bytes, &trust(&[signing_key()?.verifying_key()])).ok()?;
    Some(ask(Panel::new(&image, Entries::none()), &residents, &case.call, at))
}

/// The answer of a panel to a call that images offer, or its error. `residents` are the ids behind the image's handles.
#[must_use]
pub fn ask(panel: Panel<'_>, residents: &[String], call: &Map<String, Value>, at: Instant) -> Value {
    let op = call.get("op").and_then(Value::as_str).unwrap_or_default();
    let image = panel.image();
    let asked = Asked { image, panel, residents, now: image.now(at) };
    let answer = asked.answer(op, call);
    answer.unwrap_or_else(|error| json!({ "error": error.code.as_str(), "path": error.path }))
}

/// The key that test images are signed with; no image that matters is.
#[must_use]
pub fn signing_key() -> Option<SigningKey> {
    SigningKey::from_seed([7; 32])
}

/// An image, signed with the key of the tests.
#[must_use]
pub fn signed(image: UnsignedImage) -> Vec<u8> {
    match signing_key() {
        Some(key) => image.sign(&key),
        None => Vec::new(),
    }
}

/// Trust in some keys, for any building and sequence.
#[must_use]
pub fn trust(keys: &[vestibule::image::VerifyingKey]) -> Trust<'_> {
    Trust { keys, building: "", newer_than: 0 }
}

struct Asked<'i> {
    image: &'i Image<'i>,
    panel: Panel<'i>,
    residents: &'i [String],
    now: Now<'i>,
}

/// More than any test has hits or bookings.
const MANY: usize = 64;

impl Asked<'_> {
    fn answer(&self, op: &str, call: &Map<String, Value>) -> Result<Value, Error> {
        let text = |key: &str| call.get(key).and_then(Value::as_str).unwrap_or_default();
        let region = call.get("region").and_then(Value::as_str);
        match op {
            "searchNames" => Ok(answer::name_search(self.names(text("query")))),
            "searchSuites" => Ok(self.suites(text("query"))),
            "dialCode" => {
                let reached = self.image.dial(text("code"), &self.now);
                Ok(answer::dialled(reached.map(|one| Dialled { name: one.name.map(Into::into) })))
            }
            "matchBookings" => {
                let target: Target = crate::call::read_target(call)?;
                let mut room = [BookingHandle::default(); MANY];
                let found = self.panel.match_bookings(self.target(&target)?, &self.now, &mut room);
                Ok(answer::matching(self.put(found.ok_or_else(|| Error::unknown("target"))?, &room)))
            }
            "matchPlate" => {
                let mut room = [BookingHandle::default(); MANY];
                let found = self.panel.match_plate(text("plate"), region, &self.now, &mut room);
                Ok(answer::matching(self.put(found, &room)))
            }
            "checkIn" => self.check_in(call),
            "walkIn" => self.walk_in(call),
            "permit" => {
                let booking = self.image.booking_by_id(text("booking"));
                let permit = booking.and_then(|booking| self.panel.permit(booking, &self.now));
                permit.map(answer::permit).ok_or_else(|| Error::unknown("booking"))
            }
            "callManagement" => {
                let id =
                    self.image.call_management(&self.now).and_then(|contact| self.image.contact(contact));
                Ok(id.map_or(json!({ "visible": false }), |id| json!({ "visible": true, "contact": id })))
            }
            "enterCode" => {
                let granted = self.image.enter_code(text("code"), text("door"), &self.now);
                granted.map(|granted| json!({ "granted": granted })).ok_or_else(|| Error::unknown("door"))
            }
            _ => Ok(self.check_plate(text("plate"), region)),
        }
    }

    fn names(&self, query: &str) -> NameSearch {
        let mut hits = [EntryHandle::default(); MANY];
        let NamesFound::Found { count, more } = self.image.search_names(query, &self.now, &mut hits) else {
            return NameSearch::TooShort;
        };
        let shown = hits.iter().take(count).filter_map(|hit| self.image.shown(*hit));
        let hits = shown.map(|shown| NameHit { name: shown.name.into(), code: shown.code.into() }).collect();
        NameSearch::Found { hits, more }
    }

    fn suites(&self, query: &str) -> Value {
        let mut numbers = Vec::new();
        self.image.each_suite(query, &mut |suite| {
            numbers.extend(self.image.suite(suite).map(|suite| suite.number));
            ControlFlow::Continue(())
        });
        json!({ "hits": numbers })
    }

    fn resident(&self, id: &str, path: &str) -> Result<ResidentHandle, Error> {
        let place = self.residents.iter().position(|other| other == id);
        let handle = place.and_then(|place| u32::try_from(place).ok());
        handle.map(ResidentHandle).ok_or_else(|| Error::unknown(path))
    }

    fn target(&self, target: &Target) -> Result<GuestTarget, Error> {
        match target {
            Target::Resident(id) => self.resident(id, "target.resident").map(GuestTarget::Resident),
            Target::Suite(id) => {
                let suite = self.image.suite_by_id(id);
                suite.map(GuestTarget::Suite).ok_or_else(|| Error::unknown("target.suite"))
            }
        }
    }

    fn put(&self, found: MatchFound, room: &[BookingHandle]) -> Match {
        match found {
            MatchFound::Options { count, walk_in, similar } => {
                let options = room.iter().take(count).filter_map(|handle| self.option(*handle, similar));
                Match::Options { options: options.collect(), walk_in }
            }
            MatchFound::AlreadyCheckedIn { next_check_in, walk_in } => {
                Match::AlreadyCheckedIn { next_check_in, walk_in }
            }
            MatchFound::NoBooking { contact } => Match::NoBooking { contact },
            MatchFound::WalkIn { fields } => Match::WalkIn { fields },
        }
    }

    fn option(&self, handle: BookingHandle, similar: bool) -> Option<BookingOption> {
        use vestibule::console::ConsoleRules;
        let offer = self.panel.offer(handle, &self.now)?;
        let mut vehicle = offer.vehicle.to_vehicle();
        if !self.panel.settings().full_plates {
            vehicle.plate = vehicle.plate.and_then(|plate| masked(&plate));
        }
        let (from, through, missing) = (offer.from, offer.through, offer.missing);
        Some(BookingOption { booking: offer.id.into(), from, through, vehicle, missing, similar })
    }

    fn check_in(&self, call: &Map<String, Value>) -> Result<Value, Error> {
        let (booking, vehicle, by) = crate::call::read_check_in(call)?;
        let Some(handle) = self.image.booking_by_id(&booking) else {
            return Ok(answer::check_in(CheckInAnswer::Refused(Refusal::UnknownBooking)));
        };
        let admission = match by {
            By::Guest => self.panel.check_in(handle, VehicleRef::from(&vehicle), &self.now),
            By::Staff(_) => self.panel.staff_check_in(handle, &self.now),
        };
        Ok(answer::check_in(match admission {
            Admission::CheckedIn { through } => CheckInAnswer::CheckedIn {
                booking,
                at: self.now.instant(),
                through: through.unwrap_or_default(),
            },
            Admission::Refused(refusal) => CheckInAnswer::Refused(refusal),
        }))
    }

    fn walk_in(&self, call: &Map<String, Value>) -> Result<Value, Error> {
        let (host, vehicle): (Host, Vehicle) = crate::call::read_walk_in(call)?;
        let host = match host {
            Host::Resident(id) => GuestHost::Resident(self.resident(&id, "host.resident")?),
            Host::Suite(id) => {
                let suite = self.image.suite_by_id(&id);
                GuestHost::Suite(suite.ok_or_else(|| Error::unknown("host.suite"))?)
            }
            Host::Visitor => GuestHost::Visitor,
        };
        let admission = self.panel.walk_in(host, VehicleRef::from(&vehicle), &self.now);
        Ok(answer::walk_in(
            match admission.ok_or_else(|| Error::new(ErrorCode::Unknown, "host", "unknown"))? {
                Admission::CheckedIn { .. } => WalkInAnswer::CheckedIn { at: self.now.instant() },
                Admission::Refused(refusal) => WalkInAnswer::Refused(refusal),
            },
        ))
    }

    fn check_plate(&self, plate: &str, region: Option<&str>) -> Value {
        let mut room = [[BookingHandle::default(); MANY]; 2];
        let [bookings, similar] = &mut room;
        let found = self.panel.check_plate(plate, region, &self.now, bookings, similar);
        let ids = |handles: &[BookingHandle], count: usize| -> Vec<&str> {
            handles.iter().take(count).filter_map(|handle| self.image.booking_id(*handle)).collect()
        };
        let mut answer = Map::new();
        answer.insert("answer".into(), found.answer.as_str().into());
        answer.insert("bookings".into(), ids(bookings, found.bookings).into());
        if found.similar > 0 {
            answer.insert("similar".into(), ids(similar, found.similar).into());
        }
        Value::Object(answer)
    }
}
