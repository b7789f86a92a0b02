//! A building to try the server on: that of the imported residents, with an account for each role and a console.
//!
//! Its visits are those of the day on which it was started last: on another day they are made anew, and whatever else was
//! done in the building stays as it is.

use crate::App;
use crate::access::password;
use crate::access::role::Role;
use crate::problem::Problem;
use crate::secrets;
use crate::serve::StartError;
use crate::store::accounts::{self, Account, COMPANY, Console};
use crate::store::{Kind, Listed, Reply, Work};
use std::path::Path;
use vestibule::document::{Booking, CheckIn, CheckInSubject, Document, Holder};

/// What there is to try, a line each. Passwords are new with every start.
#[derive(Debug, Default)]
pub struct Card(pub Vec<String>);

const ACTOR: &str = "demo";

/// Ids of the demo's own visits begin with it, and go on with their day.
const OWN: &str = "demo-";

/// The console's id: it stays the same console, with a new key at every start.
const LOBBY: &str = "demo-lobby";

/// Makes the building of an export or of a document, unless it is there, and accounts with new passwords.
///
/// # Errors
/// When the file cannot be read or imported, or the database does not answer.
pub async fn seed(app: &App, export: &Path, document: Option<&Path>) -> Result<Card, StartError> {
    let (given, to_try) = match document {
        Some(file) => {
            let json = String::from_utf8_lossy(&read(file, "--document")?).into_owned();
            (Document::from_json(&json).map_err(std::io::Error::other)?, Vec::new())
        }
        None => of_today(app, &read(export, "--import")?)?,
    };
    match put(app, &given).await {
        Err(problem) if problem.code() == "duplicate" => {
            if document.is_none() {
                renew(app, &given).await?;
            }
        }
        result => result?,
    }
    let mut card = people(app, &given).await?;
    card.0.extend(to_try);
    Ok(card)
}

/// The building of an export, with visits whose ids name today, and what there is to try at its console.
fn of_today(app: &App, csv: &[u8]) -> std::io::Result<(Document, Vec<String>)> {
    let now = app.clock.now();
    let (building, to_try) = vestibule_demo::build(csv, now).map_err(std::io::Error::other)?;
    let day = building.now(now).today();
    let mut document = building.document().clone();
    let dated = |id: &mut String| *id = format!("{OWN}{day}-{id}");
    document.bookings.iter_mut().for_each(|booking| dated(&mut booking.id));
    document.guest_invites.iter_mut().for_each(|invite| dated(&mut invite.id));
    for check_in in &mut document.check_ins {
        dated(&mut check_in.id);
        if let CheckInSubject::Booking(booking) = &mut check_in.subject {
            dated(booking);
        }
    }
    Ok((document, to_try))
}

/// Puts today's visits in the place of those of another day, with who checked in to them; what other people have made of
/// the building meanwhile stays, and nobody is visited who is gone.
async fn renew(app: &App, fresh: &Document) -> Result<(), Problem> {
    let mut work = Work::begin(&app.buildings, &fresh.building.id, ACTOR, app.clock.now()).await?;
    let known = work.building().document().clone();
    let is_fresh = |id: &str| fresh.bookings.iter().any(|booking| booking.id == id);
    if known.bookings.iter().any(|booking| is_fresh(&booking.id)) {
        return Ok(());
    }
    for check_in in &known.check_ins {
        if booked_at(check_in).is_some_and(|booking| booking.starts_with(OWN)) {
            work.remove(Kind::CheckIns, &check_in.id);
        }
    }
    let old = known.bookings.iter().filter(|booking| booking.id.starts_with(OWN));
    old.for_each(|booking| work.remove(Kind::Bookings, &booking.id));
    let old = known.guest_invites.iter().filter(|invite| invite.id.starts_with(OWN));
    old.for_each(|invite| work.remove(Kind::GuestInvites, &invite.id));

    let bookings: Vec<_> = fresh.bookings.iter().filter(|booking| fits(booking, &known)).cloned().collect();
    let is_booked = |id: &str| bookings.iter().any(|booking| booking.id == id);
    let check_ins = fresh.check_ins.iter().filter(|check_in| booked_at(check_in).is_some_and(is_booked));
    let invites = fresh.guest_invites.iter();
    let invites = invites.filter(|invite| known.residents.iter().any(|one| one.id == invite.resident));
    put_all(&mut work, &bookings)?;
    put_all(&mut work, &check_ins.cloned().collect::<Vec<_>>())?;
    put_all(&mut work, &invites.cloned().collect::<Vec<_>>())?;
    work.commit(Reply::empty(), None).await?;
    Ok(())
}

fn booked_at(check_in: &CheckIn) -> Option<&str> {
    match &check_in.subject {
        CheckInSubject::Booking(booking) => Some(booking),
        CheckInSubject::WalkIn(_) => None,
    }
}

/// Whether everything that a booking names is still there.
fn fits(booking: &Booking, document: &Document) -> bool {
    let held = match &booking.holder {
        Holder::Resident(id) => document.residents.iter().any(|one| one.id == *id),
        Holder::Manager(id) => document.managers.iter().any(|one| one.id == *id),
    };
    held && document.amenities.iter().any(|one| one.id == booking.amenity)
        && document.suites.iter().any(|one| one.id == booking.suite)
}

fn read(file: &Path, option: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(file).map_err(|error| {
        let detail = format!("{} cannot be read ({error}): name the file with {option}", file.display());
        std::io::Error::new(error.kind(), detail)
    })
}

async fn put(app: &App, document: &Document) -> Result<(), Problem> {
    let mut work = Work::create(&app.buildings, &document.building.id, ACTOR, app.clock.now()).await?;
    work.put(&document.building)?;
    work.put(&document.settings)?;
    put_all(&mut work, &document.suites)?;
    put_all(&mut work, &document.doors)?;
    put_all(&mut work, &document.spaces)?;
    put_all(&mut work, &document.residents)?;
    put_all(&mut work, &document.managers)?;
    put_all(&mut work, &document.amenities)?;
    put_all(&mut work, &document.bookings)?;
    put_all(&mut work, &document.check_ins)?;
    put_all(&mut work, &document.guest_invites)?;
    put_all(&mut work, &document.intercom_contacts)?;
    work.commit(Reply::empty(), None).await?;
    Ok(())
}

fn put_all<R: Listed>(work: &mut Work<'_>, records: &[R]) -> Result<(), Problem> {
    records.iter().try_for_each(|record| work.put(record))
}

/// An account for each role, and a console.
async fn people(app: &App, document: &Document) -> Result<Card, Problem> {
    let building = document.building.id.as_str();
    let mut card = Card(vec![format!("Building {building}: {} residents", document.residents.len())]);
    let guest_of = |booking: &Booking| match &booking.holder {
        Holder::Resident(id) => Some(id.clone()),
        Holder::Manager(_) => None,
    };
    let resident = document.bookings.iter().find_map(guest_of);
    for role in Role::ALL {
        let of = if role == Role::Owner { COMPANY } else { building };
        let resident = resident.clone().filter(|_| role == Role::Resident);
        let secret = secrets::secret()?;
        let password: String = secret.chars().take(16).collect();
        let name = role.as_str().to_owned();
        account(app, of, &name, role, resident, password.clone()).await?;
        let place = if role == Role::Owner { String::new() } else { format!("\"building\":\"{building}\",") };
        card.0.push(format!("Sign in as {{{place}\"email\":\"{name}\",\"password\":\"{password}\"}}"));
    }
    let mut work = Work::begin(&app.buildings, building, ACTOR, app.clock.now()).await?;
    let secret = match accounts::new_key(&mut work, building, LOBBY).await? {
        Some(secret) => secret,
        None => {
            let console = Console { id: LOBBY.into(), name: "Lobby".into(), ..Console::default() };
            accounts::enrol(&mut work, building, &console).await?
        }
    };
    work.commit(Reply::empty(), None).await?;
    card.0.push(format!("A console's key: {LOBBY}.{secret}"));
    Ok(card)
}

async fn account(
    app: &App,
    building: &str,
    email: &str,
    role: Role,
    resident: Option<String>,
    password: String,
) -> Result<(), Problem> {
    let hash = password::new(password).await?;
    let (database, now) = (app.buildings.database(), app.clock.now());
    let known = accounts::by_email(database.pool(), building, email).await?;
    let mut transaction = database.begin().await?;
    let id = match known {
        Some(account) => account.id,
        None => {
            let id = secrets::ordered_id();
            let email = email.to_owned();
            let account = Account {
                id: id.clone(),
                email,
                role,
                resident,
                active: false,
                closed: false,
                password: None,
            };
            accounts::add(&mut transaction, building, &account, now).await?;
            id
        }
    };
    let link = accounts::new_link(&mut transaction, building, &id, now).await?;
    accounts::use_link(&mut transaction, building, &link, &hash, now).await?;
    transaction.commit().await?;
    Ok(())
}
