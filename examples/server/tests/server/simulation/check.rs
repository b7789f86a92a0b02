//! What has to hold once everything has arrived, by what the server tells staff.

use super::console::{Made, PLATES};
use super::server::Server;
use super::world::Stats;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use vestibule::console::{BookingHandle, ConsoleRules, GuestHost, GuestTarget, MatchFound, SuiteHandle};
use vestibule::document::{Approval, CheckIn, CheckInSubject, Document};
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant};

/// The server's building, and what it says has become of the entries.
pub(super) struct Told {
    building: Building,
    events: Vec<Value>,
}

/// What only one check-in of a day is for (SPEC 6.7).
type Visit = (String, String);

impl Told {
    pub(super) async fn by(server: &Server<'_>) -> Self {
        let events = server.all("/console-events").await;
        let document = server.staff("GET", "/document", ("accept", "*/*"), &Value::Null).await.unwrap();
        let building = Building::from_json(std::str::from_utf8(&document.bytes).unwrap()).unwrap();
        Self { building, events }
    }

    fn document(&self) -> &Document {
        self.building.document()
    }

    /// Whom a check-in is for, and on which day: the car of a walk-in at its host's; the car of a holder's bookings.
    fn visit(&self, check_in: &CheckIn) -> Visit {
        let who = match &check_in.subject {
            CheckInSubject::WalkIn(host) => format!("{host:?} {:?}", check_in.vehicle.plate),
            CheckInSubject::Booking(id) => {
                let booking = self.document().bookings.iter().find(|booking| booking.id == *id).unwrap();
                let car = booking.vehicle.plate.as_deref();
                format!("{:?} {} {} {car:?}", booking.holder, booking.suite, booking.amenity)
            }
        };
        (who, self.building.now(check_in.at).today().to_string())
    }

    /// An entry as the check-in that it is; none for an attempt of a code.
    fn check_in_of(&self, event: &Value) -> Option<CheckIn> {
        let (entry, document) = (&event["event"], self.document());
        let text = |field: &str| entry[field].as_str().map(str::to_owned);
        let subject = match entry["kind"].as_str()? {
            "checkIn" => CheckInSubject::Booking(text("booking")?),
            "walkIn" => CheckInSubject::WalkIn(match &entry["host"] {
                host if host["code"].is_string() => {
                    let resident =
                        document.residents.iter().find(|resident| host["code"] == resident.directory_code);
                    vestibule::document::Host::Resident(resident?.id.clone())
                }
                host if host["suite"].is_string() => {
                    vestibule::document::Host::Suite(host["suite"].as_str()?.to_owned())
                }
                _ => vestibule::document::Host::Visitor,
            }),
            _ => return None,
        };
        let plate = entry["vehicle"]["plate"].as_str().map(str::to_owned);
        let vehicle = vestibule::document::Vehicle { plate, ..Default::default() };
        let at = Instant::parse(&text("at")?)?;
        Some(CheckIn { id: text("id")?, at, by: vestibule::document::By::Guest, subject, vehicle })
    }

    /// Everything that a guest was told stands is at the server once and as it happened: as a check-in, or having given
    /// way to an earlier one for the same visit (SPEC 6.7). Nothing else is there.
    pub(super) fn has_every_entry_once(&self, made: &[Made], stats: &mut Stats) {
        let made: BTreeMap<&str, &Made> = made.iter().map(|made| (made.id.as_str(), made)).collect();
        let events: BTreeMap<&str, &Value> =
            self.events.iter().map(|event| (event["id"].as_str().unwrap(), event)).collect();
        assert_eq!(events.len(), self.events.len(), "an entry is there twice");
        for made in made.values().filter(|made| made.stands) {
            assert!(events.contains_key(made.id.as_str()), "{} is lost", made.entry);
        }
        let check_ins = &self.document().check_ins;
        let kept: BTreeSet<&str> = check_ins.iter().map(|check_in| check_in.id.as_str()).collect();
        assert_eq!(kept.len(), check_ins.len(), "a check-in is there twice");
        let (mut added, mut left, mut replaced, mut conflicts) = (0, 0, 0, 0);
        for (id, event) in &events {
            let entry = &made.get(id).expect("an entry that no console made").entry;
            for (field, value) in entry.as_object().unwrap() {
                assert_eq!(event["event"][field], *value, "{field} of {entry}");
            }
            let Some(check_in) = self.check_in_of(event) else {
                assert_eq!(event["outcome"], "kept");
                continue;
            };
            let is_kept = kept.contains(id);
            conflicts += u32::from(event["conflict"] == true);
            match event["outcome"].as_str().unwrap() {
                "added" if is_kept => added += 1,
                "added" => replaced += 1,
                "left" => left += 1,
                other => panic!("{other} is what became of {entry}"),
            }
            if !is_kept {
                let visit = self.visit(&check_in);
                let gives_way = |other: &CheckIn| {
                    (other.at, &other.id) < (check_in.at, &check_in.id) && self.visit(other) == visit
                };
                assert!(check_ins.iter().any(gives_way), "{entry} gave way to nothing");
            }
        }
        let from_consoles = check_ins.iter().filter(|one| one.by == vestibule::document::By::Guest);
        assert!(from_consoles.clone().all(|one| events.contains_key(one.id.as_str())));
        (stats.added, stats.left, stats.replaced, stats.conflicts) = (added, left, replaced, conflicts);
    }

    /// Of all check-ins for a visit the first is the one that stands, in whatever order they arrived, as long as no booking
    /// of it was taken back.
    pub(super) fn keeps_the_first_of_each_visit(&self) {
        let mut visits: BTreeMap<Visit, Vec<(Instant, String)>> = BTreeMap::new();
        let from_consoles = self.events.iter().filter_map(|event| self.check_in_of(event));
        let all: BTreeMap<String, CheckIn> = self
            .document()
            .check_ins
            .iter()
            .cloned()
            .chain(from_consoles)
            .map(|one| (one.id.clone(), one))
            .collect();
        let is_settled = |check_in: &CheckIn| match &check_in.subject {
            CheckInSubject::WalkIn(_) => true,
            CheckInSubject::Booking(id) => {
                let booking = self.document().bookings.iter().find(|booking| booking.id == *id);
                booking.is_some_and(|booking| booking.approval == Approval::Approved)
            }
        };
        for check_in in all.values().filter(|check_in| is_settled(check_in)) {
            visits.entry(self.visit(check_in)).or_default().push((check_in.at, check_in.id.clone()));
        }
        for (visit, mut times) in visits {
            times.sort_unstable();
            let stands = |id: &String| self.document().check_ins.iter().any(|one| one.id == *id);
            let standing: Vec<_> = times.iter().filter(|(_, id)| stands(id)).collect();
            assert_eq!(standing, [&times[0]], "of {visit:?}, the first stands");
        }
    }

    /// What the core answers from the server's document to everything that can be asked about parking.
    pub(super) fn answers(&self, codes: &[String], at: Instant) -> Vec<String> {
        answers(&self.building, codes, at)
    }
}

/// Answers to everything that can be asked about parking, in words that do not depend on handles.
pub(super) fn answers(rules: &impl ConsoleRules, codes: &[String], at: Instant) -> Vec<String> {
    let mut said = Vec::new();
    let mut suites = Vec::new();
    rules.each_suite("", &mut |suite: SuiteHandle| {
        suites.push(suite);
        ControlFlow::Continue(())
    });
    for suite in suites {
        let number = rules.suite(suite).map(|suite| suite.number.to_owned());
        let found =
            matched(rules, at, |options| rules.match_bookings(GuestTarget::Suite(suite), at, options));
        said.push(format!("suite {number:?}: {found} {}", walk_ins(rules, GuestHost::Suite(suite), at)));
    }
    for code in codes {
        let Some(reached) = rules.dial(code, at) else {
            said.push(format!("{code}: nobody"));
            continue;
        };
        let target = GuestTarget::Resident(reached.resident);
        let found = matched(rules, at, |options| rules.match_bookings(target, at, options));
        let walk_ins = walk_ins(rules, GuestHost::Resident(reached.resident), at);
        said.push(format!("{code}, {:?}: {found} {walk_ins}", reached.name));
    }
    for plate in PLATES {
        let found = matched(rules, at, |options| Some(rules.match_plate(plate, None, at, options)));
        said.push(format!("{plate}: {found} {}", walk_ins(rules, GuestHost::Visitor, at)));
    }
    said
}

fn matched(
    rules: &impl ConsoleRules,
    at: Instant,
    ask: impl FnOnce(&mut [BookingHandle]) -> Option<MatchFound>,
) -> String {
    let mut options = [BookingHandle(0); 64];
    let found = ask(&mut options);
    let count = if let Some(MatchFound::Options { count, .. }) = found { count } else { 0 };
    let offers = options.iter().take(count).map(|booking| {
        let vehicle = VehicleRef::default();
        (rules.offer(*booking, at), rules.check_in(*booking, vehicle, at))
    });
    format!("{found:?} {:?}", offers.collect::<Vec<_>>())
}

fn walk_ins(rules: &impl ConsoleRules, host: GuestHost, at: Instant) -> String {
    let walk_in = |plate| rules.walk_in(host, VehicleRef { plate: Some(plate), ..VehicleRef::default() }, at);
    format!("{:?}", PLATES.map(walk_in))
}
