//! The resident list in CSV, out and in (SPEC 2.7).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, CsvText};
use super::{schema, show};
use crate::access::role::MANAGERS;
use crate::problem::Problem;
use crate::secrets;
use crate::store::{Reply, Work};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use vestibule::people::csv::{BadRow, Change, ChangeKind, ColumnMapping, ImportPlan, MAX_BYTES};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let columns = "own are those of the export, yardi of a property-management system; own when left out";
    let names = ["own", "yardi"];
    let larger = DefaultBodyLimit::max(MAX_BYTES);
    vec![
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/residents.csv",
            MANAGERS,
            "Export the resident list",
            export,
        )
        .answers_media(200, "text/csv"),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/imports/preview",
            MANAGERS,
            "Say what importing a resident list would change",
            preview.layer(larger),
        )
        .query_word("columns", columns, &names)
        .takes_csv()
        .answers::<schema::ImportPlan>(200),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/imports",
            MANAGERS,
            "Import a resident list: all of it, or nothing when a row is bad",
            import.layer(larger),
        )
        .query_word("columns", columns, &names)
        .takes_csv()
        .answers::<schema::ImportPlan>(200),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default)]
    columns: Columns,
}

/// Which columns a file has.
#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Columns {
    /// Those of the export.
    #[default]
    Own,
    /// Those of a property-management system.
    Yardi,
}

impl Columns {
    fn mapping(&self) -> ColumnMapping {
        match self {
            Self::Own => ColumnMapping::own(),
            Self::Yardi => ColumnMapping::yardi(),
        }
    }
}

/// A plan as it is shown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'p> {
    changes: Vec<ShownChange<'p>>,
    skipped: &'p [usize],
    bad_rows: Vec<ShownRow<'p>>,
}

#[derive(Serialize)]
struct ShownChange<'p> {
    line: usize,
    kind: &'static str,
    resident: &'p str,
    fields: Vec<ShownField<'p>>,
}

#[derive(Serialize)]
struct ShownField<'p> {
    field: &'static str,
    before: &'p str,
    after: &'p str,
}

#[derive(Serialize)]
struct ShownRow<'p> {
    line: usize,
    column: &'p str,
    code: &'static str,
    reason: String,
}

impl<'p> Shown<'p> {
    fn new(plan: &'p ImportPlan) -> Self {
        Self {
            changes: plan.changes.iter().map(ShownChange::new).collect(),
            skipped: &plan.skipped,
            bad_rows: plan.bad_rows.iter().map(ShownRow::new).collect(),
        }
    }
}

impl<'p> ShownChange<'p> {
    fn new(change: &'p Change) -> Self {
        let kind = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Changed => "changed",
            ChangeKind::MovedOut => "movedOut",
            ChangeKind::Unchanged => "unchanged",
        };
        let fields = change.fields.iter().map(|field| ShownField {
            field: field.field.name(),
            before: &field.before,
            after: &field.after,
        });
        Self { line: change.line, kind, resident: &change.resident.id, fields: fields.collect() }
    }
}

impl<'p> ShownRow<'p> {
    fn new(row: &'p BadRow) -> Self {
        let reason = &row.reason;
        Self { line: row.line, column: &row.column, code: reason.as_str(), reason: reason.to_string() }
    }
}

async fn export(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let csv = known.building.export_csv();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"residents.csv\""),
    ];
    Ok((headers, csv).into_response())
}

fn plan(
    building: &vestibule::Building,
    csv: &[u8],
    columns: &Columns,
    now: vestibule::Instant,
) -> Result<ImportPlan, Problem> {
    let entropy = secrets::entropy()?;
    let mapping = columns.mapping();
    Ok(tokio::task::block_in_place(|| building.plan_import(csv, &mapping, entropy, &building.now(now))))
}

async fn preview(
    call: Call,
    Asked(options): Asked<Options>,
    CsvText(csv): CsvText,
) -> Result<Response, Problem> {
    let known = call.known().await?;
    show(&Shown::new(&plan(&known.building, csv.as_bytes(), &options.columns, call.app.clock.now())?))
}

async fn import(
    call: Call,
    Asked(options): Asked<Options>,
    CsvText(csv): CsvText,
) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    let imported = carry_out(&mut work, csv.as_bytes(), options.columns)?;
    let reply = Reply::new(StatusCode::OK, imported.shown);
    Ok(work.commit(reply, None).await?.into_response())
}

/// What an import changes.
pub(crate) struct Imported {
    /// The plan that was carried out, in JSON.
    pub shown: String,
    /// Rows that were understood.
    pub rows: usize,
    /// Residents who are added or changed.
    pub changed: usize,
}

/// Puts everybody whom a file changes into their place.
///
/// # Errors
/// `badRows` with all of them, and nothing is changed.
pub(crate) fn carry_out(work: &mut Work<'_>, csv: &[u8], columns: Columns) -> Result<Imported, Problem> {
    let plan = plan(work.building(), csv, &columns, work.now())?;
    if !plan.bad_rows.is_empty() {
        let rows: Vec<_> = plan.bad_rows.iter().map(ShownRow::new).collect();
        let detail = "nothing was imported: badRows says what to change, by line and column";
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "badRows", detail);
        return Err(problem.with("badRows", rows));
    }
    let changed = plan.changes.iter().filter(|change| change.kind != ChangeKind::Unchanged);
    let mut count = 0;
    for change in changed {
        work.put(&change.resident)?;
        count += 1;
    }
    let shown = crate::json::write(&Shown::new(&plan))?;
    Ok(Imported { shown, rows: plan.changes.len(), changed: count })
}
