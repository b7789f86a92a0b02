//! What a guest is offered (SPEC 5), and the decision on a check-in (SPEC 6).

use super::model::{Model, stay_days};
use super::worlds::{PLATES, REGIONS, RESIDENTS, SUITES, World, world};
use super::{ask, config};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use std::collections::BTreeSet;
use vestibule::calendar::add_days;
use vestibule::document::{By, Vehicle};
use vestibule::parking::matching::{BookingOption, Match, Target};

fn targets() -> Vec<Target> {
    let residents = RESIDENTS.iter().map(|id| Target::Resident((*id).into()));
    residents.chain(SUITES.iter().map(|id| Target::Suite((*id).into()))).collect()
}

/// The options that anyone is offered in a world, with whom they were offered to.
fn options(world: &World) -> Vec<Vec<BookingOption>> {
    let building = world.open();
    let now = building.now(world.now);
    let mut answers: Vec<Match> =
        targets().iter().map(|target| building.match_bookings(target, &now).unwrap()).collect();
    answers.extend(PLATES.iter().map(|plate| building.match_plate(plate, None, &now)));
    let options = answers.into_iter().filter_map(|answer| match answer {
        Match::Options { options, .. } => Some(options),
        _ => None,
    });
    options.collect()
}

proptest! {
    #![proptest_config(config(1500))]

    /// SPEC 5.1 to 5.6, 6.1, 6.2: residents and suites are answered as the model says.
    #[test]
    fn matching_answers_as_the_model_does(world in world()) {
        let building = world.open();
        let model = Model::new(&world);
        for target in targets() {
            let asked = match &target {
                Target::Resident(id) => json!({ "op": "matchBookings", "target": { "resident": id } }),
                Target::Suite(id) => json!({ "op": "matchBookings", "target": { "suite": id } }),
            };
            prop_assert_eq!(ask(&building, &asked, world.now), model.match_bookings(&target), "{:?}", target);
        }
    }

    /// SPEC 5.1: other visitors are answered as the model says, equal plates before similar ones.
    #[test]
    fn plate_matching_answers_as_the_model_does(
        world in world(), plate in select(&PLATES[..]), region in select(&REGIONS[..]),
    ) {
        let building = world.open();
        let mut asked = json!({ "op": "matchPlate", "plate": plate });
        if let Some(region) = region {
            asked["region"] = region.into();
        }
        prop_assert_eq!(ask(&building, &asked, world.now), Model::new(&world).match_plate(plate, region));
    }

    /// SPEC 6.3, 6.5: a check-in is decided as the model says, for guests and for staff.
    #[test]
    fn check_ins_are_decided_as_the_model_does(world in world(), plate in select(&PLATES[..])) {
        let building = world.open();
        let model = Model::new(&world);
        let given = Vehicle { plate: Some(plate.into()), make: Some("Kia".into()), ..Vehicle::default() };
        let ids = world.document.bookings.iter().map(|booking| booking.id.as_str());
        for id in ids.chain(["gone"]) {
            for (by, written) in [(By::Guest, json!("guest")), (By::Staff("desk".into()), json!({ "staff": "desk" }))] {
                let asked = json!({ "op": "checkIn", "booking": id, "vehicle": given, "by": written });
                prop_assert_eq!(ask(&building, &asked, world.now), model.check_in(id, &given, &by), "{} {:?}", id, by);
            }
        }
    }

    /// SPEC 5.3, 5.4: one option for each stay; what they offer of one vehicle of one suite never overlaps.
    #[test]
    fn options_of_a_stay_are_one_and_never_overlap(world in world()) {
        let model = Model::new(&world);
        let booking = |option: &BookingOption| {
            world.document.bookings.iter().find(|booking| booking.id == option.booking).unwrap()
        };
        for options in options(&world) {
            let mut taken: BTreeSet<(Vec<String>, NaiveDate)> = BTreeSet::new();
            for option in &options {
                let stay: Vec<String> =
                    model.stay(booking(option)).iter().map(|booking| booking.id.clone()).collect();
                let mut days = option.from.iter_days().take_while(|day| *day <= option.through);
                prop_assert!(days.all(|day| taken.insert((stay.clone(), day))), "{:?} twice", stay);
            }
        }
    }

    /// SPEC 5.4, 5.5: an option begins today, stays within its stay and covers at most `recheckAfterDays` days.
    #[test]
    fn an_option_covers_at_most_seven_days_of_its_stay(world in world()) {
        let model = Model::new(&world);
        let today = world.zone().local(world.now).date();
        let most = i64::from(world.document.settings.recheck_after_days.get());
        for option in options(&world).iter().flatten() {
            let booking = world.document.bookings.iter().find(|booking| booking.id == option.booking).unwrap();
            let days = stay_days(&model.stay(booking));
            prop_assert_eq!(option.from, today);
            prop_assert!(option.from <= option.through && option.through < add_days(today, most));
            prop_assert!(days.contains(&option.from) && days.contains(&option.through));
            let covered = option.from.iter_days().take_while(|day| *day <= option.through);
            prop_assert!(covered.clone().all(|day| days.contains(&day)), "a gap in {:?}", option);
        }
    }
}

/// The worlds get somewhere: every kind of answer comes up.
#[test]
fn the_worlds_reach_every_answer() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut answers = BTreeSet::new();
    for _ in 0..400 {
        let world = world().new_tree(&mut runner).unwrap().current();
        let building = world.open();
        let model = Model::new(&world);
        for target in targets() {
            answers.insert(model.match_bookings(&target)["answer"].to_string());
        }
        for plate in PLATES {
            let answer = model.match_plate(plate, None);
            answers.insert(format!("plate {}", answer["answer"]));
            answers.insert(format!("similar {}", answer["options"][0]["similar"]));
        }
        for booking in &world.document.bookings {
            let now = building.now(world.now);
            let answer = building.check_in(&booking.id, &Vehicle::default(), &By::Guest, &now);
            answers
                .insert(format!("{answer:?}").split([' ', '(', '{']).take(2).collect::<Vec<_>>().join(" "));
            let refused = model.check_in(&booking.id, &Vehicle::default(), &By::Guest)["refused"].to_string();
            answers.insert(refused);
        }
    }
    for wanted in [
        "\"options\"",
        "\"alreadyCheckedIn\"",
        "\"noBooking\"",
        "\"walkIn\"",
        "plate \"options\"",
        "plate \"alreadyCheckedIn\"",
        "similar true",
        "\"notApproved\"",
        "\"ended\"",
        "\"holderNotLivingHere\"",
        "\"notToday\"",
        "\"missingField\"",
        "null",
    ] {
        assert!(answers.contains(wanted), "{wanted} is not among {answers:?}");
    }
}
