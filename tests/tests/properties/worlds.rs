//! Small adversarial buildings: few dates around days on which clocks change, few people, look-alike plates, bookings of
//! every approval. What they share makes the rules meet: the same suite, the same car, touching nights.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::num::NonZeroU32;
use vestibule::calendar::{add_days, parse_date, parse_time};
use vestibule::document::{
    Amenity, Approval, ApprovalMode, Blackout, Booking, BookingRequest, BuildingInfo, BuildingKind, By,
    CheckIn, CheckInSubject, CreatedBy, Credential, Display, Document, Door, GuestInvite, Holder, Host,
    IntercomContact, Manager, MatchWindow, Onboarding, Quota, QuotaPer, QuotaPeriod, QuotaUnit, Residency,
    Resident, ResidentVehicle, Settings, Space, SpaceKind, Suite, SuiteUse, Vehicle, VehicleField, Weekday,
    WeeklyWindow,
};
use vestibule::{Building, Instant, ZoneRules};

/// A building, its zone's rules and an instant at which it is asked something.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) document: Document,
    pub(crate) now: Instant,
    /// The day around which everything happens.
    pub(crate) base: NaiveDate,
}

impl World {
    pub(crate) fn zone(&self) -> ZoneRules {
        ZoneRules::bundled(&self.document.building.zone).unwrap()
    }

    pub(crate) fn open(&self) -> Building {
        Building::open(self.document.clone(), self.zone()).unwrap()
    }
}

/// A zone and a day on or next to which its clocks change, or do not.
const PLACES: [(&str, &str); 12] = [
    ("America/Toronto", "2026-03-08"),
    ("America/Toronto", "2026-11-01"),
    ("America/Vancouver", "2026-03-08"),
    ("America/Vancouver", "2026-12-30"),
    // Midnight does not exist, or happens twice.
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-30"),
    ("America/Santiago", "2026-09-06"),
    ("America/Santiago", "2026-04-05"),
    ("America/Havana", "2026-03-08"),
    // Half an hour.
    ("Australia/Lord_Howe", "2026-04-05"),
    // A whole day is skipped.
    ("Pacific/Apia", "2011-12-30"),
    ("Europe/Paris", "2028-02-29"),
];

pub(crate) const SUITES: [&str; 4] = ["s-1", "s-2", "m-1", "m-2"];
pub(crate) const RESIDENTS: [&str; 4] = ["r-1", "r-2", "r-3", "r-10"];
pub(crate) const MANAGERS: [&str; 3] = ["g-1", "g-2", "g-3"];
pub(crate) const AMENITIES: [&str; 2] = ["a-1", "a-2"];
pub(crate) const DOORS: [&str; 4] = ["d-1", "d-2", "d-3", "d-4"];
pub(crate) const SPACES: [&str; 2] = ["p-1", "p-2"];
/// Equal, similar and no plates.
pub(crate) const PLATES: [&str; 9] =
    ["BUS 180", "bus-180", "8U5 I8O", "BUS 181", "AB 1", "É1", " -- ", "", "\u{202e}BUS180"];
pub(crate) const REGIONS: [Option<&str>; 5] = [None, None, Some("CA-BC"), Some("CA-ON"), Some(" ")];
pub(crate) const CODES: [&str; 4] = ["1001", "1002", "1003", "1010"];
pub(crate) const ENTRY_CODES: [&str; 2] = ["424242", "000001"];

/// A whole world.
pub(crate) fn world() -> impl Strategy<Value = World> {
    world_of(0..14, 0..7)
}

/// A world with so many bookings and check-ins.
pub(crate) fn world_of(
    bookings: std::ops::Range<usize>,
    check_ins: std::ops::Range<usize>,
) -> impl Strategy<Value = World> {
    let places: Vec<_> = PLACES.iter().map(|(zone, day)| (*zone, parse_date(day).unwrap())).collect();
    select(places).prop_flat_map(move |(zone, base)| {
        let document = document(zone, base, bookings.clone(), check_ins.clone());
        (document, instant(zone, base, 3)).prop_map(move |(document, now)| World { document, now, base })
    })
}

fn document(
    zone: &'static str,
    base: NaiveDate,
    bookings: std::ops::Range<usize>,
    check_ins: std::ops::Range<usize>,
) -> impl Strategy<Value = Document> {
    let people = (residents(base), managers(), vec(option::of(select(&DOORS[..])), SUITES.len()));
    let rules = (settings(), amenities(base), contacts(base), any::<bool>());
    let bookings = vec(booking(base), bookings);
    (people, rules, bookings, vec(invite(zone, base), 0..4)).prop_flat_map(
        move |(
            (residents, managers, suite_doors),
            (settings, amenities, contacts, condo),
            bookings,
            invites,
        )| {
            let document = Document {
                building: BuildingInfo {
                    id: "b".into(),
                    name: "Building".into(),
                    zone: zone.into(),
                    kind: if condo { BuildingKind::Condo } else { BuildingKind::Rental },
                    region: condo.then(|| "CA".into()),
                },
                settings,
                suites: suites(&suite_doors),
                doors: doors(),
                spaces: spaces(),
                residents,
                managers,
                amenities,
                bookings: numbered("b", bookings, |booking, id| booking.id = id),
                guest_invites: numbered("i", invites, |invite, id| invite.id = id),
                intercom_contacts: numbered("c", contacts, |contact, id| contact.id = id),
                ..Document::default()
            };
            let check_ins = check_ins_for(&document, zone, base, check_ins.clone());
            (Just(document), check_ins).prop_map(|(mut document, check_ins)| {
                document.check_ins = numbered("v", check_ins, |check_in, id| check_in.id = id);
                document
            })
        },
    )
}

/// Gives ids whose order is not that of their numbers: `b-10` comes before `b-2`.
fn numbered<T>(prefix: &str, mut list: Vec<T>, set: impl Fn(&mut T, String)) -> Vec<T> {
    for (index, record) in list.iter_mut().enumerate() {
        set(record, format!("{prefix}-{}", 15 - index.min(15)));
    }
    list
}

fn suites(doors: &[Option<&str>]) -> Vec<Suite> {
    let numbers = ["101", "10-2", "Office", "M2"];
    let suites = SUITES.iter().zip(numbers).zip(doors);
    suites
        .map(|((id, number), door)| Suite {
            id: (*id).into(),
            number: number.into(),
            used_for: if id.starts_with('m') { SuiteUse::Management } else { SuiteUse::Residential },
            doors: door.iter().map(|door| (*door).into()).collect(),
        })
        .collect()
}

fn doors() -> Vec<Door> {
    DOORS.iter().map(|id| Door { id: (*id).into(), name: "Door".into(), common: *id == "d-1" }).collect()
}

fn spaces() -> Vec<Space> {
    let kinds = [SpaceKind::Parking, SpaceKind::Storage];
    let spaces = SPACES.iter().zip(kinds).zip(["d-3", "d-4"]);
    spaces
        .map(|((id, kind), door)| Space {
            id: (*id).into(),
            kind,
            name: "Space".into(),
            door: Some(door.into()),
        })
        .collect()
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(String::from)
}

/// A date near the base.
pub(crate) fn date(base: NaiveDate, reach: i64) -> impl Strategy<Value = NaiveDate> {
    (-reach..=reach).prop_map(move |days| add_days(base, days))
}

/// A time of day at which something happens to clocks or days, or nothing does.
pub(crate) fn time() -> impl Strategy<Value = NaiveTime> {
    let times = ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "06:00", "12:00", "23:30", "23:59"];
    select(times.map(|time| parse_time(time).unwrap()).to_vec())
}

/// Wall time near the base.
pub(crate) fn wall(base: NaiveDate, reach: i64) -> impl Strategy<Value = NaiveDateTime> {
    (date(base, reach), time()).prop_map(|(date, time)| date.and_time(time))
}

/// An instant near the base: at, just before or around some wall time.
pub(crate) fn instant(zone: &str, base: NaiveDate, reach: i64) -> impl Strategy<Value = Instant> + use<> {
    let zone = ZoneRules::bundled(zone).unwrap();
    let millis = prop_oneof![3 => Just(0), 2 => Just(-1), 2 => -7_200_000..7_200_000i64];
    (wall(base, reach), millis)
        .prop_map(move |(wall, millis)| Instant::from_millis(zone.start(wall).millis() + millis))
}

fn vehicle() -> impl Strategy<Value = Vehicle> {
    let text = || select(vec![None, None, Some("Kia"), Some(" ")]);
    let plate = option::weighted(0.8, select(&PLATES[..]));
    (plate, select(&REGIONS[..]), text(), text(), text()).prop_map(|(plate, region, make, model, color)| {
        Vehicle {
            plate: owned(plate),
            region: owned(region),
            make: owned(make),
            model: owned(model),
            color: owned(color),
        }
    })
}

fn holder() -> impl Strategy<Value = (Holder, &'static str)> {
    prop_oneof![
        // Mostly one resident of one suite, so that stays get long.
        4 => Just((Holder::Resident("r-1".into()), "s-1")),
        3 => (select(&RESIDENTS[..]), select(&SUITES[..2]))
            .prop_map(|(id, suite)| (Holder::Resident(id.into()), suite)),
        2 => Just((Holder::Manager("g-1".into()), "m-1")),
        1 => (select(&MANAGERS[..]), select(&SUITES[..]))
            .prop_map(|(id, suite)| (Holder::Manager(id.into()), suite)),
    ]
}

fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => select(vec![30, 60, 24 * 60, 2 * 24 * 60, 3 * 24 * 60]),
        2 => 1..2000i64,
        1 => 1..20_000i64,
    ]
}

/// A booking whose id is still to come.
pub(crate) fn booking(base: NaiveDate) -> impl Strategy<Value = Booking> {
    let approval = prop_oneof![
        6 => Just(Approval::Approved),
        2 => Just(Approval::Pending),
        1 => Just(Approval::Rejected),
        1 => Just(Approval::Cancelled),
    ];
    (request(base, 8), approval).prop_map(|(request, approval)| booked("", &request, approval))
}

/// A request to book.
pub(crate) fn request(base: NaiveDate, reach: i64) -> impl Strategy<Value = BookingRequest> {
    let amenity = prop_oneof![3 => Just("a-1"), 1 => Just("a-2")];
    let space = select(vec![None, None, Some("P1"), Some("p1"), Some(" ")]);
    let guest = select(vec![None, Some("Zoë O'Neil"), Some(" ")]);
    (amenity, holder(), wall(base, reach), minutes(), vehicle(), space, guest).prop_map(
        |(amenity, (holder, suite), start, minutes, vehicle, space, guest)| BookingRequest {
            amenity: amenity.into(),
            holder,
            suite: suite.into(),
            start,
            end: start + TimeDelta::minutes(minutes),
            vehicle,
            space: owned(space),
            guest_name: owned(guest),
        },
    )
}

/// A request as the booking that it becomes.
pub(crate) fn booked(id: &str, request: &BookingRequest, approval: Approval) -> Booking {
    let BookingRequest { amenity, holder, suite, start, end, vehicle, space, guest_name } = request.clone();
    let id = id.into();
    Booking { id, amenity, holder, suite, start, end, approval, vehicle, space, guest_name, created_at: None }
}

fn residents(base: NaiveDate) -> impl Strategy<Value = Vec<Resident>> {
    let each: Vec<_> = (0..RESIDENTS.len()).map(|index| resident(index, base)).collect();
    each
}

fn residency(base: NaiveDate) -> impl Strategy<Value = Residency> {
    let near = || option::weighted(0.4, date(base, 4));
    (select(&SUITES[..2]), near(), near()).prop_map(|(suite, move_in, move_out)| Residency {
        suite: suite.into(),
        move_in,
        move_out,
    })
}

fn resident(index: usize, base: NaiveDate) -> impl Strategy<Value = Resident> {
    let home = Residency { suite: SUITES[index / 2].into(), move_in: None, move_out: None };
    let residencies = prop_oneof![
        3 => Just(vec![home]),
        2 => vec(residency(base), 1..4),
    ];
    let name =
        || select(vec![None, Some("Marie-Ève"), Some("Maria"), Some("O'Brien"), Some("Tremblay"), Some(" ")]);
    let names = (name(), name(), name(), any::<bool>());
    let text = || select(vec![None, Some("Étage 2"), Some("cat; dog"), Some("416-555-0100")]);
    let lists = (
        subsequence(SPACES.to_vec(), 0..=2),
        subsequence(DOORS.to_vec(), 0..=2),
        subsequence(vec!["VIP", "late", "Étage"], 0..=3),
        vec(vehicle(), 0..3),
    );
    let onboarding = select(vec![Onboarding::Draft, Onboarding::Invited, Onboarding::Active]);
    (residencies, names, text(), lists, onboarding, any::<bool>()).prop_map(
        move |(
            residencies,
            (first, last, shown, listed),
            text,
            (spaces, doors, tags, vehicles),
            onboarding,
            restricted,
        )| {
            let strings = |list: Vec<&str>| list.into_iter().map(String::from).collect::<Vec<_>>();
            Resident {
                id: RESIDENTS[index].into(),
                first_name: owned(first),
                last_name: owned(last),
                email: format!("resident{index}@example.com"),
                phone: owned(text),
                residencies,
                directory_code: CODES[index].into(),
                notes: owned(text),
                onboarding,
                display: Display { on_entry_system: listed, name: owned(shown), call_number: None },
                tags: strings(tags),
                spaces: strings(spaces),
                doors: strings(doors),
                vehicles: vehicles.into_iter().map(resident_vehicle).collect(),
                guest_invites_restricted: restricted,
                ..Resident::default()
            }
        },
    )
}

fn resident_vehicle(vehicle: Vehicle) -> ResidentVehicle {
    let Vehicle { plate, region, make, model, color } = vehicle;
    ResidentVehicle { plate, region, make, model, color, ..ResidentVehicle::default() }
}

fn managers() -> impl Strategy<Value = Vec<Manager>> {
    vec(option::of(select(&SUITES[..])), MANAGERS.len()).prop_map(|suites| {
        let managers = MANAGERS.iter().zip(suites);
        managers
            .map(|(id, suite)| Manager {
                id: (*id).into(),
                suite: if *id == "g-1" { Some("m-1".into()) } else { owned(suite) },
                ..Manager::default()
            })
            .collect()
    })
}

fn fields() -> impl Strategy<Value = Vec<VehicleField>> {
    let all = vec![VehicleField::Color, VehicleField::Plate, VehicleField::Model, VehicleField::Make];
    subsequence(all, 0..=4)
}

fn settings() -> impl Strategy<Value = Settings> {
    let parking = (any::<bool>(), any::<bool>(), 1..9u32, fields(), any::<bool>(), 0..60u32);
    let people = (0..4u32, 1..4u32, time(), any::<bool>(), any::<bool>());
    (parking, people).prop_map(
        |(
            (require, occupying, recheck, walk_in_fields, full_plates, grace),
            (query_min, limit, opens, invites, salto),
        )| {
            Settings {
                require_booking_for_check_in: require,
                match_window: if occupying {
                    MatchWindow::OccupyingToday
                } else {
                    MatchWindow::StartingToday
                },
                recheck_after_days: NonZeroU32::new(recheck).unwrap(),
                walk_in_fields,
                full_plates,
                grace_minutes: grace,
                name_query_min: query_min,
                result_limit: NonZeroU32::new(limit).unwrap(),
                move_in_opens_at: opens,
                guest_invites_enabled: invites,
                salto_integration: salto,
                reserved_codes: vec!["0000".into(), "1234".into()],
                ..Settings::default()
            }
        },
    )
}

fn weekly() -> impl Strategy<Value = Option<Vec<WeeklyWindow>>> {
    let days = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let window = (subsequence(days, 0..=7), time(), time()).prop_map(|(days, open, close)| WeeklyWindow {
        days,
        open,
        close,
    });
    option::weighted(0.2, vec(window, 0..4))
}

/// How much may be booked, and for how long it counts.
pub(crate) fn quota() -> impl Strategy<Value = Quota> {
    let period = prop_oneof![
        Just(QuotaPeriod::Month),
        Just(QuotaPeriod::Week),
        (0..10u32).prop_map(|days| QuotaPeriod::Rolling { days }),
    ];
    let per = select(vec![QuotaPer::Suite, QuotaPer::Resident]);
    let unit = select(vec![QuotaUnit::Bookings, QuotaUnit::Days]);
    (per, 0..8u32, unit, period).prop_map(|(per, limit, unit, period)| Quota { per, limit, unit, period })
}

fn amenities(base: NaiveDate) -> impl Strategy<Value = Vec<Amenity>> {
    let each: Vec<_> = AMENITIES.iter().map(|id| amenity(id, base)).collect();
    each
}

fn amenity(id: &'static str, base: NaiveDate) -> impl Strategy<Value = Amenity> {
    let rare = |values: std::ops::Range<u32>| option::weighted(0.1, values);
    let limits = (rare(0..90), rare(30..5000), rare(0..9), option::weighted(0.3, 1..8u32));
    let blackout =
        (date(base, 8), 0..3i64).prop_map(|(from, days)| Blackout { from, to: add_days(from, days) });
    let manual = any::<bool>();
    (
        prop::bool::weighted(0.9),
        0..4u32,
        fields(),
        manual,
        weekly(),
        limits,
        option::weighted(0.4, quota()),
        vec(blackout, 0..2),
    )
        .prop_map(
            move |(
                enabled,
                capacity,
                required_fields,
                manual,
                hours,
                (least, most, ahead, consecutive),
                quota,
                blackouts,
            )| {
                Amenity {
                    id: id.into(),
                    name: "Guest parking".into(),
                    enabled,
                    capacity,
                    required_fields,
                    approval: if manual { ApprovalMode::Manual } else { ApprovalMode::Automatic },
                    hours,
                    min_minutes: least,
                    max_minutes: most,
                    max_advance_days: ahead,
                    max_consecutive_days: consecutive,
                    quota,
                    blackouts,
                    ..Amenity::default()
                }
            },
        )
}

/// Whom a walk-in visits.
pub(crate) fn host() -> impl Strategy<Value = Host> {
    prop_oneof![
        select(&RESIDENTS[..2]).prop_map(|id| Host::Resident(id.into())),
        select(&SUITES[..2]).prop_map(|id| Host::Suite(id.into())),
        Just(Host::Visitor),
    ]
}

/// Check-ins to the bookings of a document and walk-ins, their ids still to come.
pub(crate) fn check_ins_for(
    document: &Document,
    zone: &str,
    base: NaiveDate,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<CheckIn>> + use<> {
    let bookings: Vec<String> = document.bookings.iter().map(|booking| booking.id.clone()).collect();
    let walk_in = host().prop_map(CheckInSubject::WalkIn);
    let subject = if bookings.is_empty() {
        walk_in.boxed()
    } else {
        prop_oneof![3 => select(bookings).prop_map(CheckInSubject::Booking), 1 => walk_in].boxed()
    };
    let by = prop_oneof![Just(By::Guest), Just(By::Staff("desk".into()))];
    let check_in = (instant(zone, base, 4), by, subject, vehicle())
        .prop_map(|(at, by, subject, vehicle)| CheckIn { id: String::new(), at, by, subject, vehicle });
    vec(check_in, count)
}

fn invite(zone: &'static str, base: NaiveDate) -> impl Strategy<Value = GuestInvite> {
    let credential = prop_oneof![
        Just(Credential::App),
        select(&ENTRY_CODES[..]).prop_map(|code| Credential::EntryCode(code.into())),
    ];
    let when = (wall(base, 4), option::of(1..5000i64), option::weighted(0.2, instant(zone, base, 3)));
    let doors = subsequence(DOORS.to_vec(), 0..=2);
    (select(&RESIDENTS[..]), credential, when, doors, any::<bool>()).prop_map(
        |(resident, credential, (starts_at, minutes, revoked_at), doors, staff)| GuestInvite {
            id: String::new(),
            resident: resident.into(),
            guest_name: "Guest".into(),
            contact: None,
            credential,
            starts_at,
            ends_at: minutes.map(|minutes| starts_at + TimeDelta::minutes(minutes)),
            doors: doors.into_iter().map(String::from).collect(),
            created_by: if staff { CreatedBy::Staff } else { CreatedBy::Resident },
            revoked_at,
        },
    )
}

fn contacts(base: NaiveDate) -> impl Strategy<Value = Vec<IntercomContact>> {
    let contact =
        (any::<bool>(), weekly(), vec(date(base, 3), 0..3)).prop_map(|(enabled, hours, closed_on)| {
            IntercomContact {
                id: String::new(),
                name: "Desk".into(),
                enabled,
                number: Some("+14165550100".into()),
                hours,
                closed_on,
            }
        });
    vec(contact, 0..3)
}
