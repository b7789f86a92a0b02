//! A building to try the server on: that of the imported residents, with an account for each role and a console.

use crate::App;
use crate::access::password;
use crate::access::role::Role;
use crate::problem::Problem;
use crate::secrets;
use crate::serve::StartError;
use crate::store::accounts::{self, Account, COMPANY, Console};
use crate::store::{Listed, Reply, Work};
use std::path::Path;
use vestibule::document::Document;

/// What there is to try, a line each. Passwords are new with every start.
#[derive(Debug, Default)]
pub struct Card(pub Vec<String>);

const ACTOR: &str = "demo";

/// Makes the building of an export or of a document, unless it is there, and accounts with new passwords.
///
/// # Errors
/// When the file cannot be read or imported, or the database does not answer.
pub async fn seed(app: &App, export: &Path, document: Option<&Path>) -> Result<Card, StartError> {
    let document = &match document {
        Some(file) => {
            let json = String::from_utf8_lossy(&read(file, "--document")?).into_owned();
            Document::from_json(&json).map_err(std::io::Error::other)?
        }
        None => {
            let csv = read(export, "--import")?;
            let built = vestibule_demo::build(&csv, app.clock.now()).map_err(std::io::Error::other)?;
            built.0.document().clone()
        }
    };
    match put(app, document).await {
        Err(problem) if problem.code() == "duplicate" => {}
        result => result?,
    }
    Ok(people(app, document).await?)
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
    let guest_of = |booking: &vestibule::document::Booking| match &booking.holder {
        vestibule::document::Holder::Resident(id) => Some(id.clone()),
        vestibule::document::Holder::Manager(_) => None,
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
    let console = Console { id: secrets::ordered_id(), name: "Lobby".into(), ..Console::default() };
    let secret = accounts::enrol(&mut work, building, &console).await?;
    work.commit(Reply::empty(), None).await?;
    card.0.push(format!("A console's key: {}.{secret}", console.id));
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
