//! What holds for every sequence of inputs (SPEC 10.3, 10.4).

use super::super::page::Page;
use super::super::typed::FIELD_CHARS;
use super::{Desk, Effect, Event, Session, setup, text_of};
use crate::document::Language;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

/// An input that owns its text, with the milliseconds that passed before it.
#[derive(Clone, Debug)]
struct Step {
    input: Input,
    millis: i64,
}

#[derive(Clone, Debug)]
enum Input {
    /// Back to the welcome screen, and from there along these choices.
    Route(&'static [usize]),
    /// A text and Submit.
    Line(&'static str),
    Text(String),
    Digits(Vec<u8>),
    Backspace,
    Submit,
    Select(usize),
    Back,
    Language(Language),
    Tick,
}

const ROUTES: [&[usize]; 7] = [&[0], &[1], &[2, 0], &[2, 1], &[2, 2], &[2, 3], &[3]];

fn input() -> impl Strategy<Value = Input> {
    let words = ["mari", "jean luc", "sasha", "ABCD123", "bus 1800", "8US 18OO", "10", "TH", "Honda", " "];
    let codes = ["1001", "1002", "1003", "1004", "1006", "9999", "424242", "000000", "1"];
    let digits = |code: &str| Input::Digits(code.bytes().map(|digit| digit - b'0').collect());
    let lines = ["8US 18OO", "BUS-1800", "ABCD 123", "Honda", "000000", "111111", "424242"];
    prop_oneof![
        6 => prop::sample::select(lines.to_vec()).prop_map(Input::Line),
        6 => prop::sample::select(ROUTES.to_vec()).prop_map(Input::Route),
        3 => prop::sample::select(words.to_vec()).prop_map(|word| Input::Text(word.into())),
        1 => any::<String>().prop_map(Input::Text),
        1 => (any::<char>(), 0usize..5000).prop_map(|(letter, times)| Input::Text(String::from(letter).repeat(times))),
        3 => prop::sample::select(codes.to_vec()).prop_map(digits),
        1 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Input::Digits),
        1 => Just(Input::Backspace),
        4 => Just(Input::Submit),
        8 => (0usize..6).prop_map(Input::Select),
        1 => any::<usize>().prop_map(Input::Select),
        2 => Just(Input::Back),
        1 => prop::sample::select(&[Language::En, Language::Fr][..]).prop_map(Input::Language),
        1 => Just(Input::Tick),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let millis = prop_oneof![60 => 0i64..3000, 6 => 0i64..90_000, 1 => any::<i64>()];
    prop::collection::vec((input(), millis).prop_map(|(input, millis)| Step { input, millis }), 0..80)
}

impl Desk {
    /// Feeds a step's inputs and answers with their effects.
    fn step(&mut self, step: &Step) -> Vec<Effect> {
        self.at = crate::Instant::from_millis(self.at.millis().saturating_add(step.millis));
        let event = match &step.input {
            Input::Route(choices) => {
                let back = [Event::Back; 8].into_iter();
                let events = back.chain(choices.iter().map(|index| Event::Select(*index)));
                return events.filter_map(|event| self.feed(event)).collect();
            }
            Input::Digits(digits) => {
                return digits.iter().filter_map(|digit| self.feed(Event::Digit(*digit))).collect();
            }
            Input::Line(text) => {
                let events = [Event::Text(text), Event::Submit];
                return events.into_iter().filter_map(|event| self.feed(event)).collect();
            }
            Input::Text(text) => Event::Text(text),
            Input::Backspace => Event::Backspace,
            Input::Submit => Event::Submit,
            Input::Select(index) => Event::Select(*index),
            Input::Back => Event::Back,
            Input::Language(language) => Event::Language(*language),
            Input::Tick => Event::Tick,
        };
        self.feed(event).into_iter().collect()
    }
}

/// What no screen and no effect may hold: hidden and legal names, numbers, addresses, notes, guests.
const UNSPEAKABLE: [&str; 9] =
    ["Quentin", "Verborgen", "Alexandra", "Zyskowska", "mail.example", "+1416", "mornings", "Ines", "Odile"];

proptest! {
    #[test]
    fn nothing_panics_grows_or_gives_anyone_away(steps in steps(), walk_ins in any::<bool>()) {
        let mut desk = Desk::with(|document| document.settings.require_booking_for_check_in = !walk_ins);
        let mut check_ins = BTreeSet::new();
        for step in &steps {
            for effect in desk.step(step) {
                let said = format!("{effect:?}");
                prop_assert!(!UNSPEAKABLE.iter().any(|word| said.contains(word)), "{}", said);
                if let Effect::RecordCheckIn { check_in } = effect {
                    prop_assert!(check_ins.insert(check_in.id));
                }
            }
            let shown = text_of(desk.screen());
            prop_assert!(!UNSPEAKABLE.iter().any(|word| shown.contains(word)), "{}", shown);
            prop_assert!(desk.session.trail.len() <= 16);
            let typed = desk.screen().field.as_ref().map_or(0, |field| field.text.chars().count());
            prop_assert!(typed <= FIELD_CHARS);
        }
    }

    #[test]
    fn after_the_idle_time_the_session_is_as_new(steps in steps()) {
        let mut desk = Desk::new();
        for step in &steps {
            desk.step(step);
        }
        desk.at = crate::Instant::parse("2190-01-01T00:00:00Z").unwrap();
        desk.feed(Event::Language(Language::Fr));
        desk.wait(45);
        let fresh = Session::new(setup(), desk.at, &desk.building).unwrap();
        prop_assert_eq!(desk.screen(), &fresh.screen(&desk.building).to_screen());
        prop_assert_eq!(&desk.session.page, &Page::Welcome);
        prop_assert_eq!(desk.session.trail.len(), 0);
        prop_assert_eq!(desk.session.language, Language::En);
        prop_assert_eq!(desk.session.idle_deadline(), None);
    }
}

/// The sequences above are worth something: together they come by every screen and cause every kind of effect.
#[test]
fn the_sequences_reach_every_screen() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut screens, mut effects) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..600 {
        let mut desk = Desk::new();
        for step in steps().new_tree(&mut runner).unwrap().current() {
            for effect in desk.step(&step) {
                effects.insert(format!("{effect:?}").split(' ').next().map(String::from));
            }
            screens.insert(format!("{:?}", desk.kind()));
        }
    }
    assert_eq!((screens.len(), effects.len()), (18, 4), "{screens:?} {effects:?}");
}
