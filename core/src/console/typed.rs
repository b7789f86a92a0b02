//! Texts in fixed memory: what a visitor has typed into one field, bounded and without characters that would fool a
//! reader (SPEC 10.4), and the short texts that a console is set up with.

use crate::directory::fold::folds_to_letter;
use core::fmt;

/// The most characters that one field takes; more are ignored.
pub(super) const FIELD_CHARS: usize = 64;
/// Bytes of a field full of the longest characters.
const FIELD_BYTES: usize = FIELD_CHARS * 4;

/// A text of at most `N` bytes, in place.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Inline<const N: usize> {
    bytes: [u8; N],
    // INVARIANT: the first `len` bytes are UTF-8; those after them are zero.
    len: u16,
}

impl<const N: usize> Inline<N> {
    pub(super) const EMPTY: Self = Self { bytes: [0; N], len: 0 };

    /// Takes over a text, or nothing of one that does not fit; says which.
    pub(super) fn set(&mut self, text: &str) -> bool {
        self.clear();
        self.append(text)
    }

    pub(super) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        core::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Adds all of a text, or nothing of one that does not fit; says which.
    pub(super) fn append(&mut self, text: &str) -> bool {
        let start = usize::from(self.len);
        let Some(end) = start.checked_add(text.len()) else { return false };
        let (Some(room), Ok(len)) = (self.bytes.get_mut(start..end), u16::try_from(end)) else {
            return false;
        };
        room.copy_from_slice(text.as_bytes());
        self.len = len;
        true
    }

    /// Takes the last character away, and says whether there was one.
    fn pop(&mut self) -> bool {
        let Some(last) = self.as_str().chars().next_back() else { return false };
        let end = usize::from(self.len);
        let start = end.saturating_sub(last.len_utf8());
        self.bytes.get_mut(start..end).unwrap_or_default().fill(0);
        self.len = u16::try_from(start).unwrap_or(0);
        true
    }

    /// Empties it, and overwrites what it held.
    pub(super) fn clear(&mut self) {
        self.bytes.fill(0);
        self.len = 0;
    }
}

impl<const N: usize> Default for Inline<N> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// Says how much was typed, and not what.
impl<const N: usize> fmt::Debug for Inline<N> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Inline").field("len", &self.len).finish_non_exhaustive()
    }
}

impl<const N: usize> fmt::Write for Inline<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.append(text) { Ok(()) } else { Err(fmt::Error) }
    }
}

/// The text of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    text: Inline<FIELD_BYTES>,
    chars: u8,
}

impl Typed {
    pub(super) const EMPTY: Self = Self { text: Inline::EMPTY, chars: 0 };

    /// What was typed.
    pub(super) fn text(&self) -> &str {
        self.text.as_str()
    }

    /// How many characters were typed.
    pub(super) fn chars(&self) -> usize {
        self.chars.into()
    }

    /// Adds what `accepts` takes of `text`, up to `most` characters in the field, and says whether anything was added.
    pub(super) fn push(&mut self, text: &str, most: usize, accepts: fn(char) -> bool) -> bool {
        let before = self.chars;
        for character in text.chars().filter(|character| accepts(*character)) {
            if self.chars() >= most.min(FIELD_CHARS) || !self.text.append(character.encode_utf8(&mut [0; 4]))
            {
                break;
            }
            self.chars += 1;
        }
        self.chars > before
    }

    /// Takes the last character away, and says whether there was one.
    pub(super) fn pop(&mut self) -> bool {
        let popped = self.text.pop();
        self.chars = self.chars.saturating_sub(u8::from(popped));
        popped
    }

    /// Empties the field, and overwrites what was typed.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.chars = 0;
    }

    /// Takes over what another field holds.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.clone_from(other);
    }
}

/// Whether a character can be part of a text that is shown again: no control characters, and none that are invisible or
/// that turn the direction of what follows.
pub(super) fn is_plain(character: char) -> bool {
    let invisible = matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    !character.is_control() && !invisible
}

/// Whether a text begins a name when it is typed on the welcome screen: something of it is a letter to the directory, or
/// a number other than the digits of the number pad.
pub(super) fn begins_name(text: &str) -> bool {
    text.chars().any(folds_to_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_bounded_and_plain() {
        let mut typed = Typed::default();
        assert!(typed.push("\u{202e}a\u{0}b\n", 64, is_plain));
        assert_eq!(typed.text(), "ab");
        assert!(typed.push(&"é".repeat(1000), FIELD_CHARS, is_plain));
        assert_eq!((typed.chars(), typed.text().chars().count()), (FIELD_CHARS, FIELD_CHARS));
        assert!(!typed.push("x", 64, is_plain));
        assert!(typed.pop());
        assert_eq!(typed.chars(), FIELD_CHARS - 1);
        typed.clear();
        assert!(!typed.pop());
    }

    #[test]
    fn a_field_has_room_for_the_longest_characters_and_leaves_none_behind() {
        let mut typed = Typed::default();
        assert!(typed.push(&"\u{10348}".repeat(100), FIELD_CHARS, is_plain));
        assert_eq!((typed.chars(), typed.text().len()), (FIELD_CHARS, FIELD_BYTES));
        while typed.pop() {}
        assert_eq!(typed, Typed::default());
    }

    #[test]
    fn a_short_text_fits_or_is_refused() {
        let mut short = Inline::<4>::EMPTY;
        assert!(short.set("ab") && !short.append("abc") && short.append("é") && !short.append("x"));
        assert_eq!(short.as_str(), "abé");
        assert!(short.append(""));
        assert!(!short.set("abcde"));
        assert_eq!(short, Inline::EMPTY);
    }

    #[test]
    fn names_begin_with_letters_in_any_script() {
        for text in ["m", "12b", "É", "李", " o", "ß"] {
            assert!(begins_name(text), "{text}");
        }
        for text in ["", "12", "- ,", "\u{301}", "²"] {
            assert!(!begins_name(text), "{text}");
        }
    }
}
