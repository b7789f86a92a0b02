//! Doors, invites and entry codes over small buildings.

use super::entry_code::{self, CodeEntryLock, CodesExhausted, generate};
use super::grant::Passage;
use super::invite::{InviteAnswer, InviteDenial, InviteStatus, revoke, revoke_and_restrict, status};
use super::{Denial, Entry, Who};
use crate::calendar::{Instant, Now, ZoneRules, parse_wall};
use crate::document::{CreatedBy, Credential, Document, GuestInvite, Onboarding, Residency, Resident};
use crate::{Building, ErrorCode};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use chrono::TimeDelta;
use proptest::prelude::*;

/// Ana lives in 101 and holds a locker, Ben moves in on 2026-05-10, Cleo moved out on 2026-05-01, Dov moves within the
/// building. Toronto is four hours behind UTC in May.
const BUILDING: &str = r#"{"format":"vestibule/1",
 "building":{"id":"b","name":"B","zone":"America/Toronto","kind":"rental"},
 "settings":{"saltoIntegration":true},
 "doors":[{"id":"main","name":"Main","common":true},{"id":"d101","name":"101"},{"id":"d102","name":"102"},
  {"id":"cage","name":"Cage"},{"id":"gate","name":"Gate"},{"id":"gym","name":"Gym"},{"id":"roof","name":"Roof"}],
 "suites":[{"id":"s101","number":"101","doors":["d101","main"]},{"id":"s102","number":"102","doors":["d102"]}],
 "spaces":[{"id":"locker","kind":"storage","name":"L1","door":"cage"},{"id":"stall","kind":"parking","name":"P1","door":"gate"},
  {"id":"open","kind":"parking","name":"P2"}],
 "residents":[
  {"id":"ana","email":"a@example.org","directoryCode":"1001","onboarding":"active","residencies":[{"suite":"s101"}],
   "spaces":["locker","open"],"doors":["gym","gym"]},
  {"id":"ben","email":"b@example.org","directoryCode":"1002","residencies":[{"suite":"s102","moveIn":"2026-05-10"}],
   "spaces":["stall"]},
  {"id":"cleo","email":"c@example.org","directoryCode":"1003","residencies":[{"suite":"s102","moveOut":"2026-05-01"}],
   "doors":["gym"]},
  {"id":"dov","email":"d@example.org","directoryCode":"1004","residencies":[{"suite":"s101","moveOut":"2026-05-12"},
   {"suite":"s102","moveIn":"2026-05-12"}]},
  {"id":"eve","email":"e@example.org","directoryCode":"1005","residencies":[]}],
 "guestInvites":[
  {"id":"open","resident":"ana","guestName":"G","credential":{"app":true},"startsAt":"2026-05-05T09:00","createdBy":"resident"},
  {"id":"day","resident":"ana","guestName":"G","credential":{"entryCode":"123456"},"startsAt":"2026-05-05T09:00",
   "endsAt":"2026-05-05T17:00","doors":["cage","roof","main"],"createdBy":"staff","revokedAt":"2026-05-05T20:30:00Z"},
  {"id":"cleos","resident":"cleo","guestName":"G","credential":{"entryCode":"654321"},"startsAt":"2026-04-01T00:00",
   "createdBy":"resident"},
  {"id":"bens","resident":"ben","guestName":"G","credential":{"entryCode":"123456"},"startsAt":"2026-05-05T09:00",
   "createdBy":"staff"}]}"#;

fn building() -> Building {
    Building::from_json(BUILDING).unwrap()
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn without_salto() -> Building {
    let mut document = building().document().clone();
    document.settings.salto_integration = false;
    open(document)
}

fn open(document: Document) -> Building {
    let zone = ZoneRules::bundled(&document.building.zone).unwrap();
    Building::open(document, zone).unwrap()
}

fn resident_at(building: &Building, resident: &str, door: &str, at: &str) -> Entry {
    building.enter(&Who::Resident(resident.into()), door, &building.now(instant(at))).unwrap()
}

fn guest_at(building: &Building, invite: &str, door: &str, at: &str) -> Entry {
    building.enter(&Who::Invite(invite.into()), door, &building.now(instant(at))).unwrap()
}

#[test]
fn grants_with_and_without_the_integration() {
    let building = building();
    let now = building.now(instant("2026-05-05T12:00:00Z"));
    assert_eq!(building.doors("ana", &now).unwrap(), ["cage", "d101", "gym", "main"]);
    assert!(building.doors("ben", &now).unwrap().is_empty());
    assert!(building.doors("cleo", &now).unwrap().is_empty());
    let without = without_salto();
    assert_eq!(without.doors("ana", &without.now(now.instant())).unwrap(), ["d101", "main"]);
    assert_eq!(resident_at(&without, "ana", "cage", "2026-05-05T12:00:00Z"), Entry::Denied(Denial::NoGrant));
}

#[test]
fn a_move_within_the_building_opens_both_suites_for_a_while() {
    let building = building();
    let doors = |at| building.doors("dov", &building.now(instant(at))).unwrap();
    assert_eq!(doors("2026-05-12T09:59:59Z"), ["d101", "main"]);
    assert_eq!(doors("2026-05-12T10:00:00Z"), ["d101", "d102", "main"]);
    assert_eq!(doors("2026-05-13T04:00:00Z"), ["d102", "main"]);
}

#[test]
fn denials_say_why() {
    let building = building();
    let opens_at = instant("2026-05-10T10:00:00Z");
    let denied = |resident, door, at| match resident_at(&building, resident, door, at) {
        Entry::Denied(denial) => denial,
        Entry::Granted => panic!("granted"),
    };
    assert_eq!(denied("ben", "main", "2026-05-10T09:59:59Z"), Denial::BeforeMoveIn { opens_at });
    assert!(resident_at(&building, "ben", "main", "2026-05-10T10:00:00Z").is_granted());
    assert!(resident_at(&building, "ben", "gate", "2026-05-10T10:00:00Z").is_granted());
    assert_eq!(denied("ben", "d101", "2026-05-10T10:00:00Z"), Denial::NoGrant);
    assert!(resident_at(&building, "cleo", "main", "2026-05-02T03:59:59Z").is_granted());
    assert_eq!(denied("cleo", "gym", "2026-05-02T04:00:00Z"), Denial::MovedOut);
    assert_eq!(denied("eve", "main", "2026-05-02T04:00:00Z"), Denial::MovedOut);
    assert_eq!(Denial::BeforeMoveIn { opens_at }.opens_at(), Some(opens_at));
}

#[test]
fn statuses_apply_in_order() {
    let building = building();
    let status = |invite, at| building.invite_status(invite, &building.now(instant(at))).unwrap();
    assert_eq!(status("day", "2026-05-05T12:59:59Z"), InviteStatus::Upcoming);
    assert_eq!(status("day", "2026-05-05T13:00:00Z"), InviteStatus::Active);
    assert_eq!(status("day", "2026-05-05T20:59:59Z"), InviteStatus::Revoked);
    assert_eq!(status("day", "2026-05-05T20:29:59Z"), InviteStatus::Active, "not revoked yet");
    assert_eq!(status("day", "2027-05-05T20:29:59Z"), InviteStatus::Revoked, "and expired");
    assert_eq!(status("cleos", "2026-05-02T03:59:59Z"), InviteStatus::Active);
    assert_eq!(status("cleos", "2026-05-02T04:00:00Z"), InviteStatus::Stopped);
}

#[test]
fn an_invite_opens_what_its_resident_may_open_too() {
    let building = building();
    let at = "2026-05-05T16:00:00Z";
    // None listed: common and suite doors, not the locker and the picked gym.
    for (door, granted) in [("main", true), ("d101", true), ("cage", false), ("gym", false), ("d102", false)]
    {
        assert_eq!(guest_at(&building, "open", door, at).is_granted(), granted, "{door}");
    }
    // Listed, and the resident's: the roof is not.
    for (door, granted) in [("main", true), ("cage", true), ("roof", false), ("d101", false)] {
        assert_eq!(guest_at(&building, "day", door, at).is_granted(), granted, "{door}");
    }
    assert_eq!(guest_at(&without_salto(), "day", "cage", at), Entry::Denied(Denial::NoGrant));
    let opens_at = instant("2026-05-05T13:00:00Z");
    let early = guest_at(&building, "day", "roof", "2026-05-05T12:59:59Z");
    assert_eq!(early, Entry::Denied(Denial::Upcoming { opens_at }), "the status comes before the door");
    assert_eq!(
        guest_at(&building, "bens", "main", at),
        Entry::Denied(Denial::NoGrant),
        "Ben is still to move in"
    );
    assert_eq!(guest_at(&building, "cleos", "main", at), Entry::Denied(Denial::Stopped));
    assert_eq!(guest_at(&building, "day", "main", "2026-05-05T20:30:00Z"), Entry::Denied(Denial::Revoked));
}

#[test]
fn an_end_that_happens_twice_is_the_later_one_and_a_start_the_earlier() {
    let mut document = building().document().clone();
    let first = document.guest_invites.first_mut().unwrap();
    first.starts_at = parse_wall("2026-11-01T01:15").unwrap();
    first.ends_at = parse_wall("2026-11-01T01:30");
    let building = open(document);
    let status = |at| building.invite_status("open", &building.now(instant(at))).unwrap();
    assert_eq!(status("2026-11-01T05:14:59Z"), InviteStatus::Upcoming);
    assert_eq!(status("2026-11-01T05:15:00Z"), InviteStatus::Active);
    assert_eq!(status("2026-11-01T05:45:00Z"), InviteStatus::Active);
    assert_eq!(status("2026-11-01T06:29:59Z"), InviteStatus::Active);
    assert_eq!(status("2026-11-01T06:30:00Z"), InviteStatus::Expired);
}

#[test]
fn unknown_ids_are_errors() {
    let building = building();
    let now = building.now(instant("2026-05-05T12:00:00Z"));
    let nobody = || Who::Resident("nobody".into());
    let starts_at = parse_wall("2026-05-05T12:00").unwrap();
    for (error, path) in [
        (building.doors("nobody", &now).unwrap_err(), "resident"),
        (building.enter(&nobody(), "nowhere", &now).unwrap_err(), "who.resident"),
        (building.enter(&Who::Invite("none".into()), "main", &now).unwrap_err(), "who.invite"),
        (building.enter(&Who::Invite("open".into()), "nowhere", &now).unwrap_err(), "door"),
        (building.enter_code("123456", "nowhere", &now).unwrap_err(), "door"),
        (building.invite_status("none", &now).unwrap_err(), "invite"),
        (building.request_invite("nobody", CreatedBy::Staff, starts_at).unwrap_err(), "resident"),
        (building.revoke_invite("none", &now).unwrap_err(), "invite"),
        (building.revoke_invite_and_restrict("none", &now).unwrap_err(), "invite"),
    ] {
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Unknown, path));
    }
}

#[test]
fn requests_are_denied_in_order() {
    let mut document = building().document().clone();
    document.settings.guest_invites_enabled = false;
    document.residents[0].guest_invites_restricted = true;
    document.residents[0].onboarding = Onboarding::Invited;
    document.residents[0].residencies[0].move_in = crate::calendar::parse_date("2026-05-10");
    let answer = |document: &Document, by, at| {
        open(document.clone()).request_invite("ana", by, parse_wall(at).unwrap()).unwrap()
    };
    let early = "2026-05-10T05:59";
    let denied = |document: &Document| match answer(document, CreatedBy::Resident, early) {
        InviteAnswer::Denied(denial) => denial.as_str(),
        InviteAnswer::Allowed => "allowed",
    };
    assert_eq!(answer(&document, CreatedBy::Staff, "2026-05-10T06:00"), InviteAnswer::Allowed);
    let by_staff = answer(&document, CreatedBy::Staff, early);
    assert_eq!(by_staff, InviteAnswer::Denied(InviteDenial::NotLivingHere));
    assert_eq!(denied(&document), "invitesDisabled");
    document.settings.guest_invites_enabled = true;
    assert_eq!(denied(&document), "restricted");
    document.residents[0].guest_invites_restricted = false;
    assert_eq!(denied(&document), "notActivated");
    document.residents[0].onboarding = Onboarding::Active;
    assert_eq!(denied(&document), "notLivingHere");
    assert_eq!(answer(&document, CreatedBy::Resident, "2026-05-10T06:00"), InviteAnswer::Allowed);
}

#[test]
fn revoking_keeps_the_first_time_and_restricting_stops_only_future_invites() {
    let building = building();
    let before = building.now(instant("2026-05-05T14:00:00Z"));
    let after = building.now(instant("2026-05-06T14:00:00Z"));
    let day = &building.document().guest_invites[1];
    assert_eq!(revoke(day, &before).revoked_at, Some(before.instant()), "not revoked yet by then");
    assert_eq!(revoke(day, &after).revoked_at, day.revoked_at);
    let (invite, resident) = building.revoke_invite_and_restrict("open", &before).unwrap();
    assert_eq!(invite.revoked_at, Some(before.instant()));
    assert!(resident.guest_invites_restricted);
    assert_eq!(status(&invite, &resident, &before), InviteStatus::Revoked);
    assert_eq!(status(day, &resident, &before), InviteStatus::Active);

    let mut document = building.document().clone();
    assert!(building.restricted_residents().is_empty());
    for resident in [3, 0, 2] {
        let (_, restricted) = revoke_and_restrict(day, &document.residents[resident], &after);
        document.residents[resident] = restricted;
    }
    document.residents.reverse();
    let building = open(document);
    let ids: Vec<_> = building.restricted_residents().iter().map(|resident| resident.id.clone()).collect();
    assert_eq!(ids, ["ana", "cleo", "dov"]);
}

#[test]
fn a_code_opens_only_while_its_invite_does() {
    let building = building();
    let opens = |code, door, at| building.enter_code(code, door, &building.now(instant(at))).unwrap();
    let (at, late) = ("2026-05-05T16:00:00Z", "2026-05-05T20:30:00Z");
    assert!(opens("123456", "cage", at) && opens("123456", "main", at));
    assert!(!opens("123456", "roof", at) && !opens("123456", "main", late));
    assert!(!opens("654321", "main", at), "stopped");
    // From 2026-05-10 the same code is that of Ben's guest as well, and opens what Ben may open.
    assert!(opens("123456", "d102", "2026-05-11T16:00:00Z"));
    for wrong in ["", " ", "12345", "1234567", " 123456", "123456\n", "１２３４５６", "123456\0"] {
        assert!(!opens(wrong, "main", at), "{wrong:?}");
    }
    assert!(!opens(&"1".repeat(10_000_000), "main", at));
}

#[test]
fn codes_that_are_no_codes_open_nothing() {
    let mut document = building().document().clone();
    for bad in ["", " ", "12a4", "١٢٣٤"] {
        document.guest_invites[0].credential = Credential::EntryCode(bad.into());
        let building = open(document.clone());
        let now = building.now(instant("2026-05-05T16:00:00Z"));
        assert_eq!(building.enter_code(bad, "main", &now), Ok(false));
    }
}

#[test]
fn a_code_shared_by_very_many_invites_is_answered_at_once() {
    let mut document = building().document().clone();
    let template = document.guest_invites[0].clone();
    let code = Credential::EntryCode("777777".into());
    document.guest_invites.extend((0..100_000).map(|at| GuestInvite {
        id: format!("copy-{at}"),
        credential: code.clone(),
        doors: vec!["roof".into()],
        ..template.clone()
    }));
    let stays = (0..100_000).map(|_| Residency { suite: "s102".into(), ..Residency::default() });
    document.residents[0].residencies = stays.collect();
    let zone = ZoneRules::bundled("America/Toronto").unwrap();
    let now = Now::new(zone.clock(), instant("2026-05-05T16:00:00Z"));
    let invites = document.guest_invites.iter().map(|invite| (invite, &document.residents[0]));
    assert!(!entry_code::opens("777777", invites, &Passage::through(&document, "roof"), &now));
}

#[test]
fn only_live_invites_hold_their_codes() {
    let building = building();
    let codes = |at| -> Vec<String> {
        let document = building.document();
        let invites = document.guest_invites.iter().map(|invite| {
            (invite, document.residents.iter().find(|resident| resident.id == invite.resident).unwrap())
        });
        entry_code::in_use(invites, &building.now(instant(at))).map(ToString::to_string).collect()
    };
    assert_eq!(codes("2026-04-15T16:00:00Z"), ["123456", "654321", "123456"]);
    assert_eq!(codes("2026-05-06T16:00:00Z"), ["123456"], "Ben's guest");
    let new = building.new_entry_code(42, &building.now(instant("2026-05-06T16:00:00Z"))).unwrap();
    assert!(new.len() == 6 && new != "123456");
}

#[test]
fn a_new_code_is_found_until_all_are_taken() {
    let all: Vec<String> = (0..1_000_000).map(|code| format!("{code:06}")).collect();
    let but = |left_out: usize| {
        all.iter().enumerate().filter(move |(at, _)| *at != left_out).map(|(_, code)| code.as_str())
    };
    for left_out in [0, 1, 499_999, 999_999] {
        for entropy in [0, 7, u64::MAX] {
            assert_eq!(generate(but(left_out), entropy).as_deref(), Ok(all[left_out].as_str()));
        }
    }
    assert_eq!(generate(all.iter().map(String::as_str), 5), Err(CodesExhausted));
    // Codes of another length take none.
    assert_eq!(generate(["0", "0000000", "abcdef", ""], 0).as_deref(), Ok("000000"));
    assert_eq!(generate([], u64::MAX).as_deref(), Ok("999999"));
}

#[test]
fn five_wrong_codes_close_for_longer_and_longer() {
    let mut lock = CodeEntryLock::default();
    let mut now = Instant::from_seconds(1_000);
    for expected in [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600] {
        for _ in 0..4 {
            lock.wrong(now);
            assert_eq!(lock.closed_until(now), None);
        }
        lock.wrong(now);
        let until = lock.closed_until(now).unwrap();
        assert_eq!(until.seconds_since(now), expected);
        let closed = lock;
        lock.wrong(now);
        lock.right(now);
        assert_eq!(lock, closed, "what is typed while closed changes nothing");
        now = until;
        assert_eq!(lock.closed_until(now), None);
    }
    lock.right(now);
    assert_eq!(lock, CodeEntryLock::default());
}

#[test]
fn a_right_code_starts_the_count_over() {
    let mut lock = CodeEntryLock::default();
    let now = Instant::from_seconds(1_000);
    for _ in 0..3 {
        (0..4).for_each(|_| lock.wrong(now));
        lock.right(now);
    }
    (0..4).for_each(|_| lock.wrong(now));
    assert_eq!(lock.closed_until(now), None);
}

#[test]
fn a_lock_is_kept_as_data() {
    let mut lock = CodeEntryLock::default();
    (0..5).for_each(|_| lock.wrong(Instant::from_seconds(1_000)));
    let text = serde_json::to_string(&lock).unwrap();
    assert_eq!(text, r#"{"wrong":0,"closings":1,"closedUntil":1060000}"#);
    assert_eq!(serde_json::from_str::<CodeEntryLock>(&text).unwrap(), lock);
    let extreme = r#"{"wrong":4294967295,"closings":4294967295,"closedUntil":-9223372036854775808}"#;
    let mut lock: CodeEntryLock = serde_json::from_str(extreme).unwrap();
    lock.wrong(Instant::from_millis(i64::MAX));
    lock.wrong(Instant::from_millis(i64::MIN));
}

fn wall_minute() -> impl Strategy<Value = TimeDelta> {
    // Days around both clock changes of 2026 in Toronto, and some in between.
    prop_oneof![0i64..4 * 1440, 238 * 1440..242 * 1440i64, 0i64..300 * 1440].prop_map(TimeDelta::minutes)
}

/// A building in which anyone may live anywhere, with any door, space, integration and invite.
fn any_building() -> impl Strategy<Value = Document> {
    let epoch = || parse_wall("2026-03-06T00:00").unwrap();
    let date = move || wall_minute().prop_map(move |minutes| (epoch() + minutes).date());
    let residency = (any::<bool>(), prop::option::of(date()), prop::option::of(date())).prop_map(
        |(first, move_in, move_out)| Residency {
            suite: if first { "s101" } else { "s102" }.into(),
            move_in,
            move_out,
        },
    );
    let invite =
        (wall_minute(), prop::option::of(1i64..3000), prop::option::of(wall_minute()), any::<[bool; 3]>());
    let doors = prop::collection::vec(prop::sample::select(vec!["main", "d101", "cage", "gym"]), 0..3);
    (prop::collection::vec(residency, 0..3), prop::collection::vec((invite, doors), 1..4), any::<[bool; 3]>())
        .prop_map(move |(residencies, invites, [salto, enabled, restricted])| {
            let mut document = building().document().clone();
            document.settings.salto_integration = salto;
            document.settings.guest_invites_enabled = enabled;
            let mut ana = document.residents.remove(0);
            ana.residencies = residencies;
            ana.guest_invites_restricted = restricted;
            document.residents = vec![ana];
            document.guest_invites = invites
                .into_iter()
                .enumerate()
                .map(|(at, ((start, length, revoked, [code, _, _]), doors))| GuestInvite {
                    id: format!("i{at}"),
                    resident: "ana".into(),
                    guest_name: "G".into(),
                    contact: None,
                    credential: if code { Credential::EntryCode("123456".into()) } else { Credential::App },
                    starts_at: epoch() + start,
                    ends_at: length.map(|length| epoch() + start + TimeDelta::minutes(length)),
                    doors: doors.into_iter().map(String::from).collect(),
                    created_by: CreatedBy::Resident,
                    revoked_at: revoked
                        .map(|at| Instant::from_millis((epoch() + at).and_utc().timestamp_millis())),
                })
                .collect();
            document
        })
}

/// Each of the conditions of SPEC 9.2 by itself.
fn conditions(invite: &GuestInvite, resident: &Resident, now: &Now<'_>) -> [(InviteStatus, bool); 5] {
    let zone = now.clock();
    let at = now.instant();
    let over =
        |stay: &Residency| stay.move_out.is_some_and(|last| zone.day_start(last.succ_opt().unwrap()) <= at);
    [
        (InviteStatus::Revoked, invite.revoked_at.is_some_and(|revoked| revoked <= at)),
        (InviteStatus::Stopped, resident.residencies.iter().all(over)),
        (InviteStatus::Expired, invite.ends_at.is_some_and(|end| zone.end(end) <= at)),
        (InviteStatus::Upcoming, at < zone.start(invite.starts_at)),
        (InviteStatus::Active, true),
    ]
}

proptest! {
    /// At every instant an invite has the first status that applies, and what it opens agrees with it.
    #[test]
    fn status_and_entry_agree_at_every_instant(
        document in any_building(),
        second in prop_oneof![0i64..4 * 86_400, 238 * 86_400..242 * 86_400i64, 0i64..300 * 86_400],
    ) {
        let building = open(document);
        let now = building.now(instant("2026-03-06T05:00:00Z").plus_seconds(second));
        let document = building.document();
        let ana = &document.residents[0];
        let open_to_ana = building.doors("ana", &now).unwrap();
        for door in document.doors.iter().map(|door| door.id.as_str()) {
            let entry = building.enter(&Who::Resident("ana".into()), door, &now).unwrap();
            prop_assert_eq!(entry.is_granted(), open_to_ana.contains(&door));
            if let Entry::Denied(denial) = entry {
                let zone = building.zone();
                let to_come = ana.residencies.iter().filter(|stay| {
                    stay.move_out.is_none_or(|last| zone.day_start(last.succ_opt().unwrap()) > now.instant())
                });
                let openings = to_come.filter_map(|stay| stay.move_in?.and_hms_opt(6, 0, 0));
                let next = openings.map(|opening| zone.start(opening)).min();
                prop_assert_eq!(denial.opens_at(), next.filter(|_| open_to_ana.is_empty()));
                prop_assert_eq!(denial == Denial::NoGrant, !open_to_ana.is_empty());
            }
            let mut code_opens = false;
            for invite in &document.guest_invites {
                let first = conditions(invite, ana, &now).into_iter().find(|(_, applies)| *applies).unwrap().0;
                let status = building.invite_status(&invite.id, &now).unwrap();
                prop_assert_eq!(status, first);
                let entry = building.enter(&Who::Invite(invite.id.clone()), door, &now).unwrap();
                match entry {
                    Entry::Granted => {
                        prop_assert_eq!(status, InviteStatus::Active);
                        prop_assert!(open_to_ana.contains(&door));
                        prop_assert!(invite.doors.is_empty() || invite.doors.iter().any(|listed| listed == door));
                    }
                    Entry::Denied(Denial::NoGrant) => prop_assert_eq!(status, InviteStatus::Active),
                    Entry::Denied(denial) => {
                        prop_assert_eq!(denial.as_str(), status.as_str());
                        prop_assert!(denial.opens_at().is_none_or(|at| at > now.instant()));
                    }
                }
                code_opens |= entry.is_granted() && invite.credential != Credential::App;
            }
            prop_assert_eq!(building.enter_code("123456", door, &now).unwrap(), code_opens);
            prop_assert!(!building.enter_code("123457", door, &now).unwrap());
        }
    }

    /// Whatever is typed whenever, code entry never opens before its time, and no five wrong codes go unnoticed.
    #[test]
    fn the_lock_never_opens_early(steps in prop::collection::vec((0i64..2000, 0u8..8), 0..200)) {
        let (mut lock, mut now) = (CodeEntryLock::default(), Instant::from_seconds(0));
        let (mut wrong, mut seconds, mut opens_at) = (0, 60, now);
        for (pause, typed) in steps {
            now = now.plus_seconds(pause);
            prop_assert_eq!(lock.closed_until(now).is_some(), now < opens_at);
            if typed == 0 {
                lock.right(now);
                if now >= opens_at {
                    (wrong, seconds) = (0, 60);
                }
            } else {
                lock.wrong(now);
                if now >= opens_at {
                    wrong += 1;
                }
                if wrong == 5 {
                    opens_at = now.plus_seconds(seconds);
                    (wrong, seconds) = (0, (seconds * 2).min(3600));
                    prop_assert_eq!(lock.closed_until(now), Some(opens_at));
                }
            }
        }
    }

    /// A new code is one of six digits that no taken one equals.
    #[test]
    fn a_new_code_is_free(taken in prop::collection::vec(0u32..50, 0..60), entropy in 0u64..1 << 50) {
        let taken: Vec<String> = taken.into_iter().map(|code| format!("{code:06}")).collect();
        let code = generate(taken.iter().map(String::as_str), entropy).unwrap();
        prop_assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
        prop_assert!(!taken.contains(&code));
    }
}
