use caseless::Caseless;

use super::*;

fn case_folded(c: char) -> String {
    let mut folded = String::new();
    case_fold(c, |c| folded.push(c));
    folded
}

#[test]
fn case_folding_is_unicodes_for_every_character() {
    // Letters of Unicode 17, which `core` knows and the table compared with does not.
    let newer = |c| matches!(c, '\u{A7CE}' | '\u{A7D2}' | '\u{A7D4}' | '\u{16EA0}'..='\u{16EB8}');
    for c in ('\0'..=char::MAX).filter(|&c| !newer(c)) {
        let table: String = core::iter::once(c).default_case_fold().collect();
        // The dotless ı folds to itself, and to i one step later.
        let table = if c == 'ı' { String::from("i") } else { table };
        assert_eq!(case_folded(c), table, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn case_folding_makes_letters_and_numbers_of_letters_and_numbers() {
    let is_token_char = |c: char| {
        matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
    };
    for c in '\0'..=char::MAX {
        let mut decomposed = Vec::new();
        decompose_compatible(c, |c| decomposed.push(c));
        for c in decomposed.into_iter().filter(|&c| is_token_char(c)) {
            assert!(case_folded(c).chars().all(is_token_char), "U+{:04X}", u32::from(c));
        }
    }
}

#[test]
fn folding_again_changes_nothing() {
    for c in '\0'..=char::MAX {
        let once = folded_words(c.encode_utf8(&mut [0; 4]));
        // Two modifier letters decompose to apostrophes (the next test).
        if !once.contains(is_apostrophe) {
            assert_eq!(folded_words(&once), once, "U+{:04X}", u32::from(c));
        }
    }
}

#[test]
fn apostrophes_are_those_of_the_text_as_written() {
    for apostrophe in "'`´ʹʻʼʽ‘’‛′'".chars() {
        let name = alloc::format!("O{apostrophe}Brien");
        assert_eq!(query_tokens(&name), ["obrien"], "U+{:04X}", u32::from(apostrophe));
        assert_eq!(name_tokens(&name), ["obrien", "o", "brien"], "U+{:04X}", u32::from(apostrophe));
    }
    assert_eq!(
        query_tokens("ŉa"),
        ["ʼna"],
        "what decomposes to an apostrophe is the letter that it decomposes to"
    );
    assert_eq!(query_tokens("a″b"), ["a", "b"], "a double prime is no apostrophe");
}

#[test]
fn query_tokens_split_at_everything_but_apostrophes() {
    assert_eq!(query_tokens("jean-luc"), ["jean", "luc"]);
    assert_eq!(query_tokens("D'Arcy-O'Neil"), ["darcy", "oneil"]);
    assert_eq!(query_tokens(" \u{0} a_b.c\u{202E}d\u{AD}e – f½ "), ["a", "b", "c", "d", "e", "f1", "2"]);
    assert_eq!(query_tokens("'-' ' \u{301}"), [""; 0]);
    assert_eq!(query_tokens(""), [""; 0]);
}

#[test]
fn letters_fold_to_what_people_type() {
    assert_eq!(folded_words("ÉLÈVE Žižek Ångström Nguyễn Đặng"), "eleve zizek angstrom nguyen dang");
    assert_eq!(folded_words("Łukasz SØREN Æsir Œuvre Þór Ðorđe"), "lukasz soren aesir oeuvre thor dorde");
    assert_eq!(folded_words("Straße STRASSE STRAẞE"), "strasse strasse strasse");
    assert_eq!(folded_words("İPEK Işık ışık"), "ipek isik isik");
    assert_eq!(folded_words("ΟΔΥΣΣΕΥΣ Οδυσσεύς"), "οδυσσευσ οδυσσευσ");
    assert_eq!(folded_words("\u{AB70}\u{13A0}\u{13F8}\u{13F0}"), "\u{13A0}\u{13A0}\u{13F0}\u{13F0}");
    assert_eq!(folded_words("J\u{FB01} \u{FF26}\u{FF55}\u{FF4C}\u{FF4C} Ⓐ"), "jfi full a");
}

#[test]
fn marks_drop_wherever_they_stand() {
    assert_eq!(query_tokens("e\u{301}\u{327}le\u{300}ve"), ["eleve"]);
    assert_eq!(query_tokens("\u{301}a"), ["a"]);
    assert_eq!(query_tokens("が김"), ["か\u{1100}\u{1175}\u{11B7}"]);
}

#[test]
fn name_tokens_hold_parts_pieces_and_the_whole() {
    assert_eq!(name_tokens("Jean-Luc Picard"), ["jean", "luc", "jeanluc", "picard"]);
    assert_eq!(name_tokens("O'Brien"), ["obrien", "o", "brien"]);
    assert_eq!(name_tokens("D'Arcy-O'Neil"), ["darcy", "oneil", "d", "arcy", "o", "neil", "darcyoneil"]);
    assert_eq!(name_tokens("D'A-Bo-O'N"), ["da", "bo", "on", "d", "a", "o", "n", "daboon"]);
}

#[test]
fn a_form_that_adds_nothing_is_no_token() {
    assert_eq!(name_tokens("-Jean- 'Luc' --"), ["jean", "luc"]);
    assert_eq!(name_tokens("O''Brien"), ["obrien", "o", "brien"]);
    assert_eq!(name_tokens("O'-'Brien"), ["o", "brien", "obrien"]);
    assert_eq!(name_tokens("Jean-Jean Jean"), ["jean", "jean", "jeanjean", "jean"]);
    assert_eq!(name_tokens("Smith – Jones"), ["smith", "jones"], "a dash between spaces is in no word");
    assert_eq!(name_tokens("' - \u{301}"), [""; 0]);
}

#[test]
fn plates_and_suites_keep_letters_and_digits_only() {
    assert_eq!(folded_letters_and_digits("ab c·12-3 é"), "abc123e");
    assert_eq!(folded_letters_and_digits(" - "), "");
}

#[test]
fn ideographs_count_as_two() {
    assert_eq!(folded_len("ab1"), 3);
    assert_eq!(folded_len("李"), 2);
    assert_eq!(folded_len("\u{20000}\u{FA0E}\u{3400}a"), 7);
    assert_eq!(
        folded_len("かカ\u{1100}々"),
        4,
        "kana, jamo and the iteration mark are no unified ideographs"
    );
    assert_eq!(
        folded_len(&folded_letters_and_digits("\u{F900}\u{2F800}")),
        4,
        "compatibility ideographs decompose"
    );
}

#[test]
fn folding_is_linear_in_hostile_text() {
    let marks = "\u{301}".repeat(1_000_000);
    assert_eq!(query_tokens(&marks), [""; 0]);
    let hyphens = "a-".repeat(1_000_000);
    assert_eq!(name_tokens(&hyphens).len(), 1_000_001);
    let ligatures = "\u{FDFA}".repeat(100_000);
    assert_eq!(query_tokens(&ligatures).len(), 300_001);
}
