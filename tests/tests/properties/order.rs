//! The order of a document's lists never changes an answer (SPEC 1.8).

use super::worlds::{
    AMENITIES, CODES, DOORS, ENTRY_CODES, MANAGERS, PLATES, RESIDENTS, SUITES, World, request, world,
};
use super::{ask, config};
use proptest::prelude::*;
use serde_json::{Value, json};
use vestibule::document::{BookingRequest, Document};

/// A small generator of its own: which order a list gets does not matter to shrinking, only that it is repeatable.
struct Shuffle(u64);

impl Shuffle {
    fn list<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            // The constants are Knuth's for a generator modulo 2^64.
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = (self.0 >> 33) % (last as u64 + 1);
            list.swap(last, usize::try_from(other).unwrap());
        }
    }
}

/// Every list in another order, except those of which the SPEC says "listed order": blackouts (4.3), intercom contacts
/// (7.3) and a resident's residencies (2.6).
fn shuffled(document: &Document, seed: u64) -> Document {
    let mut document = document.clone();
    let mut shuffle = Shuffle(seed);
    shuffle.list(&mut document.settings.walk_in_fields);
    shuffle.list(&mut document.settings.reserved_codes);
    shuffle.list(&mut document.suites);
    shuffle.list(&mut document.doors);
    shuffle.list(&mut document.spaces);
    shuffle.list(&mut document.residents);
    shuffle.list(&mut document.managers);
    shuffle.list(&mut document.amenities);
    shuffle.list(&mut document.bookings);
    shuffle.list(&mut document.check_ins);
    shuffle.list(&mut document.guest_invites);
    document.suites.iter_mut().for_each(|suite| shuffle.list(&mut suite.doors));
    for resident in &mut document.residents {
        shuffle.list(&mut resident.tags);
        shuffle.list(&mut resident.spaces);
        shuffle.list(&mut resident.doors);
        shuffle.list(&mut resident.vehicles);
    }
    for amenity in &mut document.amenities {
        shuffle.list(&mut amenity.required_fields);
        if let Some(windows) = &mut amenity.hours {
            shuffle.list(windows);
            windows.iter_mut().for_each(|window| shuffle.list(&mut window.days));
        }
    }
    document.guest_invites.iter_mut().for_each(|invite| shuffle.list(&mut invite.doors));
    for contact in &mut document.intercom_contacts {
        shuffle.list(&mut contact.closed_on);
        contact.hours.iter_mut().for_each(|windows| shuffle.list(windows));
    }
    document
}

/// Every call of the conformance format, with arguments that meet the world.
pub(crate) fn calls(world: &World, requests: &[BookingRequest]) -> Vec<Value> {
    let document = &world.document;
    let mut calls = vec![json!({ "op": "callManagement" }), json!({ "op": "otherVisitorShortcut" })];
    for query in
        ["", "m", "ma", "mar", "marai", "o'b", "trem", "101", "1", "kia", "bus 1", "416", "late", "8u5"]
    {
        for op in ["searchNames", "searchSuites", "staffSearch", "searchPermits"] {
            calls.push(json!({ "op": op, "query": query }));
        }
    }
    calls.extend(CODES.iter().map(|code| json!({ "op": "dialCode", "code": code })));
    for resident in RESIDENTS {
        calls.push(json!({ "op": "matchBookings", "target": { "resident": resident } }));
        calls.push(json!({ "op": "doors", "resident": resident }));
        calls.push(json!({ "op": "requestInvite", "resident": resident, "by": "resident", "startsAt": format!("{}T12:00", world.base) }));
        calls.extend(
            DOORS.iter().map(|door| json!({ "op": "enter", "who": { "resident": resident }, "door": door })),
        );
        let draft = document.residents.iter().find(|one| one.id == resident);
        calls.push(json!({ "op": "validateResident", "resident": draft }));
    }
    calls.extend(SUITES.iter().map(|suite| json!({ "op": "matchBookings", "target": { "suite": suite } })));
    for plate in PLATES {
        for op in ["matchPlate", "checkPlate"] {
            calls.push(json!({ "op": op, "plate": plate }));
            calls.push(json!({ "op": op, "plate": plate, "region": "CA-BC" }));
        }
        for host in [json!({ "resident": "r-1" }), json!({ "suite": "s-1" }), json!({ "visitor": true })] {
            calls.push(json!({ "op": "walkIn", "host": host, "vehicle": { "plate": plate } }));
        }
    }
    for booking in document.bookings.iter().map(|booking| &booking.id) {
        calls.push(json!({ "op": "permit", "booking": booking }));
        calls.push(json!({ "op": "approve", "booking": booking }));
        for by in [json!("guest"), json!({ "staff": "desk" })] {
            calls.push(
                json!({ "op": "checkIn", "booking": booking, "vehicle": { "plate": "AB 1" }, "by": by }),
            );
        }
    }
    calls.extend(["today", "upcoming", "past"].map(|tab| json!({ "op": "board", "tab": tab })));
    for invite in document.guest_invites.iter().map(|invite| &invite.id) {
        calls.push(json!({ "op": "inviteStatus", "invite": invite }));
        calls.extend(
            DOORS.iter().map(|door| json!({ "op": "enter", "who": { "invite": invite }, "door": door })),
        );
    }
    for code in ENTRY_CODES {
        calls.extend(DOORS.iter().map(|door| json!({ "op": "enterCode", "code": code, "door": door })));
    }
    calls.extend(requests.iter().map(|request| json!({ "op": "requestBooking", "request": request })));
    calls
}

proptest! {
    #![proptest_config(config(300))]

    /// SPEC 1.8: whatever is asked, documents that list the same records in another order answer the same.
    #[test]
    fn the_order_of_lists_changes_no_answer(
        (world, requests) in world().prop_flat_map(|world| {
            let requests = prop::collection::vec(request(world.base, 5), 4);
            (Just(world), requests)
        }),
        seed in any::<u64>(),
    ) {
        let other = World { document: shuffled(&world.document, seed), ..world.clone() };
        let (one, two) = (world.open(), other.open());
        for call in calls(&world, &requests) {
            let answer = ask(&one, &call, world.now);
            prop_assert_eq!(&answer, &ask(&two, &call, world.now), "{}", call);
            prop_assert!(answer.get("error").is_none(), "{} in answer to {}", answer, call);
        }
        let now = one.now(world.now);
        prop_assert_eq!(one.due_for_erasure(&now), two.due_for_erasure(&two.now(world.now)));
        prop_assert_eq!(one.free_code(seed, &now).unwrap(), two.free_code(seed, &two.now(world.now)).unwrap());
        prop_assert_eq!(one.tags(), two.tags());
        prop_assert_eq!(one.restricted_residents(), restricted_as_in(&world, two.restricted_residents()));
    }
}

/// The same residents as the first document has them, in the order found.
fn restricted_as_in<'w>(
    world: &'w World,
    found: Vec<&vestibule::document::Resident>,
) -> Vec<&'w vestibule::document::Resident> {
    let by_id = |id: &str| world.document.residents.iter().find(|resident| resident.id == id).unwrap();
    found.iter().map(|resident| by_id(&resident.id)).collect()
}

/// The calls meet every kind of record.
#[test]
fn the_worlds_have_records_of_every_kind() {
    use proptest::strategy::{Strategy, ValueTree};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let world = world().prop_filter("enough", |world| {
        let document = &world.document;
        document.bookings.len() > 3 && document.check_ins.len() > 1 && document.guest_invites.len() > 1
    });
    let document = world.new_tree(&mut runner).unwrap().current().document;
    assert_eq!(document.residents.len(), RESIDENTS.len());
    assert_eq!(document.managers.len(), MANAGERS.len());
    assert_eq!(document.amenities.len(), AMENITIES.len());
    assert_ne!(shuffled(&document, 1), document);
}
