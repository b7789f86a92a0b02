//! What name searches, decisions and permits allocate, and how large the name index is: consoles have little memory.
#![allow(clippy::unwrap_used, reason = "a test")]
#![allow(unsafe_code, reason = "counting allocations takes an allocator, and that is an unsafe trait")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use std::ops::ControlFlow;

use vestibule::console::{BookingHandle, EntryHandle, GuestHost, GuestTarget, NamesFound, ResidentHandle};
use vestibule::directory::index::NameIndex;
use vestibule::directory::search::{IndexSearch, NameSearchSettings};
use vestibule::image::{Image, ImageSpec, Panel, SigningKey, Trust};
use vestibule::outbox::Entries;
use vestibule::parking::matching::{Decision, decide};
use vestibule::parking::vehicle::VehicleRef;
use vestibule_benches::buildings::{Resident, keystrokes, residents};
use vestibule_benches::documents::{self, document, five_bookings, open};

/// The system's allocator, counting how often each thread asks.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count_one() {
    // A thread that is ending may have lost its counter; nobody reads it then.
    let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes to the system's allocator with the arguments that came; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one();
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count_one();
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATIONS.with(Cell::get);
    let done = work();
    (ALLOCATIONS.with(Cell::get) - before, done)
}

fn index(people: &[Resident]) -> NameIndex {
    NameIndex::new(people.iter().map(|person| (person.shown_name.as_str(), person.code.as_str())))
}

#[test]
fn a_search_allocates_its_answer_and_nothing_else() {
    let people = residents(5, 3_000);
    let index = index(&people);
    let shown = |entry: u32| people[entry as usize].shown;
    let settings = NameSearchSettings { query_min: 2, limit: 10 };
    for query in
        keystrokes(5, &people, 3_000).iter().map(String::as_str).chain(["", "a", "李", "no such person"])
    {
        let (count, answer) = allocations(|| index.search(query, settings, shown));
        let nothing = match answer {
            IndexSearch::TooShort => true,
            IndexSearch::Found { hits, .. } => hits.is_empty(),
        };
        assert_eq!(count, usize::from(!nothing), "{query:?}");
    }
}

#[test]
fn a_hostile_query_allocates_a_bounded_amount() {
    let index = index(&residents(5, 300));
    let settings = NameSearchSettings { query_min: 2, limit: 10 };
    for query in ["q".repeat(10_000_000), "ma ".repeat(100_000), "\u{FDFA}".repeat(100_000)] {
        let (count, _) = allocations(|| index.search(&query, settings, |_| true));
        assert!(count <= 8, "{count}");
    }
}

#[test]
fn the_index_takes_at_most_64_bytes_for_each_name_beyond_the_name() {
    for count in [300, 3_000, 30_000] {
        let mut people = residents(5, count);
        people.retain(|person| person.shown);
        let names: usize = people.iter().map(|person| person.shown_name.len()).sum();
        let bytes = index(&people).heap_bytes();
        assert!(
            bytes <= names + 64 * people.len(),
            "{} bytes for each of {}",
            bytes / people.len(),
            people.len()
        );
        // In fact it is well within 64 bytes, the names' folded text included.
        assert!(bytes <= 64 * people.len(), "{} bytes for each of {}", bytes / people.len(), people.len());
    }
}

#[test]
fn a_guests_decision_allocates_its_answer_and_nothing_else() {
    for document in [five_bookings(), document(5, 300, 3_000)] {
        let building = open(document);
        let now = building.now(documents::now(&building));
        let (ledger, settings) = (building.ledger(), &building.document().settings);
        let mut due = 0;
        for resident in &building.document().residents {
            let (count, decision) =
                allocations(|| decide(ledger.of_resident(&resident.id), ledger, settings, &now));
            let is_due = matches!(decision, Decision::Due(_));
            assert_eq!(count, usize::from(is_due), "{}", resident.id);
            due += count;
        }
        assert!(due > 0);
    }
}

#[test]
fn a_permit_allocates_nothing() {
    let building = open(document(5, 300, 2_000));
    let now = building.now(documents::now(&building));
    for booking in &building.document().bookings {
        let (count, permit) = allocations(|| building.permit(&booking.id, &now));
        assert!(permit.is_ok());
        assert_eq!(count, 0, "{}", booking.id);
    }
}

/// Opening an image, every question to it, and a whole visit at a console over it.
#[test]
fn an_image_is_read_without_allocating() {
    let building = open(document(5, 3_000, 2_000));
    let at = documents::now(&building);
    let unsigned = building.console_image(&ImageSpec::starting(&building, at, 14, 1)).unwrap();
    let key = SigningKey::from_seed([7; 32]).unwrap();
    let bytes = unsigned.sign(&key);
    let keys = [key.verifying_key()];
    let people = residents(5, 3_000);
    let typed = keystrokes(5, &people, 3_000);
    let (count, found) = allocations(|| {
        let image = Image::open(&bytes, &Trust { keys: &keys, building: "", newer_than: 0 }).unwrap();
        let (panel, now) = (Panel::new(&image, Entries::none()), image.now(at));
        let mut found = 0;
        let mut hits = [EntryHandle::default(); 10];
        for query in &typed {
            if let NamesFound::Found { count, .. } = image.search_names(query, &now, &mut hits) {
                found += count;
                let shown = hits.iter().take(count).filter_map(|hit| image.shown(*hit));
                assert!(shown.into_iter().all(|shown| image.dial(shown.code, &now).is_some()));
            }
        }
        image.each_suite("1", &mut |_| ControlFlow::Continue(()));
        let (mut options, mut similar) = ([BookingHandle::default(); 16], [BookingHandle::default(); 16]);
        let vehicle = VehicleRef { plate: Some("ABC 123"), ..VehicleRef::default() };
        for number in 0..2_000 {
            let booking = BookingHandle(number);
            let _ = panel.match_bookings(GuestTarget::Resident(ResidentHandle(number)), &now, &mut options);
            let _ = (
                panel.offer(booking, &now),
                panel.check_in(booking, vehicle, &now),
                panel.permit(booking, &now),
            );
        }
        let _ = panel.match_plate("ABC 123", None, &now, &mut options);
        let _ = panel.check_plate("ABC 123", None, &now, &mut options, &mut similar);
        let _ = panel.walk_in(GuestHost::Visitor, vehicle, &now);
        let _ = (image.call_management(&now), image.enter_code("424242", "lobby", &now));
        found
    });
    assert!(found > 3_000);
    assert_eq!(count, 0);
}
