//! A building's guest parking in the shape of the Alliance for Parking Data Standards, version 4 (ISO/TS 5206-1), as its
//! published OpenAPI description has it: what there is, what may be granted, what was, what is used and what was seen.
//!
//! Bookings are wall time (SPEC 1.2); here they are instants, as the standard has no other. Nobody's name is in it. Walk-ins
//! are left out: the standard knows no session without a right.

pub(crate) mod shape;

use crate::store::events::ListedEvent;
use crate::store::{Kind, Known};
use shape::*;
use std::collections::HashMap;
use vestibule::Instant;
use vestibule::calendar::{add_days, format_time};
use vestibule::chrono::NaiveTime;
use vestibule::document::{
    Amenity, Approval, Booking, CheckIn, CheckInSubject, Space, SpaceKind, Vehicle, VehicleField, Weekday,
    WeeklyWindow,
};

/// When the records of a kind were made and last changed.
pub(crate) type Times = HashMap<String, (Instant, Instant)>;

/// A building at an instant.
pub(crate) struct View<'k> {
    pub known: &'k Known,
    pub at: Instant,
    /// Of the building, amenities and spaces, by kind.
    pub times: HashMap<&'static str, Times>,
}

impl View<'_> {
    fn version(&self, kind: Kind, id: &str) -> i64 {
        self.known.revision_of(kind, id).unwrap_or_default().max(1)
    }

    fn time(&self, kind: Kind, id: &str) -> (String, String) {
        let times = self.times.get(kind.as_str()).and_then(|of_kind| of_kind.get(id));
        let (made, changed) = times.copied().unwrap_or((self.at, self.at));
        (made.to_rfc3339(), changed.to_rfc3339())
    }

    fn reference(&self, kind: Kind, id: &str, class_name: &'static str) -> VersionedReference {
        VersionedReference { id: id.to_owned(), version: self.version(kind, id), class_name }
    }

    /// The building as the organisation that grants and sees.
    fn organisation(&self) -> VersionedReference {
        let id = self.known.building.document().building.id.clone();
        VersionedReference {
            id,
            version: self.version(Kind::Building, Kind::Building.as_str()),
            class_name: "Organisation",
        }
    }

    fn place_of(&self, amenity: &str) -> VersionedReference {
        self.reference(Kind::Amenities, amenity, "Place")
    }

    fn instant(&self, wall: vestibule::chrono::NaiveDateTime, is_end: bool) -> String {
        let zone = self.known.building.zone();
        let instant = if is_end { zone.end(wall) } else { zone.start(wall) };
        instant.to_rfc3339()
    }

    /// The building, its guest parking and its parking spaces.
    pub(crate) fn places(&self) -> Vec<HierarchyElement> {
        let document = self.known.building.document();
        let campus = VersionedReference { class_name: "Campus", ..self.organisation() };
        let spaces = || document.spaces.iter().filter(|space| space.kind == SpaceKind::Parking);
        let children = document.amenities.iter().map(|amenity| self.place_of(&amenity.id));
        let children = children.chain(spaces().map(|space| self.reference(Kind::Spaces, &space.id, "Space")));
        let building = HierarchyElement {
            child_ids: children.collect(),
            time_zone: Some(document.building.zone.clone()),
            ..self.element("campus", &campus, &document.building.name, Kind::Building)
        };
        let places = document.amenities.iter().map(|amenity| self.place(amenity, &campus));
        [building].into_iter().chain(places).chain(spaces().map(|space| self.space(space, &campus))).collect()
    }

    fn element(
        &self,
        kind: &'static str,
        reference: &VersionedReference,
        name: &str,
        of: Kind,
    ) -> HierarchyElement {
        let record = if of == Kind::Building { of.as_str() } else { &reference.id };
        HierarchyElement {
            id: reference.id.clone(),
            version: reference.version,
            kind,
            name: english(name),
            layer: u32::from(of != Kind::Building),
            parent_id: None,
            child_ids: Vec::new(),
            right_specifications: Vec::new(),
            hierarchy_element_record: HierarchyElementRecord { creation_time: self.time(of, record).1 },
            hierarchy_element_reference: None,
            time_zone: None,
            space_id: None,
        }
    }

    fn place(&self, amenity: &Amenity, campus: &VersionedReference) -> HierarchyElement {
        let reference = self.place_of(&amenity.id);
        let supply = Supply { supply_view_type: "vehicleView", supply_quantity: amenity.capacity };
        let zone = &self.known.building.document().building.zone;
        HierarchyElement {
            parent_id: Some(campus.clone()),
            right_specifications: vec![self.reference(Kind::Amenities, &amenity.id, "RightSpecification")],
            hierarchy_element_reference: Some(HierarchyElementReference {
                element_id: reference.clone(),
                supply: vec![supply],
            }),
            time_zone: Some(zone.clone()),
            ..self.element("place", &reference, &amenity.name, Kind::Amenities)
        }
    }

    fn space(&self, space: &Space, campus: &VersionedReference) -> HierarchyElement {
        let reference = self.reference(Kind::Spaces, &space.id, "Space");
        HierarchyElement {
            parent_id: Some(campus.clone()),
            space_id: Some(Reference { id: space.id.clone(), class_name: "Space" }),
            ..self.element("space", &reference, &space.name, Kind::Spaces)
        }
    }

    /// What each amenity grants.
    pub(crate) fn right_specifications(&self) -> Vec<RightSpecification> {
        let document = self.known.building.document();
        document.amenities.iter().map(|amenity| self.right_specification(amenity)).collect()
    }

    fn right_specification(&self, amenity: &Amenity) -> RightSpecification {
        let version = self.version(Kind::Amenities, &amenity.id);
        let asks_plate = amenity.required_fields.contains(&VehicleField::Plate);
        RightSpecification {
            id: amenity.id.clone(),
            version,
            description: english(&amenity.name),
            kind: "oneTimeUseParking",
            issuer: self.organisation(),
            transferable: false,
            credentials: if asks_plate { vec!["licensePlate"] } else { Vec::new() },
            hierarchy_elements: vec![self.place_of(&amenity.id)],
            validity: self.validity(amenity),
            right_pools: vec![self.right_pool(amenity, version)],
        }
    }

    fn validity(&self, amenity: &Amenity) -> Validity {
        let windows = amenity.hours.iter().flatten().flat_map(periods).collect();
        let closed = amenity.blackouts.iter().map(|blackout| Period {
            start_of_period: Some(self.instant(blackout.from.and_time(NaiveTime::MIN), false)),
            end_of_period: Some(self.instant(add_days(blackout.to, 1).and_time(NaiveTime::MIN), false)),
            ..Period::default()
        });
        Validity {
            validity_status: if amenity.enabled { "definedByValidityTimeSpec" } else { "suspended" },
            validity_time_specification: OverallPeriod {
                overall_start_time: self.time(Kind::Amenities, &amenity.id).0,
                valid_periods: windows,
                exception_periods: closed.collect(),
            },
        }
    }

    fn right_pool(&self, amenity: &Amenity, version: i64) -> RightPool {
        let now = self.known.building.now(self.at);
        let is_running = |booking: &&Booking| now.has_started(booking.start) && !now.has_ended(booking.end);
        let running =
            self.approved().filter(|booking| booking.amenity == amenity.id).filter(is_running).count();
        let running = u32::try_from(running).unwrap_or(u32::MAX);
        RightPool {
            id: format!("{}:now", amenity.id),
            version,
            assigned_rights_issuer: self.organisation(),
            distributed_assigned_rights: running,
            available_assigned_rights: amenity.capacity.saturating_sub(running),
        }
    }

    fn approved(&self) -> impl Iterator<Item = &Booking> {
        let bookings = self.known.building.document().bookings.iter();
        bookings.filter(|booking| booking.approval == Approval::Approved)
    }

    /// The approved bookings.
    pub(crate) fn assigned_rights(&self) -> Vec<AssignedRight> {
        self.approved().map(|booking| self.assigned_right(booking)).collect()
    }

    fn assigned_right(&self, booking: &Booking) -> AssignedRight {
        let (start, end) = (self.instant(booking.start, false), self.instant(booking.end, true));
        AssignedRight {
            id: booking.id.clone(),
            version: self.version(Kind::Bookings, &booking.id),
            right_specification: self.reference(Kind::Amenities, &booking.amenity, "RightSpecification"),
            right_holder: AssignedRightHolder { credentials: plate(&booking.vehicle).into_iter().collect() },
            assigned_right_issuer: self.organisation(),
            issue_method: "electronic",
            issuance_time: booking.created_at.map(Instant::to_rfc3339),
            expiry: end.clone(),
            planned_uses: vec![PlannedUse { start_time: start, end_time: end }],
        }
    }

    /// The check-ins to bookings.
    pub(crate) fn sessions(&self) -> Vec<Session> {
        let document = self.known.building.document();
        let bookings: HashMap<&str, &Booking> =
            document.bookings.iter().map(|booking| (booking.id.as_str(), booking)).collect();
        let session = |check_in: &CheckIn| {
            let CheckInSubject::Booking(id) = &check_in.subject else { return None };
            Some(self.session(check_in, bookings.get(id.as_str())?))
        };
        document.check_ins.iter().filter_map(session).collect()
    }

    fn session(&self, check_in: &CheckIn, booking: &Booking) -> Session {
        let version = self.version(Kind::CheckIns, &check_in.id);
        let at = check_in.at.to_rfc3339();
        let credential = plate(&booking.vehicle).or_else(|| plate(&check_in.vehicle));
        let credential = credential.unwrap_or_else(|| CredentialAssigned {
            credential_assigned_type: "other",
            kind: "permit",
            identifier: Reference { id: booking.id.clone(), class_name: "AssignedRight" },
            issuer: Vec::new(),
        });
        Session {
            id: check_in.id.clone(),
            version,
            actual_start: at.clone(),
            initiator: self.organisation(),
            hierarchy_element: self.place_of(&booking.amenity),
            segments: vec![Segment {
                id: format!("{}:1", check_in.id),
                version,
                actual_start: at,
                assigned_right: self.reference(Kind::Bookings, &booking.id, "AssignedRight"),
                validation_type: vec![credential.kind],
            }],
            identified_credentials: vec![credential],
            identified_vehicle: looks(&check_in.vehicle, &booking.vehicle),
        }
    }

    /// A check of a plate.
    pub(crate) fn observation(&self, check: &ListedEvent) -> ObservationElement {
        let plate = check.event.as_ref().and_then(|event| event.get("plate")?.as_str()).map(str::to_owned);
        ObservationElement {
            id: check.id.clone(),
            version: 1,
            method: "visual",
            kind: "licensePlate",
            observed_credential_id: plate,
            observation_start_time: check.at.clone(),
            creation_date_time: check.at.clone(),
            description: english(&check.outcome),
            location: Location {
                observer_location: PointLocation { kind: "Point" },
                observed_location_textual: english(&self.known.building.document().building.name),
            },
            observer_organisation: self.organisation(),
        }
    }
}

/// A text of which no language is known.
fn english(text: &str) -> Vec<SpecificLanguageString> {
    vec![SpecificLanguageString { language: "en", string: text.to_owned() }]
}

/// A vehicle's plate, as a credential.
fn plate(vehicle: &Vehicle) -> Option<CredentialAssigned> {
    let plate = vehicle.plate.as_deref().filter(|plate| plate.chars().any(char::is_alphanumeric))?;
    Some(CredentialAssigned {
        credential_assigned_type: "vehicle",
        kind: "licensePlate",
        identifier: Reference { id: plate.to_owned(), class_name: "LicensePlate" },
        issuer: vehicle.region.as_deref().map(english).unwrap_or_default(),
    })
}

/// What is known of a car besides its plate; the booking's own details win (SPEC 6.3).
fn looks(given: &Vehicle, booked: &Vehicle) -> Option<VehicleAncillaryIdentification> {
    let either =
        |field: fn(&Vehicle) -> &Option<String>| field(booked).clone().or_else(|| field(given).clone());
    let region = either(|vehicle| &vehicle.region)?;
    let country = region.split('-').next().unwrap_or_default().to_owned();
    Some(VehicleAncillaryIdentification {
        country,
        state_province: Some(region).filter(|region| region.contains('-')),
        make: either(|vehicle| &vehicle.make),
        model: either(|vehicle| &vehicle.model),
        color: either(|vehicle| &vehicle.color),
    })
}

/// A weekly window as periods, each within one day: a window past midnight is two.
fn periods(window: &WeeklyWindow) -> Vec<Period> {
    let days: Vec<usize> = window.days.iter().map(|day| *day as usize).collect();
    let period = |shift: usize, times: Option<(NaiveTime, Option<NaiveTime>)>| Period {
        recurring_day_week_month_period: vec![DayWeekMonth {
            applicable_day: days.iter().filter_map(|day| DAYS.get((day + shift) % 7).copied()).collect(),
        }],
        recurring_time_period_of_day: times
            .map(|(open, close)| TimePeriodOfDay {
                start_time_of_period: format_time(open),
                end_time_of_period: close.map_or_else(|| "23:59".to_owned(), format_time),
            })
            .into_iter()
            .collect(),
        ..Period::default()
    };
    let (open, close) = (window.open, window.close);
    if open < close {
        return vec![period(0, Some((open, Some(close))))];
    }
    if open == close && open == NaiveTime::MIN {
        return vec![period(0, None)];
    }
    let mut both = vec![period(0, Some((open, None)))];
    if close > NaiveTime::MIN {
        both.push(period(1, Some((NaiveTime::MIN, Some(close)))));
    }
    both
}

/// The days of a week in the order of [`Weekday`].
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const _: () = assert!(Weekday::Mon as usize == 0 && Weekday::Sun as usize == 6);
