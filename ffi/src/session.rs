//! A console's session: inputs in, effects and screens out (SPEC 10).
#![allow(non_camel_case_types, reason = "C's names")]

use crate::guard;
use crate::outbox::vst_entry;
use crate::parking::ask;
use crate::status::{Failure, Outcome, VST_BAD_ENUM, VST_TOO_LONG, VST_UNKNOWN, vst_status};
use crate::text::{Buffer, check, put, read, vst_text};
use crate::types::{SESSIONS, VST_EN, VST_FR, instant, vst_image, vst_outbox, vst_session};
use core::ffi::c_char;
use core::fmt::Write;
use vestibule::console::{
    ChoiceKind, ConsoleSetup, Effect, Event, FieldKind, ScreenKind, ScreenView, Session,
};
use vestibule::document::Language;

/// What a console is set up with.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_setup {
    /// Id of the door that it stands at, of at most 64 bytes.
    pub door: vst_text,
    /// Begins the id of every check-in and code attempt of this session, in at most 40 bytes. Each session of each console
    /// needs another one: the console's serial number and the number of `vst_outbox_begin_run`.
    pub id_prefix: vst_text,
    /// The language that it returns to: `VST_EN` or `VST_FR`.
    pub language: u32,
}

/// Text was typed: `text`.
pub const VST_INPUT_TEXT: u32 = 0;
/// A key of a number pad: `number` is 0 to 9.
pub const VST_INPUT_DIGIT: u32 = 1;
/// The last character was taken back.
pub const VST_INPUT_BACKSPACE: u32 = 2;
/// The field is complete.
pub const VST_INPUT_SUBMIT: u32 = 3;
/// A choice was chosen: `number` is its place, from 0.
pub const VST_INPUT_SELECT: u32 = 4;
/// One screen back.
pub const VST_INPUT_BACK: u32 = 5;
/// Another language: `number` is `VST_EN` or `VST_FR`.
pub const VST_INPUT_LANGUAGE: u32 = 6;
/// Nothing happened but time.
pub const VST_INPUT_TICK: u32 = 7;

/// One input.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_input {
    /// `VST_INPUT_…`.
    pub kind: u32,
    /// What the kind says of it; else not looked at.
    pub number: u32,
    /// What the kind says of it; else not looked at.
    pub text: vst_text,
}

/// There is nothing to do.
pub const VST_EFFECT_NONE: u32 = 0;
/// Call a resident: `target` is the call target, the directory code, which the host knows the number of.
pub const VST_EFFECT_CALL_RESIDENT: u32 = 1;
/// Call management: `target` is the contact's id.
pub const VST_EFFECT_CALL_MANAGEMENT: u32 = 2;
/// Keep a check-in: `entry` goes into the outbox, before the next screen is shown.
pub const VST_EFFECT_RECORD_CHECK_IN: u32 = 3;
/// Unlock a door: `target` is its id; `entry` goes into the outbox.
pub const VST_EFFECT_UNLOCK: u32 = 4;
/// Keep that a code was typed that does not open the door `target`: `entry` goes into the outbox.
pub const VST_EFFECT_REFUSE_CODE: u32 = 5;

/// What the host must do. Its texts are lent by the session and the image until the next input of the session.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct vst_effect {
    /// `VST_EFFECT_…`.
    pub kind: u32,
    /// What the kind says of it; else no text.
    pub target: vst_text,
    /// What the kind says of it, for `vst_outbox_add`; else of the kind `VST_ENTRY_NONE`.
    pub entry: vst_entry,
}

/// A screen, without its texts.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct vst_screen {
    /// `VST_SCREEN_…`.
    pub kind: u32,
    /// `VST_EN` or `VST_FR`.
    pub language: u32,
    /// How many lines it says.
    pub lines: usize,
    /// How many choices it has.
    pub choices: usize,
    /// 1 when it has a notice: why nothing was found, what was wrong.
    pub has_notice: u32,
    /// `VST_FIELD_KIND_…`: whether something is typed, and how it is shown.
    pub field: u32,
    /// 1 when `VST_INPUT_SUBMIT` does something.
    pub has_submit: u32,
    /// 1 when `VST_INPUT_BACK` leads somewhere.
    pub has_back: u32,
    /// 1 when it is locked, for so many `seconds_left`.
    pub locked: u32,
    /// Seconds until a locked screen opens.
    pub seconds_left: u64,
}

/// Nothing is typed.
pub const VST_FIELD_KIND_NONE: u32 = 0;
/// Any text is typed.
pub const VST_FIELD_KIND_TEXT: u32 = 1;
/// Digits are typed.
pub const VST_FIELD_KIND_DIGITS: u32 = 2;
/// Digits are typed and shown as dots.
pub const VST_FIELD_KIND_HIDDEN: u32 = 3;

/// What the screen is about.
pub const VST_PART_TITLE: u32 = 0;
/// A line, by its place.
pub const VST_PART_LINE: u32 = 1;
/// What has to be looked at.
pub const VST_PART_NOTICE: u32 = 2;
/// What the field is for.
pub const VST_PART_FIELD_LABEL: u32 = 3;
/// What was typed so far.
pub const VST_PART_FIELD_TEXT: u32 = 4;
/// What a choice says, by its place.
pub const VST_PART_CHOICE: u32 = 5;
/// More about a choice, by its place.
pub const VST_PART_CHOICE_DETAIL: u32 = 6;
/// What submitting does.
pub const VST_PART_SUBMIT: u32 = 7;
/// Where Back leads.
pub const VST_PART_BACK: u32 = 8;

/// Nothing has begun.
pub const VST_SCREEN_WELCOME: u32 = 0;
/// A name is typed, names are listed.
pub const VST_SCREEN_NAME_SEARCH: u32 = 1;
/// A directory code is typed.
pub const VST_SCREEN_DIAL_CODE: u32 = 2;
/// A resident was found.
pub const VST_SCREEN_RESIDENT: u32 = 3;
/// A call was asked for.
pub const VST_SCREEN_CALLING: u32 = 4;
/// Whom the guest visits.
pub const VST_SCREEN_GUEST_PARKING: u32 = 5;
/// A suite number is typed, suites are listed.
pub const VST_SCREEN_SUITE_SEARCH: u32 = 6;
/// An other visitor types a plate.
pub const VST_SCREEN_PLATE: u32 = 7;
/// The bookings to choose from.
pub const VST_SCREEN_BOOKING_CHOICE: u32 = 8;
/// Whether a similar plate is the visitor's.
pub const VST_SCREEN_SIMILAR_PLATE: u32 = 9;
/// A missing detail of the vehicle is typed.
pub const VST_SCREEN_VEHICLE_DETAILS: u32 = 10;
/// Everything is known: check in?
pub const VST_SCREEN_CONFIRM: u32 = 11;
/// Checked in.
pub const VST_SCREEN_CHECKED_IN: u32 = 12;
/// Was checked in before.
pub const VST_SCREEN_ALREADY_CHECKED_IN: u32 = 13;
/// No booking: whom to ask.
pub const VST_SCREEN_NO_BOOKING: u32 = 14;
/// An entry code is typed.
pub const VST_SCREEN_ENTRY_CODE: u32 = 15;
/// The door was unlocked.
pub const VST_SCREEN_DOOR_UNLOCKED: u32 = 16;
/// Searching or entering codes is closed for a while.
pub const VST_SCREEN_LOCKED_OUT: u32 = 17;

fn screen_number(kind: ScreenKind) -> u32 {
    match kind {
        ScreenKind::Welcome => VST_SCREEN_WELCOME,
        ScreenKind::NameSearch => VST_SCREEN_NAME_SEARCH,
        ScreenKind::DialCode => VST_SCREEN_DIAL_CODE,
        ScreenKind::Resident => VST_SCREEN_RESIDENT,
        ScreenKind::Calling => VST_SCREEN_CALLING,
        ScreenKind::GuestParking => VST_SCREEN_GUEST_PARKING,
        ScreenKind::SuiteSearch => VST_SCREEN_SUITE_SEARCH,
        ScreenKind::Plate => VST_SCREEN_PLATE,
        ScreenKind::BookingChoice => VST_SCREEN_BOOKING_CHOICE,
        ScreenKind::SimilarPlate => VST_SCREEN_SIMILAR_PLATE,
        ScreenKind::VehicleDetails => VST_SCREEN_VEHICLE_DETAILS,
        ScreenKind::Confirm => VST_SCREEN_CONFIRM,
        ScreenKind::CheckedIn => VST_SCREEN_CHECKED_IN,
        ScreenKind::AlreadyCheckedIn => VST_SCREEN_ALREADY_CHECKED_IN,
        ScreenKind::NoBooking => VST_SCREEN_NO_BOOKING,
        ScreenKind::EntryCode => VST_SCREEN_ENTRY_CODE,
        ScreenKind::DoorUnlocked => VST_SCREEN_DOOR_UNLOCKED,
        ScreenKind::LockedOut => VST_SCREEN_LOCKED_OUT,
    }
}

/// Opens the name search.
pub const VST_CHOICE_SEARCH_NAME: u32 = 0;
/// Opens dialling.
pub const VST_CHOICE_DIAL_CODE: u32 = 1;
/// Opens guest parking.
pub const VST_CHOICE_GUEST_PARKING: u32 = 2;
/// Opens the entry code.
pub const VST_CHOICE_ENTRY_CODE: u32 = 3;
/// Calls management.
pub const VST_CHOICE_CALL_MANAGEMENT: u32 = 4;
/// Opens the suite search.
pub const VST_CHOICE_SEARCH_SUITE: u32 = 5;
/// Opens the plate of an other visitor.
pub const VST_CHOICE_OTHER_VISITOR: u32 = 6;
/// A resident.
pub const VST_CHOICE_RESIDENT: u32 = 7;
/// A suite.
pub const VST_CHOICE_SUITE: u32 = 8;
/// A booking.
pub const VST_CHOICE_BOOKING: u32 = 9;
/// A vehicle without a booking.
pub const VST_CHOICE_OTHER_VEHICLE: u32 = 10;
/// Calls the resident.
pub const VST_CHOICE_CALL_RESIDENT: u32 = 11;
/// Yes.
pub const VST_CHOICE_YES: u32 = 12;
/// No.
pub const VST_CHOICE_NO: u32 = 13;
/// Checks in.
pub const VST_CHOICE_CHECK_IN: u32 = 14;
/// Back to the welcome screen.
pub const VST_CHOICE_DONE: u32 = 15;

fn choice_number(kind: ChoiceKind) -> u32 {
    match kind {
        ChoiceKind::SearchName => VST_CHOICE_SEARCH_NAME,
        ChoiceKind::DialCode => VST_CHOICE_DIAL_CODE,
        ChoiceKind::GuestParking => VST_CHOICE_GUEST_PARKING,
        ChoiceKind::EntryCode => VST_CHOICE_ENTRY_CODE,
        ChoiceKind::CallManagement => VST_CHOICE_CALL_MANAGEMENT,
        ChoiceKind::SearchSuite => VST_CHOICE_SEARCH_SUITE,
        ChoiceKind::OtherVisitor => VST_CHOICE_OTHER_VISITOR,
        ChoiceKind::Resident => VST_CHOICE_RESIDENT,
        ChoiceKind::Suite => VST_CHOICE_SUITE,
        ChoiceKind::Booking => VST_CHOICE_BOOKING,
        ChoiceKind::OtherVehicle => VST_CHOICE_OTHER_VEHICLE,
        ChoiceKind::CallResident => VST_CHOICE_CALL_RESIDENT,
        ChoiceKind::Yes => VST_CHOICE_YES,
        ChoiceKind::No => VST_CHOICE_NO,
        ChoiceKind::CheckIn => VST_CHOICE_CHECK_IN,
        ChoiceKind::Done => VST_CHOICE_DONE,
    }
}

/// Starts a session at its welcome screen, over an image, at an instant (milliseconds since the Unix epoch). `VST_TOO_LONG`
/// when the door's id or the prefix is too long.
///
/// Any thread. A session is used by one thread at a time; another gets `VST_BUSY`.
///
/// # Safety
/// `setup` points to a set-up with readable texts, and `out` to room for a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_new(
    image: vst_image,
    at_ms: i64,
    setup: *const vst_setup,
    out: *mut vst_session,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let setup = unsafe { read(setup) }?;
        let (door, prefix) = unsafe { (setup.door.read()?, setup.id_prefix.read()?) };
        let language = language(setup.language)?;
        let setup = ConsoleSetup {
            door: door.unwrap_or_default(),
            language,
            check_in_prefix: prefix.unwrap_or_default(),
        };
        let id = SESSIONS.insert(Session::blank())?;
        let started = SESSIONS.change(id, |session| {
            ask(image, vst_outbox { id: 0 }, at_ms, |panel, _| {
                session.start(setup, instant(at_ms), panel).map_err(|_| Failure::of(VST_TOO_LONG))
            })
        });
        if started.is_err() {
            SESSIONS.remove(id)?;
        }
        started?;
        unsafe { put(out, vst_session { id }) }
    })
}

/// Lets go of a session and sets the handle behind `session` to 0, so that doing it twice is harmless.
///
/// Any thread; `VST_BUSY`, and nothing is freed, while another thread is using the session.
///
/// # Safety
/// `session` points to a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_free(session: *mut vst_session) -> vst_status {
    guard(|| {
        // SAFETY: as the caller promises, here and below.
        let id = unsafe { read(session) }?.id;
        if id != 0 {
            SESSIONS.remove(id)?;
        }
        unsafe { put(session, vst_session { id: 0 }) }
    })
}

/// Feeds one input, which came at an instant (milliseconds since the Unix epoch), and says what to do. The effect has to be
/// carried out before the next input; what is to be kept goes into the outbox before the next screen is shown.
///
/// With another image than at the last input the session returns to its welcome screen, unless it is there: change images
/// when `vst_session_may_update` says so. `outbox` may be 0. One thread at a time for each session.
///
/// # Safety
/// `input` points to an input with a readable text, and `out` to room for the effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_handle(
    session: vst_session,
    image: vst_image,
    outbox: vst_outbox,
    at_ms: i64,
    input: *const vst_input,
    out: *mut vst_effect,
) -> vst_status {
    guard(|| {
        check(out)?;
        // SAFETY: as the caller promises, here and below.
        let event = unsafe { event(read(input)?) }?;
        let effect = SESSIONS.change(session.id, |session| {
            ask(image, outbox, at_ms, |panel, _| {
                Ok(told(session.handle(event, instant(at_ms), panel), at_ms))
            })
        })?;
        unsafe { put(out, effect) }
    })
}

/// Says which screen to draw, for the image of the last input. `outbox` may be 0.
///
/// One thread at a time for each session.
///
/// # Safety
/// `out` points to room for the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_screen(
    session: vst_session,
    image: vst_image,
    outbox: vst_outbox,
    out: *mut vst_screen,
) -> vst_status {
    guard(|| {
        check(out)?;
        let screen = look(session, image, outbox, |view| {
            Ok(vst_screen {
                kind: screen_number(view.kind()),
                language: if view.language() == Language::Fr { VST_FR } else { VST_EN },
                lines: view.lines(),
                choices: view.choices(),
                has_notice: view.has_notice().into(),
                field: match view.field() {
                    None => VST_FIELD_KIND_NONE,
                    Some(FieldKind::Text) => VST_FIELD_KIND_TEXT,
                    Some(FieldKind::Digits) => VST_FIELD_KIND_DIGITS,
                    Some(FieldKind::Hidden) => VST_FIELD_KIND_HIDDEN,
                },
                has_submit: view.has_submit().into(),
                has_back: view.has_back().into(),
                locked: view.seconds_left().is_some().into(),
                seconds_left: view.seconds_left().unwrap_or(0),
            })
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(out, screen) }
    })
}

/// Writes one text of the screen: `part` is `VST_PART_…`, `index` the place of a line or a choice, else 0. `*len` becomes
/// its length, also with `VST_BUFFER_TOO_SMALL`; a null `buffer` with `capacity` 0 asks for it. `VST_UNKNOWN` when the
/// screen has no such text. `outbox` may be 0.
///
/// One thread at a time for each session.
///
/// # Safety
/// `capacity` bytes are writable behind `buffer`, and `len` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_text(
    session: vst_session,
    image: vst_image,
    outbox: vst_outbox,
    part: u32,
    index: usize,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
) -> vst_status {
    guard(|| {
        check(len)?;
        // SAFETY: as the caller promises, here and below.
        let mut buffer = unsafe { Buffer::new(buffer, capacity) }?;
        look(session, image, outbox, |view| write_part(view, part, index, &mut buffer))?;
        unsafe { buffer.finish(len) }
    })
}

/// Says what a choice of the screen does: `*kind` becomes `VST_CHOICE_…`. `VST_UNKNOWN` when there is no such choice.
///
/// One thread at a time for each session.
///
/// # Safety
/// `kind` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_choice(
    session: vst_session,
    image: vst_image,
    outbox: vst_outbox,
    index: usize,
    kind: *mut u32,
) -> vst_status {
    guard(|| {
        check(kind)?;
        let found = look(session, image, outbox, |view| {
            view.choice_kind(index).map(choice_number).ok_or(Failure::of(VST_UNKNOWN))
        })?;
        // SAFETY: as the caller promises.
        unsafe { put(kind, found) }
    })
}

/// Says when the session wants a `VST_INPUT_TICK` if no other input comes before, in milliseconds since the Unix epoch.
///
/// One thread at a time for each session.
///
/// # Safety
/// `at_ms` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_deadline(session: vst_session, at_ms: *mut i64) -> vst_status {
    guard(|| {
        check(at_ms)?;
        let deadline = SESSIONS.read(session.id, |session| Ok(session.next_deadline().millis()))?;
        // SAFETY: as the caller promises.
        unsafe { put(at_ms, deadline) }
    })
}

/// Whether another image may be used from now on without anyone at the door noticing: `*may` becomes 1 at the welcome
/// screen, else 0.
///
/// One thread at a time for each session.
///
/// # Safety
/// `may` points to room for a number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vst_session_may_update(session: vst_session, may: *mut u32) -> vst_status {
    guard(|| {
        check(may)?;
        let answer = SESSIONS.read(session.id, |session| Ok(session.may_update()))?;
        // SAFETY: as the caller promises.
        unsafe { put(may, answer.into()) }
    })
}

fn look<R>(
    session: vst_session,
    image: vst_image,
    outbox: vst_outbox,
    question: impl FnOnce(&ScreenView<'_>) -> Outcome<R>,
) -> Outcome<R> {
    // What a screen shows was fixed when the last input came; the instant plays no part.
    SESSIONS.read(session.id, |session| ask(image, outbox, 0, |panel, _| question(&session.screen(panel))))
}

fn write_part(view: &ScreenView<'_>, part: u32, index: usize, out: &mut dyn Write) -> Outcome {
    let written = match part {
        VST_PART_TITLE => view.write_title(out),
        VST_PART_LINE => view.write_line(index, out),
        VST_PART_NOTICE => view.write_notice(out),
        VST_PART_FIELD_LABEL => view.write_field_label(out),
        VST_PART_FIELD_TEXT => view.write_field_text(out),
        VST_PART_CHOICE => view.write_choice_label(index, out),
        VST_PART_CHOICE_DETAIL => view.write_choice_detail(index, out),
        VST_PART_SUBMIT => view.write_submit(out),
        VST_PART_BACK => view.write_back(out),
        _ => return Err(Failure::of(VST_BAD_ENUM)),
    };
    // A buffer takes any text: what does not fit is counted.
    if written == Ok(true) { Ok(()) } else { Err(Failure::of(VST_UNKNOWN)) }
}

fn language(number: u32) -> Outcome<Language> {
    match number {
        VST_EN => Ok(Language::En),
        VST_FR => Ok(Language::Fr),
        _ => Err(Failure::of(VST_BAD_ENUM)),
    }
}

/// # Safety
/// The input's text is readable for `'t`, and does not change.
unsafe fn event<'t>(input: &vst_input) -> Outcome<Event<'t>> {
    Ok(match input.kind {
        // SAFETY: as the caller promises.
        VST_INPUT_TEXT => Event::Text(unsafe { input.text.read() }?.unwrap_or_default()),
        VST_INPUT_DIGIT => match u8::try_from(input.number) {
            Ok(digit @ 0..=9) => Event::Digit(digit),
            _ => return Err(Failure::of(VST_BAD_ENUM)),
        },
        VST_INPUT_BACKSPACE => Event::Backspace,
        VST_INPUT_SUBMIT => Event::Submit,
        VST_INPUT_SELECT => Event::Select(usize::try_from(input.number).unwrap_or(usize::MAX)),
        VST_INPUT_BACK => Event::Back,
        VST_INPUT_LANGUAGE => Event::Language(language(input.number)?),
        VST_INPUT_TICK => Event::Tick,
        _ => return Err(Failure::of(VST_BAD_ENUM)),
    })
}

fn told(effect: Option<Effect<'_>>, at_ms: i64) -> vst_effect {
    let lend = vst_text::lend;
    let (kind, target) = match effect {
        None => (VST_EFFECT_NONE, vst_text::NONE),
        Some(Effect::CallResident { target, .. }) => (VST_EFFECT_CALL_RESIDENT, lend(target)),
        Some(Effect::CallManagement { id, .. }) => (VST_EFFECT_CALL_MANAGEMENT, lend(id)),
        Some(Effect::RecordCheckIn { .. }) => (VST_EFFECT_RECORD_CHECK_IN, vst_text::NONE),
        Some(Effect::Unlock { door, .. }) => (VST_EFFECT_UNLOCK, lend(door)),
        Some(Effect::RefuseCode { door, .. }) => (VST_EFFECT_REFUSE_CODE, lend(door)),
    };
    let entry = effect.and_then(|effect| effect.entry(instant(at_ms)));
    vst_effect { kind, target, entry: entry.map_or(vst_entry::NONE, |entry| vst_entry::lend(&entry)) }
}
