//! What a visitor has typed into one field: bounded, and without characters that would fool a reader (SPEC 10.4).

use alloc::string::String;

/// The most characters that one field takes; more are ignored.
pub(super) const FIELD_CHARS: usize = 64;

/// The text of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    text: String,
    chars: usize,
}

impl Typed {
    /// What was typed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many characters were typed.
    pub(super) fn chars(&self) -> usize {
        self.chars
    }

    /// Adds what `accepts` takes of `text`, up to `most` characters in the field, and says whether anything was added.
    pub(super) fn push(&mut self, text: &str, most: usize, accepts: impl Fn(char) -> bool) -> bool {
        let room = most.saturating_sub(self.chars);
        let before = self.chars;
        for character in text.chars().filter(|character| accepts(*character)).take(room) {
            self.text.push(character);
            self.chars += 1;
        }
        self.chars > before
    }

    /// Takes the last character away, and says whether there was one.
    pub(super) fn pop(&mut self) -> bool {
        let popped = self.text.pop().is_some();
        self.chars = self.chars.saturating_sub(usize::from(popped));
        popped
    }

    /// Empties the field.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
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
}
