//! JSON text, taken apart into a list of nodes.
//!
//! `hifijson` reads the words of the text. It leaves numbers as they are written; `serde_json` makes fractions of them,
//! which no field has, by a table of powers of ten that alone is larger than all of this.

use super::nodes::{Node, close};
use super::read::{Error, not_json};
use alloc::borrow::Cow;
use alloc::vec::Vec;
use hifijson::str::LexAlloc;
use hifijson::token::Lex;
use hifijson::{Error as NotJson, Expect, SliceLexer, num::LexWrite};

/// So many lists and objects may lie within each other. It keeps a hostile text from using up the stack.
const DEPTH: usize = 127;

/// All that is in a text.
pub(super) fn nodes(text: &str) -> Result<Vec<Node<'_>>, Error> {
    let mut nodes = Vec::new();
    let mut lexer = SliceLexer::new(text.as_bytes());
    let read = lexer.exactly_one(Lex::ws_peek, |next, lexer| value(next, lexer, &mut nodes, DEPTH));
    match read {
        Ok(()) => Ok(nodes),
        Err(_) => {
            let (line, column) = line_and_column(text, text.len() - lexer.as_slice().len());
            Err(not_json(line, column))
        }
    }
}

/// Adds the value that begins with a byte.
fn value<'t>(
    next: u8,
    lexer: &mut SliceLexer<'t>,
    nodes: &mut Vec<Node<'t>>,
    depth: usize,
) -> Result<(), NotJson> {
    nodes.push(match next {
        b'a'..=b'z' => lexer.null_or_bool().ok_or(Expect::Value)?.map_or(Node::Null, Node::Bool),
        b'-' | b'0'..=b'9' => number(lexer)?,
        b'"' => text(lexer)?,
        b'[' | b'{' => return inner(next == b'{', lexer, nodes, depth),
        _ => return Err(Expect::Value.into()),
    });
    Ok(())
}

/// Adds a list or an object with all that is in it.
fn inner<'t>(
    is_object: bool,
    lexer: &mut SliceLexer<'t>,
    nodes: &mut Vec<Node<'t>>,
    depth: usize,
) -> Result<(), NotJson> {
    let depth = depth.checked_sub(1).ok_or(NotJson::Depth)?;
    let at = nodes.len();
    nodes.push(Node::Null);
    let end = if is_object { b'}' } else { b']' };
    lexer.discarded().seq(end, Lex::ws_peek, |mut next, lexer| {
        if is_object {
            if next != b'"' {
                return Err(NotJson::from(Expect::String));
            }
            nodes.push(text(lexer)?);
            lexer.expect(Lex::ws_peek, b':').ok_or(Expect::Colon)?;
            next = lexer.ws_peek().ok_or(Expect::Value)?;
        }
        value(next, lexer, nodes, depth)
    })?;
    close(nodes, at, if is_object { Node::Object } else { Node::List });
    Ok(())
}

fn text<'t>(lexer: &mut SliceLexer<'t>) -> Result<Node<'t>, NotJson> {
    Ok(match lexer.discarded().str_string()? {
        Cow::Borrowed(text) => Node::Text(text),
        Cow::Owned(text) => Node::Unescaped(text.into()),
    })
}

fn number<'t>(lexer: &mut SliceLexer<'t>) -> Result<Node<'t>, NotJson> {
    let (written, _) = lexer.num_bytes().validated()?;
    let whole = written.iter().try_fold(0_u64, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(digit.into())
    });
    Ok(whole.map_or(Node::Number, Node::Whole))
}

/// The line and the character of a byte of a text, from 1.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    // Characters: of each, one byte does not go on with another.
    let characters = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let column = before.rsplit(|byte| *byte == b'\n').next().map_or(0, characters) + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::nodes::Listed;
    use alloc::format;
    use alloc::string::{String, ToString};
    use proptest::prelude::*;
    use serde::de::DeserializeSeed;
    use serde_json::Value;

    /// What `serde_json` finds.
    fn by_serde(text: &str) -> Result<Vec<Node<'_>>, serde_json::Error> {
        let mut nodes = Vec::new();
        let mut json = serde_json::Deserializer::from_str(text);
        Listed(&mut nodes).deserialize(&mut json).and_then(|()| json.end()).map(|()| nodes)
    }

    fn json() -> impl Strategy<Value = Value> {
        let plain = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        plain.prop_recursive(4, 32, 4, |inner| {
            let key = prop_oneof![any::<String>(), "[a-c]"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key, inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_serde_json_reads_it(json in json()) {
            for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
                prop_assert_eq!(nodes(&text).ok(), by_serde(&text).ok());
            }
        }

        #[test]
        fn a_damaged_text_is_refused_where_serde_json_refuses_it(
            json in json(), place in any::<prop::sample::Index>(),
            with in r#"\PC|\x01|\\|\\ud83d|\\u00e9|[\"{}:,0-9.eE+ \n-]{0,3}"#
        ) {
            let text: Vec<char> = json.to_string().chars().collect();
            let at = place.index(text.len());
            let (before, after) = text.split_at(at);
            let text: String = before.iter().copied().chain(with.chars()).chain(after.iter().skip(1).copied()).collect();
            let by_serde = by_serde(&text);
            let too_large = |error: &serde_json::Error| error.to_string().starts_with("number out of range");
            prop_assume!(!by_serde.as_ref().is_err_and(too_large));
            prop_assert_eq!(nodes(&text).ok(), by_serde.ok(), "{}", text);
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, place) in [
            ("", "line 1 column 1"),
            ("{\"é\": tru}", "line 1 column 8"),
            ("[1,\n 2,\n]", "line 3 column 1"),
            ("[1] 2", "line 1 column 5"),
            ("{\"a\" 1}", "line 1 column 6"),
            ("{1: 2}", "line 1 column 2"),
            ("01", "line 1 column 2"),
            ("-", "line 1 column 2"),
            ("\u{feff}1", "line 1 column 1"),
        ] {
            let error = nodes(text).unwrap_err();
            assert_eq!(error.detail, format!("expected valid JSON, at {place}"), "{text}");
            assert!(by_serde(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_depth_uses_up_the_stack() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        for depth in [DEPTH, DEPTH + 1, 1_000_000] {
            assert_eq!(nodes(&nested(depth)).is_ok(), depth <= DEPTH);
            assert_eq!(by_serde(&nested(depth)).is_ok(), depth <= DEPTH);
        }
    }

    #[test]
    fn a_number_that_no_fraction_can_hold_is_one_that_no_field_has() {
        assert_eq!(nodes("[1e999]").unwrap(), [Node::List(2), Node::Number]);
        assert_eq!(nodes("18446744073709551615").unwrap(), [Node::Whole(u64::MAX)]);
        assert_eq!(nodes("18446744073709551616").unwrap(), [Node::Number]);
    }
}
