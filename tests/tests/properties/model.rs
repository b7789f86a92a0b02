//! Guest parking in the most literal way: every rule as its sentence says it, over plain lists, again for each question.

use super::worlds::World;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::{Value, json};
use vestibule::calendar::{add_days, format_date};
use vestibule::document::{
    Approval, Booking, By, CheckIn, CheckInSubject, Document, Holder, MatchWindow, SuiteUse, Vehicle,
    VehicleField,
};
use vestibule::parking::matching::Target;
use vestibule::{Instant, ZoneRules};

/// A world in which every question is worked out anew.
pub(crate) struct Model<'w> {
    document: &'w Document,
    zone: ZoneRules,
    now: Instant,
    today: NaiveDate,
}

/// The bookings that form a stay, by (start, end, id).
type Chain<'w> = Vec<&'w Booking>;

impl<'w> Model<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        let zone = world.zone();
        let today = zone.local(world.now).date();
        Self { document: &world.document, zone, now: world.now, today }
    }

    /// The answer of `matchBookings` as JSON (SPEC 5).
    pub(crate) fn match_bookings(&self, target: &Target) -> Value {
        let theirs = |booking: &&Booking| match (target, &booking.holder) {
            (Target::Resident(id), Holder::Resident(resident)) => id == resident,
            (Target::Suite(id), Holder::Resident(_)) => *id == booking.suite,
            (_, Holder::Manager(_)) => false,
        };
        let counting: Vec<_> = self.counting().filter(theirs).collect();
        self.answer(&counting, false, "resident")
    }

    /// The answer of `matchPlate` as JSON (SPEC 5.1).
    pub(crate) fn match_plate(&self, plate: &str, region: Option<&str>) -> Value {
        let wanted =
            Vehicle { plate: Some(plate.into()), region: region.map(String::from), ..Vehicle::default() };
        let management = |id: &str| {
            self.document.suites.iter().any(|suite| suite.id == id && suite.used_for == SuiteUse::Management)
        };
        let visitors = || {
            self.counting()
                .filter(|booking| matches!(booking.holder, Holder::Manager(_)) && management(&booking.suite))
        };
        let equal: Vec<_> = visitors().filter(|booking| equal(&booking.vehicle, &wanted)).collect();
        let similar: Vec<_> = visitors().filter(|booking| similar(&booking.vehicle, &wanted)).collect();
        if !equal.is_empty() {
            self.answer(&equal, false, "management")
        } else if self.stays_of(&similar).len() == 1 {
            self.answer(&similar, true, "management")
        } else {
            self.answer(&[], false, "management")
        }
    }

    /// The answer of `checkIn` as JSON (SPEC 6.3, 6.5).
    pub(crate) fn check_in(&self, id: &str, given: &Vehicle, by: &By) -> Value {
        let Some(booking) = self.document.bookings.iter().find(|booking| booking.id == id) else {
            return json!({ "refused": "unknownBooking" });
        };
        let stay = self.stay(booking);
        let is_guest = *by == By::Guest;
        let counts_today =
            if is_guest { self.is_todays(booking) } else { occupied(booking).contains(&self.today) };
        let covering =
            self.visits(&stay).filter(|visit| self.covers(visit, self.today)).map(|visit| visit.at).max();
        let missing = self.missing(booking, &[&booking.vehicle, given]);
        if booking.approval != Approval::Approved {
            json!({ "refused": "notApproved" })
        } else if self.has_ended(booking) {
            json!({ "refused": "ended" })
        } else if is_guest && !self.holder_lives_there(booking) {
            json!({ "refused": "holderNotLivingHere" })
        } else if !counts_today {
            json!({ "refused": "notToday" })
        } else if let Some(at) = covering {
            json!({ "refused": "alreadyCheckedIn", "at": at.to_rfc3339() })
        } else if is_guest && !missing.is_empty() {
            json!({ "refused": "missingField", "missing": missing })
        } else {
            let through = format_date(self.through(&stay));
            json!({ "checkedIn": { "booking": id, "at": self.now.to_rfc3339(), "through": through } })
        }
    }

    /// The answer of `permit` as JSON (SPEC 8.1 to 8.5).
    pub(crate) fn permit(&self, booking: &Booking) -> Value {
        if matches!(booking.approval, Approval::Rejected | Approval::Cancelled) {
            return json!({ "status": null });
        }
        let (start, end) = (self.zone.start(booking.start), self.zone.end(booking.end));
        let status = if end <= self.now {
            "expired"
        } else if booking.approval == Approval::Pending {
            "pendingApproval"
        } else if self.now < start {
            "upcoming"
        } else {
            "active"
        };
        let (kind, millis) = if end <= self.now {
            ("since", self.now.millis() - end.millis())
        } else if self.now < start {
            ("until", start.millis() - self.now.millis())
        } else {
            ("remaining", end.millis() - self.now.millis())
        };
        let stay = self.stay(booking);
        let days = occupied(booking);
        let names_it = |visit: &CheckIn| visit.subject == CheckInSubject::Booking(booking.id.clone());
        let its = self.visits(&stay).filter(|visit| names_it(visit) || self.covers(visit, days[0]));
        let checked_in = its.map(|visit| visit.at).max();
        let covered = self.visits(&stay).any(|visit| self.covers(visit, self.today));
        let open = self.now < end;
        let occupies_today = days.contains(&self.today);
        let tab = match (days[0], days[days.len() - 1]) {
            (_, last) if last < self.today => "past",
            (first, _) if first > self.today => "upcoming",
            _ => "today",
        };
        let actions = match booking.approval {
            _ if !open => vec![],
            Approval::Pending => vec!["approve", "reject"],
            _ if occupies_today && !covered => vec!["checkIn", "cancel"],
            _ => vec!["cancel"],
        };
        let check_in = match checked_in {
            Some(at) => json!({ "state": "checkedIn", "at": at.to_rfc3339() }),
            None => json!({ "state": "notCheckedIn" }),
        };
        json!({
            "status": status,
            "timer": { "kind": kind, "seconds": millis / 1000 },
            "checkIn": check_in,
            "recheckDue": checked_in.is_some() && occupies_today && open && !covered,
            "tab": tab,
            "actions": actions,
        })
    }

    /// The stay of a booking; one that is not approved is a stay of its own (SPEC 5.3, 8.3).
    pub(crate) fn stay(&self, booking: &'w Booking) -> Chain<'w> {
        if booking.approval != Approval::Approved {
            return vec![booking];
        }
        let together = |other: &&Booking| {
            other.approval == Approval::Approved
                && (&other.amenity, &other.holder, &other.suite)
                    == (&booking.amenity, &booking.holder, &booking.suite)
                && same_vehicle(
                    &other.vehicle,
                    other.space.as_deref(),
                    &booking.vehicle,
                    booking.space.as_deref(),
                )
        };
        let mut planned: Vec<&Booking> = self.document.bookings.iter().filter(together).collect();
        planned.sort_by_key(|booking| (booking.start, booking.end, booking.id.clone()));
        let unknown = !has_plate(&booking.vehicle) && blank(booking.space.as_deref());
        let chains = if unknown { lanes(&planned) } else { chains(&planned) };
        chains.into_iter().find(|chain| chain.iter().any(|one| one.id == booking.id)).unwrap()
    }

    /// The check-ins of a stay that have happened.
    fn visits(&self, stay: &[&Booking]) -> impl Iterator<Item = &'w CheckIn> {
        let ids: Vec<&str> = stay.iter().map(|booking| booking.id.as_str()).collect();
        let now = self.now;
        self.document.check_ins.iter().filter(move |check_in| {
            matches!(&check_in.subject, CheckInSubject::Booking(id) if ids.contains(&id.as_str()))
                && check_in.at <= now
        })
    }

    /// Whether a check-in covers a day (SPEC 5.5).
    fn covers(&self, visit: &CheckIn, day: NaiveDate) -> bool {
        let made = self.zone.local(visit.at).date();
        let days = self.document.settings.recheck_after_days.get();
        (0..days).any(|more| add_days(made, more.into()) == day)
    }

    /// The bookings that count (SPEC 5.2).
    fn counting(&self) -> impl Iterator<Item = &'w Booking> {
        self.document.bookings.iter().filter(|booking| {
            booking.approval == Approval::Approved
                && !self.has_ended(booking)
                && self.holder_lives_there(booking)
                && self.is_todays(booking)
        })
    }

    fn is_todays(&self, booking: &'w Booking) -> bool {
        let starts_today = booking.start.date() == self.today;
        let runs_on = booking.start.date() < self.today && occupied(booking).contains(&self.today);
        let always = self.document.settings.match_window == MatchWindow::OccupyingToday;
        starts_today || (runs_on && (always || self.visits(&self.stay(booking)).next().is_some()))
    }

    fn has_ended(&self, booking: &Booking) -> bool {
        self.zone.end(booking.end) <= self.now
    }

    /// Whether the resident lives in the suite now (SPEC 2.4); a manager need not.
    fn holder_lives_there(&self, booking: &Booking) -> bool {
        let Holder::Resident(id) = &booking.holder else { return true };
        let resident = self.document.residents.iter().find(|resident| resident.id == *id).unwrap();
        resident.residencies.iter().any(|residency| {
            let opening =
                residency.move_in.map(|date| date.and_time(self.document.settings.move_in_opens_at));
            let next = residency.move_out.map(|date| add_days(date, 1).and_time(NaiveTime::MIN));
            residency.suite == booking.suite
                && opening.is_none_or(|opening| self.zone.start(opening) <= self.now)
                && next.is_none_or(|next| self.now < self.zone.start(next))
        })
    }

    /// The different stays that bookings are in.
    fn stays_of(&self, bookings: &[&'w Booking]) -> Vec<Chain<'w>> {
        let mut stays: Vec<Chain<'w>> = Vec::new();
        for booking in bookings {
            if !stays.iter().flatten().any(|known| known.id == booking.id) {
                stays.push(self.stay(booking));
            }
        }
        stays
    }

    /// SPEC 5.4 to 5.6, 6.1 and 6.2.
    fn answer(&self, counting: &[&'w Booking], similar: bool, contact: &str) -> Value {
        let settings = &self.document.settings;
        let walk_in = !settings.require_booking_for_check_in;
        let stays = self.stays_of(counting);
        if stays.is_empty() && walk_in {
            let fields: Vec<_> = FIELDS
                .iter()
                .filter(|(field, _)| settings.walk_in_fields.contains(field))
                .map(|(_, name)| name)
                .collect();
            return json!({ "answer": "walkIn", "fields": fields });
        }
        if stays.is_empty() {
            return json!({ "answer": "noBooking", "contact": contact });
        }
        let is_covered = |stay: &&Chain<'_>| self.visits(stay).any(|visit| self.covers(visit, self.today));
        let due: Vec<_> = stays.iter().filter(|stay| !is_covered(stay)).collect();
        if due.is_empty() {
            let next = stays.iter().filter_map(|stay| self.next_check_in(stay)).min();
            return json!({ "answer": "alreadyCheckedIn", "nextCheckIn": next.map(format_date), "walkIn": walk_in });
        }
        let mut options: Vec<_> = due
            .into_iter()
            .map(|stay| {
                let first =
                    stay.iter().find(|one| counting.iter().any(|booking| booking.id == one.id)).unwrap();
                let plate = Some(letters(&first.vehicle)).filter(|plate| !plate.is_empty());
                ((first.start, plate, first.id.clone()), self.option(first, stay, similar))
            })
            .collect();
        options.sort_by(|(a, _), (b, _)| a.cmp(b));
        let options: Vec<_> = options.into_iter().map(|(_, option)| option).collect();
        json!({ "answer": "options", "options": options, "walkIn": walk_in })
    }

    fn option(&self, booking: &Booking, stay: &[&Booking], similar: bool) -> Value {
        json!({
            "booking": booking.id,
            "from": format_date(self.today),
            "through": format_date(self.through(stay)),
            "vehicle": self.shown(&booking.vehicle),
            "missing": self.missing(booking, &[&booking.vehicle]),
            "similar": similar,
        })
    }

    fn through(&self, stay: &[&Booking]) -> NaiveDate {
        let days = self.document.settings.recheck_after_days.get();
        stay_days(stay).into_iter().max().unwrap().min(add_days(self.today, i64::from(days) - 1))
    }

    /// The first day of a stay after today that no check-in covers (SPEC 5.6).
    fn next_check_in(&self, stay: &[&Booking]) -> Option<NaiveDate> {
        let later = stay_days(stay).into_iter().filter(|day| *day > self.today);
        later.filter(|day| !self.visits(stay).any(|visit| self.covers(visit, *day))).min()
    }

    fn missing(&self, booking: &Booking, told: &[&Vehicle]) -> Vec<&'static str> {
        let amenity = self.document.amenities.iter().find(|amenity| amenity.id == booking.amenity).unwrap();
        let tells = |vehicle: &Vehicle, field| match field {
            VehicleField::Plate => has_plate(vehicle),
            VehicleField::Make => !blank(vehicle.make.as_deref()),
            VehicleField::Model => !blank(vehicle.model.as_deref()),
            VehicleField::Color => !blank(vehicle.color.as_deref()),
        };
        let required = FIELDS.iter().filter(|(field, _)| amenity.required_fields.contains(field));
        required
            .filter(|(field, _)| !told.iter().any(|vehicle| tells(vehicle, *field)))
            .map(|(_, name)| *name)
            .collect()
    }

    fn shown(&self, vehicle: &Vehicle) -> Value {
        let mut shown = vehicle.clone();
        for text in [&mut shown.region, &mut shown.make, &mut shown.model, &mut shown.color] {
            if blank(text.as_deref()) {
                *text = None;
            }
        }
        let plate = letters(vehicle).to_uppercase();
        if plate.is_empty() {
            shown.plate = None;
        } else if !self.document.settings.full_plates {
            let (length, seen) = (plate.chars().count(), if plate.chars().count() <= 3 { 1 } else { 3 });
            let masked = plate.chars().enumerate();
            shown.plate =
                Some(masked.map(|(at, letter)| if at < length - seen { '•' } else { letter }).collect());
        }
        serde_json::to_value(shown).unwrap()
    }
}

const FIELDS: [(VehicleField, &str); 4] = [
    (VehicleField::Plate, "plate"),
    (VehicleField::Make, "make"),
    (VehicleField::Model, "model"),
    (VehicleField::Color, "color"),
];

/// Maximal runs in which each one's first day is at most one day after the last day of an earlier one.
fn chains<'w>(planned: &[&'w Booking]) -> Vec<Chain<'w>> {
    let mut chains: Vec<Chain<'w>> = Vec::new();
    for booking in planned {
        match chains.iter_mut().find(|chain| chain.iter().any(|earlier| is_consecutive(earlier, booking))) {
            Some(chain) => chain.push(booking),
            None => chains.push(vec![booking]),
        }
    }
    chains
}

/// Each booking joins the earliest-opened lane whose last booking ended by its start and is consecutive to it.
fn lanes<'w>(planned: &[&'w Booking]) -> Vec<Chain<'w>> {
    let mut lanes: Vec<Chain<'w>> = Vec::new();
    for booking in planned {
        let fits = |lane: &&mut Chain<'w>| {
            let last = lane[lane.len() - 1];
            last.end <= booking.start && is_consecutive(last, booking)
        };
        match lanes.iter_mut().find(fits) {
            Some(lane) => lane.push(booking),
            None => lanes.push(vec![booking]),
        }
    }
    lanes
}

fn is_consecutive(earlier: &Booking, later: &Booking) -> bool {
    let days = occupied(earlier);
    occupied(later)[0] <= add_days(days[days.len() - 1], 1)
}

/// Every day that a booking occupies (SPEC 1.6).
pub(crate) fn occupied(booking: &Booking) -> Vec<NaiveDate> {
    days_between(booking.start, booking.end)
}

/// Every date from that of `start` to that of `end`, or to the day before where `end` is at 00:00.
pub(crate) fn days_between(start: NaiveDateTime, end: NaiveDateTime) -> Vec<NaiveDate> {
    let days = start.date().iter_days().take_while(|day| *day <= end.date());
    days.filter(|day| *day != end.date() || end.time() != NaiveTime::MIN).collect()
}

/// Every day of a stay.
pub(crate) fn stay_days(stay: &[&Booking]) -> Vec<NaiveDate> {
    stay.iter().flat_map(|booking| occupied(booking)).collect()
}

fn same_vehicle(one: &Vehicle, space: Option<&str>, other: &Vehicle, other_space: Option<&str>) -> bool {
    match (has_plate(one), has_plate(other)) {
        (true, true) => letters(one) == letters(other) && region(one) == region(other),
        (false, false) => match (blank(space), blank(other_space)) {
            (false, false) => space == other_space,
            (one, other) => one && other,
        },
        _ => false,
    }
}

/// SPEC 4.5.
pub(crate) fn equal(one: &Vehicle, other: &Vehicle) -> bool {
    has_plate(one) && letters(one) == letters(other) && regions_agree(one, other)
}

fn similar(one: &Vehicle, other: &Vehicle) -> bool {
    let read = |vehicle: &Vehicle| -> String {
        let pairs = [('o', '0'), ('q', '0'), ('i', '1'), ('b', '8'), ('s', '5'), ('z', '2')];
        pairs
            .iter()
            .fold(letters(vehicle), |plate, (letter, digit)| plate.replace(*letter, &digit.to_string()))
    };
    has_plate(one) && read(one) == read(other) && regions_agree(one, other)
}

fn regions_agree(one: &Vehicle, other: &Vehicle) -> bool {
    region(one).is_none() || region(other).is_none() || region(one) == region(other)
}

fn region(vehicle: &Vehicle) -> Option<&str> {
    vehicle.region.as_deref().filter(|region| !blank(Some(region)))
}

pub(crate) fn has_plate(vehicle: &Vehicle) -> bool {
    !letters(vehicle).is_empty()
}

/// A plate's letters and digits, folded as far as the worlds' plates need it.
pub(crate) fn letters(vehicle: &Vehicle) -> String {
    let plate = vehicle.plate.as_deref().unwrap_or_default().to_lowercase().replace('é', "e");
    plate.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
