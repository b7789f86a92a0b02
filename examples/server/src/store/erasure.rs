//! Forgetting (SPEC 12.1): what the core says is due goes from the document and from what is kept beside it, in the same
//! change: the audit trail, kept answers, events, and the account of a resident whose profile goes.

use super::kinds::{Kind, Listed};
use super::{Work, accounts, deliveries};
use crate::json;
use crate::problem::Problem;
use serde_json::Value;
use sqlx::Row;
use std::collections::{HashMap, HashSet};
use vestibule::calendar::add_days;
use vestibule::chrono::NaiveTime;
use vestibule::document::{Booking, By, CheckIn, Document, GuestInvite, Resident};
use vestibule::privacy::{self, Due, DueKind};
use vestibule::{Building, Now};

/// What is due of each record.
type DueByRecord<'d> = HashMap<(Kind, &'d str), Vec<Due>>;

/// The kinds of records that tell of a person, as the audit trail names them.
const PERSONAL: [Kind; 4] = [Kind::Bookings, Kind::CheckIns, Kind::GuestInvites, Kind::Residents];

/// Erases everything that is due now, and answers what that was.
///
/// # Errors
/// When the database does not answer; nothing is erased then.
pub async fn run(work: &mut Work<'_>) -> Result<Vec<Due>, Problem> {
    let building = work.building().clone();
    let now = building.now(work.now());
    let due = building.due_for_erasure(&now);
    let after = privacy::erase(building.document().clone(), &due)?;
    let records = by_record(&due);
    work.forgets();
    put::<Booking>(work, &after, &records)?;
    put::<CheckIn>(work, &after, &records)?;
    put::<GuestInvite>(work, &after, &records)?;
    put::<Resident>(work, &after, &records)?;

    let over = over(building.document(), &now);
    let over = by_record(&over);
    erase_accounts(work, &over).await?;
    erase_trail(work, &building, &over, &now).await?;
    erase_replies(work, &over).await?;
    erase_events(work, &building, &now).await?;
    Ok(due)
}

fn by_record(due: &[Due]) -> DueByRecord<'_> {
    let mut records = DueByRecord::new();
    for one in due {
        records.entry((kind_of(one.kind), one.id.as_str())).or_default().push(one.clone());
    }
    records
}

fn kind_of(due: DueKind) -> Kind {
    match due {
        DueKind::BookingPlate | DueKind::BookingVisit => Kind::Bookings,
        DueKind::CheckInPlate | DueKind::CheckInVisit => Kind::CheckIns,
        DueKind::Invite => Kind::GuestInvites,
        DueKind::Resident => Kind::Residents,
    }
}

fn put<R: Listed>(work: &mut Work<'_>, after: &Document, due: &DueByRecord<'_>) -> Result<(), Problem> {
    let mut erased = R::list(after).iter().filter(|record| due.contains_key(&(R::KIND, record.id())));
    erased.try_for_each(|record| work.put(record))
}

/// What would be due if every record still told something: a record that tells nothing any more may have told it
/// before, and the audit trail then still does.
fn over(document: &Document, now: &Now<'_>) -> Vec<Due> {
    let something = || Some("?".to_owned());
    let mut telling = document.clone();
    for booking in &mut telling.bookings {
        booking.vehicle.plate = booking.vehicle.plate.take().or_else(something);
        booking.guest_name = something();
    }
    for check_in in &mut telling.check_ins {
        check_in.vehicle.plate = something();
        check_in.by = By::Staff("?".to_owned());
    }
    for invite in &mut telling.guest_invites {
        invite.contact = something();
    }
    for resident in &mut telling.residents {
        resident.notes = something();
    }
    privacy::due(&telling, now)
}

async fn erase_accounts(work: &mut Work<'_>, over: &DueByRecord<'_>) -> Result<(), Problem> {
    let (building, now) = (work.building_id().to_owned(), work.now());
    for (_, resident) in over.keys().filter(|(kind, _)| *kind == Kind::Residents) {
        deliveries::erase_of(work.connection(), &building, resident).await?;
        for account in accounts::erase_of(work.connection(), &building, resident, now).await? {
            let sql = "UPDATE audit SET before_it = NULL, after_it = NULL, erased_at = $3 \
                       WHERE building = $1 AND kind = 'accounts' AND record = $2";
            let query = sqlx::query(sql).bind(&building).bind(account).bind(now.millis());
            query.execute(work.connection()).await?;
        }
    }
    Ok(())
}

async fn erase_trail(
    work: &mut Work<'_>,
    building: &Building,
    over: &DueByRecord<'_>,
    now: &Now<'_>,
) -> Result<(), Problem> {
    let name = work.building_id().to_owned();
    for kind in PERSONAL {
        let sql = "SELECT DISTINCT record FROM audit WHERE building = $1 AND kind = $2 AND erased_at IS NULL";
        let query = sqlx::query_scalar(sql).bind(&name).bind(kind.as_str());
        let records: Vec<String> = query.fetch_all(work.connection()).await?;
        for record in records {
            match over.get(&(kind, record.as_str())) {
                Some(due) => erase_entries(work, kind, &record, due).await?,
                // What is in the document and not over is not due. What was removed has only the entry's own age.
                None if work.known().revision_of(kind, &record).is_none() => {
                    forget_removed(work, building, kind, &record, now).await?;
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// Erases what is due of a record from its entries.
async fn erase_entries(work: &mut Work<'_>, kind: Kind, record: &str, due: &[Due]) -> Result<(), Problem> {
    let (building, now) = (work.building_id().to_owned(), work.now());
    let all = if matches!(kind, Kind::Bookings | Kind::CheckIns) { 2 } else { 1 };
    let erased_at = (due.len() == all).then(|| now.millis());
    let sql = "SELECT id, before_it, after_it FROM audit \
               WHERE building = $1 AND kind = $2 AND record = $3 AND erased_at IS NULL";
    let query = sqlx::query(sql).bind(&building).bind(kind.as_str()).bind(record);
    for row in query.fetch_all(work.connection()).await? {
        let id: String = row.try_get("id")?;
        let before: Option<String> = row.try_get("before_it")?;
        let after: Option<String> = row.try_get("after_it")?;
        let erased = |body: Option<String>| body.and_then(|body| erased(kind, record, &body, due));
        let sql =
            "UPDATE audit SET before_it = $3, after_it = $4, erased_at = $5 WHERE building = $1 AND id = $2";
        let query = sqlx::query(sql).bind(&building).bind(id).bind(erased(before)).bind(erased(after));
        query.bind(erased_at).execute(work.connection()).await?;
    }
    Ok(())
}

/// A record without what is due; none when it cannot be read any more.
fn erased(kind: Kind, record: &str, body: &str, due: &[Due]) -> Option<String> {
    let mut alone = Document::default();
    kind.apply(&mut alone, record, Some(body), true).ok()?;
    let alone = privacy::erase(alone, due).ok()?;
    match kind {
        Kind::Bookings => json::write(alone.bookings.first()?).ok(),
        Kind::CheckIns => json::write(alone.check_ins.first()?).ok(),
        Kind::GuestInvites => json::write(alone.guest_invites.first()?).ok(),
        Kind::Residents => json::write(alone.residents.first()?).ok(),
        _ => None,
    }
}

/// Forgets what the trail says of a record that is not in the document any more, once it is old enough.
async fn forget_removed(
    work: &mut Work<'_>,
    building: &Building,
    kind: Kind,
    record: &str,
    now: &Now<'_>,
) -> Result<(), Problem> {
    let retention = building.document().settings.retention;
    let days = match kind {
        Kind::GuestInvites => retention.invite_days,
        Kind::Residents => retention.resident_days,
        _ => retention.plate_days.max(retention.visit_days),
    };
    let sql = "UPDATE audit SET before_it = NULL, after_it = NULL, erased_at = $5 \
               WHERE building = $1 AND kind = $2 AND record = $3 AND at < $4 AND erased_at IS NULL";
    let (name, before, at) = (work.building_id().to_owned(), before(days, now), now.instant().millis());
    let query = sqlx::query(sql).bind(name).bind(kind.as_str()).bind(record).bind(before).bind(at);
    query.execute(work.connection()).await?;
    Ok(())
}

/// What happened before this instant is so many whole days old.
fn before(days: u32, now: &Now<'_>) -> i64 {
    now.start(add_days(now.today(), -i64::from(days)).and_time(NaiveTime::MIN)).millis()
}

/// Forgets kept answers that show a record of which something is over: who asks again hears that it was done.
async fn erase_replies(work: &mut Work<'_>, over: &DueByRecord<'_>) -> Result<(), Problem> {
    let building = work.building_id().to_owned();
    let ids: HashSet<&str> = over.keys().map(|(_, id)| *id).collect();
    let sql = "SELECT actor, idempotency_key, body FROM replies WHERE building = $1 AND body IS NOT NULL";
    for row in sqlx::query(sql).bind(&building).fetch_all(work.connection()).await? {
        let body: String = row.try_get("body")?;
        if serde_json::from_str(&body).is_ok_and(|body: Value| names(&body, &ids)) {
            let (actor, key): (String, String) = (row.try_get("actor")?, row.try_get("idempotency_key")?);
            let sql = "UPDATE replies SET body = NULL \
                       WHERE building = $1 AND actor = $2 AND idempotency_key = $3";
            let query = sqlx::query(sql).bind(&building).bind(actor).bind(key);
            query.execute(work.connection()).await?;
        }
    }
    Ok(())
}

/// Whether an id stands anywhere in a value.
fn names(value: &Value, ids: &HashSet<&str>) -> bool {
    match value {
        Value::String(text) => ids.contains(text.as_str()),
        Value::Array(items) => items.iter().any(|item| names(item, ids)),
        Value::Object(fields) => fields.values().any(|item| names(item, ids)),
        _ => false,
    }
}

/// Forgets the plates that were checked and what consoles sent of vehicles; that, when and with which outcome stays.
async fn erase_events(work: &mut Work<'_>, building: &Building, now: &Now<'_>) -> Result<(), Problem> {
    let retention = building.document().settings.retention;
    let before = before(retention.plate_days.min(retention.visit_days), now);
    let sql = "UPDATE events SET body = NULL WHERE building = $1 AND at < $2 AND body IS NOT NULL";
    let name = work.building_id().to_owned();
    sqlx::query(sql).bind(name).bind(before).execute(work.connection()).await?;
    Ok(())
}
