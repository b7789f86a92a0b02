use super::{Building, guarded};
use crate::error::{ErrorCode, VestibuleError};
use crate::{BookingRequest, Holder, Instant, LocalDateTime, Target, Vehicle, ZoneData};

const DOCUMENT: &str = r#"{
    "format": "vestibule/1",
    "building": { "id": "b", "name": "Harbour View", "zone": "America/Vancouver", "kind": "rental" },
    "suites": [{ "id": "a", "number": "1208" }],
    "residents": [{ "id": "lena", "firstName": "Lena", "email": "lena@example.org", "directoryCode": "5501",
                    "residencies": [{ "suite": "a" }] }],
    "amenities": [{ "id": "visitor", "name": "Visitor parking", "capacity": 2 }]
}"#;
const AT: Instant = Instant(1_778_808_600_000);

fn open() -> Building {
    Building::open(DOCUMENT, None).unwrap()
}

fn refused<R>(answer: Result<R, VestibuleError>) -> (ErrorCode, String) {
    let VestibuleError::Refused { code, path, .. } = answer.err().unwrap();
    (code, path)
}

#[test]
fn what_is_wrong_names_its_place() {
    let building = open();
    assert_eq!(refused(building.permit("x", AT)), (ErrorCode::Unknown, "booking".into()));
    let target = Target::Resident { id: "x".into() };
    assert_eq!(refused(building.match_bookings(target, AT)), (ErrorCode::Unknown, "target.resident".into()));
    assert_eq!(refused(building.search_names("le", Instant(-1))), (ErrorCode::Malformed, "at".into()));
    assert_eq!(refused(building.search_names("le", Instant(i64::MAX))), (ErrorCode::Malformed, "at".into()));
    let request = BookingRequest {
        amenity: "visitor".into(),
        holder: Holder::Resident { id: "lena".into() },
        suite: "a".into(),
        start: LocalDateTime("2026-05-15T10:00".into()),
        end: LocalDateTime("2026-05-15T10:00:30".into()),
        vehicle: Vehicle::default(),
        space: None,
        guest_name: None,
    };
    assert_eq!(refused(building.request_booking(request, AT)), (ErrorCode::Malformed, "request.end".into()));
    let tzif = ZoneData { name: "America/Vancouver".into(), version: String::new(), tzif: vec![1, 2, 3] };
    assert_eq!(refused(Building::open(DOCUMENT, Some(tzif))), (ErrorCode::Malformed, "zoneData".into()));
}

#[test]
fn a_closed_building_refuses_everything() {
    let building = open();
    building.close();
    building.close();
    assert_eq!(refused(building.other_visitor_shortcut()), (ErrorCode::Closed, String::new()));
    assert_eq!(refused(building.search_names("le", AT)), (ErrorCode::Closed, String::new()));
}

#[test]
fn a_panic_is_an_error_like_any_other() {
    let answer = guarded(|| -> Result<(), VestibuleError> { panic!("asked for") });
    assert_eq!(refused(answer), (ErrorCode::Internal, String::new()));
}

/// Each code of the core by its name.
#[test]
fn every_code_of_the_core_has_its_own() {
    use vestibule::ErrorCode as Core;
    let all =
        [Core::UnknownField, Core::Required, Core::Malformed, Core::Unknown, Core::Duplicate, Core::Order];
    for code in all {
        let VestibuleError::Refused { code: ours, .. } = vestibule::Error::new(code, "", "").into();
        assert_eq!(format!("{ours:?}").to_lowercase(), code.as_str().to_lowercase());
    }
}
