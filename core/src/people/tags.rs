//! Tags and car tags, which are the same when only the case of their letters differs (SPEC 2.2, 2.5).

use crate::directory::fold::case_fold;
use crate::document::{Resident, filled};
use crate::table::HashSet;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// What tags and car tags are compared by: the text trimmed, with full Unicode case folding. `None` when it is blank.
///
/// ```
/// use vestibule::people::tags::key;
/// assert_eq!(key(" Straße "), key("STRASSE"));
/// assert_eq!(key("  "), None);
/// ```
#[must_use]
pub fn key(tag: &str) -> Option<String> {
    let tag = filled(Some(tag))?;
    let mut folded = String::with_capacity(tag.len());
    for c in tag.chars() {
        match c {
            // By the language-neutral table it stays apart from `i`, although its upper case does not.
            'ı' => folded.push(c),
            _ => case_fold(c, |c| folded.push(c)),
        }
    }
    Some(folded)
}

/// A resident's tags: trimmed, without blank ones, each once and as it is written first.
#[must_use]
pub fn unique(tags: &[String]) -> Vec<&str> {
    let mut seen = HashSet::new();
    let tags = tags.iter().map(|tag| tag.trim());
    tags.filter(|tag| key(tag).is_some_and(|key| seen.insert(key))).collect()
}

/// A building's tag list: the tags of all its residents, each once, ordered by [`key`]. Of several ways to write a tag it
/// shows the first by UTF-8 bytes, whoever has it.
#[must_use]
pub fn of_building(residents: &[Resident]) -> Vec<&str> {
    let mut by_key: BTreeMap<String, &str> = BTreeMap::new();
    for tag in residents.iter().flat_map(|resident| &resident.tags) {
        if let Some(key) = key(tag) {
            let shown = by_key.entry(key).or_insert(tag.trim());
            *shown = (*shown).min(tag.trim());
        }
    }
    by_key.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    fn tagged(tags: &[&str]) -> Resident {
        Resident { tags: tags.iter().map(ToString::to_string).collect(), ..Resident::default() }
    }

    #[test]
    fn case_is_folded_as_unicode_says() {
        for text in ["A-19", "Straße", "ΣΊΣΥΦΟΣ", "İstanbul", "ısı", "ﬁ", "Ꭰ", "é", "e\u{301}"]
        {
            assert_eq!(key(text), Some(caseless::default_case_fold_str(text)), "{text}");
        }
        assert_ne!(key("I"), key("ı"));
        assert_eq!(key("\u{a0}a\u{3000}"), key("A"));
    }

    #[test]
    fn a_resident_has_a_tag_once() {
        let resident = tagged(&[" Council ", "DOG", "council", "", " ", "Dog"]);
        assert_eq!(unique(&resident.tags), ["Council", "DOG"]);
    }

    #[test]
    fn a_building_lists_each_tag_once_whatever_the_order_of_residents() {
        let mut residents =
            vec![tagged(&["éco", "dog"]), tagged(&["Dog ", "Council"]), tagged(&["DOG", "  "])];
        for _ in 0..residents.len() {
            assert_eq!(of_building(&residents), ["Council", "DOG", "éco"]);
            residents.rotate_left(1);
        }
    }
}
