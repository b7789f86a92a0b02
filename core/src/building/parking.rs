//! Questions about guest parking (SPEC 4 to 8).

use super::Building;
use crate::calendar::Now;
use crate::document::{
    Amenity, Booking, BookingRequest, By, CheckIn, CheckInSubject, Error, ErrorCode, Holder, Host, Vehicle,
    check_interval,
};
use crate::parking::board::{self, Row};
use crate::parking::booked::VisitRules;
use crate::parking::check_in::{self, CheckInAnswer, Recorded, Refusal, WalkInAnswer};
use crate::parking::enforcement::{self, PlateCheck};
use crate::parking::ledger::Ledger;
use crate::parking::matching::{Match, Matching, Target};
use crate::parking::permit::{self, Permit, Tab};
use crate::parking::plate::Plate;
use crate::parking::request::{self, ApproveAnswer, Asker, RequestAnswer};
use crate::parking::vehicle::FieldSet;
use alloc::vec::Vec;

impl Building {
    /// Answers a request to book (SPEC 4.3).
    ///
    /// # Errors
    /// `unknown` or `order` within `request`.
    pub fn request_booking(&self, request: &BookingRequest, now: &Now<'_>) -> Result<RequestAnswer, Error> {
        let amenity = self.amenity(&request.amenity, "request.amenity")?;
        let asker = match &request.holder {
            Holder::Resident(id) => Asker::Resident(self.resident(id, "request.holder.resident")?),
            Holder::Manager(id) => {
                let manager = self.document.managers.iter().find(|manager| manager.id == *id);
                Asker::Manager(manager.ok_or_else(|| Error::unknown("request.holder.manager"))?)
            }
        };
        let suite = self.suite(&request.suite, "request.suite")?;
        check_interval(request.start, request.end).map_err(|error| error.within("request"))?;
        let (bookings, settings) = (&self.document.bookings, &self.document.settings);
        Ok(request::request(request, amenity, suite, asker, bookings, settings, now))
    }

    /// Whether staff may approve a booking (SPEC 4.6).
    ///
    /// # Errors
    /// `unknown` at `booking`.
    pub fn approve(&self, booking: &str, now: &Now<'_>) -> Result<ApproveAnswer, Error> {
        let (_, booking) = self.booking(booking)?;
        let amenity = self.amenity(&booking.amenity, "booking")?;
        Ok(request::approve(booking, amenity, &self.document.bookings, now))
    }

    /// What a guest of a resident or a suite is offered (SPEC 5).
    ///
    /// # Errors
    /// `unknown` at `target.resident` or `target.suite`.
    pub fn match_bookings(&self, target: &Target, now: &Now<'_>) -> Result<Match, Error> {
        let slots = match target {
            Target::Resident(id) => {
                self.resident(id, "target.resident")?;
                self.ledger.of_resident(id)
            }
            Target::Suite(id) => {
                self.suite(id, "target.suite")?;
                self.ledger.of_suite(id)
            }
        };
        Ok(self.matching().answer(slots, now))
    }

    /// What an other visitor with this plate is offered (SPEC 5.1).
    pub fn match_plate(&self, plate: &str, region: Option<&str>, now: &Now<'_>) -> Match {
        self.matching().answer_plate(plate, region, now)
    }

    /// Whether a check-in to a booking stands (SPEC 6.3, 6.5). An unknown booking is a refusal, no error.
    pub fn check_in(&self, booking: &str, vehicle: &Vehicle, by: &By, now: &Now<'_>) -> CheckInAnswer {
        let Ok((position, booking)) = self.booking(booking) else {
            return CheckInAnswer::Refused(Refusal::UnknownBooking);
        };
        let Some(held) = self.ledger.held_at(position, booking) else {
            return CheckInAnswer::Refused(Refusal::UnknownBooking);
        };
        let amenity = self.amenity(&booking.amenity, "").ok();
        let required = amenity.map_or(FieldSet::EMPTY, |amenity| amenity.required_fields.as_slice().into());
        let rules = VisitRules::from(&self.document.settings);
        check_in::check_in(booking, &held, (required, vehicle), by, rules, now)
    }

    /// Whether a walk-in stands (SPEC 6.4).
    ///
    /// # Errors
    /// `unknown` at `host.resident` or `host.suite`.
    pub fn walk_in(&self, host: &Host, vehicle: &Vehicle, now: &Now<'_>) -> Result<WalkInAnswer, Error> {
        self.check_host(host)?;
        Ok(check_in::walk_in(host, vehicle, &self.document.check_ins, &self.document.settings, now))
    }

    /// Records a check-in or a walk-in (SPEC 6.7). Of two for the same stay or visit and day the first, by instant and
    /// id, stays, in whatever order they arrive. The decision on it was made where it happened and is not made again.
    ///
    /// # Errors
    /// `unknown` at `booking`, `host.resident` or `host.suite`, so that a caller can keep it elsewhere; `malformed` at `at`
    /// for an instant that no document can say (SPEC 1.2).
    pub fn record(&mut self, check_in: CheckIn) -> Result<Recorded, Error> {
        let recorded = self.recording(&check_in)?;
        if let Recorded::Added { replaced, .. } = &recorded {
            if let Some(later) = replaced {
                if let Some(position) = self.check_in_position(later) {
                    self.document.check_ins.remove(position);
                }
                self.ledger = Ledger::new(&self.document, &self.zone);
            }
            self.put_check_in(check_in);
        }
        Ok(recorded)
    }

    /// What [recording](Self::record) a check-in or a walk-in would come to.
    ///
    /// # Errors
    /// As [`record`](Self::record).
    pub fn recording(&self, check_in: &CheckIn) -> Result<Recorded, Error> {
        if !check_in.at.in_range() {
            let detail = "expected an instant of the years 1970 to 2199";
            return Err(Error::new(ErrorCode::Malformed, "at", detail));
        }
        match &check_in.subject {
            CheckInSubject::Booking(id) => self.booking(id).map(|_| ())?,
            CheckInSubject::WalkIn(host) => self.check_host(host)?,
        }
        if self.document.check_ins.iter().any(|known| known.id == check_in.id) {
            return Ok(Recorded::Known);
        }
        let now = self.now(check_in.at);
        let other = check_in::same_visit(check_in, &self.document, &self.ledger, &now);
        if let Some(first) = other
            && (first.at, &first.id) < (check_in.at, &check_in.id)
        {
            return Ok(Recorded::Left { first: first.id.clone() });
        }
        let replaced = other.map(|later| later.id.clone());
        let conflict = check_in::is_conflict(check_in, &self.document);
        Ok(Recorded::Added { conflict, replaced })
    }

    /// A booking as staff see it; none when it was rejected or cancelled (SPEC 8.1 to 8.5).
    ///
    /// # Errors
    /// `unknown` at `booking`.
    pub fn permit(&self, booking: &str, now: &Now<'_>) -> Result<Option<Permit>, Error> {
        let (position, booking) = self.booking(booking)?;
        let rules = VisitRules::from(&self.document.settings);
        let held = self.ledger.held_at(position, booking);
        Ok(held.and_then(|held| permit::permit(&held, rules, now)))
    }

    /// The rows of a tab of the board (SPEC 8.5).
    pub fn board(&self, tab: Tab, now: &Now<'_>) -> Vec<Row<'_>> {
        board::board(&self.document.bookings, &self.document.check_ins, tab, now)
    }

    /// The permits that a query finds, in the board's order (SPEC 8.7).
    pub fn search_permits(&self, query: &str, now: &Now<'_>) -> Vec<&Booking> {
        board::search(query, &self.document, &self.ledger, now)
    }

    /// Whether a car may stand here (SPEC 8.8).
    pub fn check_plate(&self, plate: &str, region: Option<&str>, now: &Now<'_>) -> PlateCheck<'_> {
        enforcement::check_plate(Plate::new(plate, region).as_ref(), &self.document, &self.ledger, now)
    }

    /// The prepared bookings, for callers that decide over many of them at once.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    fn matching(&self) -> Matching<'_> {
        let Self { document, ledger, amenities, .. } = self;
        Matching { document, ledger, amenities }
    }

    fn check_host(&self, host: &Host) -> Result<(), Error> {
        match host {
            Host::Resident(id) => self.resident(id, "host.resident").map(|_| ()),
            Host::Suite(id) => self.suite(id, "host.suite").map(|_| ()),
            Host::Visitor => Ok(()),
        }
    }

    pub(super) fn amenity(&self, id: &str, path: &str) -> Result<&Amenity, Error> {
        let position = self.amenities.get(id).and_then(|at| self.document.amenities.get(*at));
        position.ok_or_else(|| Error::unknown(path))
    }

    fn booking(&self, id: &str) -> Result<(usize, &Booking), Error> {
        let position = self.ledger.position(id);
        let booking = position.and_then(|at| Some((at, self.document.bookings.get(at)?)));
        booking.ok_or_else(|| Error::unknown("booking"))
    }
}
