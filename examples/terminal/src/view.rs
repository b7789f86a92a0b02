//! How a screen looks on a terminal: large and calm, with the keys at the bottom.

use chrono::{NaiveDateTime, Timelike};
use ratatui::Frame;
use ratatui::layout::{Alignment, Constraint, Layout, Margin, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, List, ListItem, ListState, Padding, Paragraph, Wrap};
use vestibule::console::{Choice, Field, Screen};
use vestibule::document::Language;

/// Everything that is drawn.
pub(crate) struct View<'v> {
    pub(crate) screen: &'v Screen,
    /// The marked choice.
    pub(crate) chosen: usize,
    pub(crate) building: &'v str,
    pub(crate) clock: NaiveDateTime,
    /// Milliseconds until the session forgets, and of the whole idle time.
    pub(crate) idle: Option<(i64, i64)>,
    /// What the host did last.
    pub(crate) done: Option<&'v str>,
    /// Things to try.
    pub(crate) card: &'v [String],
    pub(crate) card_open: bool,
    /// The line of it that is shown first.
    pub(crate) card_from: usize,
}

// Light on dark, each at least 7:1 against the ground.
const GROUND: Color = Color::Indexed(234);
const TEXT: Color = Color::Indexed(255);
const QUIET: Color = Color::Indexed(250);
const ACCENT: Color = Color::Indexed(115);
const NOTICE: Color = Color::Indexed(222);

/// Wide enough to show the card beside the console.
const WIDE: u16 = 160;
/// Wider lines are hard to read.
const WIDEST_PANEL: u16 = 84;
/// Below this the margins and the date give way to the text.
const NARROW: u16 = 60;
/// Below this the room between the parts gives way to them.
const SHORT: u16 = 18;

/// Draws a frame.
pub(crate) fn draw(frame: &mut Frame<'_>, view: &View<'_>) {
    let area = frame.area();
    frame.render_widget(Block::new().style(Style::new().fg(TEXT).bg(GROUND)), area);
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(3)]).areas(area);
    draw_head(frame, view, head);
    if view.card_open {
        draw_card(frame, view, body.inner(Margin::new(margin(area), 0)));
    } else if area.width >= WIDE && !view.card.is_empty() {
        let [console, card] = Layout::horizontal([Constraint::Min(0), Constraint::Length(78)]).areas(body);
        draw_screen(frame, view, panel(console));
        draw_card(frame, view, card.inner(Margin::new(1, 1)));
    } else {
        draw_screen(frame, view, panel(body));
    }
    draw_foot(frame, view, foot);
}

/// Columns left free on either side.
fn margin(area: Rect) -> u16 {
    if area.width < NARROW { 1 } else { 3 }
}

/// The console's place: in the middle, with room around it.
fn panel(area: Rect) -> Rect {
    let width = area.width.saturating_sub(2 * margin(area)).min(WIDEST_PANEL);
    let left = area.x + (area.width.saturating_sub(width)) / 2;
    Rect { x: left, width, ..area.inner(Margin::new(0, u16::from(area.height > 20))) }
}

fn draw_head(frame: &mut Frame<'_>, view: &View<'_>, area: Rect) {
    let style = Style::new().fg(GROUND).bg(ACCENT).add_modifier(Modifier::BOLD);
    let language = match view.screen.language {
        Language::En => "English",
        Language::Fr => "Français",
    };
    let date = if area.width < NARROW { String::new() } else { format!("{}  ", view.clock.date()) };
    let clock = format!(" {date}{:02}:{:02}  {language} ", view.clock.hour(), view.clock.minute());
    let [name, time] =
        Layout::horizontal([Constraint::Min(0), Constraint::Length(columns(&clock))]).areas(area);
    frame.render_widget(Paragraph::new(format!(" {}", view.building)).style(style), name);
    frame.render_widget(Paragraph::new(clock).style(style), time);
}

fn draw_screen(frame: &mut Frame<'_>, view: &View<'_>, area: Rect) {
    let screen = view.screen;
    let short = area.height < SHORT;
    let gap = u16::from(!short);
    let said = screen.lines.iter().map(|line| rows(line, area.width)).sum::<u16>().min(4);
    let noted = screen.notice.as_ref().map_or(gap, |text| rows(text, area.width));
    let beneath = if screen.field.is_some() || screen.notice.is_some() { noted + gap } else { 0 };
    let typed = if short { 1 } else { 3 };
    let [title, lines, field, notice, choices] = Layout::vertical([
        Constraint::Length(1 + gap),
        Constraint::Length(said + gap),
        Constraint::Length(if screen.field.is_some() { typed } else { 0 }),
        Constraint::Length(beneath),
        Constraint::Min(u16::from(!screen.choices.is_empty())),
    ])
    .areas(area);
    let heading = Style::new().fg(ACCENT).add_modifier(Modifier::BOLD);
    frame.render_widget(Paragraph::new(screen.title.as_str()).style(heading), title);
    let said: Vec<Line<'_>> = screen.lines.iter().map(|line| Line::raw(line.as_str())).collect();
    frame.render_widget(Paragraph::new(said).wrap(Wrap { trim: true }), lines);
    if let Some(typed) = &screen.field {
        draw_field(frame, typed, field);
    }
    if let Some(text) = &screen.notice {
        let text = Paragraph::new(text.as_str()).wrap(Wrap { trim: true });
        frame.render_widget(text.style(Style::new().fg(NOTICE)), notice);
    }
    draw_choices(frame, view, choices);
}

fn draw_field(frame: &mut Frame<'_>, field: &Field, area: Rect) {
    let bare = area.height < 3;
    let label = if bare { format!("{}: ", field.label) } else { format!(" {} ", field.label) };
    let label = Span::styled(label, Style::new().fg(QUIET));
    let text = Span::styled(field.text.as_str(), Style::new().add_modifier(Modifier::BOLD));
    let cursor = Span::styled("█", Style::new().fg(ACCENT));
    if bare {
        frame.render_widget(Line::from(vec![label, text, cursor]), area);
        return;
    }
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(Style::new().fg(ACCENT))
        .padding(Padding::horizontal(1))
        .title(label);
    frame.render_widget(Paragraph::new(Line::from(vec![text, cursor])).block(block), area);
}

fn draw_choices(frame: &mut Frame<'_>, view: &View<'_>, area: Rect) {
    let room = usize::from(area.width.saturating_sub(1));
    let items = view.screen.choices.iter().enumerate().map(|(index, choice)| item(index, choice, room));
    let marked = Style::new().fg(GROUND).bg(ACCENT).add_modifier(Modifier::BOLD);
    let mut state = ListState::default();
    if !view.screen.choices.is_empty() {
        state.select(Some(view.chosen));
    }
    frame.render_stateful_widget(List::new(items).highlight_style(marked), area, &mut state);
}

/// A choice with its number on the left and its detail on the right.
fn item(index: usize, choice: &Choice, room: usize) -> ListItem<'static> {
    let detail = choice.detail.clone().unwrap_or_default();
    let left = format!(" {:>2}  {}", index + 1, choice.label);
    let gap = room.saturating_sub(width(&left) + width(&detail)).max(2);
    ListItem::new(format!("{left}{}{detail} ", " ".repeat(gap)))
}

fn width(text: &str) -> usize {
    Line::raw(text).width()
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// About how many rows a text takes; where words break unevenly it may be one more.
fn rows(text: &str, room: u16) -> u16 {
    columns(text).div_ceil(room.max(1)).max(1)
}

fn draw_card(frame: &mut Frame<'_>, view: &View<'_>, area: Rect) {
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(Style::new().fg(QUIET))
        .padding(Padding::horizontal(1));
    let from = if view.card_open { view.card_from } else { 0 };
    let lines: Vec<Line<'_>> = view.card.iter().skip(from).map(|line| Line::raw(line.as_str())).collect();
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), area);
}

fn draw_foot(frame: &mut Frame<'_>, view: &View<'_>, area: Rect) {
    let [done, idle, keys] = if area.width < NARROW {
        // What was done is shown in place of the countdown, and the keys take two rows.
        let [status, keys] = Layout::vertical([Constraint::Length(1), Constraint::Length(2)]).areas(area);
        [status, if view.done.is_some() { Rect::ZERO } else { status }, keys]
    } else {
        Layout::vertical([Constraint::Length(1); 3]).areas(area)
    };
    if let Some(text) = view.done {
        let line = Paragraph::new(format!(" → {text}")).style(Style::new().fg(NOTICE));
        frame.render_widget(line, done);
    }
    if let Some(left) = view.idle {
        draw_idle(frame, view.screen.language, left, idle);
    }
    let hints = Paragraph::new(key_hints(view, area.width < NARROW)).wrap(Wrap { trim: false });
    frame.render_widget(hints.style(Style::new().fg(QUIET)), keys);
}

/// The countdown, and a bar that shrinks with it.
fn draw_idle(frame: &mut Frame<'_>, language: Language, (left, whole): (i64, i64), area: Rect) {
    let seconds = left.max(0).div_euclid(1000) + i64::from(left % 1000 > 0);
    let text = match language {
        Language::En => format!(" Starts over in {seconds} s "),
        Language::Fr => format!(" Recommence dans {seconds} s "),
    };
    let [label, bar] = Layout::horizontal([Constraint::Length(28), Constraint::Min(0)]).areas(area);
    frame.render_widget(Paragraph::new(text).style(Style::new().fg(QUIET)), label);
    let share = left.clamp(0, whole) * i64::from(bar.width.saturating_sub(1)) / whole.max(1);
    let drawn = "━".repeat(usize::try_from(share).unwrap_or(0));
    frame.render_widget(Paragraph::new(drawn).style(Style::new().fg(ACCENT)), bar);
}

fn key_hints(view: &View<'_>, narrow: bool) -> Line<'static> {
    let french = view.screen.language == Language::Fr;
    let pick = |en: &str, fr: &str| if french { fr.to_owned() } else { en.to_owned() };
    let mut hints: Vec<(&str, String)> = Vec::new();
    if view.card_open {
        if narrow {
            hints.push(("↑↓", "read on".into()));
        }
        hints.push(("any key", "open the console".into()));
        hints.push(("Ctrl-C", "quit".into()));
        return hint_line(hints);
    }
    match &view.screen.submit {
        Some(label) => hints.push(("Enter", label.clone())),
        None if !view.screen.choices.is_empty() => hints.push(("↑↓ Enter", pick("choose", "choisir"))),
        None => {}
    }
    if let Some(back) = &view.screen.back {
        hints.push(("Esc", back.clone()));
    }
    hints.push(("Tab", pick("Français", "English")));
    if !view.card.is_empty() && !narrow {
        hints.push(("F1", pick("things to try", "à essayer")));
    }
    hints.push(("Ctrl-C", pick("quit", "quitter")));
    hint_line(hints)
}

fn hint_line(hints: Vec<(&str, String)>) -> Line<'static> {
    let key = Style::new().fg(ACCENT).add_modifier(Modifier::BOLD);
    let spans = hints.into_iter().flat_map(|(name, meaning)| {
        [Span::styled(format!(" {name} "), key), Span::raw(format!("{meaning}  "))]
    });
    Line::from(spans.collect::<Vec<_>>()).alignment(Alignment::Left)
}
