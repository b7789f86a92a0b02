//! A text that records are read from, and places in it.
//!
//! Reading goes on after a fault: what is wrong reads as something blank, and the text remembers its first fault. So a
//! record's reader is one call after the other, and only the fault that is told has its path worked out.

use super::joined;
use super::json;
use super::nodes::{Listed, Node, after};
use super::read::{Error, ErrorCode};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::cmp::Reverse;
use serde::de::{DeserializeSeed, Deserializer};

/// The most fields that a record has.
const MOST_FIELDS: usize = 24;

/// A text, taken apart.
pub(super) struct Source<'t> {
    nodes: Vec<Node<'t>>,
    /// Whether fields that are missing are left blank.
    draft: bool,
    fault: Cell<Option<Fault>>,
}

#[derive(Clone, Copy)]
struct Fault {
    order: Order,
    code: ErrorCode,
    /// Where it is.
    at: usize,
    /// The field there that is missing.
    missing: Option<&'static str>,
    detail: Detail,
}

/// Which of two faults comes first in the text. What is missing shows at the end of its object, of the inner one first.
type Order = (usize, Reverse<usize>);

#[derive(Clone, Copy)]
enum Detail {
    Said(&'static str),
    OneOf(&'static str, &'static [&'static str]),
    Repeated,
}

impl<'t> Source<'t> {
    /// Takes JSON text apart.
    pub(super) fn of_json(text: &'t str, draft: bool) -> Result<Self, Error> {
        Ok(Self { nodes: json::nodes(text)?, draft, fault: Cell::new(None) })
    }

    /// Takes apart what any format of serde's holds.
    pub(super) fn of<D: Deserializer<'t>>(from: D, draft: bool) -> Result<Self, D::Error> {
        let mut nodes = Vec::new();
        Listed(&mut nodes).deserialize(from)?;
        Ok(Self { nodes, draft, fault: Cell::new(None) })
    }

    /// Reads the whole.
    pub(super) fn read<T>(&self, read: impl FnOnce(Place<'_>) -> T) -> Result<T, Error> {
        let whole = read(Place { source: self, at: 0, missing: None });
        self.fault.get().map_or(Ok(whole), |fault| Err(self.told(fault)))
    }

    fn note(&self, fault: Fault) {
        if self.fault.get().is_none_or(|first| fault.order < first.order) {
            self.fault.set(Some(fault));
        }
    }

    /// The order of what shows when an object ends.
    fn at_end(&self, at: usize) -> Order {
        (2 * after(&self.nodes, at) - 1, Reverse(at))
    }

    /// A fault as the public API reports it.
    fn told(&self, fault: Fault) -> Error {
        let mut path = self.path(fault.at);
        if let Some(name) = fault.missing {
            add_key(&mut path, name);
        }
        let detail = match fault.detail {
            Detail::Said(detail) => detail.into(),
            Detail::OneOf(before, words) => format!("{before}expected one of {}", joined(words, ", ")),
            Detail::Repeated => format!("a key is repeated in one object: {}", core::mem::take(&mut path)),
        };
        Error::new(fault.code, path, detail)
    }

    /// The path of what is at a position.
    fn path(&self, target: usize) -> String {
        let mut path = String::new();
        let mut at = 0;
        while at < target {
            let is_object = matches!(self.nodes.get(at), Some(Node::Object(_)));
            let mut index = 0;
            // Passes over what ends before the target.
            let (mut place, mut value) = (at + 1, at + 1 + usize::from(is_object));
            while after(&self.nodes, value) <= target {
                place = after(&self.nodes, value);
                value = place + usize::from(is_object);
                index += 1;
            }
            match self.nodes.get(place).and_then(Node::text) {
                Some(key) if is_object => add_key(&mut path, key),
                _ => path.push_str(&format!("[{index}]")),
            }
            at = if place == target { target } else { value };
        }
        path
    }
}

fn add_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// A place in a text, where something is or is missing.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    source: &'s Source<'s>,
    at: usize,
    /// The field that is missing in the object at `at`.
    missing: Option<&'static str>,
}

impl core::fmt::Debug for Place<'_> {
    /// Only where it is: what is there may be somebody's name.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Place").field("at", &self.at).field("missing", &self.missing).finish()
    }
}

impl<'s> Place<'s> {
    pub(super) fn node(self) -> Option<&'s Node<'s>> {
        if self.missing.is_some() { None } else { self.source.nodes.get(self.at) }
    }

    /// Says that something else should be here.
    pub fn refuse(self, expected: &'static str) {
        self.refuse_as(ErrorCode::Malformed, Detail::Said(expected));
    }

    fn refuse_as(self, code: ErrorCode, detail: Detail) {
        let Self { source, at, missing } = self;
        if missing.is_none() {
            source.note(Fault { order: (2 * at, Reverse(at)), code, at, missing, detail });
        } else if !source.draft {
            let (code, detail) = (ErrorCode::Required, Detail::Said("the field is missing: add it"));
            source.note(Fault { order: source.at_end(at), code, at, missing, detail });
        }
    }

    /// Says that what is here does not go together. Faults inside come before that.
    pub fn refuse_whole(self, expected: &'static str) {
        let Self { source, at, .. } = self;
        let (order, detail) = (source.at_end(at), Detail::Said(expected));
        source.note(Fault { order, code: ErrorCode::Malformed, at, missing: None, detail });
    }

    /// The text here, if it is one.
    pub fn text(self) -> Option<&'s str> {
        self.node().and_then(Node::text)
    }

    /// Says that the key here is in the object already. Any other fault is told instead.
    fn repeated(self) {
        let Self { source, at, missing } = self;
        let order = (usize::MAX, Reverse(0));
        source.note(Fault { order, code: ErrorCode::Malformed, at, missing, detail: Detail::Repeated });
    }

    /// Whether an object is here.
    pub fn is_object(self) -> bool {
        matches!(self.node(), Some(Node::Object(_)))
    }

    /// Which of some words the text here is; refuses others, and whatever is no text.
    pub fn word(self, words: &'static [&'static str]) -> usize {
        let word = self.text().and_then(|text| words.iter().position(|word| *word == text));
        word.unwrap_or_else(|| {
            self.refuse_as(ErrorCode::Malformed, Detail::OneOf("", words));
            0
        })
    }

    /// The items of the list here.
    pub(super) fn items(self) -> Items<'s> {
        let (at, end) = match self.node() {
            Some(Node::List(end)) => (self.at + 1, *end),
            _ => {
                self.refuse("expected a list");
                (0, 0)
            }
        };
        Items { next: Place { at, ..self }, end }
    }

    /// The fields of the object here; refuses those that have none of the names.
    pub fn object(self, names: &'static [&'static str]) -> Fields<'s> {
        debug_assert!(names.len() <= MOST_FIELDS, "MOST_FIELDS must be raised");
        let mut values = [0; MOST_FIELDS];
        match self.node() {
            Some(Node::Object(end)) => self.find(*end, names, &mut values),
            _ => self.refuse("expected an object"),
        }
        Fields { object: Place { missing: None, ..self }, names, values, next: 0 }
    }

    /// Notes where the values of an object are. Most objects have their fields in the order in which they are named.
    fn find(self, end: usize, names: &'static [&'static str], values: &mut [usize; MOST_FIELDS]) {
        let nodes = &self.source.nodes;
        let (mut at, mut next) = (self.at + 1, 0);
        while at < end {
            let key = nodes.get(at).and_then(Node::text).unwrap_or_default();
            let place = Place { at, ..self };
            let (before, behind) = names.split_at_checked(next).unwrap_or((names, &[]));
            let position = |names: &[&str]| names.iter().position(|name| *name == key);
            let found = position(behind).map(|found| next + found).or_else(|| position(before));
            match found.and_then(|found| Some((found, values.get_mut(found)?))) {
                Some((found, value @ 0)) => {
                    *value = at + 1;
                    next = found + 1;
                }
                Some(_) => place.repeated(),
                None => {
                    place.refuse_as(ErrorCode::UnknownField, Detail::OneOf("no such field: ", names));
                }
            }
            at = after(nodes, at + 1);
        }
    }
}

/// The items of a list, one after the other.
pub(super) struct Items<'s> {
    next: Place<'s>,
    end: usize,
}

impl<'s> Iterator for Items<'s> {
    type Item = Place<'s>;

    fn next(&mut self) -> Option<Place<'s>> {
        let item = self.next;
        if item.at >= self.end {
            return None;
        }
        self.next.at = after(&item.source.nodes, item.at);
        Some(item)
    }
}

/// The fields of an object, one after the other in the order of the names.
#[derive(Debug)]
pub struct Fields<'s> {
    object: Place<'s>,
    names: &'static [&'static str],
    /// Where the values are; 0 for none.
    values: [usize; MOST_FIELDS],
    next: usize,
}

impl<'s> Fields<'s> {
    /// The place of the next field, which may be missing.
    pub fn required(&mut self) -> Place<'s> {
        let at = self.values.get(self.next).copied().unwrap_or_default();
        let missing = self.names.get(self.next).copied();
        self.next += 1;
        if at == 0 { Place { missing, ..self.object } } else { Place { at, ..self.object } }
    }

    /// The place of the next field, unless it is missing.
    pub fn given(&mut self) -> Option<Place<'s>> {
        Some(self.required()).filter(|place| place.missing.is_none())
    }

    /// The same where null is as good as missing.
    pub fn not_null(&mut self) -> Option<Place<'s>> {
        self.given().filter(|place| !matches!(place.node(), Some(Node::Null)))
    }

    /// Says that the fields do not go together.
    pub fn refuse(&self, expected: &'static str) {
        self.object.refuse_whole(expected);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{
        BuildingInfo, Document, Error, ErrorCode, FromJson, Quota, Resident, Vehicle, from_json,
        from_json_by_serde,
    };
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    fn refused<T: FromJson>(text: &str) -> (ErrorCode, String) {
        let Err(Error { code, path, .. }) = from_json::<T>(text) else {
            panic!("{text} is refused");
        };
        (code, path)
    }

    #[test]
    fn the_first_fault_in_the_text_is_told() {
        for (text, code, path) in [
            (r#"{"name":"x","zone":5}"#, ErrorCode::Malformed, "zone"),
            (r#"{"zone":5,"name":6}"#, ErrorCode::Malformed, "zone"),
            (r#"{"colour":1,"id":2}"#, ErrorCode::UnknownField, "colour"),
            (r#"{"id":2,"colour":1}"#, ErrorCode::Malformed, "id"),
            (r#"{"kind":"castle"}"#, ErrorCode::Malformed, "kind"),
            (r#"{}"#, ErrorCode::Required, "id"),
            (r#"{"id":"a","zone":"c"}"#, ErrorCode::Required, "name"),
            (r#"["a"]"#, ErrorCode::Malformed, ""),
            (r#"null"#, ErrorCode::Malformed, ""),
        ] {
            assert_eq!(refused::<BuildingInfo>(text), (code, path.to_string()), "{text}");
        }
    }

    #[test]
    fn what_is_missing_shows_where_its_object_ends() {
        for (text, path) in [
            (r#"{"format":"vestibule/1"}"#, "building"),
            (r#"{"building":{}}"#, "building.id"),
            (
                r#"{"format":"vestibule/1","suites":[{"id":"a","number":"1"},{"doors":["x"]}]}"#,
                "suites[1].id",
            ),
        ] {
            assert_eq!(refused::<Document>(text), (ErrorCode::Required, path.to_string()), "{text}");
        }
        let nested = r#"{"id":"r","email":"e","directoryCode":"1000","tags":["a"],
            "residencies":[{"suite":"s","moveIn":"2026-01-01"},{"moveOut":"2026-01-01"}]}"#;
        assert_eq!(refused::<Resident>(nested), (ErrorCode::Required, "residencies[1].suite".into()));
        assert_eq!(refused::<Resident>(r#"{"tags":["a",7]}"#), (ErrorCode::Malformed, "tags[1]".into()));
        let rolling = r#"{"per":"suite","limit":1,"unit":"days","period":{}}"#;
        assert_eq!(refused::<Quota>(rolling), (ErrorCode::Required, "period.days".into()));
    }

    #[test]
    fn a_repeated_key_is_named_and_escapes_are_read() {
        let error = from_json::<Vehicle>(r#"{"plate":"A","pl\u0061te":"B"}"#).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Malformed, ""));
        assert_eq!(error.detail, "a key is repeated in one object: plate");
        let other = r#"{"format":"vestibule/1","format":"vestibule/1"}"#;
        assert_eq!(refused::<Document>(other), (ErrorCode::Required, "building".into()));
        let vehicle: Vehicle = from_json(r#" {"m\u0061ke":"\u00e9\n","plate":"ok"} "#).unwrap();
        assert_eq!((vehicle.make.as_deref(), vehicle.plate.as_deref()), (Some("\u{e9}\n"), Some("ok")));
    }

    #[test]
    fn a_record_can_be_part_of_what_serde_reads() {
        let both: (Vehicle, u8) = serde_json::from_str(r#"[{"plate":"A"},1]"#).unwrap();
        assert_eq!(both.0.plate.as_deref(), Some("A"));
        let error = serde_json::from_str::<(Vehicle, u8)>(r#"[{"plate":7},1]"#).unwrap_err();
        assert!(error.to_string().contains("malformed at plate: expected a text"), "{error}");
    }

    #[test]
    fn a_path_goes_on_through_a_record_of_somebody_elses() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Arrival {
            vehicles: Vec<Vehicle>,
        }
        let refused = |text| {
            let Error { code, path, .. } = from_json_by_serde::<Arrival>(text).unwrap_err();
            (code, path)
        };
        let known: Arrival = from_json_by_serde(r#"{"vehicles":[{"plate":"A"}]}"#).unwrap();
        assert_eq!(known.vehicles.len(), 1);
        let (unknown, malformed) = (ErrorCode::UnknownField, ErrorCode::Malformed);
        assert_eq!(refused(r#"{"vehicles":[{},{"plate":7}]}"#), (malformed, "vehicles[1].plate".into()));
        assert_eq!(refused(r#"{"vehicles":[{"colour":"red"}]}"#), (unknown, "vehicles[0].colour".into()));
        assert_eq!(refused(r#"{"vehicles":[[]]}"#), (malformed, "vehicles[0]".into()));
        assert_eq!(refused(r#"{"vehicle":[]}"#), (unknown, "vehicle".into()));
        assert_eq!(refused(r#"{}"#), (ErrorCode::Required, "vehicles".into()));
    }
}
