//! What records and answers look like, for the OpenAPI document alone. The records of the document format are said here
//! a second time, because the core keeps to no schema language; a test asks the core's reader for its fields and compares.
#![allow(missing_docs, reason = "the fields are the document's and the records', and said there")]

use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

/// An object without fields, for those who ask for something that needs no more to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

macro_rules! objects {
    ($($name:ident { $($field:ident: $kind:ty,)* })*) => {
        $(
            #[derive(ToSchema)]
            #[schema(rename_all = "camelCase")]
            pub struct $name {
                $(
                    #[schema(nullable = false)]
                    pub $field: $kind,
                )*
            }
        )*
    };
}

macro_rules! words {
    ($($name:ident { $($word:literal $variant:ident),* })*) => {
        $(
            #[derive(ToSchema)]
            pub enum $name {
                $(
                    #[schema(rename = $word)]
                    $variant,
                )*
            }
        )*
    };
}

// The document format (SPEC 2, 4, 6, 7, 9).
objects! {
    BuildingInfo {
        id: String,
        name: String,
        zone: String,
        kind: BuildingKind,
        region: Option<String>,
    }
    Settings {
        require_booking_for_check_in: Option<bool>,
        match_window: Option<MatchWindow>,
        recheck_after_days: Option<u32>,
        walk_in_fields: Option<Vec<VehicleField>>,
        full_plates: Option<bool>,
        grace_minutes: Option<u32>,
        name_query_min: Option<u32>,
        result_limit: Option<u32>,
        move_in_opens_at: Option<String>,
        guest_invites_enabled: Option<bool>,
        salto_integration: Option<bool>,
        reserved_codes: Option<Vec<String>>,
        code_quarantine_days: Option<u32>,
        idle_seconds: Option<u32>,
        search_budget: Option<SearchBudget>,
        retention: Option<Retention>,
    }
    SearchBudget {
        searches: Option<u32>,
        minutes: Option<u32>,
    }
    Retention {
        plate_days: Option<u32>,
        visit_days: Option<u32>,
        invite_days: Option<u32>,
        resident_days: Option<u32>,
    }
    Suite {
        id: String,
        number: String,
        r#use: Option<SuiteUse>,
        doors: Option<Vec<String>>,
    }
    Door {
        id: String,
        name: String,
        common: Option<bool>,
    }
    Space {
        id: String,
        kind: SpaceKind,
        name: String,
        door: Option<String>,
    }
    Resident {
        id: String,
        external_id: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        email: String,
        phone: Option<String>,
        preferred_communication: Option<PreferredCommunication>,
        language: Option<Language>,
        residencies: Vec<Residency>,
        directory_code: String,
        notes: Option<String>,
        pets: Option<String>,
        onboarding: Option<Onboarding>,
        display: Option<Display>,
        tags: Option<Vec<String>>,
        designation: Option<Designation>,
        emergency_contacts: Option<Vec<EmergencyContact>>,
        spaces: Option<Vec<String>>,
        doors: Option<Vec<String>>,
        vehicles: Option<Vec<ResidentVehicle>>,
        guest_invites_restricted: Option<bool>,
    }
    Residency {
        suite: String,
        move_in: Option<String>,
        move_out: Option<String>,
    }
    Display {
        on_entry_system: Option<bool>,
        name: Option<String>,
        call_number: Option<String>,
    }
    EmergencyContact {
        name: String,
        phone: String,
        relation: Option<String>,
    }
    ResidentVehicle {
        plate: Option<String>,
        region: Option<String>,
        make: Option<String>,
        model: Option<String>,
        year: Option<u32>,
        color: Option<String>,
        car_tag: Option<String>,
    }
    Manager {
        id: String,
        first_name: Option<String>,
        last_name: Option<String>,
        suite: Option<String>,
    }
    Amenity {
        id: String,
        name: String,
        kind: Option<AmenityKind>,
        enabled: Option<bool>,
        capacity: u32,
        required_fields: Option<Vec<VehicleField>>,
        approval: Option<ApprovalMode>,
        hours: Option<Vec<WeeklyWindow>>,
        min_minutes: Option<u32>,
        max_minutes: Option<u32>,
        max_advance_days: Option<u32>,
        max_consecutive_days: Option<u32>,
        quota: Option<Quota>,
        blackouts: Option<Vec<Blackout>>,
    }
    Quota {
        per: QuotaPer,
        limit: u32,
        unit: QuotaUnit,
        period: Value,
    }
    Blackout {
        from: String,
        to: String,
    }
    WeeklyWindow {
        days: Vec<Weekday>,
        open: String,
        close: String,
    }
    Booking {
        id: String,
        amenity: String,
        holder: Holder,
        suite: String,
        start: String,
        end: String,
        approval: Approval,
        vehicle: Option<Vehicle>,
        space: Option<String>,
        guest_name: Option<String>,
        created_at: Option<String>,
    }
    BookingRequest {
        amenity: String,
        holder: Holder,
        suite: String,
        start: String,
        end: String,
        vehicle: Option<Vehicle>,
        space: Option<String>,
        guest_name: Option<String>,
    }
    Holder {
        resident: Option<String>,
        manager: Option<String>,
    }
    Vehicle {
        plate: Option<String>,
        region: Option<String>,
        make: Option<String>,
        model: Option<String>,
        color: Option<String>,
    }
    CheckIn {
        id: String,
        at: String,
        by: Value,
        booking: Option<String>,
        host: Option<Host>,
        vehicle: Option<Vehicle>,
    }
    Host {
        resident: Option<String>,
        suite: Option<String>,
        visitor: Option<bool>,
    }
    GuestInvite {
        id: String,
        resident: String,
        guest_name: String,
        contact: Option<String>,
        credential: Credential,
        starts_at: String,
        ends_at: Option<String>,
        doors: Option<Vec<String>>,
        created_by: CreatedBy,
        revoked_at: Option<String>,
    }
    Credential {
        app: Option<bool>,
        entry_code: Option<String>,
    }
    IntercomContact {
        id: String,
        name: String,
        enabled: Option<bool>,
        number: Option<String>,
        hours: Option<Vec<WeeklyWindow>>,
        closed_on: Option<Vec<String>>,
    }
    Document {
        format: Format,
        building: BuildingInfo,
        settings: Option<Settings>,
        suites: Option<Vec<Suite>>,
        doors: Option<Vec<Door>>,
        spaces: Option<Vec<Space>>,
        residents: Option<Vec<Resident>>,
        managers: Option<Vec<Manager>>,
        amenities: Option<Vec<Amenity>>,
        bookings: Option<Vec<Booking>>,
        check_ins: Option<Vec<CheckIn>>,
        guest_invites: Option<Vec<GuestInvite>>,
        intercom_contacts: Option<Vec<IntercomContact>>,
    }
}

words! {
    BuildingKind { "rental" Rental, "condo" Condo }
    MatchWindow { "startingToday" StartingToday, "occupyingToday" OccupyingToday }
    SuiteUse { "residential" Residential, "management" Management }
    SpaceKind { "parking" Parking, "storage" Storage }
    PreferredCommunication { "app" App, "email" Email, "sms" Sms }
    Language { "en" En, "fr" Fr }
    Onboarding { "draft" Draft, "invited" Invited, "active" Active }
    Designation { "renter" Renter, "owner" Owner, "nonResidentOwner" NonResidentOwner }
    AmenityKind { "guestParking" GuestParking }
    ApprovalMode { "automatic" Automatic, "manual" Manual }
    QuotaPer { "suite" Suite, "resident" Resident }
    QuotaUnit { "bookings" Bookings, "days" Days }
    Weekday { "mon" Mon, "tue" Tue, "wed" Wed, "thu" Thu, "fri" Fri, "sat" Sat, "sun" Sun }
    VehicleField { "plate" Plate, "make" Make, "model" Model, "color" Color }
    Approval { "pending" Pending, "approved" Approved, "rejected" Rejected, "cancelled" Cancelled }
    CreatedBy { "resident" Resident, "staff" Staff }
    Format { "vestibule/1" Vestibule1 }
}

// Answers.
objects! {
    Permit {
        status: PermitStatus,
        timer: Timer,
        checked_in: Option<String>,
        recheck_due: bool,
        tab: Tab,
        actions: Vec<Action>,
    }
    Timer {
        kind: TimerKind,
        seconds: i64,
    }
    FoundPermit {
        booking: Booking,
        permit: Option<Permit>,
    }
    BoardRow {
        kind: RowKind,
        booking: Option<Booking>,
        permit: Option<Permit>,
        check_in: Option<CheckIn>,
    }
    PlateCheck {
        answer: PlateAnswer,
        bookings: Vec<String>,
        similar: Vec<String>,
    }
    Match {
        kind: MatchKind,
        options: Option<Vec<BookingOption>>,
        walk_in: Option<bool>,
        next_check_in: Option<String>,
        contact: Option<String>,
        fields: Option<Vec<VehicleField>>,
    }
    BookingOption {
        booking: String,
        from: String,
        through: String,
        vehicle: Vehicle,
        missing: Vec<VehicleField>,
        similar: bool,
    }
    InviteWithStatus {
        invite: GuestInvite,
        status: InviteStatus,
    }
    Entry {
        kind: EntryKind,
        denial: Option<Denial>,
    }
    Denial {
        code: DenialCode,
        opens_at: Option<String>,
    }
    Intercom {
        calls: Value,
        contacts: Vec<IntercomState>,
    }
    IntercomState {
        id: String,
        callable: bool,
        reason: Option<NotCallable>,
    }
    Due {
        kind: DueKind,
        id: String,
    }
    Erased {
        erased: HashMap<String, usize>,
    }
    PersonalExport {
        made_at: String,
        resident: Resident,
        bookings: Vec<Booking>,
        check_ins: Vec<CheckIn>,
        guest_invites: Vec<GuestInvite>,
        accounts: Vec<Account>,
        deliveries: Vec<Delivery>,
        audit: Vec<AuditEntry>,
    }
    Delivery {
        id: String,
        channel: Channel,
        resident: String,
        state: DeliveryState,
        attempts: i64,
        created_at: String,
        next_at: Option<String>,
        ended_at: Option<String>,
        reason: Option<String>,
    }
    CalendarState {
        active: bool,
        created_at: Option<String>,
    }
    CalendarLink {
        link: String,
    }
    OnboardingState {
        onboarding: Onboarding,
        invitation: Option<Delivery>,
    }
    Account {
        id: String,
        email: String,
        role: crate::access::role::Role,
        resident: Option<String>,
        active: bool,
        closed: bool,
    }
    Console {
        id: String,
        name: String,
        revoked: bool,
        seen_at: Option<String>,
        image: Option<i64>,
        up_to_date: bool,
        entries: i64,
        conflicts: i64,
        last_entry_at: Option<String>,
    }
    AuditEntry {
        id: String,
        at: String,
        actor: String,
        action: String,
        kind: String,
        record: String,
        before: Option<Value>,
        after: Option<Value>,
    }
    ConsoleDocument {
        sequence: u64,
        last_day: String,
        document: Document,
    }
    Event {
        id: String,
        at: String,
        actor: String,
        outcome: String,
        conflict: bool,
        event: Option<Value>,
    }
    ImportPlan {
        changes: Vec<ImportChange>,
        skipped: Vec<usize>,
        bad_rows: Vec<BadRow>,
    }
    ImportChange {
        line: usize,
        kind: ImportKind,
        resident: String,
        fields: Vec<FieldChange>,
    }
    FieldChange {
        field: String,
        before: String,
        after: String,
    }
    BadRow {
        line: usize,
        column: String,
        code: String,
        reason: String,
    }
    OutboxBatch {
        entries: Vec<OutboxEntry>,
    }
    OutboxEntry {
        id: String,
        at: String,
        kind: OutboxKind,
        booking: Option<String>,
        host: Option<OutboxHost>,
        vehicle: Option<Vehicle>,
        door: Option<String>,
        granted: Option<bool>,
    }
    OutboxHost {
        code: Option<String>,
        suite: Option<String>,
    }
    Acknowledged {
        acknowledged: Vec<Acknowledgement>,
        known_from: u64,
    }
    Acknowledgement {
        id: String,
        outcome: String,
        conflict: bool,
    }
    ProblemDetails {
        r#type: String,
        title: String,
        status: u16,
        code: String,
        path: Option<String>,
        detail: String,
    }
}

words! {
    Channel { "mail" Mail, "sms" Sms, "access" Access }
    DeliveryState { "waiting" Waiting, "sent" Sent, "failed" Failed, "replaced" Replaced }
    PermitStatus { "expired" Expired, "pendingApproval" PendingApproval, "upcoming" Upcoming, "active" Active }
    InviteStatus {
        "revoked" Revoked, "stopped" Stopped, "expired" Expired, "upcoming" Upcoming, "active" Active
    }
    EntryKind { "granted" Granted, "denied" Denied }
    DenialCode {
        "beforeMoveIn" BeforeMoveIn, "movedOut" MovedOut, "revoked" Revoked, "stopped" Stopped, "expired" Expired,
        "upcoming" Upcoming, "noGrant" NoGrant
    }
    NotCallable { "disabled" Disabled, "closed" Closed }
    DueKind {
        "bookingPlate" BookingPlate, "checkInPlate" CheckInPlate, "bookingVisit" BookingVisit,
        "checkInVisit" CheckInVisit, "invite" Invite, "resident" Resident
    }
    TimerKind { "until" Until, "remaining" Remaining, "since" Since }
    Tab { "today" Today, "upcoming" Upcoming, "past" Past }
    Action { "approve" Approve, "reject" Reject, "checkIn" CheckIn, "cancel" Cancel }
    RowKind { "booking" Booking, "walkIn" WalkIn }
    PlateAnswer { "permitted" Permitted, "grace" Grace, "walkIn" WalkIn, "notPermitted" NotPermitted }
    MatchKind { "options" Options, "alreadyCheckedIn" AlreadyCheckedIn, "noBooking" NoBooking, "walkIn" WalkIn }
    ImportKind { "added" Added, "changed" Changed, "movedOut" MovedOut, "unchanged" Unchanged }
    OutboxKind { "checkIn" CheckIn, "walkIn" WalkIn, "codeAttempt" CodeAttempt }
}
