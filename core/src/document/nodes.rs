//! JSON as a flat list of what is in it, in the order of the text.
//!
//! [`json`](super::json) reads a text, and serde whatever else it can. A list rather than a tree: it is one allocation for
//! a whole document, its texts are those of the source where nothing is escaped, and a place in it is a number, from which
//! the path can be told.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// One thing in a text.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) enum Node<'t> {
    Null,
    Bool(bool),
    /// A number from 0 without a fraction.
    Whole(u64),
    /// Any other number: no field has one.
    Number,
    Text(&'t str),
    /// A text that had escapes in it.
    Unescaped(Box<str>),
    /// Its items follow; the position after the last.
    List(usize),
    /// Its keys follow, each with its value after it; the position after the last.
    Object(usize),
}

impl Node<'_> {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Unescaped(text) => Some(text),
            _ => None,
        }
    }
}

/// The position after what is at a position, all that is inside included.
pub(super) fn after(nodes: &[Node<'_>], at: usize) -> usize {
    match nodes.get(at) {
        Some(Node::List(end) | Node::Object(end)) => *end,
        _ => at + 1,
    }
}

/// Says of what was opened at a position that it ends here.
pub(super) fn close<'t>(nodes: &mut [Node<'t>], at: usize, as_node: fn(usize) -> Node<'t>) {
    let end = nodes.len();
    if let Some(node) = nodes.get_mut(at) {
        *node = as_node(end);
    }
}

/// Adds what serde reads to a list.
pub(super) struct Listed<'l, 't>(pub(super) &'l mut Vec<Node<'t>>);

impl<'de> DeserializeSeed<'de> for Listed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// Adds a node for each plain thing.
macro_rules! plain {
    ($($method:ident($value:pat, $kind:ty) $node:expr;)*) => {
        $(fn $method<E>(self, $value: $kind) -> Result<(), E> {
            self.0.push($node);
            Ok(())
        })*
    };
}

impl<'de> Visitor<'de> for Listed<'_, 'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    plain! {
        visit_bool(value, bool) Node::Bool(value);
        visit_u64(value, u64) Node::Whole(value);
        visit_i64(value, i64) u64::try_from(value).map_or(Node::Number, Node::Whole);
        visit_f64(_, f64) Node::Number;
        visit_borrowed_str(text, &'de str) Node::Text(text);
        visit_str(text, &str) Node::Unescaped(text.into());
        visit_string(text, String) Node::Unescaped(text.into());
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push(Node::Null);
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.push(Node::Null);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::Null);
        while items.next_element_seed(Listed(self.0))?.is_some() {}
        close(self.0, at, Node::List);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::Null);
        while fields.next_key_seed(Listed(self.0))?.is_some() {
            fields.next_value_seed(Listed(self.0))?;
        }
        close(self.0, at, Node::Object);
        Ok(())
    }
}
