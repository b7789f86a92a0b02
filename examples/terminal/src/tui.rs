//! The session on a terminal: keys in, a drawn screen out.

use crate::host::Host;
use crate::view::{self, View};
use anyhow::Result;
use ratatui::crossterm::event::{self, Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::time::{Duration, Instant as Started};
use vestibule::Instant;
use vestibule::console::{Event, ScreenKind};
use vestibule::document::Language;

/// The countdown is drawn at least so often.
const REDRAW: Duration = Duration::from_millis(250);

/// Runs until the person at the terminal quits.
pub(crate) fn run(host: Host, card: &[String], start: Instant) -> Result<()> {
    let started = Started::now();
    let mut panel = Panel { host, chosen: 0, page: None, card_open: !card.is_empty(), card_from: 0 };
    let mut terminal = ratatui::try_init()?;
    let ended = loop {
        let passed = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
        let at = Instant::from_millis(start.millis().saturating_add(passed));
        match panel.turn(&mut terminal, card, at) {
            Ok(true) => {}
            Ok(false) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    ratatui::restore();
    ended
}

struct Panel {
    host: Host,
    /// The choice that is marked; the session does not know of it.
    chosen: usize,
    /// The screen that it is marked on.
    page: Option<(ScreenKind, usize)>,
    card_open: bool,
    /// The line of the card that is shown first.
    card_from: usize,
}

impl Panel {
    /// Draws, waits for a key or for the time to draw again, and feeds the session. `false` to quit.
    fn turn(
        &mut self,
        terminal: &mut ratatui::DefaultTerminal,
        card: &[String],
        at: Instant,
    ) -> Result<bool> {
        self.host.pass_time(at)?;
        self.keep_mark();
        let settings = &self.host.building().document().settings;
        let whole = i64::from(settings.idle_seconds) * 1000;
        let view = View {
            screen: self.host.screen(),
            chosen: self.chosen,
            building: &self.host.building().document().building.name,
            clock: self.host.building().zone().local(at),
            idle: self
                .host
                .session()
                .idle_deadline()
                .map(|due| (due.millis().saturating_sub(at.millis()), whole)),
            done: self.host.last_done(),
            card,
            card_open: self.card_open,
            card_from: self.card_from,
        };
        terminal.draw(|frame| view::draw(frame, &view))?;
        if !event::poll(REDRAW)? {
            return Ok(true);
        }
        match event::read()? {
            Input::Key(key) if key.kind != KeyEventKind::Release => self.press(key, card, at),
            _ => Ok(true),
        }
    }

    fn press(&mut self, key: KeyEvent, card: &[String], at: Instant) -> Result<bool> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if control && matches!(key.code, KeyCode::Char('c' | 'q')) {
            return Ok(false);
        }
        if self.card_open && matches!(key.code, KeyCode::Up | KeyCode::Down) {
            let next =
                if key.code == KeyCode::Up { self.card_from.saturating_sub(1) } else { self.card_from + 1 };
            self.card_from = next.min(card.len().saturating_sub(1));
            return Ok(true);
        }
        if self.card_open || key.code == KeyCode::F(1) {
            self.card_open = !self.card_open && !card.is_empty();
            self.card_from = 0;
            return Ok(true);
        }
        let last = self.host.screen().choices.len().saturating_sub(1);
        match key.code {
            KeyCode::Up => self.chosen = self.chosen.saturating_sub(1),
            KeyCode::Down => self.chosen = (self.chosen + 1).min(last),
            KeyCode::PageUp => self.chosen = self.chosen.saturating_sub(10),
            KeyCode::PageDown => self.chosen = (self.chosen + 10).min(last),
            _ => {
                let mut letter = [0; 4];
                if let Some(event) = self.event_of(key, &mut letter) {
                    self.host.feed(event, at)?;
                }
            }
        }
        Ok(true)
    }

    fn event_of<'l>(&self, key: KeyEvent, letter: &'l mut [u8; 4]) -> Option<Event<'l>> {
        let screen = self.host.screen();
        Some(match key.code {
            KeyCode::Enter if screen.submit.is_some() => Event::Submit,
            KeyCode::Enter => Event::Select(self.chosen),
            KeyCode::Esc => Event::Back,
            KeyCode::Backspace => Event::Backspace,
            KeyCode::Tab => Event::Language(match screen.language {
                Language::En => Language::Fr,
                Language::Fr => Language::En,
            }),
            // A letter held with Control alone is a command that there is none for; with Alt as well it is AltGr.
            KeyCode::Char(_) if key.modifiers == KeyModifiers::CONTROL => return None,
            KeyCode::Char(digit @ '0'..='9') => Event::Digit(u8::try_from(digit.to_digit(10)?).ok()?),
            KeyCode::Char(other) => Event::Text(other.encode_utf8(letter)),
            _ => return None,
        })
    }

    /// Marks the first choice again when another screen, or another list, is shown.
    fn keep_mark(&mut self) {
        let screen = self.host.screen();
        let page = Some((screen.kind, screen.choices.len()));
        if page != self.page {
            (self.page, self.chosen) = (page, 0);
        }
    }
}
