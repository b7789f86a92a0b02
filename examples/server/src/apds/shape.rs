//! The parts of the APDS data model that a building has something to say about, with the names of version 4.

use serde::Serialize;
use utoipa::ToSchema;

/// Which part of a list it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaginatedListMeta {
    /// Seconds since the Unix epoch.
    pub reference_instant: i64,
    /// How many are in `data`.
    pub page_size: usize,
    /// How many were left out before.
    pub offset: usize,
    /// How many there are.
    pub total: usize,
}

/// An id and a version that together name one state of something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionedReference {
    pub id: String,
    /// Rises with every change, from 1.
    pub version: i64,
    pub class_name: &'static str,
}

/// An id of a class.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    pub id: String,
    pub class_name: &'static str,
}

/// A text in one language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SpecificLanguageString {
    /// ISO 639-1.
    pub language: &'static str,
    pub string: String,
}

/// A place of the hierarchy: the building (a campus), its guest parking (places), its parking spaces.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HierarchyElement {
    pub id: String,
    pub version: i64,
    /// campus, place or space.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
    pub name: Vec<SpecificLanguageString>,
    /// 0 for the building, 1 for what is in it.
    pub layer: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent_id: Option<VersionedReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub child_ids: Vec<VersionedReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub right_specifications: Vec<VersionedReference>,
    pub hierarchy_element_record: HierarchyElementRecord,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub hierarchy_element_reference: Option<HierarchyElementReference>,
    /// IANA zone of a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub time_zone: Option<String>,
    /// Of a space.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub space_id: Option<Reference>,
}

/// When this version was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HierarchyElementRecord {
    pub creation_time: String,
}

/// How many cars there is room for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HierarchyElementReference {
    pub element_id: VersionedReference,
    pub supply: Vec<Supply>,
}

/// Room for cars.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Supply {
    /// vehicleView: spaces are not told apart.
    pub supply_view_type: &'static str,
    pub supply_quantity: u32,
}

/// What may be granted: to park in a guest-parking amenity.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RightSpecification {
    pub id: String,
    pub version: i64,
    pub description: Vec<SpecificLanguageString>,
    /// oneTimeUseParking.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
    pub issuer: VersionedReference,
    pub transferable: bool,
    /// licensePlate, where the amenity asks for a plate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub credentials: Vec<&'static str>,
    pub hierarchy_elements: Vec<VersionedReference>,
    pub validity: Validity,
    pub right_pools: Vec<RightPool>,
}

/// When something may be used.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Validity {
    /// definedByValidityTimeSpec, or suspended while the amenity is disabled.
    pub validity_status: &'static str,
    pub validity_time_specification: OverallPeriod,
}

/// Valid periods without exceptions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverallPeriod {
    pub overall_start_time: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub valid_periods: Vec<Period>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub exception_periods: Vec<Period>,
}

/// From one instant to another, or again and again.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Period {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub start_of_period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub end_of_period: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub recurring_day_week_month_period: Vec<DayWeekMonth>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub recurring_time_period_of_day: Vec<TimePeriodOfDay>,
}

/// Days of the week.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DayWeekMonth {
    pub applicable_day: Vec<&'static str>,
}

/// Times of a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TimePeriodOfDay {
    /// HH:MM.
    pub start_time_of_period: String,
    /// HH:MM; 23:59 for the end of the day.
    pub end_time_of_period: String,
}

/// How many rights are in use and free now.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RightPool {
    pub id: String,
    pub version: i64,
    pub assigned_rights_issuer: VersionedReference,
    pub distributed_assigned_rights: u32,
    pub available_assigned_rights: u32,
}

/// An approved booking.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssignedRight {
    pub id: String,
    pub version: i64,
    pub right_specification: VersionedReference,
    pub right_holder: AssignedRightHolder,
    pub assigned_right_issuer: VersionedReference,
    /// electronic.
    pub issue_method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub issuance_time: Option<String>,
    pub expiry: String,
    pub planned_uses: Vec<PlannedUse>,
}

/// By what the holder is known: the plate. Never a name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AssignedRightHolder {
    pub credentials: Vec<CredentialAssigned>,
}

/// Something to be known by.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialAssigned {
    /// vehicle, or other for what has no plate.
    pub credential_assigned_type: &'static str,
    /// licensePlate or permit.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
    pub identifier: Reference,
    /// The region of a plate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub issuer: Vec<SpecificLanguageString>,
}

/// When a right is to be used.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlannedUse {
    pub start_time: String,
    pub end_time: String,
}

/// A check-in to a booking.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    pub id: String,
    pub version: i64,
    pub actual_start: String,
    pub initiator: VersionedReference,
    pub hierarchy_element: VersionedReference,
    pub identified_credentials: Vec<CredentialAssigned>,
    pub segments: Vec<Segment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub identified_vehicle: Option<VehicleAncillaryIdentification>,
}

/// The part of a session that uses one right; a session here has one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Segment {
    pub id: String,
    pub version: i64,
    pub actual_start: String,
    pub assigned_right: VersionedReference,
    pub validation_type: Vec<&'static str>,
}

/// What a car looks like.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VehicleAncillaryIdentification {
    /// ISO 3166-1.
    pub country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub state_province: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub make: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub color: Option<String>,
}

/// A check of a plate.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ObservationElement {
    pub id: String,
    pub version: i64,
    /// visual.
    pub method: &'static str,
    /// licensePlate.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
    /// The plate, until it is forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub observed_credential_id: Option<String>,
    pub observation_start_time: String,
    pub creation_date_time: String,
    /// What the check answered.
    pub description: Vec<SpecificLanguageString>,
    pub location: Location,
    pub observer_organisation: VersionedReference,
}

/// Where it was: the building, of which no coordinates are kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    pub observer_location: PointLocation,
    pub observed_location_textual: Vec<SpecificLanguageString>,
}

/// A point of which nothing but that is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PointLocation {
    /// Point.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: &'static str,
}
