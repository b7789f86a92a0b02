//! A resident's bookings as a calendar (RFC 5545), written by the crate `calcard`, which is kept up for a mail server and
//! writes time zones as the standard has them.
//!
//! A booking is wall time, and so is an event: it keeps its `TZID`, and the zone comes with the rules that the building has.
//! Where the standard reads a wall time otherwise than SPEC 1.5, the event says what SPEC 1.5 means: a time in a gap is
//! written as the first after it, and an event that ends at the later of two equal times is written in UTC.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Component, ICalendarEntry as Entry,
    ICalendarParameter as Parameter, ICalendarProperty as Property, ICalendarStatus as Status,
    ICalendarValue,
};
use std::iter::once;
use vestibule::chrono::{Duration, NaiveDateTime};
use vestibule::document::{Approval, Booking};
use vestibule::{Building, Instant, ZoneRules};

/// The seconds of a day, and of the time around the bookings for which the zone's changes are written.
const DAY: i64 = 24 * 60 * 60;
const AROUND: i64 = 400 * DAY;

/// A booking with the revision of its last change.
pub(crate) struct Planned<'b> {
    pub booking: &'b Booking,
    pub revision: i64,
}

/// Writes bookings of a building as a calendar, at an instant.
pub(crate) fn write(building: &Building, bookings: &[Planned<'_>], now: Instant) -> String {
    let (document, zone) = (building.document(), building.zone());
    let name = document.building.name.as_str();
    let mut calendar = component(
        Component::VCalendar,
        vec![
            text(Property::Version, "2.0"),
            text(
                Property::Prodid,
                concat!("-//Vestibule//vestibule-server ", env!("CARGO_PKG_VERSION"), "//EN"),
            ),
            text(Property::Name, name),
            text(Property::Other("X-WR-CALNAME".into()), name),
        ],
    );
    let times = || bookings.iter().flat_map(|planned| [planned.booking.start, planned.booking.end]);
    let seconds = |wall| zone.start(wall).millis().div_euclid(1000);
    let at = now.millis().div_euclid(1000);
    let first = times().map(seconds).min().unwrap_or(at) - AROUND;
    let last = times().map(seconds).max().unwrap_or(at) + AROUND;
    let mut zone_part = component(Component::VTimezone, vec![text(Property::Tzid, zone.name())]);
    let observances = observances(zone, first, last);
    // A component names those in it by their places: the calendar, its zone, what the zone observes, and the events.
    let mut places = 2..;
    zone_part.component_ids = places.by_ref().take(observances.len()).collect();
    calendar.component_ids = once(1).chain(places.take(bookings.len())).collect();
    let events = bookings.iter().map(|planned| event(building, planned, now));
    let components = [calendar, zone_part].into_iter().chain(observances).chain(events);
    ICalendar { components: components.collect() }.to_string()
}

fn component(kind: Component, entries: Vec<Entry>) -> ICalendarComponent {
    ICalendarComponent { component_type: kind, entries, component_ids: Vec::new() }
}

fn text(property: Property, value: &str) -> Entry {
    Entry::new(property).with_value(ICalendarValue::Text(value.to_owned()))
}

fn event(building: &Building, planned: &Planned<'_>, now: Instant) -> ICalendarComponent {
    let Planned { booking, revision } = planned;
    let document = building.document();
    let amenity = document.amenities.iter().find(|amenity| amenity.id == booking.amenity);
    let status = match booking.approval {
        Approval::Pending => Status::Tentative,
        Approval::Approved => Status::Confirmed,
        Approval::Rejected | Approval::Cancelled => Status::Cancelled,
    };
    let [start, end] = times(building.zone(), booking);
    let mut entries = vec![
        text(Property::Uid, &format!("{}@{}", booking.id, document.building.id)),
        utc(Property::Dtstamp, booking.created_at.unwrap_or(now)),
        Entry::new(Property::Sequence).with_value(ICalendarValue::Integer(*revision)),
        start,
        end,
        text(Property::Summary, amenity.map_or("", |amenity| amenity.name.as_str())),
        text(Property::Location, &document.building.name),
        Entry::new(Property::Status).with_value(ICalendarValue::Status(status)),
    ];
    let details = [booking.guest_name.as_deref(), booking.vehicle.plate.as_deref(), booking.space.as_deref()];
    let details: Vec<&str> = details.into_iter().flatten().collect();
    if !details.is_empty() {
        entries.push(text(Property::Description, &details.join(", ")));
    }
    component(Component::VEvent, entries)
}

/// When a booking begins and ends.
fn times(zone: &ZoneRules, booking: &Booking) -> [Entry; 2] {
    let (start, end) = (zone.start(booking.start), zone.end(booking.end));
    let wall = zone.local(end);
    // Of two equal times the standard means the first.
    if zone.start(wall) != end {
        return [utc(Property::Dtstart, start), utc(Property::Dtend, end)];
    }
    let local = |property, wall| {
        Entry::new(property).with_param(Parameter::tzid(zone.name().to_owned())).with_value(wall_time(wall))
    };
    [local(Property::Dtstart, zone.local(start)), local(Property::Dtend, wall)]
}

fn utc(property: Property, at: Instant) -> Entry {
    Entry::new(property).with_value(PartialDateTime::from_utc_timestamp(at.millis().div_euclid(1000)))
}

fn wall_time(wall: NaiveDateTime) -> PartialDateTime {
    PartialDateTime::from_naive_timestamp(wall.and_utc().timestamp())
}

/// The zone's offset from UTC at an instant, in seconds.
fn offset(zone: &ZoneRules, seconds: i64) -> i64 {
    let local = zone.local(Instant::from_millis(seconds.saturating_mul(1000)));
    local.and_utc().timestamp() - seconds
}

/// What is in force at first, and every change of it until the last instant.
fn observances(zone: &ZoneRules, first: i64, last: i64) -> Vec<ICalendarComponent> {
    let mut before = offset(zone, first);
    let mut observances = vec![observance(first, before, before)];
    let mut day = first;
    while day < last {
        let next = day + DAY;
        let after = offset(zone, next);
        if after != before {
            observances.push(observance(change(zone, day, next), before, after));
            before = after;
        }
        day = next;
    }
    observances
}

/// The first second of the offset at `late`, which `early` does not have.
fn change(zone: &ZoneRules, mut early: i64, mut late: i64) -> i64 {
    let after = offset(zone, late);
    while late - early > 1 {
        let middle = early + (late - early) / 2;
        if offset(zone, middle) == after { late = middle } else { early = middle }
    }
    late
}

fn observance(at: i64, before: i64, after: i64) -> ICalendarComponent {
    let kind = if after > before { Component::Daylight } else { Component::Standard };
    let begins = vestibule::chrono::DateTime::UNIX_EPOCH.naive_utc() + Duration::seconds(at + before);
    component(
        kind,
        vec![
            Entry::new(Property::Dtstart).with_value(wall_time(begins)),
            Entry::new(Property::Tzoffsetfrom).with_value(utc_offset(before)),
            Entry::new(Property::Tzoffsetto).with_value(utc_offset(after)),
        ],
    )
}

fn utc_offset(seconds: i64) -> PartialDateTime {
    let minutes = seconds.unsigned_abs() / 60;
    let part = |value: u64| u8::try_from(value).ok();
    PartialDateTime {
        tz_hour: part(minutes / 60),
        tz_minute: part(minutes % 60),
        tz_minus: seconds < 0,
        ..PartialDateTime::default()
    }
}
