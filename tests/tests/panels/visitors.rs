//! Visitors who do anything at all, and what a console shows them and does for them: over a building, and over a panel.

use super::kept::keep;
use super::questions::misspelt;
use super::worlds::{CODES, ENTRY_CODES, PLATES};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use vestibule::console::{ConsoleRules, ConsoleSetup, Effect, Event, Session};
use vestibule::document::Language;
use vestibule::image::{Image, Panel};
use vestibule::outbox::Outbox;
use vestibule::{Building, Instant};

/// What a visitor does at once.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// Back to the welcome screen, and from there along these choices.
    Route(&'static [usize]),
    /// A text and Submit.
    Line(String),
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
    pub(crate) fn events(&self) -> Vec<Event<'_>> {
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
    let routes: [&[usize]; 7] = [&[0], &[1], &[2, 0], &[2, 1], &[2, 2], &[2, 3], &[3]];
    let digits: Vec<_> = CODES.into_iter().chain(ENTRY_CODES).chain(["1003", "7777", "1", "0"]).collect();
    let lines: Vec<_> = PLATES.into_iter().chain(["BUS 1800", "8US I8OO", "101", "Kia", "000000"]).collect();
    prop_oneof![
        5 => select(lines).prop_map(|line| Input::Line(line.into())),
        6 => select(routes.to_vec()).prop_map(Input::Route),
        5 => misspelt().prop_map(Input::Text),
        1 => any::<String>().prop_map(Input::Text),
        5 => select(digits).prop_map(Input::Digits),
        1 => Just(Input::Backspace),
        3 => Just(Input::Submit),
        9 => (0usize..6).prop_map(Input::Select),
        2 => Just(Input::Back),
        1 => select(&[Language::En, Language::Fr][..]).prop_map(Input::Language),
        1 => Just(Input::Tick),
    ]
}

/// Inputs, each with the seconds that passed before it.
pub(crate) fn inputs(most: usize) -> impl Strategy<Value = Vec<(Input, i64)>> {
    let seconds = prop_oneof![40 => 0i64..3, 4 => 0i64..60, 1 => -90i64..4000, 1 => 20_000i64..90_000];
    vec((input(), seconds), 0..most)
}

pub(crate) const SETUP: ConsoleSetup<'_> =
    ConsoleSetup { door: "d-1", language: Language::En, check_in_prefix: "panel" };

/// The events with their instants, as far as they come before the end of an image.
pub(crate) fn timed(inputs: &[(Input, i64)], start: Instant, last: Instant) -> Vec<(Event<'_>, Instant)> {
    let mut at = start;
    let mut events = Vec::new();
    for (input, seconds) in inputs {
        at = at.plus_seconds(*seconds).max(start);
        if at > last {
            break;
        }
        events.extend(input.events().into_iter().map(|event| (event, at)));
    }
    events
}

/// What a console over a building shows and does. Check-ins are recorded as they are made.
pub(crate) fn over_building(
    building: &mut Building,
    start: Instant,
    events: &[(Event<'_>, Instant)],
) -> Vec<String> {
    let mut session = Session::new(SETUP, start, building).unwrap();
    let mut shown = vec![screen(&session, building)];
    for (event, at) in events {
        let effect = session.handle(*event, *at, building);
        let done = meaning(effect);
        let check_in = match effect {
            Some(Effect::RecordCheckIn { check_in }) => Some(building.check_in_of(&check_in).unwrap()),
            _ => None,
        };
        shown.push(format!("{done} {}", screen(&session, building)));
        if let Some(check_in) = check_in {
            building.record(check_in).unwrap();
        }
    }
    shown
}

/// What a console over an image shows and does. Check-ins go into the outbox as they are made.
pub(crate) fn over_panel(
    image: &Image<'_>,
    outbox: &mut Outbox<'_>,
    start: Instant,
    events: &[(Event<'_>, Instant)],
) -> Vec<String> {
    let mut session = Session::new(SETUP, start, &Panel::new(image, outbox.entries())).unwrap();
    let mut shown = vec![screen(&session, &Panel::new(image, outbox.entries()))];
    for (event, at) in events {
        let panel = Panel::new(image, outbox.entries());
        let effect = session.handle(*event, *at, &panel);
        let done = meaning(effect);
        let mut memory = vec![0; 4096];
        let mut kept = super::kept::new_outbox(&mut memory);
        if let Some(Effect::RecordCheckIn { check_in }) = effect {
            keep(&mut kept, &check_in.entry());
        }
        shown.push(format!("{done} {}", screen(&session, &panel)));
        if let Some(entry) = kept.entries().next() {
            keep(outbox, &entry);
        }
    }
    shown
}

fn screen(session: &Session, rules: &dyn ConsoleRules) -> String {
    let wakes = (session.next_deadline(), session.idle_deadline());
    format!("{:?} {wakes:?}", session.screen(rules).to_screen())
}

/// What an effect asks of the host, in words that are the same for a building and for an image of it.
fn meaning(effect: Option<Effect<'_>>) -> String {
    match effect {
        None => "nothing".into(),
        Some(Effect::CallResident { target, .. }) => format!("call {target}"),
        Some(Effect::CallManagement { id, .. }) => format!("call management {id}"),
        Some(Effect::RecordCheckIn { check_in }) => format!("record {:?}", check_in.entry()),
        Some(other) => format!("{other:?}"),
    }
}
