//! What C sees of an image: every question of the C library and a session, with all that it writes into the caller's
//! memory.
#![allow(unsafe_code, reason = "calls of C functions")]

use super::questions::Typed;
use super::visitors::SETUP;
use super::worlds::{CODES, DOORS, ENTRY_CODES, PLATES};
use std::ffi::c_char;
use std::fmt::Debug;
use std::mem::MaybeUninit;
use vestibule::Instant;
use vestibule::console::Event;
use vestibule::document::Language;
use vestibule_ffi::*;
use vestibule_tests::image::signing_key;

/// Every handle that the small buildings of these tests can have, and one more.
const HANDLES: u32 = 16;
const ROOM: usize = 8;

/// An image that C has opened, and what it was answered so far.
struct Asked {
    image: vst_image,
    outbox: vst_outbox,
    said: Vec<String>,
}

/// All that C is told of an image by every function, before and after a session.
pub(crate) fn everything(
    bytes: &[u8],
    typed: &Typed,
    events: &[(Event<'_>, Instant)],
    start: Instant,
) -> Vec<String> {
    let mut memory = vec![0xFF_u8; 1 << 15];
    let mut asked = Asked { image: open(bytes), outbox: vst_outbox { id: 0 }, said: Vec::new() };
    let mut opened = 0;
    // SAFETY: the memory and the image's bytes outlive the handles; so it is in every call below with what it is passed.
    let status =
        unsafe { vst_outbox_open(memory.as_mut_ptr(), memory.len(), &mut asked.outbox, &mut opened) };
    assert_eq!(status, VST_OK);
    asked.store();
    asked.questions(typed, start.millis());
    asked.session(events, start.millis());
    asked.questions(typed, events.last().map_or(start, |(_, at)| *at).millis());
    let Asked { mut image, mut outbox, said } = asked;
    // SAFETY: both are places of handles.
    assert_eq!(unsafe { (vst_outbox_free(&mut outbox), vst_image_free(&mut image)) }, (VST_OK, VST_OK));
    said
}

fn open(bytes: &[u8]) -> vst_image {
    let key = signing_key().unwrap().verifying_key().0;
    let trust = vst_trust { keys: key.as_ptr(), key_count: 1, building: none(), newer_than: 0 };
    let mut image = vst_image { id: 0 };
    // SAFETY: see `everything`.
    assert_eq!(unsafe { vst_image_open(bytes.as_ptr(), bytes.len(), &trust, &mut image) }, VST_OK);
    image
}

fn none() -> vst_text {
    vst_text { data: std::ptr::null(), len: 0 }
}

fn lend(text: &str) -> vst_text {
    vst_text { data: text.as_ptr().cast(), len: text.len() }
}

fn read(text: vst_text) -> Option<String> {
    if text.data.is_null() {
        return None;
    }
    // SAFETY: the library lends what it says.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len) };
    Some(String::from_utf8(bytes.into()).unwrap())
}

fn vehicle(vehicle: vst_vehicle) -> [Option<String>; 5] {
    let vst_vehicle { plate, region, make, model, color } = vehicle;
    [plate, region, make, model, color].map(read)
}

/// The bytes of a number; so that room can be looked at whether it was written or not.
fn pattern<T>() -> T
where
    T: Copy,
{
    // SAFETY: only used for structures of numbers and pointers, for which every pattern of bits is a value.
    unsafe {
        let mut room = MaybeUninit::<T>::uninit();
        std::ptr::write_bytes(room.as_mut_ptr(), 0x5A, 1);
        room.assume_init()
    }
}

impl Asked {
    fn say(&mut self, what: impl Debug) {
        self.said.push(format!("{what:?}"));
    }

    fn store(&mut self) {
        loop {
            let mut write: vst_write = pattern();
            // SAFETY: see `everything`.
            unsafe {
                assert_eq!(vst_outbox_next_write(self.outbox, &mut write), VST_OK);
                if write.kind == VST_WRITE_NONE {
                    return;
                }
                let bytes = match write.kind {
                    VST_WRITE_PROGRAM => std::slice::from_raw_parts(write.data, write.len).to_vec(),
                    _ => Vec::new(),
                };
                self.say((write.kind, write.offset, write.len, bytes));
                assert_eq!(vst_outbox_written(self.outbox), VST_OK);
            }
        }
    }

    fn questions(&mut self, typed: &Typed, at: i64) {
        let mut info: vst_image_info = pattern();
        // SAFETY: see `everything`.
        let status = unsafe { vst_image_describe(self.image, &mut info) };
        let texts = [info.building_id, info.building_name, info.zone_name, info.zone_version].map(read);
        self.say((status, info.sequence, info.written_at_ms, info.first_day, info.last_day, texts));
        typed.names.iter().for_each(|query| self.names(query, at));
        typed.suites.iter().for_each(|query| self.suites(query));
        CODES.iter().chain(&["", "7777"]).for_each(|code| self.dial(code, at));
        for code in ENTRY_CODES {
            for door in DOORS {
                let mut granted: u32 = pattern();
                let (code, door) = (lend(code), lend(door));
                // SAFETY: see `everything`.
                let status = unsafe {
                    vst_enter_code(self.image, at, code.data, code.len, door.data, door.len, &mut granted)
                };
                self.say((status, granted));
            }
        }
        let mut contact = none();
        // SAFETY: see `everything`.
        let status = unsafe { vst_call_management(self.image, at, &mut contact) };
        self.say((status, read(contact)));
        (0..HANDLES).for_each(|handle| self.booking(handle, typed, at));
        PLATES.iter().for_each(|plate| self.plate(plate, typed.region, at));
        for kind in [VST_OF_RESIDENT, VST_OF_SUITE, VST_OF_NO_ONE] {
            (0..HANDLES).for_each(|handle| self.guest_of(kind, handle, at));
        }
    }

    fn names(&mut self, query: &str, at: i64) {
        let mut hits: [vst_hit; ROOM] = [vst_hit { resident: 0x5A, name: none(), code: none() }; ROOM];
        let mut found: vst_names = pattern();
        let query = lend(query);
        // SAFETY: see `everything`.
        let status = unsafe {
            vst_search_names(self.image, at, query.data, query.len, hits.as_mut_ptr(), ROOM, &mut found)
        };
        self.say((status, found, hits.map(|hit| (hit.resident, read(hit.name), read(hit.code)))));
    }

    fn suites(&mut self, query: &str) {
        let mut suites = [vst_suite { suite: 0x5A, number: none(), id: none() }; ROOM];
        let (mut written, mut total) = (0, 0);
        let (query, room) = (lend(query), suites.as_mut_ptr());
        // SAFETY: see `everything`.
        let status = unsafe {
            vst_search_suites(self.image, query.data, query.len, 1, room, ROOM, &mut written, &mut total)
        };
        self.say((
            status,
            written,
            total,
            suites.map(|suite| (suite.suite, read(suite.number), read(suite.id))),
        ));
    }

    fn dial(&mut self, code: &str, at: i64) {
        let mut reached = vst_reached { found: 0x5A, resident: 0x5A, name: none(), code: none() };
        let code = lend(code);
        // SAFETY: see `everything`.
        let status = unsafe { vst_dial(self.image, at, code.data, code.len, &mut reached) };
        self.say((status, reached.found, reached.resident, read(reached.name), read(reached.code)));
    }

    fn booking(&mut self, handle: u32, typed: &Typed, at: i64) {
        let (mut id, mut permit) = (none(), pattern::<vst_permit>());
        let (mut plate, mut len) = ([0x5A_u8; 32], 0);
        // SAFETY: see `everything`.
        let statuses = unsafe {
            let plate = plate.as_mut_ptr().cast::<c_char>();
            [
                vst_booking_id(self.image, handle, &mut id),
                vst_booking_plate(self.image, handle, plate, 32, &mut len),
                vst_booking_permit(self.image, self.outbox, at, handle, &mut permit),
            ]
        };
        self.say((statuses, read(id), plate, len, permit));
        let [color, model] = [none(), lend("Rio")];
        let region = typed.region.map_or(none(), lend);
        let given = vst_vehicle { plate: lend("BUS 180"), region, make: lend("Kia"), model, color };
        for by_staff in [0, 1] {
            let mut admission: vst_admission = pattern();
            // SAFETY: see `everything`.
            let status = unsafe {
                vst_check_in(self.image, self.outbox, at, handle, &given, by_staff, &mut admission)
            };
            self.say((status, admission));
        }
    }

    fn plate(&mut self, plate: &str, region: Option<&str>, at: i64) {
        let (plate, region) = (lend(plate), region.map_or(none(), lend));
        let mut options = no_options();
        let mut found: vst_match = pattern();
        let (image, outbox, room) = (self.image, self.outbox, options.as_mut_ptr());
        // SAFETY: see `everything`.
        let status = unsafe {
            vst_match_plate(image, outbox, at, plate.data, plate.len, region, room, ROOM, &mut found)
        };
        self.say((status, found, options.map(option)));
        let (mut bookings, mut similar) = ([0x5A_u32; ROOM], [0x5A_u32; ROOM]);
        let mut check: vst_plate_check = pattern();
        let (first, second) = (bookings.as_mut_ptr(), similar.as_mut_ptr());
        // SAFETY: see `everything`.
        let status = unsafe {
            let (data, len) = (plate.data, plate.len);
            vst_check_plate(image, outbox, at, data, len, region, first, ROOM, second, ROOM, &mut check)
        };
        self.say((status, check, bookings, similar));
    }

    fn guest_of(&mut self, kind: u32, handle: u32, at: i64) {
        let mut options = no_options();
        let (mut found, mut admission) = (pattern::<vst_match>(), pattern::<vst_admission>());
        let (image, outbox, room) = (self.image, self.outbox, options.as_mut_ptr());
        let plate = lend("8U5 I8O");
        let given = vst_vehicle { plate, region: none(), make: none(), model: none(), color: none() };
        // SAFETY: see `everything`.
        let statuses = unsafe {
            [
                vst_match_bookings(image, outbox, at, kind, handle, room, ROOM, &mut found),
                vst_walk_in(image, outbox, at, kind, handle, &given, &mut admission),
            ]
        };
        self.say((statuses, found, options.map(option), admission));
    }

    fn session(&mut self, events: &[(Event<'_>, Instant)], start: i64) {
        let (door, id_prefix) = (lend(SETUP.door), lend(SETUP.check_in_prefix));
        let setup = vst_setup { door, id_prefix, language: VST_EN };
        let mut session = vst_session { id: 0 };
        // SAFETY: see `everything`.
        assert_eq!(unsafe { vst_session_new(self.image, start, &setup, &mut session) }, VST_OK);
        self.screen(session);
        for (event, at) in events {
            let input = input(event);
            let mut effect = MaybeUninit::<vst_effect>::uninit();
            // SAFETY: see `everything`; an effect was written when the status says so.
            let effect = unsafe {
                let (image, outbox, room) = (self.image, self.outbox, effect.as_mut_ptr());
                assert_eq!(vst_session_handle(session, image, outbox, at.millis(), &input, room), VST_OK);
                effect.assume_init()
            };
            let entry = effect.entry;
            self.say((effect.kind, read(effect.target), entry.kind, entry.host, entry.granted, entry.at_ms));
            self.say((read(entry.id), read(entry.subject), vehicle(entry.vehicle)));
            if entry.kind != VST_ENTRY_NONE {
                // SAFETY: see `everything`.
                assert_eq!(unsafe { vst_outbox_add(self.outbox, &entry) }, VST_OK);
                self.store();
            }
            self.screen(session);
        }
        // SAFETY: see `everything`.
        assert_eq!(unsafe { vst_session_free(&mut session) }, VST_OK);
    }

    fn screen(&mut self, session: vst_session) {
        let (image, outbox) = (self.image, self.outbox);
        let mut screen: vst_screen = pattern();
        let (mut deadline, mut may_update) = (0, 0);
        // SAFETY: see `everything`.
        let statuses = unsafe {
            [
                vst_session_screen(session, image, outbox, &mut screen),
                vst_session_deadline(session, &mut deadline),
                vst_session_may_update(session, &mut may_update),
            ]
        };
        self.say((statuses, screen, deadline, may_update));
        for part in VST_PART_TITLE..=VST_PART_BACK {
            let places = match part {
                VST_PART_LINE => screen.lines,
                VST_PART_CHOICE | VST_PART_CHOICE_DETAIL => screen.choices,
                _ => 1,
            };
            for place in 0..places {
                let (mut text, mut len) = ([0x5A_u8; 128], 0);
                // SAFETY: see `everything`.
                let status = unsafe {
                    let text = text.as_mut_ptr().cast::<c_char>();
                    vst_session_text(session, image, outbox, part, place, text, 128, &mut len)
                };
                let end = text.iter().rposition(|byte| *byte != 0x5A).map_or(0, |last| last + 1);
                self.say((status, len, String::from_utf8_lossy(&text[..end])));
            }
        }
        for place in 0..=screen.choices {
            let mut kind: u32 = pattern();
            // SAFETY: see `everything`.
            let status = unsafe { vst_session_choice(session, image, outbox, place, &mut kind) };
            self.say((status, kind));
        }
    }
}

fn no_options() -> [vst_option; ROOM] {
    let nothing = none();
    let vehicle =
        vst_vehicle { plate: nothing, region: nothing, make: nothing, model: nothing, color: nothing };
    let date = vst_date::default();
    [vst_option { booking: 0x5A, missing: 0x5A, from: date, through: date, id: nothing, vehicle }; ROOM]
}

fn option(option: vst_option) -> impl Debug {
    let vst_option { booking, missing, from, through, id, vehicle: booked } = option;
    (booking, missing, from, through, read(id), vehicle(booked))
}

fn input(event: &Event<'_>) -> vst_input {
    let (kind, number, text) = match event {
        Event::Text(text) => (VST_INPUT_TEXT, 0, lend(text)),
        Event::Digit(digit) => (VST_INPUT_DIGIT, (*digit).into(), none()),
        Event::Backspace => (VST_INPUT_BACKSPACE, 0, none()),
        Event::Submit => (VST_INPUT_SUBMIT, 0, none()),
        Event::Select(place) => (VST_INPUT_SELECT, u32::try_from(*place).unwrap(), none()),
        Event::Back => (VST_INPUT_BACK, 0, none()),
        Event::Language(Language::En) => (VST_INPUT_LANGUAGE, VST_EN, none()),
        Event::Language(Language::Fr) => (VST_INPUT_LANGUAGE, VST_FR, none()),
        Event::Tick => (VST_INPUT_TICK, 0, none()),
    };
    vst_input { kind, number, text }
}
