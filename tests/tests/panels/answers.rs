//! An image answers as its document does, and a panel as the document does in which its check-ins are recorded.

use super::horizon::{Horizon, horizon};
use super::kept::{ROOM, entry_of, keep, new_outbox};
use super::questions::{difference, slips, typed};
use super::worlds::{World, check_ins_for, instant, world, world_of};
use super::{config, open};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use vestibule::directory::shown_name;
use vestibule::document::{By, CheckIn, CheckInSubject, Vehicle};
use vestibule::image::{Image, Panel};
use vestibule::outbox::Entries;
use vestibule::parking::check_in::{CheckInAnswer, WalkInAnswer};
use vestibule::{Building, Instant};
use vestibule_benches::documents;
use vestibule_tests::call;
use vestibule_tests::image::{ask, signed, signing_key, trust};

/// A world and instants around what happens in it.
fn asked_world() -> impl Strategy<Value = (World, Vec<Instant>)> {
    world().prop_flat_map(|world| {
        let zone = world.document.building.zone.clone();
        let instants = vec(instant(&zone, world.base, 7), 3);
        (Just(world), instants)
    })
}

/// A world without check-ins that are still to come, and what happens in it afterwards, in order.
fn visited_world() -> impl Strategy<Value = (World, Vec<CheckIn>)> {
    world_of(8..14, 0..7).prop_flat_map(|mut world| {
        let now = world.now;
        world.document.check_ins.retain(|check_in| check_in.at <= now);
        let zone = world.document.building.zone.clone();
        let later = check_ins_for(&world.document, &zone, world.base, 6..24);
        (Just(world), later).prop_map(move |(world, mut later)| {
            later.iter_mut().for_each(|check_in| {
                check_in.at = check_in.at.max(now);
                check_in.by = By::Guest;
                // Nothing but the plate is ever missing.
                let Vehicle { make, model, color, .. } = &mut check_in.vehicle;
                [make, model, color].into_iter().for_each(|detail| *detail = Some("Kia".into()));
            });
            later.sort_by_key(|check_in| check_in.at);
            later.iter_mut().zip(1..).for_each(|(check_in, number)| check_in.id = format!("panel-{number}"));
            (world, later)
        })
    })
}

proptest! {
    #![proptest_config(config(400))]

    /// SPEC 3 to 9, 11.1: on the days of an image it answers as the document.
    #[test]
    fn an_image_answers_as_its_document_does(
        (world, instants) in asked_world(), typed in typed(), horizon in horizon(),
    ) {
        let building = world.open();
        // A console of all days may be asked about the past as well, as long as nothing was over when it was written.
        let written_at = if horizon == Horizon::AllDays { Instant::from_millis(0) } else { world.now };
        let unsigned = horizon.image(&building, written_at, 1);
        let residents = unsigned.residents().to_vec();
        let bytes = signed(unsigned);
        let image = Image::open(&bytes, &trust(&[signing_key().unwrap().verifying_key()])).unwrap();
        let panel = Panel::new(&image, Entries::none());
        for at in horizon.within(&world.zone(), written_at, &instants) {
            prop_assert_eq!(difference(&building, panel, &residents, &typed, at), None);
        }
    }

    /// SPEC 11.3: what is in the outbox counts as if it were in the image, whether an image knows of it already or not.
    #[test]
    fn an_image_with_an_outbox_answers_as_the_document_with_its_check_ins_does(
        (world, later) in visited_world(), typed in typed(), horizon in horizon(), again in 0..14usize,
    ) {
        let mut building = world.open();
        let mut written_at = world.now;
        let mut unsigned = horizon.image(&building, written_at, 1);
        let mut memory = vec![0; ROOM];
        let mut outbox = new_outbox(&mut memory);
        let mut kept = 0;
        for (number, check_in) in later.iter().enumerate() {
            if check_in.at > horizon.last(&world.zone(), written_at) {
                break;
            }
            if number == again {
                // A newer image, which knows of all that the outbox still has.
                written_at = check_in.at;
                unsigned = horizon.image(&building, written_at, 2);
            }
            let image = Image::open_unsigned(&room_for_signature(unsigned.to_sign())).map(|image| {
                let panel = Panel::new(&image, outbox.entries());
                difference(&building, panel, unsigned.residents(), &typed, check_in.at)
            });
            prop_assert_eq!(image, Some(None));
            let Some(entry) = entry_of(&building, check_in).filter(|_| stands(&building, check_in)) else { continue };
            keep(&mut outbox, &entry);
            kept += 1;
            building.record(check_in.clone()).unwrap();
        }
        let bytes = room_for_signature(unsigned.to_sign());
        let image = Image::open_unsigned(&bytes).unwrap();
        let panel = Panel::new(&image, outbox.entries());
        prop_assert_eq!(outbox.entries().count(), kept);
        let last = later.last().map_or(written_at, |check_in| check_in.at);
        let instants = [written_at, last, last.plus_seconds(3600), last.plus_seconds(86_400)];
        for at in horizon.within(&world.zone(), written_at, &instants) {
            prop_assert_eq!(difference(&building, panel, unsigned.residents(), &typed, at), None);
        }
    }
}

/// A building of 300 residents with names from everywhere, and its image.
static LARGE: LazyLock<(Building, Vec<String>, Vec<u8>)> = LazyLock::new(|| {
    let building = documents::open(documents::document(7, 300, 200));
    let unsigned = Horizon::Days(14).image(&building, documents::now(&building), 1);
    let residents = unsigned.residents().to_vec();
    (building, residents, room_for_signature(unsigned.to_sign()))
});

proptest! {
    #![proptest_config(config(600))]

    /// SPEC 3: the names of a larger building are found in its image as they are in its document, in the same order.
    #[test]
    fn a_large_directory_is_searched_alike(
        typed in vec((any::<Index>(), slips()), 1..4), days in 0..14i64,
    ) {
        let (building, residents, bytes) = &*LARGE;
        let image = Image::open_unsigned(bytes).unwrap();
        let panel = Panel::new(&image, Entries::none());
        let at = documents::now(building).plus_seconds(days * 86_400);
        for (who, slips) in typed {
            let name = shown_name(who.get(&building.document().residents));
            let query = json!({ "op": "searchNames", "query": slips.type_name(&name) });
            let question = query.as_object().unwrap();
            let expected = call::call(building, question, &building.now(at)).unwrap();
            prop_assert_eq!(ask(panel, residents, question, at), expected, "{}", query);
        }
    }
}

/// The bytes of an image with room for its signature.
fn room_for_signature(image: &[u8]) -> Vec<u8> {
    [image, &[0; 64]].concat()
}

/// Whether a guest's check-in is let in.
fn stands(building: &Building, check_in: &CheckIn) -> bool {
    let now = building.now(check_in.at);
    match &check_in.subject {
        CheckInSubject::Booking(id) => {
            let answer = building.check_in(id, &check_in.vehicle, &By::Guest, &now);
            matches!(answer, CheckInAnswer::CheckedIn { .. })
        }
        CheckInSubject::WalkIn(host) => {
            let answer = building.walk_in(host, &check_in.vehicle, &now);
            matches!(answer, Ok(WalkInAnswer::CheckedIn { .. }))
        }
    }
}

/// The visits get somewhere: of both kinds, enough are let in.
#[test]
fn check_ins_of_both_kinds_are_kept() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kept: BTreeMap<bool, usize> = BTreeMap::new();
    for _ in 0..200 {
        let (world, later) = visited_world().new_tree(&mut runner).unwrap().current();
        let mut building = open(&world.document);
        for check_in in later {
            if entry_of(&building, &check_in).is_some() && stands(&building, &check_in) {
                *kept.entry(matches!(check_in.subject, CheckInSubject::WalkIn(_))).or_default() += 1;
                building.record(check_in).unwrap();
            }
        }
    }
    assert!(kept.len() == 2 && kept.values().all(|count| *count > 50), "{kept:?}");
}
