//! The calls of the conformance format, read strictly and made through the library's typed API.

use crate::answer;
use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};
use vestibule::access::Who;
use vestibule::document::{self, BookingRequest, By, CreatedBy, FromJson, Host, Place, Vehicle};
use vestibule::parking::matching::Target;
use vestibule::parking::permit::Tab;
use vestibule::{Building, Error, ErrorCode, Now, asked};

/// Makes a call and gives its answer as JSON.
///
/// # Errors
/// [`Error`] with the path within the call.
pub fn call(building: &Building, call: &Map<String, Value>, now: &Now<'_>) -> Result<Value, Error> {
    let mut arguments = call.clone();
    let op = arguments.remove("op");
    let op = op.as_ref().and_then(Value::as_str).unwrap_or_default();
    let arguments = Arguments(arguments);
    match op {
        "searchNames" | "searchSuites" | "dialCode" | "validateResident" | "staffSearch" => {
            people(op, building, arguments, now)
        }
        "requestBooking" | "approve" | "matchBookings" | "matchPlate" | "checkIn" | "walkIn" => {
            parking(op, building, arguments, now)
        }
        "permit" | "board" | "searchPermits" | "checkPlate" => permits(op, building, arguments, now),
        _ => access(op, building, arguments, now),
    }
}

fn arguments_of(call: &Map<String, Value>) -> Arguments {
    let mut arguments = call.clone();
    arguments.remove("op");
    Arguments(arguments)
}

/// The argument of `matchBookings`.
pub(crate) fn read_target(call: &Map<String, Value>) -> Result<Target, Error> {
    Ok(arguments_of(call).read::<OfTarget>()?.target)
}

/// The arguments of `checkIn`.
pub(crate) fn read_check_in(call: &Map<String, Value>) -> Result<(String, Vehicle, By), Error> {
    let CheckIn { booking, vehicle, by } = arguments_of(call).read()?;
    Ok((booking, vehicle, by))
}

/// The arguments of `walkIn`.
pub(crate) fn read_walk_in(call: &Map<String, Value>) -> Result<(Host, Vehicle), Error> {
    let WalkIn { host, vehicle } = arguments_of(call).read()?;
    Ok((host, vehicle))
}

/// The arguments of a call, still to be read.
struct Arguments(Map<String, Value>);

impl Arguments {
    fn read<T: FromJson>(self) -> Result<T, Error> {
        document::from_json(&Value::Object(self.0).to_string())
    }
}

fn people(op: &str, building: &Building, arguments: Arguments, now: &Now<'_>) -> Result<Value, Error> {
    match op {
        "searchNames" => {
            Ok(answer::name_search(building.search_names(&arguments.read::<Query>()?.query, now)))
        }
        "searchSuites" => Ok(answer::suites(&building.search_suites(&arguments.read::<Query>()?.query))),
        "dialCode" => Ok(answer::dialled(building.dial_code(&arguments.read::<Code>()?.code, now))),
        "staffSearch" => {
            Ok(answer::residents(&building.staff_search(&arguments.read::<Query>()?.query, now)))
        }
        _ => {
            let draft = arguments.0.get("resident").map(Value::to_string).unwrap_or_default();
            let draft = document::resident_draft(&draft).map_err(|error| error.within("resident"))?;
            Ok(answer::validation(&building.validate_resident(&draft, now)))
        }
    }
}

fn parking(op: &str, building: &Building, arguments: Arguments, now: &Now<'_>) -> Result<Value, Error> {
    match op {
        "requestBooking" => {
            let request: Request = arguments.read()?;
            building.request_booking(&request.request, now).map(answer::request)
        }
        "approve" => building.approve(&arguments.read::<OfBooking>()?.booking, now).map(answer::approval),
        "matchBookings" => {
            let target = arguments.read::<OfTarget>()?.target;
            building.match_bookings(&target, now).map(answer::matching)
        }
        "matchPlate" => {
            let plate: OfPlate = arguments.read()?;
            Ok(answer::matching(building.match_plate(&plate.plate, plate.region.as_deref(), now)))
        }
        "checkIn" => {
            let check_in: CheckIn = arguments.read()?;
            Ok(answer::check_in(building.check_in(&check_in.booking, &check_in.vehicle, &check_in.by, now)))
        }
        _ => {
            let walk_in: WalkIn = arguments.read()?;
            building.walk_in(&walk_in.host, &walk_in.vehicle, now).map(answer::walk_in)
        }
    }
}

fn permits(op: &str, building: &Building, arguments: Arguments, now: &Now<'_>) -> Result<Value, Error> {
    match op {
        "permit" => building.permit(&arguments.read::<OfBooking>()?.booking, now).map(answer::permit),
        "board" => Ok(answer::board(&building.board(arguments.read::<OfTab>()?.tab.0, now))),
        "searchPermits" => {
            Ok(answer::bookings(&building.search_permits(&arguments.read::<Query>()?.query, now)))
        }
        _ => {
            let plate: OfPlate = arguments.read()?;
            Ok(answer::plate_check(&building.check_plate(&plate.plate, plate.region.as_deref(), now)))
        }
    }
}

fn access(op: &str, building: &Building, arguments: Arguments, now: &Now<'_>) -> Result<Value, Error> {
    match op {
        "callManagement" => {
            let Empty {} = arguments.read()?;
            Ok(answer::call_management(building.call_management(now)))
        }
        "otherVisitorShortcut" => {
            let Empty {} = arguments.read()?;
            Ok(json!({ "available": building.other_visitor_shortcut() }))
        }
        "inviteStatus" => {
            let status = building.invite_status(&arguments.read::<OfInvite>()?.invite, now)?;
            Ok(json!({ "status": status.as_str() }))
        }
        "requestInvite" => {
            let invite: RequestInvite = arguments.read()?;
            building.request_invite(&invite.resident, invite.by, invite.starts_at).map(answer::invite)
        }
        "enter" => {
            let enter: Enter = arguments.read()?;
            building.enter(&enter.who, &enter.door, now).map(answer::entry)
        }
        "enterCode" => {
            let enter: EnterCode = arguments.read()?;
            Ok(json!({ "granted": building.enter_code(&enter.code, &enter.door, now)? }))
        }
        "doors" => Ok(json!({ "doors": building.doors(&arguments.read::<OfResident>()?.resident, now)? })),
        _ => Err(Error::new(ErrorCode::Malformed, "op", "no such call")),
    }
}

asked! {
    struct Empty {}
}

asked! {
    struct Query {
        query: String = "query",
    }
}

asked! {
    struct Code {
        code: String = "code",
    }
}

asked! {
    struct Request {
        request: BookingRequest = "request",
    }
}

asked! {
    struct OfBooking {
        booking: String = "booking",
    }
}

asked! {
    struct OfInvite {
        invite: String = "invite",
    }
}

asked! {
    struct OfResident {
        resident: String = "resident",
    }
}

asked! {
    struct OfPlate {
        plate: String = "plate",
        region: Option<String> = "region" if not_null,
    }
}

asked! {
    struct OfTarget {
        target: Target = "target",
    }
}

asked! {
    struct CheckIn {
        booking: String = "booking",
        vehicle: Vehicle = "vehicle" or Vehicle::default(),
        by: By = "by",
    }
}

asked! {
    struct WalkIn {
        host: Host = "host",
        vehicle: Vehicle = "vehicle",
    }
}

asked! {
    struct OfTab {
        tab: TabName = "tab",
    }
}

struct TabName(Tab);

impl FromJson for TabName {
    fn read(place: Place<'_>) -> Self {
        Self(match place.word(&["today", "upcoming", "past"]) {
            0 => Tab::Today,
            1 => Tab::Upcoming,
            _ => Tab::Past,
        })
    }
}

asked! {
    struct RequestInvite {
        resident: String = "resident",
        by: CreatedBy = "by",
        starts_at: NaiveDateTime = "startsAt",
    }
}

asked! {
    struct Enter {
        who: Who = "who",
        door: String = "door",
    }
}

asked! {
    struct EnterCode {
        code: String = "code",
        door: String = "door",
    }
}
