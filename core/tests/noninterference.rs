//! Non-interference (SPEC 3.8): two buildings that differ only in what a console may not show, driven by the same
//! inputs, show the same screens and do the same things, byte for byte.
#![cfg(feature = "tzdb")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use vestibule::console::{ConsoleSetup, Effect, Event, Session};
use vestibule::document::{
    Document, EmergencyContact, Language, PreferredCommunication, Resident, ResidentVehicle,
};
use vestibule::{Building, Instant, ZoneRules};

const DOCUMENT: &str = include_str!("../src/console/tests/building.json");
const START: &str = "2026-05-14T18:00:00Z";

/// What a secret is changed to: names that are shown elsewhere, that look like them, or nothing at all.
const SECRETS: [&str; 12] = [
    "Marie",
    "Tremblay",
    "Mari",
    "Maria Santos",
    "Sasha",
    "O'Brien",
    "1001",
    "101",
    "",
    " ",
    "Verborgen",
    "Ω\u{202e}x",
];

fn secret() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        4 => prop::sample::select(&SECRETS[..]).prop_map(|text| Some(text.into())),
        1 => any::<String>().prop_map(Some),
        1 => Just(None),
    ]
}

/// Everything about a resident that a console does not show.
#[derive(Clone, Debug)]
struct Secrets {
    texts: Vec<Option<String>>,
    language: bool,
    sms: bool,
}

fn secrets() -> impl Strategy<Value = Secrets> {
    (prop::collection::vec(secret(), 10), any::<bool>(), any::<bool>())
        .prop_map(|(texts, language, sms)| Secrets { texts, language, sms })
}

/// Changes what a console does not show of a resident.
fn change(resident: &mut Resident, secrets: &Secrets) {
    let text = |index: usize| secrets.texts[index].clone();
    let hidden = !resident.display.on_entry_system;
    if hidden || resident.display.name.is_some() {
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
    resident.language = if secrets.language { Language::Fr } else { Language::En };
    if secrets.sms {
        resident.preferred_communication = PreferredCommunication::Sms;
    }
}

#[derive(Clone, Debug)]
enum Input {
    /// Back to the welcome screen, and from there along these choices.
    Route(&'static [usize]),
    /// A text and Submit.
    Line(&'static str),
    Text(String),
    Digits(&'static str),
    Backspace,
    Submit,
    Select(usize),
    Back,
    Language(Language),
    Tick,
}

impl Input {
    fn events(&self) -> Vec<Event<'_>> {
        vec![match self {
            Self::Route(choices) => {
                let choices = choices.iter().map(|index| Event::Select(*index));
                return [Event::Back; 8].into_iter().chain(choices).collect();
            }
            Self::Digits(text) => return text.bytes().map(|digit| Event::Digit(digit - b'0')).collect(),
            Self::Line(text) => return vec![Event::Text(text), Event::Submit],
            Self::Text(text) => Event::Text(text),
            Self::Backspace => Event::Backspace,
            Self::Submit => Event::Submit,
            Self::Select(index) => Event::Select(*index),
            Self::Back => Event::Back,
            Self::Language(language) => Event::Language(*language),
            Self::Tick => Event::Tick,
        }]
    }
}

fn input() -> impl Strategy<Value = Input> {
    let words: Vec<&str> = SECRETS
        .into_iter()
        .chain(["quentin", "alexandra", "zysk", "m", "bus 1800", "8US I8OO", "TH"])
        .collect();
    let codes = ["1001", "1002", "1003", "1004", "1005", "1006", "7777", "424242", "1", "0"];
    let routes: [&[usize]; 7] = [&[0], &[1], &[2, 0], &[2, 1], &[2, 2], &[2, 3], &[3]];
    let lines = ["8US I8OO", "BUS-1800", "Verborgen", "Honda", "000000", "111111", "424242"];
    prop_oneof![
        6 => prop::sample::select(lines.to_vec()).prop_map(Input::Line),
        6 => prop::sample::select(routes.to_vec()).prop_map(Input::Route),
        5 => prop::sample::select(words).prop_map(|word| Input::Text(word.into())),
        1 => any::<String>().prop_map(Input::Text),
        5 => prop::sample::select(codes.to_vec()).prop_map(Input::Digits),
        1 => Just(Input::Backspace),
        3 => Just(Input::Submit),
        9 => (0usize..6).prop_map(Input::Select),
        2 => Just(Input::Back),
        1 => prop::sample::select(&[Language::En, Language::Fr][..]).prop_map(Input::Language),
        1 => Just(Input::Tick),
    ]
}

/// Inputs, each with the seconds that passed before it.
fn inputs() -> impl Strategy<Value = Vec<(Input, i64)>> {
    let seconds = prop_oneof![40 => 0i64..3, 4 => 0i64..60, 1 => -90i64..4000];
    prop::collection::vec((input(), seconds), 0..150)
}

/// Drives a console and writes down all that comes out: each screen, each effect, each deadline.
fn transcript(document: &Document, inputs: &[(Input, i64)]) -> Vec<String> {
    let zone = ZoneRules::bundled(&document.building.zone).unwrap();
    let mut building = Building::open(document.clone(), zone).unwrap();
    let mut at = Instant::parse(START).unwrap();
    let setup = ConsoleSetup { door: "lobby", language: Language::En, check_in_prefix: "panel" };
    let mut session = Session::new(setup, at, &building).unwrap();
    let mut written = vec![format!("{:?}", session.screen(&building).to_screen())];
    for (input, seconds) in inputs {
        at = at.plus_seconds(*seconds);
        for event in input.events() {
            let effect = session.handle(event, at, &building);
            let done = format!("{effect:?}");
            let check_in = match effect {
                Some(Effect::RecordCheckIn { check_in }) => Some(building.check_in_of(&check_in).unwrap()),
                _ => None,
            };
            let wakes = (session.next_deadline(), session.idle_deadline());
            written.push(format!("{:?} {done} {wakes:?}", session.screen(&building).to_screen()));
            if let Some(check_in) = check_in {
                building.record(check_in).unwrap();
            }
        }
    }
    written
}

fn document(walk_ins: bool) -> Document {
    let mut document = Document::from_json(DOCUMENT).unwrap();
    document.settings.require_booking_for_check_in = !walk_ins;
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Nothing that a console does not show changes anything that it does.
    #[test]
    fn what_is_not_shown_changes_nothing(
        changes in prop::collection::vec(secrets(), 6),
        inputs in inputs(),
        walk_ins in any::<bool>(),
    ) {
        let one = document(walk_ins);
        let mut other = one.clone();
        for (resident, secrets) in other.residents.iter_mut().zip(&changes) {
            change(resident, secrets);
        }
        prop_assert_eq!(transcript(&one, &inputs), transcript(&other, &inputs));
    }

    /// Searching and dialling do not tell who lives in which suite: without bookings nothing does.
    #[test]
    fn who_lives_where_changes_no_search(
        suites in prop::collection::vec(prop::sample::select(vec!["s-101", "s-102", "s-1201", "s-2", "s-12"]), 6),
        inputs in inputs(),
        walk_ins in any::<bool>(),
    ) {
        let mut one = document(walk_ins);
        one.bookings.clear();
        one.check_ins.clear();
        let mut other = one.clone();
        for (resident, suite) in other.residents.iter_mut().zip(&suites) {
            for residency in &mut resident.residencies {
                residency.suite = (*suite).into();
            }
        }
        prop_assert_eq!(transcript(&one, &inputs), transcript(&other, &inputs));
    }
}

/// The property would notice: what is shown does change what comes out.
#[test]
fn what_is_shown_does_change_something() {
    let one = document(false);
    let mut other = one.clone();
    other.residents[0].last_name = Some("Gagnon".into());
    let inputs = [(Input::Text("marie".into()), 0)];
    assert_ne!(transcript(&one, &inputs), transcript(&other, &inputs));
}

/// The inputs get somewhere: together they come by every screen.
#[test]
fn the_inputs_reach_every_screen() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeSet::new();
    for case in 0..300 {
        let inputs = inputs().new_tree(&mut runner).unwrap().current();
        for line in transcript(&document(case % 2 == 0), &inputs) {
            kinds.extend(line.split([' ', ',']).nth(3).map(String::from));
        }
    }
    assert_eq!(kinds.len(), 18, "{kinds:?}");
}
