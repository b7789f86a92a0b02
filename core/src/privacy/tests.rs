//! What is due when, and what is left after erasing.

use super::*;
use crate::calendar::ZoneRules;
use crate::parking::matching::Target;
use crate::{Building, ErrorCode};
use alloc::string::ToString;
use alloc::vec;
use chrono::TimeDelta;
use proptest::prelude::*;

/// The mark in every text that may identify a person. Ids and names of things do not have it.
const MARK: &str = "person";

const BUILDING: &str = r#"{"format":"vestibule/1",
 "building":{"id":"b","name":"B","zone":"America/Toronto","kind":"condo"},
 "suites":[{"id":"s","number":"101"},{"id":"office","number":"1","use":"management"}],
 "doors":[{"id":"main","name":"Main","common":true}],
 "spaces":[{"id":"locker","kind":"storage","name":"L1"}],
 "managers":[{"id":"m","firstName":"M","suite":"office"}],
 "amenities":[{"id":"p","name":"P","capacity":9}],
 "residents":[
  {"id":"stays","email":"person@example.org","directoryCode":"1001","residencies":[{"suite":"s"}]},
  {"id":"gone","externalId":"person","firstName":"person","lastName":"person","email":"person@example.org","phone":"person",
   "preferredCommunication":"sms","language":"fr","residencies":[{"suite":"s","moveIn":"2020-01-01","moveOut":"2026-05-01"}],
   "directoryCode":"person","notes":"person","pets":"person","onboarding":"active",
   "display":{"name":"person","callNumber":"person"},"tags":["person"],"designation":"owner",
   "emergencyContacts":[{"name":"person","phone":"person","relation":"person"}],"spaces":["locker"],"doors":["main"],
   "vehicles":[{"plate":"person","region":"person","make":"person","model":"person","year":2020,"color":"person","carTag":"person"}],
   "guestInvitesRestricted":true}],
 "bookings":[
  {"id":"first","amenity":"p","holder":{"resident":"gone"},"suite":"s","start":"2026-05-01T18:00","end":"2026-05-02T09:00",
   "approval":"approved","guestName":"person","createdAt":"2026-04-30T12:00:00Z",
   "vehicle":{"plate":"person1","region":"person","make":"person","model":"person","color":"person"}},
  {"id":"second","amenity":"p","holder":{"resident":"gone"},"suite":"s","start":"2026-05-03T18:00","end":"2026-05-10T09:00",
   "approval":"approved","vehicle":{"plate":"PERSON 1","region":"person"}},
  {"id":"other","amenity":"p","holder":{"resident":"gone"},"suite":"s","start":"2026-05-03T18:00","end":"2026-05-04T09:00",
   "approval":"approved","vehicle":{"plate":"person2"}},
  {"id":"refused","amenity":"p","holder":{"manager":"m"},"suite":"office","start":"2026-05-01T18:00","end":"2026-05-02T00:00",
   "approval":"rejected","guestName":"person"}],
 "checkIns":[
  {"id":"early","at":"2026-05-01T22:00:00Z","by":"guest","booking":"first","vehicle":{"make":"person","plate":"person"}},
  {"id":"late","at":"2026-06-01T22:00:00Z","by":{"staff":"person"},"booking":"first"},
  {"id":"walk","at":"2026-05-02T03:59:59Z","by":"guest","host":{"suite":"s"},"vehicle":{"plate":"person","color":"person"}}],
 "guestInvites":[
  {"id":"ends","resident":"stays","guestName":"person","contact":"person","credential":{"entryCode":"person"},
   "startsAt":"2026-05-01T09:00","endsAt":"2026-05-03T00:00","createdBy":"staff","revokedAt":"2026-06-01T00:00:00Z"},
  {"id":"stops","resident":"gone","guestName":"person","credential":{"app":true},"startsAt":"2026-01-01T00:00","createdBy":"staff"},
  {"id":"goes-on","resident":"stays","guestName":"person","credential":{"app":true},"startsAt":"2026-01-01T00:00","createdBy":"staff"}]}"#;

fn document() -> Document {
    Document::from_json(BUILDING).unwrap()
}

fn toronto() -> ZoneRules {
    ZoneRules::bundled("America/Toronto").unwrap()
}

fn due_at(document: &Document, at: &str) -> Vec<String> {
    let zone = toronto();
    let now = Now::new(zone.clock(), Instant::parse(at).unwrap());
    due(document, &now).iter().map(|due| format!("{} {}", due.kind.as_str(), due.id)).collect()
}

/// The first second at which something is due, and that it was not a second before.
fn assert_due_from(document: &Document, what: &str, at: &str) {
    let instant = Instant::parse(at).unwrap();
    assert!(due_at(document, at).contains(&what.to_string()), "{what} at {at}");
    let before = instant.plus_seconds(-1).to_rfc3339();
    assert!(!due_at(document, &before).contains(&what.to_string()), "{what} at {before}");
}

#[test]
fn days_count_from_where_each_thing_ends() {
    let document = document();
    // Toronto is four hours behind UTC in summer.
    assert_due_from(&document, "bookingPlate first", "2026-06-02T04:00:00Z");
    assert_due_from(&document, "bookingPlate second", "2026-06-10T04:00:00Z");
    assert_due_from(&document, "bookingVisit first", "2026-08-01T04:00:00Z");
    assert_due_from(&document, "bookingVisit refused", "2026-08-01T04:00:00Z");
    assert_due_from(&document, "checkInPlate early", "2026-06-02T04:00:00Z");
    assert_due_from(&document, "checkInVisit late", "2026-08-31T04:00:00Z");
    assert_due_from(&document, "checkInPlate walk", "2026-06-01T04:00:00Z");
    // It ended at 00:00 on 2026-05-03, before it was revoked; the other one with its resident's residence.
    assert_due_from(&document, "invite ends", "2026-06-03T04:00:00Z");
    assert_due_from(&document, "invite stops", "2026-06-01T04:00:00Z");
    assert_due_from(&document, "resident gone", "2028-05-01T04:00:00Z");
}

#[test]
fn nothing_of_a_stay_is_due_while_it_goes_on() {
    let mut document = document();
    document.settings.retention.plate_days = 0;
    // The second booking of the stay ends at 09:00 on 2026-05-10, and the grace of 15 minutes after that.
    assert_due_from(&document, "bookingPlate first", "2026-05-10T13:15:00Z");
    assert_due_from(&document, "checkInPlate early", "2026-05-10T13:15:00Z");
    assert_due_from(&document, "bookingPlate other", "2026-05-05T04:00:00Z");
    document.settings.grace_minutes = 24 * 60;
    assert_due_from(&document, "bookingPlate other", "2026-05-05T13:00:00Z");
}

#[test]
fn a_plate_next_to_a_live_booking_without_one_is_needed() {
    let mut document = document();
    document.settings.retention.plate_days = 0;
    let mut lane = document.bookings[2].clone();
    lane.id = "lane".into();
    lane.vehicle = Vehicle::default();
    lane.start = crate::calendar::parse_wall("2026-05-05T09:00").unwrap();
    lane.end = crate::calendar::parse_wall("2026-05-20T09:00").unwrap();
    document.bookings.push(lane);
    assert_due_from(&document, "bookingPlate other", "2026-05-20T13:15:00Z");
}

#[test]
fn a_code_in_quarantine_is_waited_for() {
    let mut document = document();
    document.settings.retention.resident_days = 0;
    assert_due_from(&document, "resident gone", "2026-06-01T04:00:00Z");
    document.settings.code_quarantine_days = 0;
    assert_due_from(&document, "resident gone", "2026-05-02T04:00:00Z");
}

#[test]
fn a_revocation_to_come_has_not_ended_an_invite() {
    let mut document = document();
    document.guest_invites[0].ends_at = None;
    document.settings.retention.invite_days = 0;
    // Revoked on the evening of 2026-05-31 in Toronto.
    assert_due_from(&document, "invite ends", "2026-06-01T04:00:00Z");
}

#[test]
fn the_order_is_by_kind_then_id() {
    let mut document = document();
    let all = due_at(&document, "2199-12-31T00:00:00Z");
    assert_eq!(
        all,
        [
            "bookingPlate first",
            "bookingPlate other",
            "bookingPlate second",
            "checkInPlate early",
            "checkInPlate walk",
            "bookingVisit first",
            "bookingVisit refused",
            "checkInVisit early",
            "checkInVisit late",
            "checkInVisit walk",
            "invite ends",
            "invite stops",
            "resident gone"
        ]
    );
    document.bookings.reverse();
    document.check_ins.reverse();
    document.guest_invites.reverse();
    document.residents.reverse();
    assert_eq!(due_at(&document, "2199-12-31T00:00:00Z"), all);
}

#[test]
fn erasing_keeps_counts_and_timestamps_and_nobody() {
    let before = document();
    let zone = toronto();
    let now = Now::new(zone.clock(), Instant::parse("2199-12-31T00:00:00Z").unwrap());
    let after = erase(before.clone(), &due(&before, &now)).unwrap();
    assert!(due(&after, &now).is_empty());
    for (before, after) in before.bookings.iter().zip(&after.bookings) {
        assert_eq!((before.start, before.end, before.created_at), (after.start, after.end, after.created_at));
        assert_eq!((&before.holder, before.approval), (&after.holder, after.approval));
    }
    for (before, after) in before.check_ins.iter().zip(&after.check_ins) {
        assert_eq!((before.at, &before.subject), (after.at, &after.subject));
    }
    assert_eq!(after.guest_invites[0].revoked_at, before.guest_invites[0].revoked_at);
    assert_eq!(after.residents[1].residencies, before.residents[1].residencies);
    // Who is still here, and their guest, stay; of the others no text is left.
    assert_eq!(after.residents[0], before.residents[0]);
    assert_eq!(after.guest_invites[2], before.guest_invites[2]);
    let text = after.to_json().unwrap();
    assert_eq!(text.to_lowercase().matches(MARK).count(), 2, "{text}");
    Building::open(after, toronto()).unwrap();
}

#[test]
fn erasing_what_is_not_there_is_an_error() {
    let due = [
        Due { kind: DueKind::Resident, id: "gone".into() },
        Due { kind: DueKind::Invite, id: "gone".into() },
    ];
    let error = erase(document(), &due).unwrap_err();
    assert_eq!((error.code, error.path.as_str()), (ErrorCode::Unknown, "due[1].id"));
}

/// More bookings of the same holder: with equal, other and no plates, at times that touch and overlap.
fn more_bookings() -> impl Strategy<Value = Vec<Booking>> {
    let plate = prop::sample::select(vec![None, None, Some("person1"), Some("person3")]);
    let space = prop::sample::select(vec![None, None, Some("7")]);
    let approval = prop::sample::select(vec![Approval::Approved, Approval::Approved, Approval::Pending]);
    let booking = (0i64..20, 6i64..200, plate, space, approval);
    prop::collection::vec(booking, 0..8).prop_map(|bookings| {
        let template = document().bookings.remove(2);
        let first = crate::calendar::parse_wall("2026-05-01T09:00").unwrap();
        let bookings = bookings.into_iter().enumerate();
        bookings
            .map(|(at, (day, hours, plate, space, approval))| Booking {
                id: format!("more-{at}"),
                start: first + TimeDelta::days(day),
                end: first + TimeDelta::days(day) + TimeDelta::hours(hours),
                vehicle: Vehicle { plate: plate.map(String::from), ..Vehicle::default() },
                space: space.map(String::from),
                approval,
                ..template.clone()
            })
            .collect()
    })
}

proptest! {
    /// Whenever it is asked and whatever the days: what is live is not due; erasing what is due leaves a document that
    /// opens, in which nothing is due, and which answers every question about what is live as before.
    #[test]
    fn nothing_live_is_due_and_nothing_due_is_left(
        more in more_bookings(),
        stays_on in any::<bool>(),
        second in 1_777_500_000i64..1_781_500_000,
        days in any::<[u8; 4]>(),
        modulus in prop::sample::select(vec![1u8, 4, 255]),
        grace in prop::sample::select(vec![0u32, 15, 10_000]),
        recheck in prop::sample::select(vec![1u32, 7, 60]),
    ) {
        let mut before = document();
        let [plate_days, visit_days, invite_days, resident_days] = days.map(|days| u32::from(days % modulus));
        before.settings.retention =
            crate::document::Retention { plate_days, visit_days, invite_days, resident_days };
        before.settings.grace_minutes = grace;
        before.settings.recheck_after_days = recheck.try_into().unwrap();
        if stays_on {
            before.residents[1].residencies[0].move_out = None;
        }
        before.bookings.extend(more);
        let building = Building::open(before.clone(), toronto()).unwrap();
        let now = building.now(Instant::from_seconds(second));
        let due = due(&before, &now);
        prop_assert!(due.is_sorted() && due.windows(2).all(|pair| pair[0] != pair[1]));

        let after = erase(before.clone(), &due).unwrap();
        prop_assert_eq!(super::due(&after, &now), vec![]);
        prop_assert_eq!(Document::from_json(&after.to_json().unwrap()).unwrap(), after.clone());
        let reopened = Building::open(after.clone(), toronto()).unwrap();
        for (before, after) in before.bookings.iter().zip(&after.bookings) {
            let grace_end = now.clock().end(before.end).plus_seconds(i64::from(grace) * 60);
            if now.instant() < grace_end {
                prop_assert_eq!(before, after);
                prop_assert_eq!(
                    building.permit(&before.id, &now).unwrap(),
                    reopened.permit(&before.id, &now).unwrap()
                );
            }
        }
        for (before, after) in before.check_ins.iter().zip(&after.check_ins) {
            prop_assert!(now.date_of(before.at) < now.today() || before == after);
        }
        for (before, after) in before.guest_invites.iter().zip(&after.guest_invites) {
            let is_live = building.invite_status(&before.id, &now).unwrap().is_live();
            prop_assert!(!is_live || before == after);
        }
        let code_in_use = is_kept(&before.residents[1], before.settings.code_quarantine_days, &now);
        prop_assert!(!code_in_use || before.residents[1] == after.residents[1]);
        let target = Target::Suite("s".into());
        prop_assert_eq!(building.match_bookings(&target, &now), reopened.match_bookings(&target, &now));
        for plate in ["person1", "person2", "person3"] {
            prop_assert_eq!(
                format!("{:?}", building.check_plate(plate, None, &now)),
                format!("{:?}", reopened.check_plate(plate, None, &now))
            );
        }
    }
}
