//! A record that is put into an open building leaves it as opening the changed document would.

use super::order::calls;
use super::worlds::{World, booking, check_ins_for, request, world};
use super::{ask, config};
use proptest::prelude::*;
use proptest::sample::select;
use vestibule::document::{CheckInSubject, Document, Holder, Host};
use vestibule::image::ImageSpec;
use vestibule::{Building, Put};

/// What a record that fits is spoiled by.
#[derive(Clone, Copy, Debug)]
enum Fault {
    None,
    Amenity,
    Holder,
    Suite,
    Subject,
    Interval,
}

fn fault() -> impl Strategy<Value = Fault> {
    use Fault::{Amenity, Holder, Interval, None, Subject, Suite};
    prop_oneof![12 => Just(None), 1 => select(vec![Amenity, Holder, Suite, Subject, Interval])]
}

/// A booking or a check-in, new or in place of another one, and now and then one that does not fit.
fn put(world: &World) -> impl Strategy<Value = Put> + use<> {
    let zone = world.document.building.zone.clone();
    let bookings = (booking(world.base), 0..18_usize, fault()).prop_map(|(mut booking, id, fault)| {
        booking.id = format!("b-{id}");
        match fault {
            Fault::Amenity => booking.amenity = "nowhere".into(),
            Fault::Holder => booking.holder = Holder::Manager("r-1".into()),
            Fault::Subject => booking.holder = Holder::Resident("g-1".into()),
            Fault::Suite => booking.suite = "nowhere".into(),
            Fault::Interval => booking.end = booking.start,
            Fault::None => {}
        }
        Put::Booking(booking)
    });
    let check_ins = check_ins_for(&world.document, &zone, world.base, 1..2);
    let check_ins = (check_ins, 8..18_usize, fault()).prop_map(|(mut check_ins, id, fault)| {
        let mut check_in = check_ins.remove(0);
        check_in.id = format!("v-{id}");
        match fault {
            Fault::Holder => check_in.subject = CheckInSubject::WalkIn(Host::Resident("nobody".into())),
            Fault::Suite => check_in.subject = CheckInSubject::WalkIn(Host::Suite("nowhere".into())),
            Fault::Subject => check_in.subject = CheckInSubject::Booking("none".into()),
            Fault::None | Fault::Amenity | Fault::Interval => {}
        }
        Put::CheckIn(check_in)
    });
    prop_oneof![3 => bookings, 2 => check_ins]
}

/// A document with a record put into it.
fn with(document: &Document, put: &Put) -> Document {
    fn place<T: Clone>(list: &mut Vec<T>, record: &T, id: impl Fn(&T) -> &str) {
        match list.iter_mut().find(|other| id(other) == id(record)) {
            Some(known) => *known = record.clone(),
            None => list.push(record.clone()),
        }
    }
    let mut document = document.clone();
    match put {
        Put::Booking(booking) => place(&mut document.bookings, booking, |booking| &booking.id),
        Put::CheckIn(check_in) => place(&mut document.check_ins, check_in, |check_in| &check_in.id),
    }
    document
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_record_that_is_put_is_as_one_that_was_there_when_the_building_was_opened(
        (world, puts, requests) in world().prop_flat_map(|world| {
            let (puts, requests) = (put(&world), request(world.base, 5));
            (Just(world), prop::collection::vec(puts, 1..12), prop::collection::vec(requests, 3))
        }),
    ) {
        let mut building = world.open();
        for put in puts {
            let changed = with(building.document(), &put);
            let before = building.document().clone();
            match (building.check_put(&put), Building::open(changed.clone(), world.zone())) {
                (Err(error), Err(expected)) => {
                    prop_assert_eq!(&error, &expected);
                    prop_assert_eq!(building.put(put).unwrap_err(), expected);
                    prop_assert_eq!(building.document(), &before);
                }
                (Ok(()), Ok(opened)) => {
                    building.put(put).unwrap();
                    prop_assert_eq!(building.document(), &changed);
                    let spec = ImageSpec::starting(&opened, world.now, 4, 1);
                    let (one, other) = (building.console_image(&spec).unwrap(), opened.console_image(&spec).unwrap());
                    prop_assert_eq!(one.to_sign(), other.to_sign());
                }
                (put, open) => prop_assert!(false, "{:?}, and opened {:?}", put, open.map(|_| ())),
            }
        }
        let changed = World { document: building.document().clone(), ..world.clone() };
        let opened = changed.open();
        for call in calls(&changed, &requests) {
            prop_assert_eq!(ask(&building, &call, world.now), ask(&opened, &call, world.now), "{}", call);
        }
        let now = opened.now(world.now);
        prop_assert_eq!(building.due_for_erasure(&now), opened.due_for_erasure(&now));
    }
}
