//! Everything that can be asked of a panel, whatever its image holds, and a visitor who does whatever some bytes say: for
//! tests and fuzzing, where the answers do not matter as long as there are some.

use std::ops::ControlFlow;
use vestibule::Instant;
use vestibule::console::{
    BookingHandle, ConsoleRules, ConsoleSetup, ContactHandle, Effect, EntryHandle, Event, GuestHost,
    GuestTarget, ResidentHandle, Session, SuiteHandle,
};
use vestibule::document::Language;
use vestibule::image::{Image, Panel};
use vestibule::outbox::{Entry, Outbox};
use vestibule::parking::vehicle::VehicleRef;

/// The first handles of every kind, and some that no image has.
fn handles() -> impl Iterator<Item = u32> {
    (0..20).chain([254, 65_535, u32::MAX - 1, u32::MAX])
}

/// Puts every question to a panel at an instant, with these words as names, codes, doors and plates.
pub fn ask_everything(panel: Panel<'_>, at: Instant, words: &[&str]) {
    let (image, now) = (panel.image(), panel.image().now(at));
    let mut options = [BookingHandle::default(); 8];
    let mut similar = options;
    for word in words {
        let mut hits = [EntryHandle::default(); 64];
        let _ = image.search_names(word, &now, &mut hits);
        let _ = (image.dial(word, &now), image.suite_by_id(word), image.booking_by_id(word));
        let _ = panel.match_plate(word, None, &now, &mut options);
        let _ = panel.check_plate(word, Some("CA-ON"), &now, &mut options, &mut similar);
        for door in words.iter().take(2) {
            let _ = image.enter_code(word, door, &now);
        }
        image.each_suite(word, &mut |suite| {
            let _ = image.suite(suite);
            ControlFlow::Continue(())
        });
    }
    let _ = image.call_management(&now).map(|contact| image.contact(contact));
    let vehicle = VehicleRef { plate: words.first().copied(), ..VehicleRef::default() };
    for handle in handles() {
        let (resident, suite, booking) = (ResidentHandle(handle), SuiteHandle(handle), BookingHandle(handle));
        let _ = panel.match_bookings(GuestTarget::Resident(resident), &now, &mut options);
        let _ = panel.match_bookings(GuestTarget::Suite(suite), &now, &mut options);
        let _ = panel.walk_in(GuestHost::Resident(resident), vehicle, &now);
        let _ = panel.walk_in(GuestHost::Suite(suite), vehicle, &now);
        let _ = (panel.offer(booking, &now), panel.permit(booking, &now));
        let _ = (panel.check_in(booking, vehicle, &now), panel.staff_check_in(booking, &now));
        let _ = (image.shown(EntryHandle(handle)), image.suite(suite), image.contact(ContactHandle(handle)));
        let _ = (image.booking_id(booking), image.code_of(resident));
    }
    let _ = panel.walk_in(GuestHost::Visitor, vehicle, &now);
    let _ = (image.building_id(), image.building_name(), image.zone_name(), image.zone_version());
    let _ = (image.days(), image.written_at(), panel.settings());
}

/// What some bytes say that a visitor does, each with the seconds that pass before it.
pub fn events(bytes: &[u8]) -> impl Iterator<Item = (Event<'_>, i64)> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (kind, after) = rest.split_first()?;
        let (number, after) = after.split_first().unwrap_or((&0, after));
        rest = after;
        // Now and then long enough for a session to forget, and for days to pass.
        let seconds = match kind >> 4 {
            13 => 50,
            14 => 4_000,
            15 => 90_000,
            _ => 1,
        };
        let event = match kind & 15 {
            0..=3 => {
                let length = usize::from(number & 31).min(rest.len());
                let (text, after) = rest.split_at_checked(length)?;
                rest = after;
                Event::Text(text.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
            }
            4 | 5 => Event::Digit(number % 10),
            6 => Event::Backspace,
            7 | 8 => Event::Submit,
            9..=11 => Event::Select(usize::from(number % 7)),
            12 => Event::Select(usize::from(*number)),
            13 => Event::Back,
            14 => Event::Language(if number & 1 == 0 { Language::En } else { Language::Fr }),
            _ => Event::Tick,
        };
        Some((event, seconds))
    })
}

/// A visitor who does what some bytes say, at a console with an image and an outbox that keeps what happens as far as there
/// is room.
pub fn visit(image: &Image<'_>, outbox: &mut Outbox<'_>, start: Instant, bytes: &[u8]) {
    let setup = ConsoleSetup { door: "lobby", language: Language::En, check_in_prefix: "panel" };
    let Ok(mut session) = Session::new(setup, start, &Panel::new(image, outbox.entries())) else { return };
    let mut at = start;
    for (event, seconds) in events(bytes) {
        at = at.plus_seconds(seconds);
        let panel = Panel::new(image, outbox.entries());
        let effect = session.handle(event, at, &panel);
        let mut memory = [0xFF; Outbox::SMALLEST];
        let kept = match effect {
            Some(Effect::RecordCheckIn { check_in }) => aside(&mut memory, &check_in.entry()),
            _ => None,
        };
        let _ = session.screen(&panel).to_screen();
        if let Some(entry) = kept.as_ref().and_then(|kept| kept.entries().next()) {
            let _ = outbox.add(&entry);
            store(outbox);
        }
    }
}

/// An outbox with one entry that outlives the answer of a session: the outbox that it goes into is what the session was
/// asked with.
fn aside<'m>(memory: &'m mut [u8], entry: &Entry<'_>) -> Option<Outbox<'m>> {
    let (mut outbox, _) = Outbox::open(memory).ok()?;
    store(&mut outbox);
    outbox.add(entry).ok()?;
    Some(outbox)
}

/// Carries out what is to be stored; the memory itself is the storage.
pub fn store(outbox: &mut Outbox<'_>) {
    while outbox.next_write().is_some() {
        outbox.written();
    }
}
