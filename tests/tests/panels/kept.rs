//! An outbox in memory, and what goes into it.

use vestibule::document::{CheckIn, CheckInSubject, Host};
use vestibule::outbox::{Entry, HostRef, Outbox, What};
use vestibule::parking::vehicle::VehicleRef;
use vestibule::{Building, Instant};
use vestibule_tests::drive::store;

/// Enough for what any test here keeps.
pub(crate) const ROOM: usize = 1 << 16;

/// A new outbox in some memory.
pub(crate) fn new_outbox(memory: &mut [u8]) -> Outbox<'_> {
    memory.fill(0xFF);
    let (mut outbox, _) = Outbox::open(memory).unwrap();
    store(&mut outbox);
    outbox
}

pub(crate) fn keep(outbox: &mut Outbox<'_>, entry: &Entry<'_>) {
    outbox.add(entry).unwrap();
    store(outbox);
}

/// A check-in as a console keeps it. None when no console could have made it: its host is a resident whom no code reached
/// then.
pub(crate) fn entry_of<'c>(building: &'c Building, check_in: &'c CheckIn) -> Option<Entry<'c>> {
    let vehicle = VehicleRef::from(&check_in.vehicle);
    let what = match &check_in.subject {
        CheckInSubject::Booking(booking) => What::CheckIn { booking, vehicle },
        CheckInSubject::WalkIn(host) => {
            let host = match host {
                Host::Resident(id) => HostRef::Resident { code: code_of(building, id, check_in.at)? },
                Host::Suite(id) => HostRef::Suite { id },
                Host::Visitor => HostRef::Visitor,
            };
            What::WalkIn { host, vehicle }
        }
    };
    Some(Entry { number: 0, id: &check_in.id, at: check_in.at, what })
}

/// The code by which a console reaches a resident at an instant.
fn code_of<'b>(building: &'b Building, id: &str, at: Instant) -> Option<&'b str> {
    let resident = building.document().residents.iter().find(|resident| resident.id == id)?;
    let code = resident.directory_code.as_str();
    let reached = building.resident_by_code(code, &building.now(at))?;
    (reached.id == id).then_some(code)
}
