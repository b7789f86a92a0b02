//! Typed answers as the conformance format's JSON.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use vestibule::access::Entry;
use vestibule::access::invite::InviteAnswer;
use vestibule::calendar::{format_date, format_wall};
use vestibule::directory::{Dialled, NameSearch};
use vestibule::document::{Booking, IntercomContact, Resident, Suite, VehicleField};
use vestibule::parking::board::Row;
use vestibule::parking::check_in::{CheckInAnswer, Refusal, WalkInAnswer};
use vestibule::parking::enforcement::PlateCheck;
use vestibule::parking::matching::{BookingOption, Match};
use vestibule::parking::permit::{Action, Permit};
use vestibule::parking::request::{ApproveAnswer, RequestAnswer, Violation};
use vestibule::parking::vehicle::FieldSet;
use vestibule::people::validate;

pub(crate) fn name_search(answer: NameSearch) -> Value {
    match answer {
        NameSearch::TooShort => json!({ "status": "tooShort" }),
        NameSearch::Found { hits, more } => {
            let hits: Vec<_> = hits.iter().map(|hit| json!({ "name": hit.name, "code": hit.code })).collect();
            json!({ "status": "ok", "hits": hits, "more": more })
        }
    }
}

pub(crate) fn suites(suites: &[&Suite]) -> Value {
    json!({ "hits": suites.iter().map(|suite| &suite.number).collect::<Vec<_>>() })
}

pub(crate) fn dialled(answer: Option<Dialled>) -> Value {
    match answer {
        None => json!({ "found": false }),
        Some(dialled) => json!({ "found": true, "name": dialled.name }),
    }
}

pub(crate) fn residents(residents: &[&Resident]) -> Value {
    json!({ "residents": residents.iter().map(|resident| &resident.id).collect::<Vec<_>>() })
}

pub(crate) fn validation(violations: &[validate::Violation]) -> Value {
    let violations =
        violations.iter().map(|violation| json!({ "path": violation.path, "code": violation.code.as_str() }));
    json!({ "violations": violations.collect::<Vec<_>>() })
}

pub(crate) fn request(answer: RequestAnswer) -> Value {
    match answer {
        RequestAnswer::Approved => json!({ "approval": "approved" }),
        RequestAnswer::Pending => json!({ "approval": "pending" }),
        RequestAnswer::Violations(violations) => {
            json!({ "violations": violations.iter().map(violation).collect::<Vec<_>>() })
        }
    }
}

fn violation(violation: &Violation) -> Value {
    let mut figures = match violation {
        Violation::AmenityDisabled
        | Violation::HolderNotLivingHere
        | Violation::StartInPast
        | Violation::OutsideHours => json!({}),
        Violation::TooShort { min_minutes } => json!({ "minMinutes": min_minutes }),
        Violation::TooLong { max_minutes } => json!({ "maxMinutes": max_minutes }),
        Violation::TooFarAhead { max_advance_days } => json!({ "maxAdvanceDays": max_advance_days }),
        Violation::Blackout { from, to } => json!({ "from": format_date(*from), "to": format_date(*to) }),
        Violation::MissingField { field } => json!({ "field": field.as_str() }),
        Violation::VehicleAlreadyBooked { booking } => json!({ "booking": booking }),
        Violation::CapacityFull { at } => json!({ "at": format_wall(*at) }),
        Violation::QuotaExceeded(quota) => {
            json!({ "used": quota.used, "limit": quota.limit, "frees": date(quota.frees) })
        }
        Violation::TooManyConsecutiveDays { days, limit } => json!({ "days": days, "limit": limit }),
    };
    if let Some(fields) = figures.as_object_mut() {
        fields.insert("code".into(), violation.as_str().into());
    }
    figures
}

pub(crate) fn approval(answer: ApproveAnswer) -> Value {
    match answer {
        ApproveAnswer::Approved => json!({ "approval": "approved" }),
        refused => json!({ "refused": refused.as_str() }),
    }
}

pub(crate) fn matching(answer: Match) -> Value {
    match answer {
        Match::Options { options, walk_in } => {
            let options: Vec<_> = options.iter().map(option).collect();
            json!({ "answer": "options", "options": options, "walkIn": walk_in })
        }
        Match::AlreadyCheckedIn { next_check_in, walk_in } => {
            json!({ "answer": "alreadyCheckedIn", "nextCheckIn": date(next_check_in), "walkIn": walk_in })
        }
        Match::NoBooking { contact } => {
            json!({ "answer": "noBooking", "contact": contact.as_str() })
        }
        Match::WalkIn { fields } => json!({ "answer": "walkIn", "fields": field_names(fields) }),
    }
}

fn option(option: &BookingOption) -> Value {
    json!({
        "booking": option.booking,
        "from": format_date(option.from),
        "through": format_date(option.through),
        "vehicle": option.vehicle,
        "missing": field_names(option.missing),
        "similar": option.similar,
    })
}

pub(crate) fn check_in(answer: CheckInAnswer) -> Value {
    match answer {
        CheckInAnswer::CheckedIn { booking, at, through } => {
            json!({ "checkedIn": { "booking": booking, "at": at.to_rfc3339(), "through": format_date(through) } })
        }
        CheckInAnswer::Refused(why) => refusal(&why),
    }
}

pub(crate) fn walk_in(answer: WalkInAnswer) -> Value {
    match answer {
        WalkInAnswer::CheckedIn { at } => json!({ "checkedIn": { "at": at.to_rfc3339() } }),
        WalkInAnswer::Refused(why) => refusal(&why),
    }
}

fn refusal(refusal: &Refusal) -> Value {
    let mut answer = json!({ "refused": refusal.as_str() });
    let detail = match refusal {
        Refusal::AlreadyCheckedIn { at } => Some(("at", json!(at.to_rfc3339()))),
        Refusal::MissingField { missing } => Some(("missing", json!(field_names(*missing)))),
        _ => None,
    };
    if let (Some(fields), Some((key, value))) = (answer.as_object_mut(), detail) {
        fields.insert(key.into(), value);
    }
    answer
}

pub(crate) fn permit(permit: Option<Permit>) -> Value {
    let Some(permit) = permit else { return json!({ "status": null }) };
    let check_in = match permit.checked_in {
        Some(at) => json!({ "state": "checkedIn", "at": at.to_rfc3339() }),
        None => json!({ "state": "notCheckedIn" }),
    };
    json!({
        "status": permit.status.as_str(),
        "timer": { "kind": permit.timer.kind(), "seconds": permit.timer.seconds() },
        "checkIn": check_in,
        "recheckDue": permit.recheck_due,
        "tab": permit.tab.as_str(),
        "actions": permit.actions.iter().copied().map(Action::as_str).collect::<Vec<_>>(),
    })
}

pub(crate) fn board(rows: &[Row<'_>]) -> Value {
    let row = |row: &Row<'_>| match row {
        Row::Booking(booking) => json!({ "booking": booking.id }),
        Row::WalkIn(check_in) => json!({ "checkIn": check_in.id }),
    };
    json!({ "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

pub(crate) fn bookings(bookings: &[&Booking]) -> Value {
    json!({ "bookings": ids(bookings) })
}

pub(crate) fn plate_check(check: &PlateCheck<'_>) -> Value {
    let mut answer = Map::new();
    answer.insert("answer".into(), check.answer.as_str().into());
    answer.insert("bookings".into(), ids(&check.bookings));
    if !check.similar.is_empty() {
        answer.insert("similar".into(), ids(&check.similar));
    }
    Value::Object(answer)
}

pub(crate) fn call_management(contact: Option<&IntercomContact>) -> Value {
    match contact {
        None => json!({ "visible": false }),
        Some(contact) => json!({ "visible": true, "contact": contact.id }),
    }
}

pub(crate) fn invite(answer: InviteAnswer) -> Value {
    match answer {
        InviteAnswer::Allowed => json!({ "allowed": true }),
        InviteAnswer::Denied(why) => json!({ "denied": why.as_str() }),
    }
}

pub(crate) fn entry(entry: Entry) -> Value {
    let Entry::Denied(denial) = entry else { return json!({ "granted": true }) };
    match denial.opens_at() {
        Some(at) => json!({ "denied": denial.as_str(), "opensAt": at.to_rfc3339() }),
        None => json!({ "denied": denial.as_str() }),
    }
}

fn ids(bookings: &[&Booking]) -> Value {
    bookings.iter().map(|booking| booking.id.as_str()).collect()
}

fn date(date: Option<NaiveDate>) -> Value {
    date.map(format_date).into()
}

fn field_names(fields: FieldSet) -> Vec<&'static str> {
    fields.into_iter().map(VehicleField::as_str).collect()
}
