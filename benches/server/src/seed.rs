//! A thousand buildings with residents and two months of bookings. Some are written by the server's own code; the others
//! are copies of their rows, made inside the database.

use crate::process::Place;
use anyhow::{Context as _, Result, anyhow};
use chrono::TimeDelta;
use vestibule::calendar::{Instant, add_days};
use vestibule::document::{Amenity, Approval, Booking, CheckIn, Document, Holder, Residency, Vehicle};
use vestibule_benches::documents;
use vestibule_server::access::role::Role;
use vestibule_server::clock::Clock;
use vestibule_server::problem::Problem;
use vestibule_server::secrets;
use vestibule_server::store::accounts::{self, Account, COMPANY};
use vestibule_server::store::{Buildings, Database, Listed, Reply, Work};

/// How many buildings.
pub(crate) const BUILDINGS: usize = 1_000;
/// Residents of each.
pub(crate) const RESIDENTS: usize = 300;
/// Bookings of each, over two months: fifteen on a day.
const BOOKINGS: usize = 900;
/// Bookings of today that nobody has checked in yet, in each.
const ARRIVALS: usize = 60;
/// How many buildings differ; each is there many times.
const DIFFERENT: usize = 5;

/// What requests are made with.
pub(crate) struct Owner {
    /// The cookie.
    pub(crate) cookie: String,
    /// The token that goes with it.
    pub(crate) token: String,
}

/// The id of a building, by its number.
pub(crate) fn name(number: usize) -> String {
    format!("b{}", 1_000 + number)
}

/// The buildings in a new database, and an owner who is signed in.
pub(crate) async fn fill(place: &Place) -> Result<Owner> {
    let database = Database::open(place.database.as_deref(), &place.folder, 2).await?;
    let kept = std::num::NonZeroUsize::MIN;
    let buildings = Buildings::new(database.clone(), kept, Default::default());
    for number in 0..DIFFERENT {
        let document = document(number)?;
        write(&buildings, &document).await.map_err(|problem| said(&problem))?;
    }
    let mut change = database.begin().await?;
    for number in DIFFERENT..BUILDINGS {
        for sql in COPIES {
            let query = sqlx::query(sql).bind(name(number % DIFFERENT)).bind(name(number));
            query.execute(&mut *change).await?;
        }
    }
    change.commit().await?;
    let owner = owner(&database).await.map_err(|problem| said(&problem))?;
    database.close().await;
    Ok(owner)
}

/// What a problem is called.
fn said(problem: &Problem) -> anyhow::Error {
    anyhow!("the server's code refuses: {}", problem.code())
}

const COPIES: [&str; 3] = [
    "INSERT INTO buildings (building, revision) SELECT $2, revision FROM buildings WHERE building = $1",
    "INSERT INTO records (building, kind, id, place, revision, body) SELECT $2, kind, id, place, revision, \
     CASE WHEN kind = 'building' THEN REPLACE(body, $1, $2) ELSE body END FROM records WHERE building = $1",
    "INSERT INTO audit (building, id, at, actor, action, kind, record, before_it, after_it) \
     SELECT $2, id, at, actor, action, kind, record, before_it, after_it FROM audit WHERE building = $1",
];

async fn write(buildings: &Buildings, document: &Document) -> Result<(), Problem> {
    let mut work = Work::create(buildings, &document.building.id, "bench", Clock::System.now()).await?;
    work.put(&document.building)?;
    work.put(&document.settings)?;
    put_all(&mut work, &document.suites)?;
    put_all(&mut work, &document.doors)?;
    put_all(&mut work, &document.residents)?;
    put_all(&mut work, &document.managers)?;
    put_all(&mut work, &document.amenities)?;
    put_all(&mut work, &document.bookings)?;
    put_all(&mut work, &document.check_ins)?;
    work.commit(Reply::empty(), None).await?;
    Ok(())
}

fn put_all<R: Listed>(work: &mut Work<'_>, records: &[R]) -> Result<(), Problem> {
    records.iter().try_for_each(|record| work.put(record))
}

async fn owner(database: &Database) -> Result<Owner, Problem> {
    let now = Clock::System.now();
    let mut change = database.begin().await?;
    let account = Account::new("owner", Role::Owner, None);
    accounts::add(&mut change, COMPANY, &account, now).await?;
    change.commit().await?;
    let secret = accounts::begin_session(database.pool(), COMPANY, &account.id, now).await?;
    Ok(Owner { token: secrets::csrf_token(&secret), cookie: format!("vestibule={COMPANY}.{secret}") })
}

/// A building as `vestibule-benches` makes it, around the day that is today.
pub(crate) fn document(number: usize) -> Result<Document> {
    let mut document = documents::document(number as u64, RESIDENTS, BOOKINGS);
    document.building.id = name(number);
    let now = Clock::System.now();
    let zone = vestibule_server::store::buildings::zone_rules(&document.building.zone)?;
    let wall = zone.local(now);
    let today = wall.date();
    let days = (today - documents::today()).num_days();
    for Booking { start, end, .. } in &mut document.bookings {
        *start += TimeDelta::days(days);
        *end += TimeDelta::days(days);
    }
    for CheckIn { at, .. } in &mut document.check_ins {
        *at = at.plus_seconds(days * 24 * 60 * 60);
    }
    document.amenities.push(Amenity {
        id: "arrivals".into(),
        name: "Arrivals".into(),
        enabled: true,
        capacity: 1_000_000,
        ..Amenity::default()
    });
    // Those who book and are visited live where their number says.
    for (number, resident) in document.residents.iter_mut().enumerate().take(100) {
        let move_in = Some(add_days(today, -400));
        resident.residencies = vec![Residency { suite: format!("s{number}"), move_in, move_out: None }];
    }
    let day = today.and_hms_opt(0, 0, 0).context("a day begins")?;
    for number in 0..ARRIVALS {
        document.bookings.push(arrival(number, day, now));
    }
    Ok(document)
}

/// A booking of all of today and tomorrow, so that it can be checked in whatever the time is.
fn arrival(number: usize, day: chrono::NaiveDateTime, now: Instant) -> Booking {
    let plate = Some(format!("AR{number} {number:03}"));
    Booking {
        id: format!("arrival{number}"),
        amenity: "arrivals".into(),
        holder: Holder::Resident(format!("r{number}")),
        suite: format!("s{number}"),
        start: day,
        end: day + TimeDelta::hours(47),
        approval: Approval::Approved,
        vehicle: Vehicle { plate, make: Some("Toyota".into()), ..Vehicle::default() },
        space: None,
        guest_name: None,
        created_at: Some(now),
    }
}
