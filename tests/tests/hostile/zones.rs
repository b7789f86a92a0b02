//! Zones that do not exist, zone rules that are cut or forged, and the ends of the calendar.

use super::{TEN_MEGABYTES, ask, at, calls_with, now, refusal, whole, with};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;
use vestibule::calendar::{ZoneError, parse_wall};
use vestibule::document::Document;
use vestibule::{Building, ErrorCode, Instant, ZoneRules};

#[test]
fn a_zone_that_does_not_exist_is_refused() {
    let long = "A".repeat(TEN_MEGABYTES);
    for zone in [
        "Mars/Olympus",
        "america/toronto",
        "",
        " ",
        "America/Toronto\u{0}",
        "../../../etc/passwd",
        "EST5EDT,M3.2.0,M11.1.0",
        &long,
    ] {
        assert_eq!(
            refusal(&with("/building/zone", json!(zone))),
            (ErrorCode::Malformed, "building.zone".into())
        );
    }
    let document = Document::from_json(&whole().to_string()).unwrap();
    let error = Building::open(document, ZoneRules::bundled("Europe/Paris").unwrap()).unwrap_err();
    assert_eq!((error.code, error.path.as_str()), (ErrorCode::Malformed, "building.zone"));
}

#[test]
fn cut_or_forged_zone_rules_are_refused_or_bounded() {
    const FOOTER: &str = "EST5EDT,M3.2.0,M11.1.0";
    let bytes = tzif(&[1_772_953_200, 1_793_512_800], FOOTER);
    let rules = ZoneRules::from_tzif("Test/Zone", "1", &bytes).unwrap();
    assert_eq!(rules.start(parse_wall("2026-07-01T12:00").unwrap()), at("2026-07-01T16:00:00Z"));
    assert_eq!(rules.start(parse_wall("2100-01-01T12:00").unwrap()), at("2100-01-01T17:00:00Z"));
    for length in 0..bytes.len() {
        assert_eq!(
            ZoneRules::from_tzif("Test/Zone", "1", &bytes[..length]),
            Err(ZoneError::Malformed),
            "{length} bytes"
        );
    }
    for (index, byte) in (0..bytes.len()).flat_map(|index| [0, 1, 0x7f, 0x80, 0xff].map(|byte| (index, byte)))
    {
        let mut forged = bytes.clone();
        forged[index] = byte;
        if let Ok(rules) = ZoneRules::from_tzif("Test/Zone", "1", &forged) {
            ask_at_every_extreme(&rules);
        }
    }
    for changes in [
        [i64::MIN, i64::MAX],
        [i64::MIN / 1000, i64::MAX / 1000],
        [i64::MIN / 1000 + 9, i64::MAX / 1000 - 9],
        [-1, 0],
    ] {
        for footer in ["", FOOTER] {
            if let Ok(rules) = ZoneRules::from_tzif("Test/Zone", "1", &tzif(&changes, footer)) {
                ask_at_every_extreme(&rules);
            }
        }
    }
}

#[test]
fn the_ends_of_time_are_times() {
    for zone in ["America/Toronto", "Africa/Casablanca", "UTC", "Pacific/Apia"] {
        ask_at_every_extreme(&ZoneRules::bundled(zone).unwrap());
    }
}

/// TZif of version 2 with these changes between two offsets, and a footer.
fn tzif(changes: &[i64], footer: &str) -> Vec<u8> {
    let header = |times: u32, kinds: u32, chars: u32| {
        let counts = [0, 0, 0, times, kinds, chars].into_iter().flat_map(u32::to_be_bytes);
        b"TZif2".iter().copied().chain([0; 15]).chain(counts).collect::<Vec<u8>>()
    };
    let kind = |offset: i32, dst: u8, name: u8| offset.to_be_bytes().into_iter().chain([dst, name]);
    let mut bytes = [header(0, 1, 4), kind(0, 0, 0).collect(), b"UTC\0".to_vec()].concat();
    bytes.extend(header(u32::try_from(changes.len()).unwrap(), 2, 8));
    bytes.extend(changes.iter().flat_map(|time| time.to_be_bytes()));
    bytes.extend((0..changes.len()).map(|change| u8::try_from((change + 1) % 2).unwrap()));
    bytes.extend(kind(-18_000, 0, 0).chain(kind(-14_400, 1, 4)));
    bytes.extend(b"EST\0EDT\0\n");
    bytes.extend(footer.bytes().chain(*b"\n"));
    bytes
}

/// Opens a document whose records lie at the ends of the calendar and asks it at the ends of time.
fn ask_at_every_extreme(zone: &ZoneRules) {
    let mut document = Document::from_json(&whole().to_string()).unwrap();
    document.building.zone = zone.name().into();
    let day = chrono::TimeDelta::days(1);
    let ends =
        [(NaiveDateTime::MIN, NaiveDateTime::MIN + day), (NaiveDateTime::MAX - day, NaiveDateTime::MAX)];
    for (booking, (start, end)) in document.bookings.iter_mut().zip(ends) {
        (booking.start, booking.end) = (start, end);
    }
    document.residents[0].residencies[0].move_out = Some(NaiveDate::MAX);
    document.residents[1].residencies[0].move_in = Some(NaiveDate::MIN);
    document.check_ins[0].at = Instant::from_millis(i64::MIN);
    document.check_ins[1].at = Instant::from_millis(i64::MAX);
    document.guest_invites[0].ends_at = Some(NaiveDateTime::MAX);
    document.settings.recheck_after_days = std::num::NonZeroU32::MAX;
    document.settings.grace_minutes = u32::MAX;
    let building = Building::open(document, zone.clone()).unwrap();
    for millis in [i64::MIN, i64::MIN + 9999, -1, 0, now().millis(), i64::MAX - 9999, i64::MAX] {
        let now = Instant::from_millis(millis);
        let mut calls = calls_with("BUS 180");
        calls.extend(["b-1", "b-2"].map(|id| json!({ "op": "permit", "booking": id })));
        calls.extend(["today", "upcoming", "past"].map(|tab| json!({ "op": "board", "tab": tab })));
        calls.push(json!({ "op": "matchBookings", "target": { "resident": "r-1" } }));
        calls.push(json!({ "op": "enter", "who": { "invite": "i-1" }, "door": "d-1" }));
        calls.push(json!({ "op": "callManagement" }));
        for op in calls {
            ask(&building, &op, now).unwrap();
        }
        let _ = building.due_for_erasure(&building.now(now));
    }
}
