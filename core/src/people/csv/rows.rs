//! The rows of a file, with their cells by field.

use super::field::Field;
use super::import::{BadRow, MAX_BYTES, MAX_ROWS, Reason};
use super::mapping::{Blanks, ColumnMapping};
use super::text::{MAX_CELLS, Record, Records, UnclosedQuote, without_guard};
use crate::directory::fold::folded_letters_and_digits;
use crate::document::filled;
use crate::table::HashMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A file as far as it can be read.
pub(super) struct Table {
    /// In the order of the mapping.
    columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

struct Column {
    /// The place in the mapping.
    rank: usize,
    /// The place in the file.
    index: usize,
    field: Field,
    header: String,
}

/// One row below the header.
pub(super) struct Row {
    /// The physical line on which it begins.
    pub(super) line: usize,
    /// Each field of the file once.
    pub(super) cells: Vec<(Field, String)>,
}

impl Row {
    /// What the row says of a field, trimmed; `None` when it is blank.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        let cell = self.cells.iter().find(|(known, _)| *known == field);
        cell.and_then(|(_, text)| filled(Some(text)))
    }
}

impl Table {
    /// Reads a file. What is wrong with it is added to `bad`; rows that are bad are left out.
    pub(super) fn read(file: &[u8], mapping: &ColumnMapping, bad: &mut Vec<BadRow>) -> Self {
        let mut table = Self { columns: Vec::new(), rows: Vec::new() };
        let mut records = Records::new(file);
        let header = match records.next() {
            _ if file.len() > MAX_BYTES => Err((1, Reason::TooLarge)),
            None => Err((1, Reason::NoHeader)),
            Some(Err(UnclosedQuote(line))) => Err((line, Reason::UnclosedQuote)),
            Some(Ok(header)) if header.count > MAX_CELLS => Err((header.line, Reason::TooManyColumns)),
            Some(Ok(header)) => Ok(header),
        };
        match header {
            Err((line, reason)) => bad.push(BadRow::new(line, "", reason)),
            Ok(header) => {
                let faults = bad.len();
                table.columns = read_header(&header, mapping, bad);
                if bad.len() == faults {
                    table.read_rows(records, header.count, mapping.blanks, bad);
                }
            }
        }
        table
    }

    fn read_rows(&mut self, records: Records<'_>, width: usize, blanks: Blanks, bad: &mut Vec<BadRow>) {
        for (index, record) in records.enumerate() {
            match record {
                Ok(record) if index >= MAX_ROWS => {
                    return bad.push(BadRow::new(record.line, "", Reason::TooManyRows));
                }
                Ok(record) => self.rows.extend(self.read_row(&record, width, blanks, bad)),
                Err(UnclosedQuote(line)) => bad.push(BadRow::new(line, "", Reason::UnclosedQuote)),
            }
        }
    }

    /// The header of the first of these fields that the file has; the field's own name when it has none of them.
    pub(super) fn header(&self, fields: &[Field]) -> String {
        let mut columns =
            fields.iter().filter_map(|field| self.columns.iter().find(|column| column.field == *field));
        let name = || fields.first().map(|field| field.name()).unwrap_or_default();
        columns.next().map_or_else(|| name().into(), |column| column.header.clone())
    }

    fn read_row(&self, record: &Record, width: usize, blanks: Blanks, bad: &mut Vec<BadRow>) -> Option<Row> {
        if record.count != width {
            let reason = Reason::CellCount { expected: width, found: record.count };
            bad.push(BadRow::new(record.line, "", reason));
            return None;
        }
        let bytes: Vec<&[u8]> = record.cells().collect();
        let mut row = Row { line: record.line, cells: Vec::new() };
        let mut readable = true;
        for column in &self.columns {
            let Ok(text) = core::str::from_utf8(bytes.get(column.index).copied().unwrap_or_default()) else {
                bad.push(BadRow::new(record.line, &column.header, Reason::NotUtf8));
                readable = false;
                continue;
            };
            let text = without_guard(text);
            let text = if blanks == Blanks::Keep { text.trim() } else { text };
            match row.cells.iter_mut().find(|(field, _)| *field == column.field) {
                Some((_, first)) if filled(Some(first)).is_none() => *first = text.into(),
                Some(_) => {}
                None => row.cells.push((column.field, text.into())),
            }
        }
        readable.then_some(row)
    }
}

/// The columns that the mapping knows. Without one that says who a row is about, none can be imported.
fn read_header(header: &Record, mapping: &ColumnMapping, bad: &mut Vec<BadRow>) -> Vec<Column> {
    let mut known = HashMap::new();
    for (rank, (name, field)) in mapping.columns.iter().enumerate() {
        known.get_or_insert_with(folded_letters_and_digits(name), || (rank, *field, name));
    }
    let mut columns: Vec<Column> = Vec::new();
    for (index, cell) in header.cells().enumerate() {
        let folded = core::str::from_utf8(cell).map(folded_letters_and_digits);
        match folded.ok().and_then(|folded| known.get(&folded)) {
            Some((rank, _, name)) if columns.iter().any(|column| column.rank == *rank) => {
                bad.push(BadRow::new(header.line, *name, Reason::RepeatedColumn));
            }
            Some((rank, field, name)) => {
                columns.push(Column { rank: *rank, index, field: *field, header: (*name).clone() });
            }
            None if mapping.ignore_other_columns => {}
            // Its header is not repeated: in a file without a header row it is somebody's name.
            None => bad.push(BadRow::new(header.line, format!("#{}", index + 1), Reason::UnknownColumn)),
        }
    }
    let is_key = |column: &Column| matches!(column.field, Field::Id | Field::ExternalId | Field::Email);
    if !columns.iter().any(is_key) {
        bad.push(BadRow::new(header.line, "", Reason::NoKeyColumn));
    }
    columns.sort_by_key(|column| column.rank);
    columns
}
