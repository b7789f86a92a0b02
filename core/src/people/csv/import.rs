//! Planning an import: what it would change, and every row that is bad.

use super::field::Field;
use super::mapping::{ColumnMapping, Status};
use super::matching::match_rows;
use super::merge::Merge;
use super::names::Names;
use super::rows::{Row, Table};
use crate::calendar::Now;
use crate::document::{Document, Resident};
use crate::people::code::{self, FreeCodes, mix};
use crate::people::residency::has_moved_out;
use crate::people::validate::{Validator, Violation};
use crate::table::{HashMap, HashSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The most rows that are read: twice as many as there are directory codes.
pub const MAX_ROWS: usize = 20_000;

/// What importing a file would do. Nothing has been done yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// One for each good row that is about a resident, in the order of the file.
    pub changes: Vec<Change>,
    /// The lines of rows about no resident, by their status.
    pub skipped: Vec<usize>,
    /// Everything that is wrong, by line. A plan with any of it cannot be applied.
    pub bad_rows: Vec<BadRow>,
}

/// What one row would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The physical line on which the row begins, from 1.
    pub line: usize,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The resident as imported.
    pub resident: Resident,
    /// The fields that it changes; of a new resident, those that are not as they are by default.
    pub fields: Vec<FieldChange>,
}

/// What kind of change a row makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// A new resident.
    Added,
    /// Fields of a resident.
    Changed,
    /// The resident has moved out, by this row.
    MovedOut,
    /// None.
    Unchanged,
}

/// A field before and after, as the export writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// Its cell before.
    pub before: String,
    /// Its cell after.
    pub after: String,
}

/// One thing that is wrong with a file. It never quotes what is in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The physical line on which the row begins, from 1.
    pub line: usize,
    /// The header of the column as the mapping has it; a field's name where the file has no column for it, `#7` for the
    /// seventh column when the mapping does not know it, empty for the row as a whole.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The file has more than [`MAX_BYTES`].
    TooLarge,
    /// The file has more than [`MAX_ROWS`] rows below its header.
    TooManyRows,
    /// The header has more columns than any export does.
    TooManyColumns,
    /// The file is empty.
    NoHeader,
    /// No column says whom a row is about: id, external id or e-mail.
    NoKeyColumn,
    /// The mapping does not know this column.
    UnknownColumn,
    /// Two columns have this header.
    RepeatedColumn,
    /// The row has not as many cells as the header.
    CellCount {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A quoted cell that begins in this row is never closed.
    UnclosedQuote,
    /// The cell is not UTF-8.
    NotUtf8,
    /// The cell is blank and must not be.
    Missing,
    /// The cell cannot be read; what it should be.
    Malformed(&'static str),
    /// The row is about the resident of an earlier one.
    RepeatedResident {
        /// The line of that row.
        line: usize,
    },
    /// Several residents have this value, so that it does not say which one is meant.
    SeveralResidents,
    /// No directory code is free for a new resident.
    CodesExhausted,
    /// The resident would not be valid (SPEC 2.2).
    Violation(Violation),
}

/// Says what importing `file` into `document` would change (SPEC 2.7).
///
/// Residents are found by id, else by external id, else by e-mail; those not found are new. A new one without an id gets
/// one made from its external id, else from `entropy`, and one without a directory code gets a free one by `entropy`. Give
/// other entropy to every import. The answer takes time and memory in proportion to the file and the document.
#[must_use]
pub fn plan(
    document: &Document,
    file: &[u8],
    mapping: &ColumnMapping,
    entropy: u64,
    now: &Now<'_>,
) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let mut table = Table::read(file, mapping, &mut plan.bad_rows);
    let is_skipped = |row: &Row| {
        row.text(Field::Status).and_then(|word| mapping.status(word).ok()) == Some(Status::Skipped)
    };
    plan.skipped = table.rows.iter().filter(|row| is_skipped(row)).map(|row| row.line).collect();
    table.rows.retain(|row| !is_skipped(row));

    let names = Names::new(document);
    let merge =
        Merge { names: &names, mapping, region: document.building.region.as_deref(), today: now.today() };
    let mut newcomers = Newcomers::new(document, &table.rows, entropy, now);
    for (row, matched) in table.rows.iter().zip(match_rows(&table.rows, &document.residents)) {
        let mut bad =
            |(field, reason)| plan.bad_rows.push(BadRow::new(row.line, table.header(&[field]), reason));
        let before = match matched {
            Ok(place) => place.and_then(|place| document.residents.get(place)),
            Err(fault) => {
                bad(fault);
                continue;
            }
        };
        let blank = Resident::default();
        match merge.apply(row, before.unwrap_or(&blank)) {
            Err(faults) => faults.into_iter().for_each(bad),
            Ok(mut resident) => {
                if before.is_none() && newcomers.complete(&mut resident, row).is_err() {
                    bad((Field::DirectoryCode, Reason::CodesExhausted));
                    continue;
                }
                plan.changes.push(Change::new(row.line, before, resident, &names, now));
            }
        }
    }
    let violations = violations(document, &plan.changes, &table, now);
    plan.bad_rows.extend(violations);
    plan.bad_rows.sort_by_key(|bad| bad.line);
    plan
}

impl ImportPlan {
    /// Does what was planned, to the document that it was planned for: all of it, or nothing.
    ///
    /// # Errors
    /// The bad rows, when there are any; the document is then left as it is.
    pub fn apply(self, document: &mut Document) -> Result<(), Vec<BadRow>> {
        if !self.bad_rows.is_empty() {
            return Err(self.bad_rows);
        }
        put(self.changes.into_iter().map(|change| change.resident), &mut document.residents);
        Ok(())
    }
}

/// Puts residents in the place of those with the same id, and new ones at the end.
fn put(imported: impl Iterator<Item = Resident>, residents: &mut Vec<Resident>) {
    let places: HashMap<String, usize> =
        residents.iter().enumerate().map(|(place, resident)| (resident.id.clone(), place)).collect();
    for resident in imported {
        match places.get(&resident.id).and_then(|place| residents.get_mut(*place)) {
            Some(known) => *known = resident,
            None => residents.push(resident),
        }
    }
}

/// Checks every added or changed resident against the document as it would be.
fn violations(document: &Document, changes: &[Change], table: &Table, now: &Now<'_>) -> Vec<BadRow> {
    let mut imported = Document {
        building: document.building.clone(),
        settings: document.settings.clone(),
        suites: document.suites.clone(),
        doors: document.doors.clone(),
        spaces: document.spaces.clone(),
        residents: document.residents.clone(),
        ..Document::default()
    };
    put(changes.iter().map(|change| change.resident.clone()), &mut imported.residents);
    let validator = Validator::new(&imported, now);
    let mut bad_rows = Vec::new();
    for change in changes.iter().filter(|change| change.kind != ChangeKind::Unchanged) {
        for violation in validator.check(&change.resident) {
            let column = table.header(fields_at(&violation.path));
            bad_rows.push(BadRow::new(change.line, column, Reason::Violation(violation)));
        }
    }
    bad_rows
}

/// The fields whose columns may hold what is at a path, the likeliest first.
fn fields_at(path: &str) -> &'static [Field] {
    let key = path.split(['.', '[']).next().unwrap_or_default();
    match key {
        "id" => &[Field::Id],
        "firstName" => &[Field::FirstName, Field::LastName, Field::FullName],
        "email" => &[Field::Email],
        "phone" => &[Field::Phone],
        "residencies" if path.ends_with("moveOut") => &[Field::Residencies, Field::MoveOut],
        "residencies" => &[Field::Residencies, Field::Unit],
        "directoryCode" => &[Field::DirectoryCode],
        "display" => &[Field::CallNumber],
        "designation" => &[Field::Designation],
        "emergencyContacts" => &[Field::EmergencyContacts],
        "spaces" => &[Field::Spaces],
        "doors" => &[Field::Doors],
        "vehicles" => &[Field::Vehicles, Field::CarTag],
        _ => &[],
    }
}

/// Gives new residents what they need.
struct Newcomers {
    ids: HashSet<String>,
    codes: FreeCodes,
    entropy: u64,
}

impl Newcomers {
    fn new(document: &Document, rows: &[Row], entropy: u64, now: &Now<'_>) -> Self {
        let settings = &document.settings;
        let in_use = code::in_use(&document.residents, settings.code_quarantine_days, now);
        let given = rows.iter().filter_map(|row| row.text(Field::DirectoryCode));
        let reserved = settings.reserved_codes.iter().map(String::as_str);
        let ids = document.residents.iter().map(|resident| resident.id.clone());
        let given_ids = rows.iter().filter_map(|row| row.text(Field::Id)).map(String::from);
        let mut codes = FreeCodes::all();
        in_use.chain(given).chain(reserved).for_each(|code| codes.remove(code));
        Self { ids: ids.chain(given_ids).collect(), codes, entropy }
    }

    fn complete(&mut self, resident: &mut Resident, row: &Row) -> Result<(), code::CodeExhausted> {
        let entropy = self.entropy.wrapping_add(mix(row.line as u64));
        let external = resident.external_id.as_deref().map(|id| format!("re-{}", id.trim()));
        let own = row.cells.iter().find(|(field, _)| *field == Field::Id).map(|(_, id)| id.clone());
        resident.id = match own.filter(|id| !id.trim().is_empty()) {
            Some(id) => id,
            None => {
                let unused = external.filter(|id| !self.ids.contains(id));
                unused.unwrap_or_else(|| format!("re-{:016x}", mix(mix(entropy))))
            }
        };
        self.ids.insert(resident.id.clone());
        if resident.directory_code.is_empty() {
            resident.directory_code = self.codes.take(entropy)?;
        }
        Ok(())
    }
}

impl Change {
    fn new(
        line: usize,
        before: Option<&Resident>,
        resident: Resident,
        names: &Names<'_>,
        now: &Now<'_>,
    ) -> Self {
        let kind = match before {
            None => ChangeKind::Added,
            Some(before) if *before == resident => ChangeKind::Unchanged,
            Some(before) if !has_moved_out(before, now) && has_moved_out(&resident, now) => {
                ChangeKind::MovedOut
            }
            Some(_) => ChangeKind::Changed,
        };
        let blank = Resident::default();
        let before = before.unwrap_or(&blank);
        let change = |field: &Field| {
            let (before, after) = (field.cell(before, names), field.cell(&resident, names));
            (before != after).then_some(FieldChange { field: *field, before, after })
        };
        Self { line, kind, fields: Field::OWN.iter().filter_map(change).collect(), resident }
    }
}

impl BadRow {
    pub(super) fn new(line: usize, column: impl Into<String>, reason: Reason) -> Self {
        Self { line, column: column.into(), reason }
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(out, ", column {}", self.column)?;
        }
        write!(out, ": {}", self.reason)
    }
}

impl Reason {
    /// A stable code for callers that say it in words of their own; that of the violation where it is one.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::TooLarge => "tooLarge",
            Self::TooManyRows => "tooManyRows",
            Self::TooManyColumns => "tooManyColumns",
            Self::NoHeader => "noHeader",
            Self::NoKeyColumn => "noKeyColumn",
            Self::UnknownColumn => "unknownColumn",
            Self::RepeatedColumn => "repeatedColumn",
            Self::CellCount { .. } => "cellCount",
            Self::UnclosedQuote => "unclosedQuote",
            Self::NotUtf8 => "notUtf8",
            Self::Missing => "missing",
            Self::Malformed(_) => "malformed",
            Self::RepeatedResident { .. } => "repeatedResident",
            Self::SeveralResidents => "severalResidents",
            Self::CodesExhausted => "codesExhausted",
            Self::Violation(violation) => violation.code.as_str(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::TooLarge => return write!(out, "the file is larger than {MAX_BYTES} bytes"),
            Self::TooManyRows => return write!(out, "the file has more than {MAX_ROWS} rows"),
            Self::TooManyColumns => "the header has too many columns",
            Self::NoHeader => "the file is empty: it needs a header row",
            Self::NoKeyColumn => "no column says whom a row is about: add one of id, external id, e-mail",
            Self::UnknownColumn => "this column is not known: remove it or name it in the mapping",
            Self::RepeatedColumn => "an earlier column has this header: remove one of them",
            Self::CellCount { expected, found } => {
                return write!(out, "the row has {found} cells and the header {expected}");
            }
            Self::UnclosedQuote => "a quoted cell that begins in this row is never closed",
            Self::NotUtf8 => "the cell is not UTF-8: save the file as CSV UTF-8",
            Self::Missing => "the cell is blank and must not be",
            Self::Malformed(expected) => return write!(out, "expected {expected}"),
            Self::RepeatedResident { line } => return write!(out, "line {line} is about the same resident"),
            Self::SeveralResidents => "several residents have this value: tell them apart by an id",
            Self::CodesExhausted => return code::CodeExhausted.fmt(out),
            Self::Violation(violation) => return violation.fmt(out),
        };
        out.write_str(text)
    }
}
