//! The resident list as CSV: export, and import with a preview (SPEC 2.7).
//!
//! [`export`] writes every profile field of SPEC 2.1, one column each, in RFC 4180. Suites, spaces and doors go by their
//! numbers and names, by their ids where a name is not theirs alone. Lists stand in one cell: items are separated by `;`
//! and the parts of an item by `|`, as in `1208 | 2026-05-01 | ; 1210 | 2026-06-01 |` for two residencies; a backslash
//! takes the next character as it is. A cell that a spreadsheet would run as a formula, phone numbers with their `+`
//! among them, gets an apostrophe in front, which the import takes away again.
//!
//! [`plan`] reads a file and says what importing it would change, without changing anything; [`ImportPlan::apply`] then
//! does all of it, or nothing when some row is bad. It reads the library's own columns ([`ColumnMapping::own`]), those of
//! a property-management system ([`ColumnMapping::yardi`]), or whatever another [`ColumnMapping`] says.

mod field;
mod import;
mod list;
mod mapping;
mod matching;
mod merge;
mod names;
mod rows;
mod text;

pub use field::Field;
pub use import::{BadRow, Change, ChangeKind, FieldChange, ImportPlan, MAX_BYTES, MAX_ROWS, Reason, plan};
pub use mapping::{Blanks, ColumnMapping, DateFormat, Status};

use crate::document::Document;
use alloc::string::String;
use alloc::vec::Vec;
use names::Names;

/// The full resident list, one row each in the order of the document. An import of it changes nothing.
#[must_use]
pub fn export(document: &Document) -> String {
    let names = Names::new(document);
    let mut csv = String::new();
    text::push_row(&mut csv, Field::OWN.iter().map(|field| field.name()));
    for resident in &document.residents {
        let cells: Vec<String> = Field::OWN.iter().map(|field| field.cell(resident, &names)).collect();
        text::push_row(&mut csv, cells.iter().map(String::as_str));
    }
    csv
}

fn text_or_none(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests;
