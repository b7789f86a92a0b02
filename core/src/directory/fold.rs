//! Folding and tokens: one way of reading letters and digits for names, queries, plates and suite numbers (SPEC 3.2).
//!
//! Everything here looks at one character at a time and never keeps more than one word of a name, so the work is
//! linear in the text, whatever the text is. What Unicode says of a character is read from tables made for this purpose,
//! so that it is small enough for a console and the same wherever the library runs, whatever it is built with.

mod lookup;
#[rustfmt::skip]
mod table;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;
use core::str::Chars;

use lookup::Text;

/// The tokens of a query (SPEC 3.2): every run of letters and digits, folded. Apostrophes join, hyphens separate.
///
/// ```
/// use vestibule::directory::fold::query_tokens;
/// assert_eq!(query_tokens("Jean-Luc O'Brien"), ["jean", "luc", "obrien"]);
/// ```
#[must_use]
pub fn query_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    each_query_char(text, |c| {
        match c {
            Some(c) => token.push(c),
            None => tokens.push(core::mem::take(&mut token)),
        }
        ControlFlow::Continue(())
    });
    tokens
}

/// The tokens of a shown name (SPEC 3.2): each word; of a word with hyphens or apostrophes, each hyphen part joined,
/// then its apostrophe pieces, then the whole joined. A word of one part, and a part of one piece, is one token; a
/// word that stands twice in the name is two.
///
/// ```
/// use vestibule::directory::fold::name_tokens;
/// assert_eq!(name_tokens("D'Arcy-O'Neil"), ["darcy", "oneil", "d", "arcy", "o", "neil", "darcyoneil"]);
/// ```
#[must_use]
pub fn name_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    each_name_token(text, &mut Word::default(), |token| tokens.push(String::from(token)));
    tokens
}

/// The letters and digits of a text, folded, and nothing else: how plates (SPEC 4.5) and suite numbers (SPEC 3.6) are
/// compared.
///
/// ```
/// use vestibule::directory::fold::folded_letters_and_digits;
/// assert_eq!(folded_letters_and_digits("Élan 12-B"), "elan12b");
/// ```
#[must_use]
pub fn folded_letters_and_digits(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    folded.extend(folded_chars(text));
    folded
}

/// What [`folded_letters_and_digits`] collects, one by one, without a string: to compare plates and suite numbers.
pub(crate) fn folded_chars(text: &str) -> FoldedChars<'_> {
    FoldedChars { text: text.chars(), begun: None }
}

/// The folded letters and digits of a text.
pub(crate) struct FoldedChars<'t> {
    text: Chars<'t>,
    /// What is left of a character beyond ASCII.
    begun: Option<Unfolded>,
}

impl Iterator for FoldedChars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let folded = match self.begun.as_mut().map(Unfolded::next) {
                Some(Some(c)) => Folded::of_table(c),
                Some(None) => {
                    self.begun = None;
                    continue;
                }
                None => {
                    let c = self.text.next()?;
                    let Some(folded) = Folded::at_sight(c) else {
                        self.begun = Some(Unfolded::new(c));
                        continue;
                    };
                    folded
                }
            };
            if let Folded::Char(c) = folded {
                return Some(c);
            }
        }
    }
}

/// The query tokens of a text joined by one space: the key by which names are sorted (SPEC 2.6, 3.5).
///
/// ```
/// use vestibule::directory::fold::folded_words;
/// assert_eq!(folded_words("  Zoë  St-Cyr "), "zoe st cyr");
/// ```
#[must_use]
pub fn folded_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    push_folded_words(text, &mut folded);
    folded
}

/// How many folded characters a token holds for `settings.nameQueryMin` (SPEC 3.3): a unified ideograph, which is a
/// word or a family name by itself, counts as two.
///
/// ```
/// use vestibule::directory::fold::folded_len;
/// assert_eq!((folded_len("li"), folded_len("李")), (2, 2));
/// ```
#[must_use]
pub fn folded_len(token: &str) -> usize {
    token.chars().map(folded_weight).sum()
}

/// What one character adds to [`folded_len`].
pub(crate) fn folded_weight(c: char) -> usize {
    if is_unified_ideograph(c) { 2 } else { 1 }
}

/// Appends the query tokens of `text`, joined by one space, to `out`.
pub(crate) fn push_folded_words(text: &str, out: &mut String) {
    let mut between = false;
    each_query_char(text, |c| {
        match c {
            Some(c) => {
                if between {
                    out.push(' ');
                }
                between = false;
                out.push(c);
            }
            None => between = true,
        }
        ControlFlow::Continue(())
    });
}

/// Gives the characters of a query's tokens one by one, and `None` after the last of each token. Stops when told to;
/// then the token at hand gets no `None`.
pub(crate) fn each_query_char(text: &str, mut sink: impl FnMut(Option<char>) -> ControlFlow<()>) {
    let mut in_token = false;
    let stopped = fold(text, |folded| match folded {
        Folded::Char(c) => {
            in_token = true;
            sink(Some(c))
        }
        Folded::Apostrophe => ControlFlow::Continue(()),
        Folded::Hyphen | Folded::Separator if in_token => {
            in_token = false;
            sink(None)
        }
        Folded::Hyphen | Folded::Separator => ControlFlow::Continue(()),
    });
    if in_token && stopped.is_continue() {
        // The text is over: there is nothing left to stop.
        let _ = sink(None);
    }
}

/// Gives the tokens of a shown name, as [`name_tokens`] does, without a string for each. `word` is working memory; what
/// it held before is lost.
pub(crate) fn each_name_token(text: &str, word: &mut Word, mut sink: impl FnMut(&str)) {
    word.clear();
    let _ = fold(text, |folded| {
        match folded {
            Folded::Char(c) => word.joined.push(c),
            Folded::Apostrophe => word.end_piece(),
            Folded::Hyphen => word.end_part(),
            Folded::Separator => {
                word.end_word(&mut sink);
            }
        }
        ControlFlow::Continue(())
    });
    word.end_word(&mut sink);
}

/// One word of a shown name while it is read: its folded letters and digits, and where its hyphens and apostrophes
/// cut them.
#[derive(Default)]
pub(crate) struct Word {
    joined: String,
    // INVARIANT: both are strictly ascending character boundaries of `joined`, and every part's end ends a piece.
    part_ends: Vec<usize>,
    piece_ends: Vec<usize>,
}

impl Word {
    fn clear(&mut self) {
        self.joined.clear();
        self.part_ends.clear();
        self.piece_ends.clear();
    }

    fn end_piece(&mut self) {
        if self.joined.len() > self.piece_ends.last().copied().unwrap_or(0) {
            self.piece_ends.push(self.joined.len());
        }
    }

    fn end_part(&mut self) {
        self.end_piece();
        if self.joined.len() > self.part_ends.last().copied().unwrap_or(0) {
            self.part_ends.push(self.joined.len());
        }
    }

    fn end_word(&mut self, sink: &mut impl FnMut(&str)) {
        self.end_part();
        let text = |from, to| self.joined.get(from..to).unwrap_or_default();
        let mut part_start = 0;
        for &part_end in &self.part_ends {
            sink(text(part_start, part_end));
            part_start = part_end;
        }
        let mut pieces = self.piece_ends.iter();
        let (mut part_start, mut piece_start) = (0, 0);
        for &part_end in &self.part_ends {
            for &piece_end in pieces.by_ref() {
                if (piece_start, piece_end) != (part_start, part_end) {
                    sink(text(piece_start, piece_end));
                }
                piece_start = piece_end;
                if piece_end == part_end {
                    break;
                }
            }
            part_start = part_end;
        }
        if self.part_ends.len() > 1 {
            sink(&self.joined);
        }
        self.clear();
    }
}

/// One step of folded text.
enum Folded {
    /// A folded letter or digit.
    Char(char),
    Apostrophe,
    Hyphen,
    Separator,
}

/// Folds a text, step by step and in the order of SPEC 3.2, until told to stop.
///
/// Apostrophes are looked for in the text as written, before anything is decomposed. Decomposing one character at a
/// time is enough: all that NFKD does beyond that is to reorder marks, and marks are dropped.
fn fold(text: &str, mut sink: impl FnMut(Folded) -> ControlFlow<()>) -> ControlFlow<()> {
    for c in text.chars() {
        match Folded::at_sight(c) {
            Some(folded) => sink(folded)?,
            None => Unfolded::new(c).map(Folded::of_table).try_for_each(&mut sink)?,
        }
    }
    ControlFlow::Continue(())
}

impl Folded {
    /// What needs no table: apostrophes, and all of ASCII.
    fn at_sight(c: char) -> Option<Self> {
        match c {
            'a'..='z' | '0'..='9' => Some(Self::Char(c)),
            'A'..='Z' => Some(Self::Char(c.to_ascii_lowercase())),
            '-' => Some(Self::Hyphen),
            _ if is_apostrophe(c) => Some(Self::Apostrophe),
            _ if c.is_ascii() => Some(Self::Separator),
            _ => None,
        }
    }

    fn of_table(c: char) -> Self {
        match c {
            '-' => Self::Hyphen,
            ' ' => Self::Separator,
            _ => Self::Char(c),
        }
    }
}

/// What SPEC 3.2 makes of a character beyond ASCII: its letters and digits, `-` for a hyphen, a space for a separator.
enum Unfolded {
    Text(Text),
    /// A Hangul syllable by its number, and how many of its letters were told. These decompose by a formula.
    Syllable(u32, u32),
}

impl Unfolded {
    fn new(c: char) -> Self {
        match c {
            '\u{AC00}'..='\u{D7A3}' => Self::Syllable(u32::from(c) - 0xAC00, 0),
            _ => Self::Text(table::FOLD.text_of(c)),
        }
    }
}

impl Iterator for Unfolded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Text(text) => text.next(),
            Self::Syllable(number, told) => {
                *told += 1;
                // 19 leading consonants, 21 vowels, and 27 trailing consonants or none.
                match (*told, *number % 28) {
                    (1, _) => char::from_u32(0x1100 + *number / (21 * 28)),
                    (2, _) => char::from_u32(0x1161 + *number / 28 % 21),
                    (3, last @ 1..) => char::from_u32(0x11A7 + last),
                    _ => None,
                }
            }
        }
    }
}

/// Whether a character folds to a letter. A digit that is not one of ASCII's, and does not fold to one, counts as well.
pub(crate) fn folds_to_letter(c: char) -> bool {
    folded_chars(c.encode_utf8(&mut [0; char::MAX_LEN_UTF8])).any(|c| !c.is_ascii_digit())
}

/// The upper case of a folded letter; of anything else, the character itself.
pub(crate) fn upper(c: char) -> impl Iterator<Item = char> {
    table::UPPER.text_of(c.to_ascii_uppercase())
}

/// The apostrophes of SPEC 3.2.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{B4}'
            | '\u{2B9}'
            | '\u{2BB}'
            | '\u{2BC}'
            | '\u{2BD}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201B}'
            | '\u{2032}'
            | '\u{FF07}'
    )
}

/// Full case folding of a character, without decomposing it.
pub(crate) fn case_fold(c: char, sink: impl FnMut(char)) {
    table::CASE.text_of(c.to_ascii_lowercase()).for_each(sink);
}

/// Unicode's property Unified_Ideograph.
fn is_unified_ideograph(c: char) -> bool {
    match c {
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => true,
        // Twelve that stand among the compatibility ideographs; the others decompose to these blocks.
        '\u{FA0E}'
        | '\u{FA0F}'
        | '\u{FA11}'
        | '\u{FA13}'
        | '\u{FA14}'
        | '\u{FA1F}'
        | '\u{FA21}'
        | '\u{FA23}'
        | '\u{FA24}'
        | '\u{FA27}'..='\u{FA29}' => true,
        // Two planes hold nothing but ideographs; those that are not unified decompose, and the rest is not assigned yet.
        '\u{20000}'..='\u{3FFFF}' => Unfolded::new(c).eq([c]),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
