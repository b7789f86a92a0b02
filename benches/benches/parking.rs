//! Guest parking: matching, decisions, permits, the board, requests (SPEC 4 to 8).
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]
#![allow(clippy::expect_used, reason = "a bench that cannot run should say so at once")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vestibule::Building;
use vestibule::document::{BookingRequest, By, Holder, Vehicle};
use vestibule::parking::matching::{Decision, Target, decide};
use vestibule::parking::permit;
use vestibule_benches::documents::{self, TABS, board_with_permits, document, five_bookings, open};
use vestibule_benches::floor::{FlatNow, Floor};

const SEED: u64 = 5;
const RECHECK: i32 = 7;

/// One decision over the five bookings of a resident, and the same by hand.
fn decision(c: &mut Criterion) {
    let building = open(five_bookings());
    let (ledger, settings) = (building.ledger(), &building.document().settings);
    let now = building.now(documents::now(&building));
    let slots = ledger.of_resident("r0");
    let (floor, flat_now) = (Floor::new(&building), FlatNow::new(&now));
    let mut group = c.benchmark_group("parking/decision over 5");
    group.bench_function("by hand", |b| b.iter(|| floor.decide(black_box(0), RECHECK, flat_now)));
    group.bench_function("decide", |b| b.iter(|| decide(black_box(slots), ledger, settings, &now)));
    let target = Target::Resident("r0".into());
    group.bench_function("answer", |b| b.iter(|| building.match_bookings(black_box(&target), &now)));
    let by = By::Guest;
    let vehicle = Vehicle { make: Some("Toyota".into()), ..Vehicle::default() };
    group.bench_function("check-in", |b| b.iter(|| building.check_in(black_box("b2"), &vehicle, &by, &now)));
    group.bench_function("now", |b| {
        let instant = documents::now(&building);
        b.iter(|| building.now(black_box(instant)))
    });
    group.finish();
}

/// A resident among 100,000 bookings, ten each on average; another one each time.
fn among_many(c: &mut Criterion) {
    let building = open(document(SEED, 10_000, 100_000));
    let (ledger, settings) = (building.ledger(), &building.document().settings);
    let residents = &building.document().residents;
    let now = building.now(documents::now(&building));
    let (floor, flat_now) = (Floor::new(&building), FlatNow::new(&now));
    let mut group = c.benchmark_group("parking/100000 bookings");
    group.throughput(Throughput::Elements(1));
    // Residents in an order that no cache foresees; what is asked for is at hand.
    let order: Vec<usize> = (0..residents.len()).map(|at| at * 7_919 % residents.len()).collect();
    let targets: Vec<Target> = order
        .iter()
        .filter_map(|at| residents.get(*at))
        .map(|resident| Target::Resident(resident.id.clone()))
        .collect();
    let ids: Vec<&str> = targets.iter().filter_map(id_of).collect();
    group.bench_function("one resident by hand, without look-up", |b| {
        let mut next = order.iter().cycle();
        b.iter(|| next.next().map(|at| floor.decide(*at, RECHECK, flat_now)));
    });
    group.bench_function("one resident", |b| {
        let mut next = ids.iter().cycle();
        b.iter(|| next.next().map(|id| decide(ledger.of_resident(id), ledger, settings, &now)));
    });
    group.bench_function("one resident, the answer", |b| {
        let mut next = targets.iter().cycle();
        b.iter(|| next.next().map(|target| building.match_bookings(target, &now)));
    });
    group.throughput(Throughput::Elements(residents.len() as u64));
    group.sample_size(50);
    group.bench_function("all residents by hand, without look-up", |b| {
        b.iter(|| (0..floor.residents()).filter(|at| is_due_by_hand(&floor, *at, flat_now)).count());
    });
    group.bench_function("all residents", |b| {
        let is_due =
            |id: &str| matches!(decide(ledger.of_resident(id), ledger, settings, &now), Decision::Due(_));
        b.iter(|| residents.iter().filter(|resident| is_due(&resident.id)).count());
    });
    group.finish();
}

fn id_of(target: &Target) -> Option<&str> {
    match target {
        Target::Resident(id) => Some(id),
        Target::Suite(_) => None,
    }
}

fn is_due_by_hand(floor: &Floor, at: usize, now: FlatNow) -> bool {
    matches!(floor.decide(at, RECHECK, now), vestibule_benches::floor::FlatDecision::Due(_))
}

fn permits(c: &mut Criterion) {
    let building = open(document(SEED, 300, 2_000));
    let now = building.now(documents::now(&building));
    let bookings = &building.document().bookings;
    let mut group = c.benchmark_group("parking/permit");
    let instants: Vec<_> = bookings
        .iter()
        .map(|booking| (now.clock().start(booking.start), now.clock().end(booking.end), booking.approval))
        .collect();
    group.bench_function("status and timer, zone resolved", |b| {
        let mut next = instants.iter().cycle();
        b.iter(|| {
            let (start, end, approval) = *next.next().expect("there are bookings");
            permit::status(start, end, approval, now.instant())
        });
    });
    group.bench_function("whole", |b| {
        let mut next = bookings.iter().cycle();
        b.iter(|| building.permit(&next.next().expect("there are bookings").id, &now));
    });
    group.finish();
}

/// All tabs, and with each row everything that staff see of it.
fn board(c: &mut Criterion) {
    let building = open(document(SEED, 300, 2_000));
    let now = building.now(documents::now(&building));
    let mut group = c.benchmark_group("parking/board of 2000");
    group.bench_function("rows", |b| b.iter(|| TABS.map(|tab| building.board(tab, &now).len())));
    group.bench_function("rows with permits", |b| b.iter(|| board_with_permits(&building, &now)));
    group.bench_function("search", |b| b.iter(|| building.search_permits(black_box("mar"), &now)));
    group.bench_function("check a plate", |b| {
        b.iter(|| building.check_plate(black_box("RT5 80K"), None, &now))
    });
    group.finish();
}

/// A request against 2,000 and 100,000 bookings: capacity, quota and the stay are counted anew each time.
fn requests(c: &mut Criterion) {
    let mut group = c.benchmark_group("parking/request");
    for (residents, bookings) in [(300, 2_000), (10_000, 100_000)] {
        let building = open(document(SEED, residents, bookings));
        let now = building.now(documents::now(&building));
        let request = request(&building);
        group.bench_function(format!("among {bookings}"), |b| {
            b.iter(|| building.request_booking(black_box(&request), &now));
        });
    }
    group.finish();
}

fn request(building: &Building) -> BookingRequest {
    let document = building.document();
    let resident = document.residents.first().expect("there are residents");
    let like = document.bookings.iter().find(|booking| booking.start.date() > documents::today());
    let like = like.expect("some bookings are to come");
    BookingRequest {
        amenity: like.amenity.clone(),
        holder: Holder::Resident(resident.id.clone()),
        suite: resident.residencies.first().map(|residency| residency.suite.clone()).unwrap_or_default(),
        start: like.start,
        end: like.end,
        vehicle: Vehicle { plate: Some("RT5 80K".into()), make: Some("Toyota".into()), ..Vehicle::default() },
        space: None,
        guest_name: None,
    }
}

criterion_group!(parking, decision, among_many, permits, board, requests);
criterion_main!(parking);
