//! What holds for every sequence of inputs (SPEC 10.3, 10.4).

use super::super::page::Page;
use super::super::typed::FIELD_CHARS;
use super::super::visit::Visit;
use super::super::{FieldKind, Screen, ScreenView};
use super::{Desk, Effect, Event, Session, setup, text_of};
use crate::document::Language;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Write;
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
        prop_assert_eq!(&desk.session.visit, &Visit::EMPTY);
        prop_assert_eq!(desk.session.language, Language::En);
        prop_assert_eq!(desk.session.idle_deadline(), None);
    }
}

/// A text as a view writes it, where there is one.
fn written(write: impl FnOnce(&mut dyn Write) -> Result<bool, core::fmt::Error>) -> Option<String> {
    let mut text = String::new();
    let is_there = write(&mut text).unwrap();
    assert!(is_there || text.is_empty(), "{text}");
    is_there.then_some(text)
}

/// Takes no text at all.
struct Full;

impl Write for Full {
    fn write_str(&mut self, _: &str) -> core::fmt::Result {
        Err(core::fmt::Error)
    }
}

fn agree(view: &ScreenView<'_>, screen: &Screen) {
    assert_eq!(
        (view.kind(), view.language(), view.seconds_left()),
        (screen.kind, screen.language, screen.seconds_left)
    );
    assert_eq!(written(|out| view.write_title(out)).as_ref(), Some(&screen.title));
    let lines = (0..view.lines()).map_while(|line| written(|out| view.write_line(line, out)));
    assert!(lines.eq(screen.lines.iter().cloned()));
    let notice = written(|out| view.write_notice(out));
    assert_eq!((view.has_notice(), &notice), (screen.notice.is_some(), &screen.notice));
    let field = screen.field.as_ref();
    assert_eq!(view.field().map(|kind| kind != FieldKind::Text), field.map(|field| field.digits_only));
    assert_eq!(written(|out| view.write_field_label(out)).as_ref(), field.map(|field| &field.label));
    assert_eq!(written(|out| view.write_field_text(out)).as_ref(), field.map(|field| &field.text));
    assert_eq!(view.choices(), screen.choices.len());
    for (index, choice) in screen.choices.iter().enumerate() {
        assert_eq!(view.choice_kind(index), Some(choice.kind));
        assert_eq!(written(|out| view.write_choice_label(index, out)).as_ref(), Some(&choice.label));
        assert_eq!(written(|out| view.write_choice_detail(index, out)), choice.detail);
        assert!(view.write_choice_label(index, &mut Full).is_err());
    }
    for beyond in [screen.choices.len(), usize::MAX] {
        assert_eq!(view.choice_kind(beyond), None);
        assert_eq!(written(|out| view.write_choice_label(beyond, out)), None);
        assert_eq!(written(|out| view.write_choice_detail(beyond, out)), None);
        assert_eq!(written(|out| view.write_line(beyond, out)).filter(|_| beyond > 3), None);
    }
    assert_eq!((view.has_submit(), view.has_back()), (screen.submit.is_some(), screen.back.is_some()));
    assert_eq!(written(|out| view.write_submit(out)), screen.submit);
    assert_eq!(written(|out| view.write_back(out)), screen.back);
    assert!(view.write_title(&mut Full).is_err());
}

proptest! {
    #[test]
    fn a_screen_is_what_its_view_writes_text_by_text(steps in steps(), walk_ins in any::<bool>(), full in any::<bool>()) {
        let mut desk = Desk::with(|document| {
            document.settings.require_booking_for_check_in = !walk_ins;
            document.settings.full_plates = full;
        });
        for step in &steps {
            desk.step(step);
            agree(&desk.session.screen(&desk.building), desk.screen());
        }
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
