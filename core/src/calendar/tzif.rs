//! Reading TZif, versions 1 to 4 (RFC 9636): the changes that a file lists, and the rule in its footer.
//!
//! Written here and not taken from a library, because those that are small refuse files of version 4, or take a file that
//! was cut before its footer for a whole one. Of the file only times, offsets and the rule are of use; names of zones and
//! the marks of standard and universal time are passed over.

use super::clock::Span;
use super::tz_rule::Rule;
use super::zone::ZoneError;
use alloc::vec::Vec;

/// What a file says.
pub(super) struct Tzif {
    /// The offset before the first change, then the changes; ascending.
    pub(super) spans: Vec<Span>,
    /// What holds after the last of them.
    pub(super) rule: Option<Rule>,
}

/// A header: the version, and how much of everything follows.
struct Header {
    version: u8,
    universal_marks: usize,
    standard_marks: usize,
    leap_seconds: usize,
    times: usize,
    kinds: usize,
    chars: usize,
}

/// The bytes of a time in the block of version 1, and in the one that newer files have besides.
const SHORT: usize = 4;
const LONG: usize = 8;
/// The bytes of a kind of local time: its offset, whether it is daylight saving time, and where its name is.
const KIND: usize = 6;
/// From this version on a rule may change clocks before or long after its day.
const EXTENDED: u8 = b'3';

impl Tzif {
    pub(super) fn read(file: &[u8]) -> Result<Self, ZoneError> {
        let mut rest = file;
        let header = Header::read(&mut rest)?;
        if header.version == 0 {
            let spans = header.spans(&mut rest, SHORT)?;
            return if rest.is_empty() { Ok(Self { spans, rule: None }) } else { Err(ZoneError::Malformed) };
        }
        // What newer files say to readers of version 1 is said again.
        header.pass_over(&mut rest, SHORT)?;
        let header = Header::read(&mut rest)?;
        let spans = header.spans(&mut rest, LONG)?;
        let footer = rest.strip_prefix(b"\n").and_then(|rest| rest.strip_suffix(b"\n"));
        let rule = match footer.ok_or(ZoneError::Malformed)? {
            [] => None,
            rule => Some(Rule::read(rule, header.version >= EXTENDED).ok_or(ZoneError::Malformed)?),
        };
        Ok(Self { spans, rule })
    }
}

impl Header {
    fn read(rest: &mut &[u8]) -> Result<Self, ZoneError> {
        let [b'T', b'Z', b'i', b'f', version @ (0 | b'2'..=b'4')] = *chunk(rest)? else {
            return Err(ZoneError::Malformed);
        };
        // Reserved.
        take(rest, 15)?;
        let mut counts = [0; 6];
        for count in &mut counts {
            *count = u32::from_be_bytes(*chunk(rest)?) as usize;
        }
        let [universal_marks, standard_marks, leap_seconds, times, kinds, chars] = counts;
        let marks_fit = |marks| marks == 0 || marks == kinds;
        if kinds == 0 || chars == 0 || !marks_fit(universal_marks) || !marks_fit(standard_marks) {
            return Err(ZoneError::Malformed);
        }
        Ok(Self { version, universal_marks, standard_marks, leap_seconds, times, kinds, chars })
    }

    fn pass_over(&self, rest: &mut &[u8], width: usize) -> Result<(), ZoneError> {
        let sizes = [
            (self.times, width + 1),
            (self.kinds, KIND),
            (self.chars, 1),
            (self.leap_seconds, width + 4),
            (self.standard_marks, 1),
            (self.universal_marks, 1),
        ];
        let mut length = 0_usize;
        for (count, size) in sizes {
            length = length.saturating_add(count.saturating_mul(size));
        }
        take(rest, length).map(|_| ())
    }

    /// Reads the block of a header, with times of `width` bytes.
    fn spans(&self, rest: &mut &[u8], width: usize) -> Result<Vec<Span>, ZoneError> {
        let mut block = *rest;
        self.pass_over(rest, width)?;
        if self.leap_seconds > 0 {
            return Err(ZoneError::LeapSeconds);
        }
        let mut times = take(&mut block, self.times.saturating_mul(width))?;
        let kind_of_each = take(&mut block, self.times)?;
        let kinds = take(&mut block, self.kinds.saturating_mul(KIND))?;
        let (kinds, _) = kinds.as_chunks::<KIND>();
        if kinds.iter().any(|[.., daylight, name]| *daylight > 1 || usize::from(*name) >= self.chars) {
            return Err(ZoneError::Malformed);
        }
        let offset_of = |kind: usize| {
            let [a, b, c, d, ..] = *kinds.get(kind)?;
            Some(i32::from_be_bytes([a, b, c, d]))
        };
        let mut spans = Vec::with_capacity(self.times + 1);
        spans.push(Span { from: i64::MIN, offset: offset_of(0).ok_or(ZoneError::Malformed)? });
        let mut last = None;
        for kind in kind_of_each {
            let from = signed(take(&mut times, width)?);
            if last.replace(from).is_some_and(|last| last >= from) {
                return Err(ZoneError::Malformed);
            }
            spans.push(Span { from, offset: offset_of((*kind).into()).ok_or(ZoneError::Malformed)? });
        }
        Ok(spans)
    }
}

/// A signed number, high byte first.
fn signed(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|high| *high >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte))
}

fn take<'f>(rest: &mut &'f [u8], count: usize) -> Result<&'f [u8], ZoneError> {
    let (taken, after) = rest.split_at_checked(count).ok_or(ZoneError::Malformed)?;
    *rest = after;
    Ok(taken)
}

fn chunk<'f, const N: usize>(rest: &mut &'f [u8]) -> Result<&'f [u8; N], ZoneError> {
    let (taken, after) = rest.split_first_chunk().ok_or(ZoneError::Malformed)?;
    *rest = after;
    Ok(taken)
}
