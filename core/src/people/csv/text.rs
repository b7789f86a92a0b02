//! CSV as text: RFC 4180 rows, and cells that no spreadsheet runs as a formula (SPEC 2.7).

use alloc::string::String;
use alloc::vec::Vec;
use csv_core::{ReadRecordResult, Reader};

/// The longest row that is kept; further cells are dropped and the row is marked.
pub(super) const MAX_CELLS: usize = 1000;

/// Appends a row, with the line end of RFC 4180. Cells that would be formulas are neutralised.
pub(super) fn push_row<'a>(csv: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        push_cell(csv, cell);
    }
    csv.push_str("\r\n");
}

fn push_cell(csv: &mut String, cell: &str) {
    let guard = if is_formula(cell) { "'" } else { "" };
    if cell.contains([',', '"', '\r', '\n']) {
        csv.push('"');
        csv.push_str(guard);
        cell.split_inclusive('"').for_each(|piece| {
            csv.push_str(piece);
            if piece.ends_with('"') {
                csv.push('"');
            }
        });
        csv.push('"');
    } else {
        csv.push_str(guard);
        csv.push_str(cell);
    }
}

/// The cell's text before it was neutralised.
pub(super) fn without_guard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet would run a cell, or it begins with apostrophes and then with what would be run: those get one
/// more, so that the one taken away on the way back is always the one that was added.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// One row as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The physical line on which it begins, from 1.
    pub(super) line: usize,
    /// How many cells it has, the dropped ones included.
    pub(super) count: usize,
    text: Vec<u8>,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
}

impl Record {
    /// The bytes of each cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }
}

/// A quoted cell that is never closed, in the row that begins on this line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnclosedQuote(pub(super) usize);

/// The rows of a file, blank lines and a byte order mark left out.
pub(super) struct Records<'f> {
    file: &'f [u8],
    reader: Reader,
    at: usize,
    line: usize,
}

impl<'f> Records<'f> {
    pub(super) fn new(file: &'f [u8]) -> Self {
        Self {
            file: file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file),
            reader: Reader::new(),
            at: 0,
            line: 1,
        }
    }

    fn rest(&self) -> &'f [u8] {
        self.file.get(self.at..).unwrap_or_default()
    }

    /// Goes on by some bytes, counting the lines that end in them: `\n`, `\r\n`, or `\r` alone.
    fn advance(&mut self, count: usize) {
        for at in self.at..self.at + count {
            let lone_return = self.file.get(at) == Some(&b'\r') && self.file.get(at + 1) != Some(&b'\n');
            self.line += usize::from(lone_return || self.file.get(at) == Some(&b'\n'));
        }
        self.at += count;
    }

    /// Reads the row that begins here.
    fn read(&mut self) -> Result<Record, UnclosedQuote> {
        let mut record = Record { line: self.line, ..Record::default() };
        let (mut text, mut ends) = ([0; 1024], [0; 64]);
        let mut at_end = false;
        loop {
            // The last row may lack its line end. Only a quoted cell goes on after it gets one.
            let input = if at_end { b"\n" } else { self.rest() };
            let (result, read, written, ended) = self.reader.read_record(input, &mut text, &mut ends);
            if !at_end {
                self.advance(read);
            }
            record.count += ended;
            if record.ends.len() + ended <= MAX_CELLS {
                record.ends.extend(ends.iter().take(ended));
                record.text.extend(text.iter().take(written));
            }
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(record),
                ReadRecordResult::InputEmpty if at_end => return Err(UnclosedQuote(record.line)),
                ReadRecordResult::InputEmpty => at_end = true,
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, UnclosedQuote>;

    fn next(&mut self) -> Option<Self::Item> {
        let line_ends = self.rest().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.advance(line_ends);
        if self.rest().is_empty() { None } else { Some(self.read()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;
    use proptest::prelude::*;

    fn rows(csv: &[u8]) -> Vec<Result<(usize, Vec<String>), UnclosedQuote>> {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
        Records::new(csv).map(|row| row.map(|row| (row.line, row.cells().map(text).collect()))).collect()
    }

    fn row(line: usize, cells: &[&str]) -> Result<(usize, Vec<String>), UnclosedQuote> {
        Ok((line, cells.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn rows_know_their_physical_lines() {
        let csv = b"\xEF\xBB\xBFa,b\r\n\r\n\"1\r\n2\n3\",\"x \"\"y\"\"\"\rlast,";
        assert_eq!(
            rows(csv),
            [row(1, &["a", "b"]), row(3, &["1\r\n2\n3", "x \"y\""]), row(6, &["last", ""])]
        );
        assert_eq!(rows(b""), []);
        assert_eq!(rows(b"\n\r\n"), []);
        assert_eq!(rows(b"a"), [row(1, &["a"])]);
        assert_eq!(rows(b"\"\""), [row(1, &[""])]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_seen() {
        assert_eq!(rows(b"a\n\"b\nc\n"), [row(1, &["a"]), Err(UnclosedQuote(2))]);
        assert_eq!(rows(b"\""), [Err(UnclosedQuote(1))]);
    }

    #[test]
    fn hostile_files_are_read_in_time() {
        let commas = rows(&vec![b','; 10_000_000]);
        assert_eq!(commas.len(), 1);
        assert_eq!(Records::new(&vec![b','; 100_000]).next().unwrap().unwrap().count, 100_001);
        assert_eq!(rows(&vec![b'"'; 10_000_001]), [Err(UnclosedQuote(1))]);
        assert_eq!(rows(&vec![b'\n'; 10_000_000]), []);
        assert_eq!(rows(&[0; 3]), [row(1, &["\0\0\0"])]);
    }

    #[test]
    fn formulas_are_neutralised() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+15145550123", "'+15145550123"),
            ("-", "'-"),
            ("@a", "'@a"),
            ("\ta", "'\ta"),
            ("\r", "\"'\r\""),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("=\"\",", "\"'=\"\"\"\",\""),
            ("'s", "'s"),
            ("a=1", "a=1"),
        ] {
            let mut csv = String::new();
            push_cell(&mut csv, cell);
            assert_eq!(csv, written);
        }
    }

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(
            cells in prop::collection::vec("['=+\"\\-@,\r\n\t\0a＝;|é]{0,6}|.*", 2..5),
            more in "[a,\"\r\n]{0,4}",
        ) {
            let mut csv = String::new();
            push_row(&mut csv, cells.iter().map(String::as_str));
            let line = csv.replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
            csv.push_str(&more);
            let mut records = Records::new(csv.as_bytes());
            // A first cell that begins with a byte order mark is not told from the file's.
            prop_assume!(!csv.starts_with('\u{feff}'));
            let read = records.next().unwrap().unwrap();
            let read: Vec<_> = read.cells().map(|cell| without_guard(core::str::from_utf8(cell).unwrap())).collect();
            prop_assert_eq!(read, cells);
            prop_assert!(records.next().is_none_or(|row| row.map_or_else(|row| row.0, |row| row.line) >= line));
        }
    }
}
