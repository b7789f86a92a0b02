//! Images that are put together of others (SPEC 11.2): refused with a reason, and, should someone have signed them,
//! questions all the same go no worse than wrong.

use super::config;
use super::horizon::horizon;
use super::visitors::{Input, SETUP, inputs};
use super::worlds::{CODES, ENTRY_CODES, PLATES, world};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vestibule::Instant;
use vestibule::console::Session;
use vestibule::image::{Image, Panel};
use vestibule::outbox::Entries;
use vestibule_tests::drive::ask_everything;
use vestibule_tests::image::{signed, signing_key, trust};

/// What is done to an image.
#[derive(Clone, Debug)]
enum Change {
    /// Bytes from one place on are replaced by as many of another image, from the same place.
    Same { at: Index, length: Index },
    /// Bytes from one place on are replaced by as many from another place of another image.
    Copied { from: Index, at: Index, length: Index },
    /// Bytes are taken out, and what follows moves up.
    Removed { at: Index, length: Index },
    /// It ends early, and something follows.
    Extended { at: Index, with: Vec<u8> },
    /// A whole section, or its place, is that of the other image.
    Section { number: usize },
    /// Numbers of four bytes are set to ones that are too large, or nearly.
    Number { at: Index, to: u32 },
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    let numbers = vec![0, 1, 2, 3, 7, 255, 65_535, 0x7FFF_FFFF, u32::MAX - 1, u32::MAX];
    prop_oneof![
        3 => (index(), index()).prop_map(|(at, length)| Change::Same { at, length }),
        3 => (index(), index(), index()).prop_map(|(from, at, length)| Change::Copied { from, at, length }),
        1 => (index(), index()).prop_map(|(at, length)| Change::Removed { at, length }),
        1 => (index(), vec(any::<u8>(), 0..300)).prop_map(|(at, with)| Change::Extended { at, with }),
        3 => (0..SECTIONS).prop_map(|number| Change::Section { number }),
        3 => (index(), select(numbers)).prop_map(|(at, to)| Change::Number { at, to }),
    ]
}

/// Where the table of where the sections begin is, and how many there are.
const TABLE: usize = 48;
const SECTIONS: usize = 24;
const SIGNATURE: usize = 64;

/// The place of a section: its start and its length.
fn section(image: &[u8], number: usize) -> Option<(usize, usize)> {
    let start = |number: usize| {
        let place = image.get(TABLE + number * 4..)?.first_chunk()?;
        Some(u32::from_le_bytes(*place) as usize)
    };
    let end = if number + 1 < SECTIONS { start(number + 1)? } else { image.len().checked_sub(SIGNATURE)? };
    Some((start(number)?, end.checked_sub(start(number)?)?))
}

impl Change {
    fn make(&self, image: &mut Vec<u8>, other: &[u8]) {
        let run = |at: &Index, length: &Index, of: usize| {
            let at = at.index(of.max(1));
            (at, length.index((of - at).min(24) + 1))
        };
        match self {
            Self::Same { at, length } => {
                let (at, length) = run(at, length, image.len().min(other.len()));
                image[at..at + length].copy_from_slice(&other[at..at + length]);
            }
            Self::Copied { from, at, length } => {
                let (at, length) = run(at, length, image.len());
                let from = from.index(other.len());
                let length = length.min(other.len() - from);
                image[at..at + length].copy_from_slice(&other[from..from + length]);
            }
            Self::Removed { at, length } => {
                let (at, length) = run(at, length, image.len());
                image.drain(at..at + length);
            }
            Self::Extended { at, with } => {
                image.truncate(at.index(image.len() + 1));
                image.extend(with);
            }
            Self::Section { number } => {
                let (Some(to), Some(from)) = (section(image, *number), section(other, *number)) else {
                    return;
                };
                let bytes = other.get(from.0..from.0 + from.1).unwrap_or_default();
                let length = bytes.len().min(to.1);
                if let Some(place) = image.get_mut(to.0..to.0 + length) {
                    place.copy_from_slice(&bytes[..length]);
                }
            }
            Self::Number { at, to } => {
                let at = at.index(image.len()) & !3;
                if let Some(place) = image.get_mut(at..at + 4) {
                    place.copy_from_slice(&to.to_le_bytes());
                }
            }
        }
    }
}

/// Two images, of different buildings or of the same one at different times.
fn images() -> impl Strategy<Value = (Vec<u8>, Vec<u8>, Instant)> {
    (world(), world(), any::<bool>(), horizon()).prop_map(|(world, other, same, horizon)| {
        let image = signed(horizon.image(&world.open(), world.now, 1));
        let later = if same { world.now.plus_seconds(86_400) } else { other.now };
        let second = if same { world.open() } else { other.open() };
        (image, signed(horizon.image(&second, later, 2)), world.now)
    })
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn an_image_that_is_put_together_is_refused(
        (one, other, at) in images(),
        of_itself in any::<bool>(),
        changes in vec(change(), 1..4),
        inputs in inputs(20),
    ) {
        let mut spliced = one.clone();
        for change in &changes {
            change.make(&mut spliced, if of_itself { &one } else { &other });
        }
        let keys = [signing_key().unwrap().verifying_key()];
        let opened = Image::open(&spliced, &trust(&keys)).map(|image| image.sequence());
        if !spliced.starts_with(&one) && !spliced.starts_with(&other) {
            prop_assert!(opened.is_err(), "{:?}", opened);
        }
        // As if whoever signs had signed it.
        if let Some(image) = Image::open_unsigned(&spliced) {
            ask_at_any_time(&image, at);
            visit(&image, at, &inputs);
        }
    }
}

/// Every question, at instants near the image's days and far from them.
fn ask_at_any_time(image: &Image<'_>, at: Instant) {
    let words = ["", "m", "marie", "mraie", "o'b", "trembaly m", "s-1", "d-1"];
    let words: Vec<&str> = words.into_iter().chain(CODES).chain(ENTRY_CODES).chain(PLATES).collect();
    let instants =
        [Instant::from_millis(0), at, at.plus_seconds(90_000), Instant::from_millis(7_258_118_399_999)];
    for at in instants {
        ask_everything(Panel::new(image, Entries::none()), at, &words);
    }
}

/// A visitor at a console with such an image.
fn visit(image: &Image<'_>, start: Instant, inputs: &[(Input, i64)]) {
    let panel = Panel::new(image, Entries::none());
    let mut session = Session::new(SETUP, start, &panel).unwrap();
    for (event, at) in super::visitors::timed(inputs, start, Instant::from_millis(i64::MAX)) {
        let _ = session.handle(event, at, &panel);
        let _ = session.screen(&panel).to_screen();
    }
}

/// The changes get somewhere: some of what they make holds together, so that questions are put to it.
#[test]
fn some_of_what_is_put_together_holds_together() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (images(), vec(change(), 1..4));
    let mut opened = 0;
    for _ in 0..600 {
        let ((one, other, _), changes) = strategy.new_tree(&mut runner).unwrap().current();
        let mut spliced = one.clone();
        changes.iter().for_each(|change| change.make(&mut spliced, &other));
        let signed = one.len() - SIGNATURE;
        let differs = spliced.len() < signed || spliced[..signed] != one[..signed];
        opened += u32::from(differs && Image::open_unsigned(&spliced).is_some());
    }
    assert!(opened > 30, "{opened}");
}

/// A clock further ahead of UTC, or behind it, than any can be is said, whichever number it is.
#[test]
fn impossible_clocks_are_refused() {
    use proptest::strategy::ValueTree;
    const SPANS: usize = 2;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (one, _, _) = images().new_tree(&mut runner).unwrap().current();
    let (start, _) = section(&one, SPANS).unwrap();
    let with = |offset: i32| {
        let mut image = one.clone();
        image[start + 8..start + 12].copy_from_slice(&offset.to_le_bytes());
        Image::open_unsigned(&image).is_some()
    };
    assert!(with(0) && with(26 * 3600) && with(-26 * 3600));
    for offset in [26 * 3600 + 1, -26 * 3600 - 1, i32::MAX, i32::MIN + 1, i32::MIN] {
        assert!(!with(offset), "{offset}");
    }
}
