//! The calls of the conformance format, read strictly and made through the library's typed API.

use crate::answer;
use chrono::NaiveDateTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use vestibule::access::Who;
use vestibule::document::{self, BookingRequest, By, CreatedBy, Host, Vehicle};
use vestibule::parking::matching::Target;
use vestibule::parking::permit::Tab;
use vestibule::{Building, Error, ErrorCode, Now};

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
    fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
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
            building.request_invite(&invite.resident, invite.by, invite.starts_at.0).map(answer::invite)
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    query: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    request: BookingRequest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfBooking {
    booking: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfInvite {
    invite: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfResident {
    resident: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPlate {
    plate: String,
    region: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTarget {
    #[serde(deserialize_with = "target")]
    target: Target,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckIn {
    booking: String,
    #[serde(default)]
    vehicle: Vehicle,
    by: By,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WalkIn {
    host: Host,
    vehicle: Vehicle,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTab {
    tab: TabName,
}

struct TabName(Tab);

impl<'de> Deserialize<'de> for TabName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let tabs = [Tab::Today, Tab::Upcoming, Tab::Past];
        let name = String::deserialize(from)?;
        let tab = tabs.into_iter().find(|tab| tab.as_str() == name);
        tab.map(TabName).ok_or_else(|| serde::de::Error::custom("expected today, upcoming or past"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RequestInvite {
    resident: String,
    by: CreatedBy,
    starts_at: Wall,
}

struct Wall(NaiveDateTime);

impl<'de> Deserialize<'de> for Wall {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wall = vestibule::calendar::parse_wall(&String::deserialize(from)?);
        wall.map(Wall).ok_or_else(|| serde::de::Error::custom("expected local time as YYYY-MM-DDTHH:MM"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enter {
    #[serde(deserialize_with = "who")]
    who: Who,
    door: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnterCode {
    code: String,
    door: String,
}

fn target<'de, D: Deserializer<'de>>(from: D) -> Result<Target, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Keys {
        resident: Option<String>,
        suite: Option<String>,
    }
    match Keys::deserialize(from)? {
        Keys { resident: Some(resident), suite: None } => Ok(Target::Resident(resident)),
        Keys { resident: None, suite: Some(suite) } => Ok(Target::Suite(suite)),
        _ => Err(serde::de::Error::custom("expected one of resident and suite")),
    }
}

fn who<'de, D: Deserializer<'de>>(from: D) -> Result<Who, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Keys {
        resident: Option<String>,
        invite: Option<String>,
    }
    match Keys::deserialize(from)? {
        Keys { resident: Some(resident), invite: None } => Ok(Who::Resident(resident)),
        Keys { resident: None, invite: Some(invite) } => Ok(Who::Invite(invite)),
        _ => Err(serde::de::Error::custom("expected one of resident and invite")),
    }
}
