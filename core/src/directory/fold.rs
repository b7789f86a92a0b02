//! Folding and tokens: one way of reading letters and digits for names, queries, plates and suite numbers (SPEC 3.2).
//!
//! Everything here looks at one character at a time and never keeps more than one word of a name, so the work is
//! linear in the text, whatever the text is.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

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
    each_query_char(text, |c| {
        folded.extend(c);
        ControlFlow::Continue(())
    });
    folded
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

pub(crate) fn folded_chars(text: &str) -> impl Iterator<Item = char> {
    folded_letters_and_digits(text).chars().collect::<Vec<_>>().into_iter()
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
        match c {
            'a'..='z' | '0'..='9' => sink(Folded::Char(c))?,
            'A'..='Z' => sink(Folded::Char(c.to_ascii_lowercase()))?,
            '-' => sink(Folded::Hyphen)?,
            _ if is_apostrophe(c) => sink(Folded::Apostrophe)?,
            _ if c.is_ascii() => sink(Folded::Separator)?,
            _ => fold_beyond_ascii(c, &mut sink)?,
        }
    }
    ControlFlow::Continue(())
}

fn fold_beyond_ascii(c: char, sink: &mut impl FnMut(Folded) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    // A decomposition cannot be left half-way, so that steps after the stop are let pass unused.
    let mut send = |folded| {
        if flow.is_continue() {
            flow = sink(folded);
        }
    };
    decompose_compatible(c, |c| match c.general_category_group() {
        GeneralCategoryGroup::Mark => {}
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => {
            case_fold(c, |c| to_base_letters(c, |c| send(Folded::Char(c))));
        }
        _ if c.general_category() == GeneralCategory::DashPunctuation => send(Folded::Hyphen),
        _ => send(Folded::Separator),
    });
    flow
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

/// Full case folding of a letter or number that NFKD leaves as it is.
///
/// Lower case of upper case is the same, apart from the capital sharp s, whose only lower case is ß, and from Cherokee,
/// which folds to upper case. A test compares every character with Unicode's own table.
pub(crate) fn case_fold(c: char, mut sink: impl FnMut(char)) {
    match c {
        'ẞ' => {
            sink('s');
            sink('s');
        }
        '\u{13A0}'..='\u{13FD}' | '\u{AB70}'..='\u{ABBF}' => c.to_uppercase().for_each(sink),
        _ => c.to_uppercase().flat_map(char::to_lowercase).for_each(sink),
    }
}

/// The letters that no decomposition takes apart, as people without them on their keyboard write them (SPEC 3.2).
fn to_base_letters(c: char, mut sink: impl FnMut(char)) {
    let letters = match c {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return sink(c),
    };
    letters.chars().for_each(sink);
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
        // Two planes hold nothing but ideographs, whichever version of Unicode assigns them.
        '\u{20000}'..='\u{3FFFF}' => c.general_category_group() == GeneralCategoryGroup::Letter,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
