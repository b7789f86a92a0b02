//! Suites, spaces and doors by what people call them.

use crate::directory::fold::folded_letters_and_digits;
use crate::document::{Document, filled};
use crate::table::HashMap;
use alloc::string::String;

/// The names that stand for ids in cells.
pub(super) struct Names<'d> {
    pub(super) suites: NameList<'d>,
    pub(super) spaces: NameList<'d>,
    pub(super) doors: NameList<'d>,
}

impl<'d> Names<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            suites: NameList::new(document.suites.iter().map(|suite| (&suite.id, &suite.number))),
            spaces: NameList::new(document.spaces.iter().map(|space| (&space.id, &space.name))),
            doors: NameList::new(document.doors.iter().map(|door| (&door.id, &door.name))),
        }
    }
}

/// The names of one kind of record. A name that two of them have stands for neither.
pub(super) struct NameList<'d> {
    /// For each id itself, as it lives longer, and its name.
    names: HashMap<&'d str, (&'d str, &'d str)>,
    by_name: HashMap<&'d str, Option<&'d str>>,
    by_folded_name: HashMap<String, Option<&'d str>>,
}

impl<'d> NameList<'d> {
    fn new(records: impl Iterator<Item = (&'d String, &'d String)>) -> Self {
        let mut list =
            Self { names: HashMap::new(), by_name: HashMap::new(), by_folded_name: HashMap::new() };
        for (id, name) in records {
            list.names.insert(id, (id, name));
            let Some(name) = filled(Some(name)) else { continue };
            list.by_name.change_or_insert(name, |id| *id = None, || Some(id));
            let folded = folded_letters_and_digits(name);
            list.by_folded_name.change_or_insert(folded, |id| *id = None, || Some(id));
        }
        list
    }

    /// The id that a text stands for: an id itself, a name as written, or one of the same letters and digits.
    pub(super) fn id(&self, text: &str) -> Option<&'d str> {
        let known = self.names.get(text).map(|(id, _)| *id);
        let name = filled(Some(text));
        let named = || self.by_name.get(name?).copied().flatten();
        let alike = || self.by_folded_name.get(&folded_letters_and_digits(name?)).copied().flatten();
        known.or_else(named).or_else(alike)
    }

    /// The same as [`Self::id`], but a text that stands for nothing is left as it is, for the checks to report.
    pub(super) fn id_or_text(&self, text: &str) -> String {
        self.id(text).unwrap_or(text).into()
    }

    /// The name of a record, or its id where the name could be read as another's.
    pub(super) fn name<'a>(&self, id: &'a str) -> &'a str
    where
        'd: 'a,
    {
        let name = self.names.get(id).map(|(_, name)| *name);
        name.filter(|name| self.id(name) == Some(id)).unwrap_or(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_record_only() {
        let suites =
            [("a", "12"), ("b", "1-2"), ("c", "TH-4"), ("d", "d2"), ("e", "TH 4 "), ("12", "99"), ("f", " ")];
        let suites = suites.map(|(id, number)| (String::from(id), String::from(number)));
        let list = NameList::new(suites.iter().map(|(id, number)| (id, number)));
        assert_eq!(list.id("12"), Some("12"), "ids come first");
        assert_eq!(list.id("1-2"), Some("b"));
        assert_eq!(list.id(" d-2"), Some("d"));
        assert_eq!(list.id("TH-4"), Some("c"));
        assert_eq!(list.id("th4"), None, "two suites are called so");
        assert_eq!(list.id(" "), None);
        let names = suites.each_ref().map(|(id, _)| list.name(id));
        assert_eq!(names, ["a", "1-2", "TH-4", "d2", "TH 4 ", "99", "f"]);
        assert!(suites.iter().all(|(id, _)| list.id(list.name(id)) == Some(id)));
        assert_eq!(list.name("gone"), "gone");
    }
}
