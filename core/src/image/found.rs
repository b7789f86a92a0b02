//! A booking of an image with its stay, as the rules ask for it (SPEC 5.3, 5.5).

use super::Panel;
use super::format::{self, NONE, Number, Stay, Visit, date_of, wall_of};
use crate::calendar::{Instant, Now, occupied_days};
use crate::document::Approval;
use crate::outbox::What;
use crate::parking::booked::{Booked, InStay, VisitRules, Visited, counts};
use crate::parking::plate::PlateRef;
use crate::parking::stay::{StayDays, covers};
use crate::parking::vehicle::{FieldSet, VehicleRef, missing_fields};
use chrono::NaiveDateTime;

/// A booking of an image, as the rules ask for it.
#[derive(Clone, Copy)]
pub(super) struct Found<'p> {
    panel: Panel<'p>,
    handle: u32,
    record: format::Booking,
    stay: Stay,
    next_stay: Stay,
}

impl<'p> Found<'p> {
    pub(super) fn at(panel: Panel<'p>, handle: u32) -> Option<Self> {
        let image = panel.image;
        let record = image.bookings.get(handle)?;
        let (stay, next_stay) =
            (image.stays.get(record.stay)?, image.stays.get(record.stay.checked_add(1)?)?);
        Some(Self { panel, handle, record, stay, next_stay })
    }

    /// The bookings of its stay, in their order.
    fn of_stay(&self) -> impl Iterator<Item = u32> + 'p {
        let bookings = self.panel.image.stay_bookings.run(self.stay.bookings..self.next_stay.bookings);
        bookings.iter().map(|Number { value }| value)
    }

    /// Gives the check-ins of its stay that have happened by then, with the plate that each gave, in no order.
    #[inline(never)]
    fn each_visit(&self, by: Instant, sink: &mut dyn FnMut(Visited, Option<PlateRef<'p>>)) {
        let image = self.panel.image;
        for Visit { at, day, booking, texts } in
            image.visits.run(self.stay.visits..self.next_stay.visits).iter()
        {
            let at = Instant::from_millis(at);
            if at <= by {
                let visited = Visited { at, date: date_of(day), names_it: booking == self.handle };
                sink(visited, image.plate_at(texts));
            }
        }
        for entry in self.panel.entries.filter(|entry| entry.at <= by) {
            let What::CheckIn { booking, vehicle } = entry.what else { continue };
            let id_of = |handle: u32| image.bookings.get(handle).map(|one| image.text(one.texts));
            let Some(named) = self.of_stay().find(|other| id_of(*other) == Some(booking)) else { continue };
            let date = image.clock().local(entry.at).date();
            let plate = vehicle.plate.and_then(|plate| PlateRef::new(plate, vehicle.region));
            sink(Visited { at: entry.at, date, names_it: named == self.handle }, plate);
        }
    }

    #[inline(never)]
    fn latest(&self, by: Instant, accept: &dyn Fn(Visited) -> bool) -> Option<Visited> {
        let mut latest: Option<Visited> = None;
        self.each_visit(by, &mut |visited, _| {
            if accept(visited) && latest.is_none_or(|latest| latest.at <= visited.at) {
                latest = Some(visited);
            }
        });
        latest
    }

    /// The permit's plate (SPEC 8.8): the booking's, else that of the latest check-in of its stay that gave one and whose
    /// days include today.
    pub(super) fn plate(&self, now: &Now<'_>) -> Option<PlateRef<'p>> {
        let booked = self.plate_booked();
        if booked.is_some() {
            return booked;
        }
        let (recheck, today) = (self.panel.image.settings.recheck_after_days, now.today());
        let mut latest: Option<(Instant, PlateRef<'p>)> = None;
        self.each_visit(now.instant(), &mut |visited, plate| {
            if let Some(plate) = plate
                && covers(visited.date, recheck, today)
                && latest.is_none_or(|(at, _)| at <= visited.at)
            {
                latest = Some((visited.at, plate));
            }
        });
        latest.map(|(_, plate)| plate)
    }

    /// Whether it is the first of its stay that counts, the one that stands for the stay (SPEC 5.4).
    pub(super) fn is_first_counting(&self, rules: VisitRules, now: &Now<'_>) -> bool {
        let counting =
            |handle: &u32| Self::at(self.panel, *handle).is_some_and(|one| counts(&one, rules, now));
        self.of_stay().find(counting) == Some(self.handle)
    }

    pub(super) fn id(&self) -> &'p str {
        self.panel.image.text(self.record.texts)
    }

    pub(super) fn handle(&self) -> u32 {
        self.handle
    }

    pub(super) fn is_approved(&self) -> bool {
        self.approval() == Approval::Approved
    }

    /// The plate as booked.
    pub(super) fn plate_booked(&self) -> Option<PlateRef<'p>> {
        let VehicleRef { plate, region, .. } = self.vehicle();
        PlateRef::new(plate?, region)
    }

    /// The vehicle as booked.
    pub(super) fn vehicle(&self) -> VehicleRef<'p> {
        self.panel.image.vehicle(&self.record)
    }

    /// The required fields that neither the booking nor `given` tells.
    pub(super) fn missing(&self, given: VehicleRef<'_>) -> FieldSet {
        missing_fields(FieldSet::from_bits(self.record.required), &[self.vehicle(), given])
    }
}

impl InStay for Found<'_> {
    fn days(&self) -> StayDays {
        let (first, last) = occupied_days(wall_of(self.record.start), wall_of(self.record.end));
        StayDays { first, last }
    }

    fn end(&self) -> NaiveDateTime {
        wall_of(self.record.end)
    }

    fn stay_days(&self) -> StayDays {
        StayDays { first: date_of(self.stay.first), last: date_of(self.stay.last) }
    }

    fn holder_lives_there(&self, now: &Now<'_>) -> bool {
        self.record.times == NONE || self.panel.image.includes_now(self.record.times, now)
    }

    fn latest_visit(&self, now: &Now<'_>, accept: impl Fn(Visited) -> bool) -> Option<Visited> {
        self.latest(now.instant(), &accept)
    }
}

impl Booked for Found<'_> {
    fn approval(&self) -> Approval {
        match self.record.approval {
            0 => Approval::Pending,
            1 => Approval::Approved,
            2 => Approval::Rejected,
            _ => Approval::Cancelled,
        }
    }

    fn start(&self) -> NaiveDateTime {
        wall_of(self.record.start)
    }
}
