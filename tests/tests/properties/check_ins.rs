//! After a check-in (SPEC 5.5, 6.3, 6.4, 6.7).

use super::config;
use super::model::{has_plate, letters};
use super::worlds::{World, check_ins_for, host, world, world_of};
use proptest::prelude::*;
use proptest::sample::select;
use vestibule::document::{Approval, Booking, By, CheckIn, CheckInSubject, Document, Holder, Vehicle};
use vestibule::parking::check_in::{CheckInAnswer, Recorded, Refusal, WalkInAnswer};
use vestibule::parking::matching::{Match, Target};
use vestibule::{Building, Instant};

/// The suite or resident through whom a guest finds a booking.
fn targets(booking: &Booking) -> Vec<Target> {
    match &booking.holder {
        Holder::Resident(id) => vec![Target::Resident(id.clone()), Target::Suite(booking.suite.clone())],
        Holder::Manager(_) => vec![],
    }
}

fn is_offered(building: &Building, booking: &Booking, at: Instant, stay: &[String]) -> bool {
    targets(booking).iter().any(|target| {
        let answer = building.match_bookings(target, &building.now(at)).unwrap();
        matches!(answer, Match::Options { options, .. } if options.iter().any(|option| stay.contains(&option.booking)))
    })
}

/// A document whose check-ins are in an order of their own.
fn content(document: &Document) -> Document {
    let mut document = document.clone();
    document.check_ins.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    document
}

/// A world without check-ins, check-ins for it, and the same in another order.
fn arrivals() -> impl Strategy<Value = (World, Vec<CheckIn>, Vec<CheckIn>)> {
    world_of(0..8, 0..1).prop_flat_map(|mut world| {
        world.document.check_ins.clear();
        let check_ins = check_ins_for(&world.document, &world.document.building.zone, world.base, 0..10);
        let check_ins = check_ins.prop_map(|list| {
            // Equal plates of two regions and of none are not equal throughout: they would make "the first" many.
            let numbered = list.into_iter().enumerate().map(|(index, mut check_in)| {
                check_in.id = format!("v-{}", 20 - index);
                check_in.vehicle.region = None;
                check_in
            });
            numbered.collect::<Vec<_>>()
        });
        (Just(world), check_ins).prop_flat_map(|(world, check_ins)| {
            let shuffled = Just(check_ins.clone()).prop_shuffle();
            (Just(world), Just(check_ins), shuffled)
        })
    })
}

proptest! {
    #![proptest_config(config(600))]

    /// SPEC 5.5, 6.3: an accepted check-in, once recorded, covers its stay through the day that the answer named: the same
    /// question is refused with its instant, and no guest is offered the stay, until that day is over.
    #[test]
    fn a_recorded_check_in_covers_its_days(world in world(), staff in any::<bool>()) {
        let opened = world.open();
        let by = if staff { By::Staff("desk".into()) } else { By::Guest };
        let given = Vehicle {
            plate: Some("GUEST 1".into()), make: Some("Kia".into()), model: Some("Rio".into()), color: Some("red".into()),
            ..Vehicle::default()
        };
        let model = super::model::Model::new(&world);
        for booking in &world.document.bookings {
            let mut building = opened.clone();
            let answer = building.check_in(&booking.id, &given, &by, &building.now(world.now));
            let CheckInAnswer::CheckedIn { through, at, .. } = answer else { continue };
            prop_assert_eq!(at, world.now);
            let stay: Vec<String> = model.stay(booking).iter().map(|one| one.id.clone()).collect();
            let check_in = CheckIn {
                id: "v-new".into(), at, by: by.clone(), subject: CheckInSubject::Booking(booking.id.clone()), vehicle: given.clone(),
            };
            // One of the same day that is still to come, by a clock that ran ahead, gives way.
            let recorded = building.record(check_in).unwrap();
            prop_assert!(matches!(recorded, Recorded::Added { conflict: false, .. }), "{:?}", recorded);
            let zone = world.zone();
            let over = zone.day_start(through.succ_opt().unwrap());
            let later = world.document.check_ins.iter().any(|other| other.at > at);
            for seconds in [0, 60, 3600, 23 * 3600, 3 * 86_400, over.seconds() - at.seconds() - 1] {
                let moment = at.plus_seconds(seconds);
                if moment >= over {
                    continue;
                }
                prop_assert!(!is_offered(&building, booking, moment, &stay), "offered after {} s", seconds);
                let again = building.check_in(&booking.id, &given, &by, &building.now(moment));
                match again {
                    CheckInAnswer::Refused(Refusal::AlreadyCheckedIn { at: when }) => {
                        prop_assert!(when == at || (later && when > at));
                    }
                    CheckInAnswer::Refused(Refusal::Ended | Refusal::NotToday | Refusal::HolderNotLivingHere) => {
                        prop_assert!(seconds > 0);
                    }
                    other => prop_assert!(false, "{:?} after {} s", other, seconds),
                }
            }
        }
    }

    /// SPEC 6.4: an accepted walk-in, once recorded, is refused a second time on that day, with the first's instant.
    #[test]
    fn a_recorded_walk_in_is_known_that_day(world in world(), host in host(), plate in select(&super::worlds::PLATES[..])) {
        let mut building = world.open();
        let vehicle = Vehicle {
            plate: Some(plate.into()), make: Some("Kia".into()), model: Some("Rio".into()), color: Some("red".into()),
            ..Vehicle::default()
        };
        let answer = building.walk_in(&host, &vehicle, &building.now(world.now)).unwrap();
        if let WalkInAnswer::CheckedIn { at } = answer {
            let subject = CheckInSubject::WalkIn(host.clone());
            let check_in = CheckIn { id: "v-new".into(), at, by: By::Guest, subject, vehicle: vehicle.clone() };
            building.record(check_in).unwrap();
            let again = building.walk_in(&host, &vehicle, &building.now(at.plus_seconds(1))).unwrap();
            let same_day = world.zone().local(at).date() == world.zone().local(at.plus_seconds(1)).date();
            if has_plate(&vehicle) && same_day {
                prop_assert_eq!(again, WalkInAnswer::Refused(Refusal::AlreadyCheckedIn { at }));
            } else {
                prop_assert!(matches!(again, WalkInAnswer::CheckedIn { .. }), "{:?}", again);
            }
        }
    }

    /// SPEC 6.7: recording the same check-ins again changes nothing.
    #[test]
    fn recording_twice_changes_nothing((world, check_ins, _) in arrivals()) {
        let mut building = world.open();
        for check_in in &check_ins {
            building.record(check_in.clone()).unwrap();
            let once = building.document().clone();
            let again = building.record(check_in.clone()).unwrap();
            prop_assert!(!matches!(again, Recorded::Added { .. }), "{:?}", again);
            prop_assert_eq!(building.document(), &once);
        }
        let once = building.document().clone();
        for check_in in check_ins {
            building.record(check_in).unwrap();
        }
        prop_assert_eq!(building.document(), &once);
    }

    /// SPEC 6.7: check-ins that arrive in any order come to the same records and the same answers, namely the first ones.
    #[test]
    fn check_ins_may_arrive_in_any_order((world, one, other) in arrivals()) {
        let (mut first, mut second) = (world.open(), world.open());
        for (a, b) in one.iter().zip(&other) {
            first.record(a.clone()).unwrap();
            second.record(b.clone()).unwrap();
        }
        prop_assert_eq!(content(first.document()), content(second.document()));
        // Recording keeps what a building opened anew would know.
        let anew = Building::open(second.document().clone(), world.zone()).unwrap();
        for booking in &world.document.bookings {
            let permit = |building: &Building| building.permit(&booking.id, &building.now(world.now)).unwrap();
            prop_assert_eq!(permit(&first), permit(&second));
            prop_assert_eq!(permit(&first), permit(&anew));
        }
        // What is kept is the first of each stay or visit and day.
        let zone = world.zone();
        let model = super::model::Model::new(&world);
        let visit = |check_in: &CheckIn| -> (String, String) {
            match &check_in.subject {
                CheckInSubject::Booking(id) => {
                    let booking = world.document.bookings.iter().find(|booking| booking.id == *id).unwrap();
                    (model.stay(booking)[0].id.clone(), String::new())
                }
                // Without a plate nothing says that two are one.
                CheckInSubject::WalkIn(host) if has_plate(&check_in.vehicle) => {
                    (format!("{host:?}"), letters(&check_in.vehicle))
                }
                CheckInSubject::WalkIn(host) => (format!("{host:?}"), format!("-{}", check_in.id)),
            }
        };
        let key = |check_in: &CheckIn| (visit(check_in), zone.local(check_in.at).date());
        for check_in in &one {
            let same = one.iter().filter(|other| key(other) == key(check_in));
            let earliest = same.min_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id))).unwrap();
            let kept = first.document().check_ins.iter().any(|kept| kept.id == check_in.id);
            prop_assert_eq!(kept, earliest.id == check_in.id);
        }
    }

    /// SPEC 1.8, 6.7: what recording a check-in comes to does not depend on the order of those recorded before, even where
    /// equal plates of different regions make several of them the same visit.
    #[test]
    fn recording_does_not_depend_on_the_order_of_the_list(
        world in world_of(0..4, 4..10), host in host(), plate in select(&super::worlds::PLATES[..]),
    ) {
        let mut reversed = world.clone();
        reversed.document.check_ins.reverse();
        let vehicle = Vehicle { plate: Some(plate.into()), ..Vehicle::default() };
        let (mut one, mut other) = (world.open(), reversed.open());
        let bookings = world.document.bookings.iter().map(|booking| CheckInSubject::Booking(booking.id.clone()));
        for (index, subject) in bookings.chain([CheckInSubject::WalkIn(host)]).enumerate() {
            let id = format!("v-new-{index}");
            let check_in = CheckIn { id, at: world.now, by: By::Guest, subject, vehicle: vehicle.clone() };
            prop_assert_eq!(one.record(check_in.clone()).unwrap(), other.record(check_in).unwrap());
            prop_assert_eq!(content(one.document()), content(other.document()));
        }
    }

    /// SPEC 6.7: a check-in that was valid when it happened is kept though its booking is cancelled since, and marked.
    #[test]
    fn a_cancelled_booking_keeps_its_check_in(world in world_of(1..6, 0..1), index in any::<prop::sample::Index>()) {
        let mut world = world;
        world.document.check_ins.clear();
        let booking = index.get(&world.document.bookings).clone();
        let mut building = world.open();
        let check_in = CheckIn {
            id: "v-new".into(), at: world.now, by: By::Guest, subject: CheckInSubject::Booking(booking.id.clone()), vehicle: Vehicle::default(),
        };
        let recorded = building.record(check_in).unwrap();
        let conflict = booking.approval != Approval::Approved;
        prop_assert_eq!(recorded, Recorded::Added { conflict, replaced: None });
        prop_assert_eq!(building.document().check_ins.len(), 1);
    }
}

/// SPEC 6.7: a plate without a region equals those of two regions that do not equal each other; the first of them is told.
#[test]
fn the_first_of_several_equal_walk_ins_is_told() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut world = world_of(0..1, 0..1).new_tree(&mut runner).unwrap().current();
    let noon = world.zone().start(world.base.succ_opt().unwrap().and_hms_opt(12, 0, 0).unwrap());
    let walk_in = |id: &str, minutes: i64, region: Option<&str>| CheckIn {
        id: id.into(),
        at: noon.plus_seconds(minutes * 60),
        by: By::Guest,
        subject: CheckInSubject::WalkIn(vestibule::document::Host::Visitor),
        vehicle: Vehicle {
            plate: Some("BUS 180".into()),
            region: region.map(String::from),
            ..Vehicle::default()
        },
    };
    let known = [walk_in("v-2", 0, Some("CA-BC")), walk_in("v-1", 1, Some("CA-ON"))];
    for order in [[0, 1], [1, 0]] {
        world.document.check_ins = order.map(|index| known[index].clone()).to_vec();
        let recorded = world.open().record(walk_in("v-3", 2, None)).unwrap();
        assert_eq!(recorded, Recorded::Left { first: "v-2".into() });
    }
}
