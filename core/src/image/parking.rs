//! Guest parking from an image and the check-ins of its outbox (SPEC 4 to 6, 8).

use super::format::{NONE, Number, WalkIn, told};
use super::found::Found;
use super::{Image, Panel, format};
use crate::calendar::{Instant, Now};
use crate::console::{Admission, BookingHandle, GuestHost, GuestTarget, MatchFound, Offer, SuiteHandle};
use crate::document::MatchWindow;
use crate::outbox::{HostRef, What};
use crate::packed::Column;
use crate::parking::booked::{Booked, InStay, VisitRules, counts, covering_today, next_check_in, through};
use crate::parking::check_in::{Refusal, guest_refusal, staff_refusal, walk_in_refusal};
use crate::parking::enforcement::{PlateAnswer, Standing, standing};
use crate::parking::matching::{Contact, earlier};
use crate::parking::permit::{Permit, permit};
use crate::parking::plate::PlateRef;
use crate::parking::vehicle::{FieldSet, VehicleRef, missing_fields};
use chrono::NaiveDate;

/// The answer to the check of a plate; the permits themselves are in the caller's buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlateFound {
    /// Whether the car may stand here.
    pub answer: PlateAnswer,
    /// How many permits are behind the answer, by (start, end, id).
    pub bookings: usize,
    /// How many active ones have a similar plate, a hint for a misread one.
    pub similar: usize,
}

impl<'a> Image<'a> {
    pub(super) fn visit_rules(&self) -> VisitRules {
        let occupying = self.settings.flags & format::flag::OCCUPYING_TODAY != 0;
        VisitRules {
            recheck_after_days: self.settings.recheck_after_days,
            match_window: if occupying { MatchWindow::OccupyingToday } else { MatchWindow::StartingToday },
        }
    }

    pub(super) fn walk_ins_allowed(&self) -> bool {
        self.settings.flags & format::flag::BOOKING_REQUIRED == 0
    }

    /// The handle of a booking by its id.
    #[must_use]
    pub fn booking_by_id(&self, id: &str) -> Option<BookingHandle> {
        (0..)
            .zip(self.bookings.iter())
            .find(|(_, booking)| self.text(booking.texts) == id)
            .map(|(handle, _)| BookingHandle(handle))
    }

    /// The id of a booking.
    #[must_use]
    pub fn booking_id(&self, booking: BookingHandle) -> Option<&'a str> {
        self.bookings.get(booking.0).map(|booking| self.text(booking.texts))
    }

    pub(super) fn vehicle(&self, booking: &format::Booking) -> VehicleRef<'a> {
        let mut texts = self.texts(booking.texts).skip(1);
        let mut next = |bit: u8| if booking.told & bit != 0 { texts.next() } else { None };
        VehicleRef {
            plate: next(told::PLATE),
            region: next(told::REGION),
            make: next(told::MAKE),
            model: next(told::MODEL),
            color: next(told::COLOR),
        }
    }

    /// A plate and a region that follow one another in the pool; none for no place.
    pub(super) fn plate_at(&self, texts: u32) -> Option<PlateRef<'a>> {
        let mut texts = (texts != NONE).then(|| self.texts(texts))?;
        PlateRef::new(texts.next()?, texts.next())
    }
}

impl<'p> Panel<'p> {
    /// What a guest of a resident or a suite is offered (SPEC 5). None for a handle that is unknown.
    #[must_use]
    pub fn match_bookings(
        &self,
        target: GuestTarget,
        now: &Now<'_>,
        options: &mut [BookingHandle],
    ) -> Option<MatchFound> {
        let image = self.image;
        let (lists, owner) = match target {
            GuestTarget::Resident(resident) if image.knows_resident(resident) => {
                (image.resident_bookings, resident.0)
            }
            GuestTarget::Suite(SuiteHandle(suite)) if (suite as usize) < image.suites.len() => {
                (image.suite_bookings, suite)
            }
            _ => return None,
        };
        let number = lists.count_first(|list| list.owner < owner) as u32;
        let own = match (lists.get(number), lists.get(number + 1)) {
            (Some(list), Some(next)) if list.owner == owner => list.start..next.start,
            _ => 0..0,
        };
        let found = self.decide(image.booking_lists.run(own).iter(), |_| true, now, options);
        Some(self.answer(found, false, Contact::Resident))
    }

    /// What an other visitor with this plate is offered (SPEC 5.1).
    #[must_use]
    pub fn match_plate(
        &self,
        plate: &str,
        region: Option<&str>,
        now: &Now<'_>,
        options: &mut [BookingHandle],
    ) -> MatchFound {
        let Some(wanted) = PlateRef::new(plate, region) else {
            return self.answer(Decided::default(), false, Contact::Management);
        };
        let lists = self.image.booking_lists;
        let of_managers = || lists.run(self.image.settings.of_managers..lists.len() as u32).iter();
        let booked = |one: &Found<'p>| one.plate_booked();
        let equal = self.decide(
            of_managers(),
            |one| booked(one).is_some_and(|plate| plate.equals(wanted)),
            now,
            options,
        );
        if equal.stays > 0 {
            return self.answer(equal, false, Contact::Management);
        }
        let is_similar = |one: &Found<'p>| booked(one).is_some_and(|plate| plate.is_similar_to(wanted));
        let mut similar = self.decide(of_managers(), is_similar, now, options);
        if similar.stays > 1 {
            similar = Decided::default();
        }
        self.answer(similar, true, Contact::Management)
    }

    /// Decides over approved bookings in the order in which options are shown, and writes those of the stays that are
    /// due (SPEC 5.2 to 5.6).
    fn decide(
        &self,
        handles: impl Iterator<Item = Number>,
        matches: impl Fn(&Found<'p>) -> bool,
        now: &Now<'_>,
        options: &mut [BookingHandle],
    ) -> Decided {
        let rules = self.image.visit_rules();
        let mut decided = Decided::default();
        for Number { value: handle } in handles {
            let Some(one) = Found::at(*self, handle) else { continue };
            if !counts(&one, rules, now) || !matches(&one) || !one.is_first_counting(rules, now) {
                continue;
            }
            decided.stays += 1;
            if covering_today(&one, rules, now).is_none() {
                if let Some(place) = options.get_mut(decided.options) {
                    *place = BookingHandle(handle);
                    decided.options += 1;
                }
                decided.due = true;
            } else {
                decided.next_check_in = earlier(decided.next_check_in, next_check_in(&one, rules, now));
            }
        }
        decided
    }

    fn answer(&self, decided: Decided, similar: bool, contact: Contact) -> MatchFound {
        let walk_in = self.image.walk_ins_allowed();
        match decided {
            Decided { due: true, options, .. } => MatchFound::Options { count: options, walk_in, similar },
            Decided { stays: 1.., next_check_in, .. } => {
                MatchFound::AlreadyCheckedIn { next_check_in, walk_in }
            }
            _ if walk_in => {
                MatchFound::WalkIn { fields: FieldSet::from_bits(self.image.settings.walk_in_fields) }
            }
            _ => MatchFound::NoBooking { contact },
        }
    }

    /// What a booking is offered as (SPEC 5.4); none for an unknown one.
    #[must_use]
    pub fn offer(&self, booking: BookingHandle, now: &Now<'_>) -> Option<Offer<'p>> {
        let one = Found::at(*self, booking.0)?;
        Some(Offer {
            id: one.id(),
            from: now.today(),
            through: through(&one, self.image.visit_rules(), now),
            vehicle: one.vehicle(),
            missing: one.missing(VehicleRef::default()),
        })
    }

    /// Whether a guest's check-in to a booking stands (SPEC 6.3).
    #[must_use]
    pub fn check_in(&self, booking: BookingHandle, vehicle: VehicleRef<'_>, now: &Now<'_>) -> Admission {
        self.admit(booking, now, |one, rules| guest_refusal(one, || one.missing(vehicle), rules, now))
    }

    /// Whether a check-in by staff stands (SPEC 6.5).
    #[must_use]
    pub fn staff_check_in(&self, booking: BookingHandle, now: &Now<'_>) -> Admission {
        self.admit(booking, now, |one, rules| staff_refusal(one, rules, now))
    }

    fn admit(
        &self,
        booking: BookingHandle,
        now: &Now<'_>,
        refusal: impl Fn(&Found<'p>, VisitRules) -> Option<Refusal>,
    ) -> Admission {
        let rules = self.image.visit_rules();
        let Some(one) = Found::at(*self, booking.0) else {
            return Admission::Refused(Refusal::UnknownBooking);
        };
        match refusal(&one, rules) {
            Some(refusal) => Admission::Refused(refusal),
            None => Admission::CheckedIn { through: Some(through(&one, rules, now)) },
        }
    }

    /// Whether a walk-in stands (SPEC 6.4). None for a host that is unknown.
    #[must_use]
    pub fn walk_in(&self, host: GuestHost, vehicle: VehicleRef<'_>, now: &Now<'_>) -> Option<Admission> {
        let image = self.image;
        let known = match host {
            GuestHost::Resident(resident) => image.knows_resident(resident),
            GuestHost::Suite(SuiteHandle(suite)) => (suite as usize) < image.suites.len(),
            GuestHost::Visitor => true,
        };
        let plate = vehicle.plate.and_then(|plate| PlateRef::new(plate, vehicle.region));
        let first_today = || plate.and_then(|plate| self.first_walk_in(plate, Some(host), now));
        let fields = FieldSet::from_bits(image.settings.walk_in_fields);
        let refusal =
            walk_in_refusal(!image.walk_ins_allowed(), first_today, || missing_fields(fields, &[vehicle]));
        known.then_some(match refusal {
            Some(refusal) => Admission::Refused(refusal),
            None => Admission::CheckedIn { through: None },
        })
    }

    /// When a plate first walked in today, of what has happened by now: to this host, or to any when none is given.
    fn first_walk_in(&self, plate: PlateRef<'_>, of: Option<GuestHost>, now: &Now<'_>) -> Option<Instant> {
        let (image, today, by) = (self.image, now.today(), now.instant());
        let is_same = |other: Option<PlateRef<'_>>| other.is_some_and(|other| plate.equals(other));
        let mut first: Option<Instant> = None;
        let mut note = |at: Instant, host: Option<GuestHost>| {
            if at <= by && (of.is_none() || of == host) {
                first = Some(first.map_or(at, |first| first.min(at)));
            }
        };
        for WalkIn { at, day, host_kind, host, texts } in image.walk_ins.iter() {
            let host = match host_kind {
                0 => GuestHost::Resident(crate::console::ResidentHandle(host)),
                1 => GuestHost::Suite(SuiteHandle(host)),
                _ => GuestHost::Visitor,
            };
            if format::date_of(day) == today && is_same(image.plate_at(texts)) {
                note(Instant::from_millis(at), Some(host));
            }
        }
        for entry in self.entries {
            let What::WalkIn { host, vehicle } = entry.what else { continue };
            let walked_in = vehicle.plate.and_then(|plate| PlateRef::new(plate, vehicle.region));
            if !is_same(walked_in) || image.clock().local(entry.at).date() != today {
                continue;
            }
            let host = match host {
                HostRef::Resident { code } => image
                    .dial(code, &image.now(entry.at))
                    .map(|reached| GuestHost::Resident(reached.resident)),
                HostRef::Suite { id } => image.suite_by_id(id).map(GuestHost::Suite),
                HostRef::Visitor => Some(GuestHost::Visitor),
            };
            note(entry.at, host);
        }
        first
    }

    /// A booking as staff see it (SPEC 8.1 to 8.5). None for an unknown one; none within for one that is no permit.
    #[must_use]
    pub fn permit(&self, booking: BookingHandle, now: &Now<'_>) -> Option<Option<Permit>> {
        Found::at(*self, booking.0).map(|one| permit(&one, self.image.visit_rules(), now))
    }

    /// Whether a car may stand here (SPEC 8.8). Handles of permits are written to the buffers as far as they fit.
    #[must_use]
    pub fn check_plate(
        &self,
        plate: &str,
        region: Option<&str>,
        now: &Now<'_>,
        bookings: &mut [BookingHandle],
        similar: &mut [BookingHandle],
    ) -> PlateFound {
        let none = PlateFound { answer: PlateAnswer::NotPermitted, bookings: 0, similar: 0 };
        let Some(wanted) = PlateRef::new(plate, region) else { return none };
        let collect = |wants: &dyn Fn(Standing, PlateRef<'_>) -> bool, into: &mut [BookingHandle]| {
            self.collect_standing(wants, now, into)
        };
        let active = collect(&|at, plate| at == Standing::Active && plate.equals(wanted), bookings);
        if active > 0 {
            return PlateFound { answer: PlateAnswer::Permitted, bookings: active, similar: 0 };
        }
        let in_grace = collect(&|at, plate| at == Standing::Grace && plate.equals(wanted), bookings);
        if in_grace > 0 {
            return PlateFound { answer: PlateAnswer::Grace, bookings: in_grace, similar: 0 };
        }
        if self.first_walk_in(wanted, None, now).is_some() {
            return PlateFound { answer: PlateAnswer::WalkIn, ..none };
        }
        let alike = collect(&|at, plate| at == Standing::Active && plate.is_similar_to(wanted), similar);
        PlateFound { similar: alike, ..none }
    }

    /// Writes the approved bookings that let a car stand now and are wanted, by (start, end, id), and answers how many
    /// there are.
    fn collect_standing(
        &self,
        wants: &dyn Fn(Standing, PlateRef<'_>) -> bool,
        now: &Now<'_>,
        into: &mut [BookingHandle],
    ) -> usize {
        let mut count = 0;
        for handle in 0..self.image.bookings.len() as u32 {
            let Some(one) = Found::at(*self, handle) else { continue };
            let standing = standing(one.start(), one.end(), self.image.settings.grace_minutes, now);
            let wanted = one.is_approved()
                && standing.is_some_and(|at| one.plate(now).is_some_and(|plate| wants(at, plate)));
            if wanted {
                self.insert_in_order(&one, count, into);
                count += 1;
            }
        }
        count
    }

    /// Puts a booking into its place among `count` ones before it; what no longer fits falls off at the end.
    fn insert_in_order(&self, one: &Found<'p>, count: usize, into: &mut [BookingHandle]) {
        let key = |one: &Found<'p>| (one.start(), one.end(), one.id());
        let held = into.get(..count.min(into.len())).unwrap_or_default();
        let place = held
            .iter()
            .position(|other| Found::at(*self, other.0).is_some_and(|other| key(one) < key(&other)))
            .unwrap_or(held.len());
        let end = (count + 1).min(into.len());
        let after = into.get_mut(place..end).unwrap_or_default().iter_mut();
        after.fold(BookingHandle(one.handle()), |carried, place| core::mem::replace(place, carried));
    }
}

/// What was decided for a guest.
#[derive(Clone, Copy, Default)]
struct Decided {
    /// Stays that match.
    stays: usize,
    /// Whether one of them needs a check-in.
    due: bool,
    /// How many of those that do were written.
    options: usize,
    /// The earliest date on which one must check in again, of those that do not.
    next_check_in: Option<NaiveDate>,
}
