//! What answers about guest parking never say (SPEC 3.8, 5.6).

use super::config;
use super::model::letters;
use super::worlds::{PLATES, RESIDENTS, SUITES, World, world};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use vestibule::document::{Document, Holder};

/// The text that marks what a guest must not see.
const SECRET: &str = "Zyxq";

/// Marks every name, id and contact of residents and managers, and every guest's name.
fn marked(mut document: Document) -> Document {
    let secret = |what: &str| Some(format!("{SECRET} {what}"));
    let renamed = |id: &mut String| *id = format!("{SECRET}-{id}");
    for resident in &mut document.residents {
        renamed(&mut resident.id);
        (resident.first_name, resident.last_name) = (secret("first"), secret("last"));
        (resident.display.name, resident.display.call_number) = (secret("shown"), secret("call"));
        (resident.phone, resident.notes, resident.pets) = (secret("phone"), secret("notes"), secret("pets"));
        (resident.email, resident.directory_code) = (format!("{SECRET}@example.com"), SECRET.into());
        resident.tags = vec![SECRET.into()];
        for vehicle in &mut resident.vehicles {
            (vehicle.plate, vehicle.make) = (secret("plate"), secret("make"));
        }
    }
    for manager in &mut document.managers {
        renamed(&mut manager.id);
        (manager.first_name, manager.last_name) = (secret("first"), secret("last"));
    }
    for booking in &mut document.bookings {
        booking.guest_name = secret("guest");
        match &mut booking.holder {
            Holder::Resident(id) | Holder::Manager(id) => renamed(id),
        }
    }
    for check_in in &mut document.check_ins {
        if let vestibule::document::CheckInSubject::WalkIn(vestibule::document::Host::Resident(id)) =
            &mut check_in.subject
        {
            renamed(id);
        }
        check_in.vehicle.make = secret("make");
    }
    document.guest_invites.clear();
    document
}

/// Every answer that a guest may be given about bookings.
fn answers(world: &World, plate: &str) -> Vec<Value> {
    let building = world.open();
    let residents = RESIDENTS.iter().map(|id| json!({ "resident": format!("{SECRET}-{id}") }));
    let targets = residents.chain(SUITES.iter().map(|id| json!({ "suite": id })));
    let mut calls: Vec<Value> =
        targets.map(|target| json!({ "op": "matchBookings", "target": target })).collect();
    calls.push(json!({ "op": "matchPlate", "plate": plate }));
    for booking in &world.document.bookings {
        calls.push(json!({ "op": "checkIn", "booking": booking.id, "by": "guest" }));
    }
    calls.iter().map(|call| super::ask(&building, call, world.now)).collect()
}

proptest! {
    #![proptest_config(config(500))]

    /// SPEC 3.8, 5.6: what a guest is answered about bookings holds no name, no one's id, phone or e-mail, and of a plate no
    /// more than its last three characters unless `settings.fullPlates`.
    #[test]
    fn parking_answers_name_no_one(world in world(), plate in select(&PLATES[..])) {
        let world = World { document: marked(world.document.clone()), ..world };
        let settings = &world.document.settings;
        for answer in answers(&world, plate) {
            prop_assert!(!answer.to_string().contains(SECRET), "{}", answer);
            prop_assert!(answer.get("error").is_none(), "{}", answer);
            for option in answer["options"].as_array().into_iter().flatten() {
                let Some(shown) = option["vehicle"]["plate"].as_str() else { continue };
                let booked = world.document.bookings.iter().find(|booking| option["booking"] == booking.id.as_str()).unwrap();
                if settings.full_plates {
                    prop_assert_eq!(Some(shown), booked.vehicle.plate.as_deref());
                } else {
                    let length = letters(&booked.vehicle).len();
                    let seen = shown.chars().filter(|letter| *letter != '•').count();
                    prop_assert_eq!(shown.chars().count(), length);
                    prop_assert_eq!(seen, if length > 3 { 3 } else { 1 });
                }
            }
        }
    }

    /// SPEC 3.8: nothing of a resident or a guest that is not a booking's vehicle changes what a guest is answered: the
    /// same world without any names, contacts or profiles answers the same, ids of residents aside.
    #[test]
    fn parking_answers_depend_on_no_profile(world in world(), plate in select(&PLATES[..])) {
        let marked = World { document: marked(world.document.clone()), ..world };
        let mut bare = marked.clone();
        for resident in &mut bare.document.residents {
            *resident = vestibule::document::Resident {
                id: resident.id.clone(),
                residencies: resident.residencies.clone(),
                ..vestibule::document::Resident::default()
            };
        }
        for booking in &mut bare.document.bookings {
            booking.guest_name = None;
        }
        prop_assert_eq!(answers(&marked, plate), answers(&bare, plate));
    }
}
