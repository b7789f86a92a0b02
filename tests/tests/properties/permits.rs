//! Permits and the board (SPEC 8).

use super::model::Model;
use super::worlds::{World, world};
use super::{ask, config};
use proptest::prelude::*;
use serde_json::json;
use vestibule::Instant;
use vestibule::document::Approval;
use vestibule::parking::board::Row;
use vestibule::parking::permit::{Permit, PermitStatus, Tab, Timer};

const TABS: [Tab; 3] = [Tab::Today, Tab::Upcoming, Tab::Past];

/// Instants around everything that happens to a booking: starts, ends and midnights, and a walk through the days between.
fn moments(world: &World) -> Vec<Instant> {
    let zone = world.zone();
    let mut moments = vec![world.now];
    for booking in &world.document.bookings {
        let midnight = zone.day_start(booking.start.date());
        for at in [zone.start(booking.start), zone.end(booking.start), zone.end(booking.end), midnight] {
            moments.extend([-1, 0, 1].map(|millis| Instant::from_millis(at.millis() + millis)));
        }
    }
    // 97 minutes are no divisor of a day: every hour of the two days around the clock change is visited.
    let start = zone.day_start(world.base);
    moments.extend((-15..30).map(|step| start.plus_seconds(step * 97 * 60)));
    moments.sort_unstable();
    moments
}

fn rank(status: PermitStatus) -> u8 {
    match status {
        PermitStatus::PendingApproval | PermitStatus::Upcoming => 0,
        PermitStatus::Active => 1,
        PermitStatus::Expired => 2,
    }
}

/// Which timer a status has; while staff have not decided, it counts to the start or to the end.
fn fits(permit: &Permit) -> bool {
    match (permit.status, permit.timer) {
        (PermitStatus::Expired, timer) => matches!(timer, Timer::Since(_)),
        (PermitStatus::Upcoming, timer) => matches!(timer, Timer::Until(_)),
        (PermitStatus::Active, timer) => matches!(timer, Timer::Remaining(_)),
        (PermitStatus::PendingApproval, timer) => !matches!(timer, Timer::Since(_)),
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// SPEC 8.1 to 8.5: every part of every permit is as the model says.
    #[test]
    fn permits_are_as_the_model_says(world in world()) {
        let building = world.open();
        let model = Model::new(&world);
        for booking in &world.document.bookings {
            let asked = json!({ "op": "permit", "booking": booking.id });
            prop_assert_eq!(ask(&building, &asked, world.now), model.permit(booking), "{}", booking.id);
        }
    }

    /// SPEC 8.1: a booking has exactly one status at every instant, none when rejected or cancelled, and time only moves it
    /// from pending or upcoming to active to expired, days with clock changes included.
    #[test]
    fn a_status_only_moves_on(world in world()) {
        let building = world.open();
        for booking in &world.document.bookings {
            let is_permit = matches!(booking.approval, Approval::Pending | Approval::Approved);
            let mut reached = 0;
            for moment in moments(&world) {
                let permit = building.permit(&booking.id, &building.now(moment)).unwrap();
                prop_assert_eq!(permit.is_some(), is_permit);
                let Some(permit) = permit else { continue };
                prop_assert!(reached <= rank(permit.status), "{:?} at {:?}", permit, moment);
                let pending = booking.approval == Approval::Pending;
                prop_assert!(permit.status == PermitStatus::Expired || pending == (permit.status == PermitStatus::PendingApproval));
                reached = rank(permit.status);
            }
        }
    }

    /// SPEC 8.2: timers fit the status, are never negative, and count down second by second to what they count to, then up.
    #[test]
    fn timers_count_elapsed_seconds(world in world()) {
        let building = world.open();
        for booking in &world.document.bookings {
            let mut last: Option<(Instant, Timer)> = None;
            for moment in moments(&world) {
                let permit = building.permit(&booking.id, &building.now(moment)).unwrap();
                let Some(permit) = permit else { continue };
                prop_assert!(fits(&permit) && permit.timer.seconds() >= 0, "{:?}", permit);
                if let Some((before, timer)) = last.filter(|(_, timer)| timer.kind() == permit.timer.kind()) {
                    let passed = moment.millis() - before.millis();
                    let moved = match permit.timer {
                        Timer::Since(seconds) => seconds - timer.seconds(),
                        _ => timer.seconds() - permit.timer.seconds(),
                    };
                    prop_assert!((passed / 1000..=passed / 1000 + 1).contains(&moved), "{} in {} ms", moved, passed);
                }
                last = Some((moment, permit.timer));
            }
        }
    }

    /// SPEC 8.5: at every instant each pending or approved booking is on exactly one tab, the one that its permit names, the
    /// others are on none; and a walk-in is on one as soon as it has happened. Days only move from upcoming to today to past.
    #[test]
    fn every_permit_is_on_one_tab(world in world()) {
        let building = world.open();
        let moments: Vec<Instant> = moments(&world).into_iter().step_by(7).collect();
        for moment in moments {
            let now = building.now(moment);
            let boards = TABS.map(|tab| (tab, building.board(tab, &now)));
            for booking in &world.document.bookings {
                let on: Vec<Tab> = boards.iter().flat_map(|(tab, rows)| {
                    rows.iter().filter(|row| matches!(row, Row::Booking(one) if one.id == booking.id)).map(|_| *tab)
                }).collect();
                let permit = building.permit(&booking.id, &now).unwrap();
                prop_assert_eq!(on, permit.map(|permit| permit.tab).into_iter().collect::<Vec<_>>());
            }
            let rows = boards.iter().flat_map(|(_, rows)| rows);
            let walk_ins = rows.filter(|row| matches!(row, Row::WalkIn(_))).count();
            let happened = world.document.check_ins.iter().filter(|one| {
                matches!(one.subject, vestibule::document::CheckInSubject::WalkIn(_)) && one.at <= moment
            });
            prop_assert_eq!(walk_ins, happened.count());
        }
    }

    /// SPEC 8.5: a tab's rows are in order: today and upcoming by start, past by end from the latest, then by id.
    #[test]
    fn a_tab_is_in_order(world in world()) {
        let building = world.open();
        let now = building.now(world.now);
        let zone = world.zone();
        for tab in TABS {
            let keys: Vec<_> = building.board(tab, &now).iter().map(|row| match row {
                Row::Booking(booking) if tab == Tab::Past => (booking.end, booking.id.clone()),
                Row::Booking(booking) => (booking.start, booking.id.clone()),
                Row::WalkIn(check_in) => (zone.local(check_in.at), check_in.id.clone()),
            }).collect();
            for pair in keys.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                let in_order = if tab == Tab::Past { a.0 > b.0 } else { a.0 < b.0 };
                prop_assert!(in_order || (a.0 == b.0 && a.1 < b.1), "{:?} {:?}", tab, keys);
            }
        }
    }

    /// SPEC 6.6: no check-in changes the status or the timer of a permit.
    #[test]
    fn a_status_never_depends_on_check_ins(world in world()) {
        let building = world.open();
        let mut without = world.clone();
        without.document.check_ins.clear();
        let other = without.open();
        let of = |permit: Option<Permit>| permit.map(|permit| (permit.status, permit.timer, permit.tab));
        for booking in &world.document.bookings {
            let ask = |building: &vestibule::Building| building.permit(&booking.id, &building.now(world.now)).unwrap();
            prop_assert_eq!(of(ask(&building)), of(ask(&other)));
        }
    }
}
