//! A console shows and does the same over a building and over its image (SPEC 10, 11.3).

use super::horizon::{Horizon, horizon};
use super::kept::{ROOM, new_outbox};
use super::visitors::{Input, inputs, over_building, over_panel, timed};
use super::worlds::{World, world};
use super::{config, open};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use vestibule::document::Document;
use vestibule::image::Image;
use vestibule::{Building, Instant};

/// The same visitors at both: what they see and what is done.
fn both(building: &mut Building, horizon: Horizon, at: Instant, inputs: &[(Input, i64)]) -> [Vec<String>; 2] {
    let unsigned = horizon.image(building, at, 1);
    let bytes = [unsigned.to_sign(), &[0; 64]].concat();
    let image = Image::open_unsigned(&bytes).unwrap();
    let mut memory = vec![0; ROOM];
    let mut outbox = new_outbox(&mut memory);
    let events = timed(inputs, at, horizon.last(building.zone(), at));
    let panel = over_panel(&image, &mut outbox, at, &events);
    [over_building(building, at, &events), panel]
}

/// A world in whose directory one can look for long, and whose check-ins are in the past.
fn visited_world() -> impl Strategy<Value = World> {
    world().prop_map(|mut world| {
        let now = world.now;
        world.document.check_ins.retain(|check_in| check_in.at <= now);
        world.document.settings.search_budget.searches = 1_000;
        world
    })
}

/// The building of the console's own tests, where there is something of everything.
fn everything(walk_ins: bool) -> (Document, Instant) {
    let text = include_str!("../../../core/src/console/tests/building.json").replace("\"lobby\"", "\"d-1\"");
    let mut document = Document::from_json(&text).unwrap();
    document.settings.require_booking_for_check_in = !walk_ins;
    (document, Instant::parse("2026-05-14T18:00:00Z").unwrap())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_session_over_an_image_is_one_over_its_building(
        world in visited_world(), horizon in horizon(), inputs in inputs(120),
    ) {
        let [building, panel] = both(&mut world.open(), horizon, world.now, &inputs);
        for (number, (building, panel)) in building.iter().zip(&panel).enumerate() {
            prop_assert_eq!(building, panel, "after {} inputs", number);
        }
        prop_assert_eq!(building.len(), panel.len());
    }

    #[test]
    fn so_it_is_where_there_is_something_of_everything(
        walk_ins in any::<bool>(), horizon in horizon(), inputs in inputs(150),
    ) {
        let (document, at) = everything(walk_ins);
        let [building, panel] = both(&mut open(&document), horizon, at, &inputs);
        prop_assert_eq!(building, panel);
    }
}

/// What tells the effects apart, as they are written down.
const EFFECTS: [&str; 7] =
    ["nothing", "call management", "call ", "CheckIn {", "WalkIn {", "Unlock", "RefuseCode"];

/// The visitors get somewhere: every screen is shown, and everything that a console does is done.
#[test]
fn the_visitors_see_and_do_everything() {
    let mut runner = TestRunner::deterministic();
    let (mut seen, mut done) = (BTreeMap::new(), BTreeMap::new());
    for case in 0..300 {
        let inputs = inputs(150).new_tree(&mut runner).unwrap().current();
        let (document, at) = everything(case % 2 == 0);
        let [lines, _] = both(&mut open(&document), Horizon::Days(7), at, &inputs);
        for line in &lines[1..] {
            let (effect, screen) = line.split_once(" Screen { kind: ").unwrap();
            let kind = EFFECTS.iter().find(|kind| effect.contains(**kind)).unwrap();
            *done.entry(*kind).or_insert(0) += 1;
            *seen.entry(screen.split(',').next().unwrap().to_owned()).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), 18, "{seen:?}");
    assert_eq!(done.len(), EFFECTS.len(), "{done:?}");
}
