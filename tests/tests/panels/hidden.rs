//! Non-interference (SPEC 3.8): buildings that differ only in what a console may not show are the same to it, byte for
//! byte, whichever way it is asked.

use super::config;
use super::horizon::{Horizon, horizon};
use super::kept::{ROOM, new_outbox};
use super::questions::{Typed, questions, typed};
use super::through_c;
use super::visitors::{Input, inputs, over_panel, timed};
use super::worlds::{World, world};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use vestibule::Instant;
use vestibule::document::{EmergencyContact, Language, PreferredCommunication, Resident, ResidentVehicle};
use vestibule::image::{Image, Panel};
use vestibule_tests::image::{ask, signed, signing_key, trust};

/// What a secret is changed to: names that are shown elsewhere, that look like them, or nothing at all.
const SECRETS: [&str; 9] =
    ["Marie-Ève", "Tremblay", "Mari", "O'Brien", "1001", "101", " ", "Verborgen", "Ω\u{202e}x"];

/// Everything about a resident that a console may not show.
#[derive(Clone, Debug)]
struct Secrets {
    texts: Vec<Option<String>>,
    french: bool,
}

fn secrets() -> impl Strategy<Value = Secrets> {
    let text = prop_oneof![
        4 => select(&SECRETS[..]).prop_map(|text| Some(text.into())),
        1 => any::<String>().prop_map(Some),
        1 => Just(None),
    ];
    (vec(text, 10), any::<bool>()).prop_map(|(texts, french)| Secrets { texts, french })
}

impl Secrets {
    fn put(&self, resident: &mut Resident) {
        let text = |index: usize| self.texts[index].clone();
        let hidden = !resident.display.on_entry_system;
        let overridden = resident.display.name.as_deref().is_some_and(|name| !name.trim().is_empty());
        if hidden || overridden {
            resident.first_name = text(0);
            resident.last_name = text(1);
        }
        if hidden {
            resident.display.name = text(2);
        }
        resident.email = text(3).unwrap_or_default();
        resident.phone = text(4);
        resident.display.call_number = text(5);
        resident.notes = text(6);
        resident.pets = text(7);
        resident.external_id = text(8);
        resident.tags = text(9).into_iter().collect();
        let contact = text(0).map(|name| EmergencyContact { name, ..Default::default() });
        resident.emergency_contacts = contact.into_iter().collect();
        let vehicle = text(1).map(|plate| ResidentVehicle { plate: Some(plate), ..Default::default() });
        resident.vehicles = vehicle.into_iter().collect();
        resident.language = if self.french { Language::Fr } else { Language::En };
        if self.french {
            resident.preferred_communication = PreferredCommunication::Sms;
        }
    }
}

/// The signed image, everything that a panel with it answers, and everything that C does.
#[derive(PartialEq, Eq)]
struct Seen {
    image: Vec<u8>,
    answers: Vec<String>,
    session: Vec<String>,
    through_c: Vec<String>,
}

fn seen(world: &World, horizon: Horizon, typed: &Typed, inputs: &[(Input, i64)]) -> Seen {
    let building = world.open();
    let unsigned = horizon.image(&building, world.now, 1);
    let residents = unsigned.residents().to_vec();
    let bytes = signed(unsigned);
    let image = Image::open(&bytes, &trust(&[signing_key().unwrap().verifying_key()])).unwrap();
    let events = timed(inputs, world.now, horizon.last(&world.zone(), world.now));
    let mut memory = vec![0; ROOM];
    let mut outbox = new_outbox(&mut memory);
    let session = over_panel(&image, &mut outbox, world.now, &events);
    let last = events.last().map_or(world.now, |(_, at)| *at);
    let panel = Panel::new(&image, outbox.entries());
    let answer = |at: Instant| {
        let asked = questions(&building, typed).into_iter();
        let (panel, residents) = (&panel, &residents);
        asked.map(move |call| ask(*panel, residents, call.as_object().unwrap(), at).to_string())
    };
    let answers = answer(world.now).chain(answer(last)).collect();
    let through_c = through_c::everything(&bytes, typed, &events, world.now);
    Seen { image: bytes, answers, session, through_c }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn what_is_hidden_changes_nothing_that_a_panel_shows_or_does(
        world in world(), changes in vec(secrets(), 4), horizon in horizon(), typed in typed(), inputs in inputs(60),
    ) {
        let mut other = world.clone();
        for (resident, secrets) in other.document.residents.iter_mut().zip(&changes) {
            secrets.put(resident);
        }
        for invite in &mut other.document.guest_invites {
            invite.guest_name = changes[0].texts[0].clone().unwrap_or_default();
        }
        for booking in &mut other.document.bookings {
            booking.guest_name = changes[1].texts[0].clone();
        }
        let (one, other) =
            (seen(&world, horizon, &typed, &inputs), seen(&other, horizon, &typed, &inputs));
        prop_assert_eq!(one.answers, other.answers);
        prop_assert_eq!(one.session, other.session);
        prop_assert_eq!(one.through_c, other.through_c);
        prop_assert!(one.image == other.image);
    }
}

/// The property would notice: a shown name is in what a panel answers, what its session shows and what C writes.
#[test]
fn what_is_shown_does_change_something() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut world = world().new_tree(&mut runner).unwrap().current();
    let resident = &mut world.document.residents[0];
    resident.display.on_entry_system = true;
    resident.residencies[0].move_in = None;
    resident.residencies[0].move_out = None;
    resident.residencies.truncate(1);
    resident.display.name = Some("Maria".into());
    let mut other = world.clone();
    other.document.residents[0].display.name = Some("Marie".into());
    let typed = Typed { names: vec!["mar".into()], suites: vec![], region: None, make: None };
    let inputs = [(Input::Text("mar".into()), 0)];
    let [one, other] = [world, other].map(|world| seen(&world, Horizon::Days(3), &typed, &inputs));
    assert!(one.image != other.image);
    assert_ne!(one.answers, other.answers);
    assert_ne!(one.session, other.session);
    assert_ne!(one.through_c, other.through_c);
}
