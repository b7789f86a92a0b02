//! What accepted requests and approvals add up to (SPEC 4).

use super::config;
use super::model::days_between;
use super::worlds::{World, booked, request, world_of};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use vestibule::calendar::add_days;
use vestibule::document::{
    Amenity, Approval, Booking, BookingRequest, Document, Holder, Quota, QuotaPer, QuotaPeriod, QuotaUnit,
};
use vestibule::parking::request::{ApproveAnswer, RequestAnswer, Violation};
use vestibule::{Building, Instant};

/// A world without bookings, in which nothing but capacity, quota and the stay's length is against a request, and requests.
fn season() -> impl Strategy<Value = (World, Vec<BookingRequest>)> {
    (world_of(0..1, 0..1), any::<bool>()).prop_flat_map(|(mut world, strict)| {
        world.document.bookings.clear();
        world.document.check_ins.clear();
        world.now = Instant::from_millis(world.zone().day_start(add_days(world.base, -12)).millis());
        for amenity in world.document.amenities.iter_mut().filter(|_| !strict) {
            amenity.enabled = true;
            amenity.required_fields.clear();
            (amenity.hours, amenity.max_advance_days) = (None, None);
            (amenity.min_minutes, amenity.max_minutes) = (None, None);
            amenity.blackouts.clear();
        }
        let requests = vec(request(world.base, 6), 0..40);
        (Just(world), requests)
    })
}

/// Asks for one after the other and adds each one that is accepted; `check` sees each addition.
fn accept(
    world: &World,
    requests: &[BookingRequest],
    mut check: impl FnMut(&Document, &Booking) -> Result<(), TestCaseError>,
) -> Result<Document, TestCaseError> {
    let mut document = world.document.clone();
    for (index, request) in requests.iter().enumerate() {
        let building = Building::open(document.clone(), world.zone()).unwrap();
        let approval = match building.request_booking(request, &building.now(world.now)).unwrap() {
            RequestAnswer::Approved => Approval::Approved,
            RequestAnswer::Pending => Approval::Pending,
            RequestAnswer::Violations(violations) => {
                prop_assert!(!violations.is_empty());
                continue;
            }
        };
        document.bookings.push(booked(&format!("b-{index}"), request, approval));
        check(&document, &document.bookings[document.bookings.len() - 1])?;
    }
    Ok(document)
}

/// How many of an amenity's bookings with one of these approvals are there at each wall minute at which one begins: where
/// the count is highest.
fn most_at_once(document: &Document, amenity: &str, counted: &[Approval]) -> usize {
    let held: Vec<_> = document
        .bookings
        .iter()
        .filter(|booking| booking.amenity == amenity && counted.contains(&booking.approval))
        .collect();
    let at =
        |minute: NaiveDateTime| held.iter().filter(|one| one.start <= minute && minute < one.end).count();
    held.iter().map(|booking| at(booking.start)).max().unwrap_or_default()
}

fn amenity<'d>(document: &'d Document, id: &str) -> &'d Amenity {
    document.amenities.iter().find(|amenity| amenity.id == id).unwrap()
}

/// The bookings that count against the quota together with one (SPEC 4.3).
fn counted_with<'d>(document: &'d Document, quota: &Quota, booking: &Booking) -> Vec<&'d Booking> {
    let together = |other: &&Booking| {
        let holds = matches!(other.approval, Approval::Pending | Approval::Approved);
        let same = match quota.per {
            QuotaPer::Resident => other.holder == booking.holder,
            QuotaPer::Suite => other.suite == booking.suite && matches!(other.holder, Holder::Resident(_)),
        };
        holds && same && other.amenity == booking.amenity
    };
    document.bookings.iter().filter(together).collect()
}

/// What a booking counts, day by day.
fn days_counted(quota: &Quota, booking: &Booking) -> Vec<NaiveDate> {
    match quota.unit {
        QuotaUnit::Bookings => vec![booking.start.date()],
        QuotaUnit::Days => days_between(booking.start, booking.end),
    }
}

/// Whether a day is in the period of another one.
fn in_period(period: QuotaPeriod, of: NaiveDate, day: NaiveDate) -> bool {
    match period {
        QuotaPeriod::Month => (of.year(), of.month()) == (day.year(), day.month()),
        QuotaPeriod::Week => of.iso_week() == day.iso_week(),
        QuotaPeriod::Rolling { days } => (0..days).any(|back| add_days(of, -i64::from(back)) == day),
    }
}

fn used(quota: &Quota, bookings: &[&Booking], of: NaiveDate) -> usize {
    let days = bookings.iter().flat_map(|booking| days_counted(quota, booking));
    days.filter(|day| in_period(quota.period, of, *day)).count()
}

proptest! {
    #![proptest_config(config(250))]

    /// SPEC 4.3, 4.4: whatever is asked for in whatever order, at no wall minute do pending and approved bookings together
    /// hold more spaces than there are.
    #[test]
    fn accepted_requests_never_exceed_capacity((world, requests) in season()) {
        accept(&world, &requests, |document, added| {
            let most = most_at_once(document, &added.amenity, &[Approval::Pending, Approval::Approved]);
            let capacity = amenity(document, &added.amenity).capacity;
            prop_assert!(most <= capacity as usize, "{} of {}", most, capacity);
            Ok(())
        })?;
    }

    /// SPEC 4.3: a request is refused for capacity only where one more would be too many, and from that minute on.
    #[test]
    fn capacity_is_full_at_the_minute_named((world, requests) in season()) {
        let document = accept(&world, &requests, |_, _| Ok(()))?;
        let building = Building::open(document.clone(), world.zone()).unwrap();
        for request in &requests {
            let held: Vec<_> = document.bookings.iter().filter(|one| one.amenity == request.amenity).collect();
            let capacity = amenity(&document, &request.amenity).capacity as usize;
            let count = |minute| held.iter().filter(|one| one.start <= minute && minute < one.end).count();
            let mut minutes = (0..(request.end - request.start).num_minutes()).map(|more| request.start + TimeDelta::minutes(more));
            let first = minutes.find(|minute| count(*minute) + 1 > capacity);
            let answer = building.request_booking(request, &building.now(world.now)).unwrap();
            let named = match answer {
                RequestAnswer::Violations(violations) => violations.into_iter().find_map(|violation| match violation {
                    Violation::CapacityFull { at } => Some(at),
                    _ => None,
                }),
                _ => None,
            };
            prop_assert_eq!(named, first);
        }
    }

    /// SPEC 4.6: approving one pending booking after another, the approved ones never exceed the capacity, though pending
    /// and approved ones together may where bookings came from elsewhere: only approved ones count here.
    #[test]
    fn approvals_never_exceed_capacity((world, requests) in season()) {
        let mut document = world.document.clone();
        let pending = requests.iter().enumerate();
        document.bookings = pending.map(|(index, request)| booked(&format!("b-{index}"), request, Approval::Pending)).collect();
        for index in 0..document.bookings.len() {
            let building = Building::open(document.clone(), world.zone()).unwrap();
            let booking = &document.bookings[index];
            let (id, amenity_id) = (booking.id.clone(), booking.amenity.clone());
            let answer = building.approve(&id, &building.now(world.now)).unwrap();
            document.bookings[index].approval = Approval::Approved;
            let capacity = amenity(&document, &amenity_id).capacity as usize;
            let most = most_at_once(&document, &amenity_id, &[Approval::Approved]);
            match answer {
                ApproveAnswer::Approved => prop_assert!(most <= capacity, "{} of {}", most, capacity),
                ApproveAnswer::CapacityFull => {
                    prop_assert!(most > capacity, "{} of {}", most, capacity);
                    document.bookings[index].approval = Approval::Pending;
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    /// SPEC 4.3: after each accepted request of a resident, no period that one of its days falls in holds more than the
    /// quota's limit; months and weeks never do at all. A rolling window that ends after the request's last day may: only
    /// those that end with one of its days are looked at.
    #[test]
    fn accepted_requests_never_exceed_the_quota((world, requests) in season()) {
        accept(&world, &requests, |document, added| {
            let Some(quota) = &amenity(document, &added.amenity).quota else { return Ok(()) };
            if matches!(added.holder, Holder::Manager(_)) {
                return Ok(());
            }
            let together = counted_with(document, quota, added);
            let all = (-20..40).map(|days| add_days(world.base, days));
            let looked_at: Vec<NaiveDate> = match quota.period {
                QuotaPeriod::Month | QuotaPeriod::Week => all.collect(),
                QuotaPeriod::Rolling { .. } => days_counted(quota, added),
            };
            for day in looked_at {
                let used = used(quota, &together, day);
                prop_assert!(used <= quota.limit as usize, "{} of {} at {}", used, quota.limit, day);
            }
            Ok(())
        })?;
    }

    /// SPEC 4.3: a refusal for the quota names what is used in the first period that would be exceeded, and the date from
    /// which that use, day for day, is less.
    #[test]
    fn the_quota_s_figures_are_those_of_the_first_period((world, requests) in season()) {
        let document = accept(&world, &requests, |_, _| Ok(()))?;
        let building = Building::open(document.clone(), world.zone()).unwrap();
        for request in requests.iter().filter(|request| matches!(request.holder, Holder::Resident(_))) {
            let asked = booked("new", request, Approval::Pending);
            let Some(quota) = &amenity(&document, &request.amenity).quota else { continue };
            let together = counted_with(&document, quota, &asked);
            let mut with_it = together.clone();
            with_it.push(&asked);
            let days = days_counted(quota, &asked);
            let first = days.into_iter().find(|day| used(quota, &with_it, *day) > quota.limit as usize);
            let answer = building.request_booking(request, &building.now(world.now)).unwrap();
            let exceeded = match answer {
                RequestAnswer::Violations(violations) => violations.into_iter().find_map(|violation| match violation {
                    Violation::QuotaExceeded(exceeded) => Some(exceeded),
                    _ => None,
                }),
                _ => None,
            };
            prop_assert_eq!(exceeded.is_some(), first.is_some());
            let (Some(exceeded), Some(first)) = (exceeded, first) else { continue };
            prop_assert_eq!((exceeded.used as usize, exceeded.limit), (used(quota, &together, first), quota.limit));
            let later = first.iter_days().skip(1);
            let frees = match quota.period {
                QuotaPeriod::Month | QuotaPeriod::Week => later.take(40).find(|day| !in_period(quota.period, first, *day)),
                // When the oldest day counted in the window has left it.
                QuotaPeriod::Rolling { .. } => {
                    let days = together.iter().flat_map(|booking| days_counted(quota, booking));
                    let oldest = days.filter(|day| in_period(quota.period, first, *day)).min();
                    oldest.and_then(|oldest| later.take(40).find(|day| !in_period(quota.period, *day, oldest)))
                }
            };
            prop_assert_eq!(exceeded.frees, frees);
        }
    }

    /// SPEC 4.3: after each accepted request of a resident, its stay, pending bookings included, is not too long.
    #[test]
    fn accepted_requests_never_make_a_stay_too_long((world, requests) in season()) {
        accept(&world, &requests, |document, added| {
            let Some(limit) = amenity(document, &added.amenity).max_consecutive_days else { return Ok(()) };
            if matches!(added.holder, Holder::Manager(_)) {
                return Ok(());
            }
            let mut document = document.clone();
            document.bookings.iter_mut().for_each(|booking| booking.approval = Approval::Approved);
            // The request is the last among equals: no booking sorts after it.
            let last = document.bookings.len() - 1;
            document.bookings[last].id = "~".into();
            let world = World { document, ..world.clone() };
            let model = super::model::Model::new(&world);
            let stay = model.stay(&world.document.bookings[last]);
            let days: BTreeMap<NaiveDate, ()> = super::model::stay_days(&stay).into_iter().map(|day| (day, ())).collect();
            prop_assert!(days.len() <= limit as usize, "{} days of {}", days.len(), limit);
            Ok(())
        })?;
    }
}

/// The seasons get somewhere: requests are accepted and refused for every reason that adds up.
#[test]
fn seasons_fill_up() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..60 {
        let (world, requests) = season().new_tree(&mut runner).unwrap().current();
        let document = accept(&world, &requests, |_, _| Ok(())).unwrap();
        *reasons.entry("accepted").or_default() += document.bookings.len();
        let building = Building::open(document, world.zone()).unwrap();
        for request in &requests {
            let answer = building.request_booking(request, &building.now(world.now)).unwrap();
            if let RequestAnswer::Violations(violations) = answer {
                violations.iter().for_each(|violation| *reasons.entry(violation.as_str()).or_default() += 1);
            }
        }
    }
    for reason in
        ["accepted", "vehicleAlreadyBooked", "capacityFull", "quotaExceeded", "tooManyConsecutiveDays"]
    {
        assert!(reasons.get(reason).is_some_and(|count| *count > 20), "{reason}: {reasons:?}");
    }
}
