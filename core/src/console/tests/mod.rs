//! The session over a real building: one that has something for every screen.

mod editions;
mod flows;
mod limits;
mod lists;
mod parking;
mod properties;

use super::{ChoiceKind, ConsoleSetup, Effect as Lent, Event, Screen, ScreenKind, Session};
use crate::document::{CheckIn, Document, Language};
use crate::{Building, Instant, ZoneRules};
use alloc::string::String;
use alloc::vec::Vec;

/// Thursday, 14 May 2026, 14:00 in Toronto.
pub(super) const NOON: &str = "2026-05-14T18:00:00Z";

pub(super) fn document() -> Document {
    Document::from_json(include_str!("building.json")).unwrap()
}

/// What a session's host was told to do, kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    CallResident { target: String },
    CallManagement { contact: String },
    RecordCheckIn { check_in: CheckIn },
    Unlock { door: String },
}

impl Effect {
    /// The effect, and the id of the code attempt that it tells of.
    fn of(effect: Lent<'_>, building: &Building) -> (Option<Self>, Option<String>) {
        let attempt = match effect {
            Lent::Unlock { attempt, .. } => Some(attempt.into()),
            Lent::RefuseCode { attempt, .. } => return (None, Some(attempt.into())),
            _ => None,
        };
        let effect = match effect {
            Lent::CallResident { target, .. } => Self::CallResident { target: target.into() },
            Lent::CallManagement { id, .. } => Self::CallManagement { contact: id.into() },
            Lent::RecordCheckIn { check_in } => {
                Self::RecordCheckIn { check_in: building.check_in_of(&check_in).unwrap() }
            }
            Lent::Unlock { door, .. } | Lent::RefuseCode { door, .. } => Self::Unlock { door: door.into() },
        };
        (Some(effect), attempt)
    }
}

/// A console with its building, and the time.
pub(super) struct Desk {
    pub(super) building: Building,
    pub(super) session: Session,
    /// What is drawn after the last input.
    screen: Screen,
    pub(super) at: Instant,
    /// Ids of the code attempts.
    pub(super) attempts: Vec<String>,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    /// Over the building changed by `change`.
    pub(super) fn with(change: impl FnOnce(&mut Document)) -> Self {
        let mut document = document();
        change(&mut document);
        let zone = ZoneRules::bundled(&document.building.zone).unwrap();
        let building = Building::open(document, zone).unwrap();
        let at = Instant::parse(NOON).unwrap();
        let session = Session::new(setup(), at, &building).unwrap();
        let screen = session.screen(&building).to_screen();
        Self { building, session, screen, at, attempts: Vec::new() }
    }

    /// Feeds an input; a check-in is recorded as a host does.
    pub(super) fn feed(&mut self, event: Event<'_>) -> Option<Effect> {
        let effect = self.session.handle(event, self.at, &self.building);
        let (effect, attempt) = effect.map(|effect| Effect::of(effect, &self.building)).unwrap_or_default();
        self.attempts.extend(attempt);
        self.screen = self.session.screen(&self.building).to_screen();
        if let Some(Effect::RecordCheckIn { check_in }) = &effect {
            self.building.record(check_in.clone()).unwrap();
        }
        effect
    }

    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        assert_eq!(self.feed(Event::Text(text)), None);
        self
    }

    pub(super) fn digits(&mut self, digits: &str) -> &mut Self {
        for digit in digits.bytes() {
            assert_eq!(self.feed(Event::Digit(digit - b'0')), None);
        }
        self
    }

    /// Chooses the first choice of a kind.
    pub(super) fn choose(&mut self, kind: ChoiceKind) -> Option<Effect> {
        let shown = &self.screen().choices;
        let index = shown.iter().position(|choice| choice.kind == kind).unwrap();
        self.feed(Event::Select(index))
    }

    /// Chooses the choices of these kinds, one after the other, none of which does anything yet.
    pub(super) fn follow(&mut self, kinds: &[ChoiceKind]) -> &mut Self {
        for kind in kinds {
            assert_eq!(self.choose(*kind), None);
        }
        self
    }

    pub(super) fn wait(&mut self, seconds: i64) -> &mut Self {
        self.at = self.at.plus_seconds(seconds);
        assert_eq!(self.feed(Event::Tick), None);
        self
    }

    pub(super) fn screen(&self) -> &Screen {
        &self.screen
    }

    pub(super) fn kind(&self) -> ScreenKind {
        self.screen().kind
    }

    pub(super) fn labels(&self) -> Vec<&str> {
        self.screen().choices.iter().map(|choice| choice.label.as_str()).collect()
    }

    pub(super) fn kinds(&self) -> Vec<ChoiceKind> {
        self.screen().choices.iter().map(|choice| choice.kind).collect()
    }
}

pub(super) fn setup() -> ConsoleSetup<'static> {
    ConsoleSetup { door: "lobby", language: Language::En, check_in_prefix: "panel-1" }
}

/// Everything on a screen, as one text.
pub(super) fn text_of(screen: &Screen) -> String {
    alloc::format!("{screen:?}")
}
