//! A serde deserializer over parsed JSON whose errors know their code and their path, for records that are not ours.

use super::read::{Error, ErrorCode};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display};
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserializer, Expected, Unexpected, Visitor};
use serde_json::{Map, Value};

/// One place in a parsed document.
pub(super) struct Node<'a>(pub(super) &'a Value);

/// What is wrong. Behind a pointer, because every reader of every record passes it on.
#[derive(Debug)]
pub(super) struct ReadError(Box<Fault>);

/// What is wrong, with the way to it from the inside out.
#[derive(Debug)]
struct Fault {
    code: ErrorCode,
    way: Vec<Step>,
    detail: String,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl ReadError {
    fn malformed(detail: String) -> Self {
        Self::new(ErrorCode::Malformed, detail)
    }

    fn new(code: ErrorCode, detail: String) -> Self {
        Self(Box::new(Fault { code, way: Vec::new(), detail }))
    }

    fn behind(mut self, step: Step) -> Self {
        self.0.way.push(step);
        self
    }

    /// The error as the public API reports it.
    pub(super) fn into_public(self) -> Error {
        let mut path = String::new();
        for step in self.0.way.iter().rev() {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.push_str(&format!(".{key}")),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Error::new(self.0.code, path, self.0.detail)
    }
}

/// A refusal of a record by its table, on its way through serde, which lets errors pass as text only: in its alternate
/// form the text has the parts, so that the path goes on.
pub(super) struct Passed(pub(super) Error);

impl Display for Passed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Error { code, path, detail } = &self.0;
        if out.alternate() { write!(out, "\0{}\0{path}\0{detail}", code.as_str()) } else { self.0.fmt(out) }
    }
}

impl Passed {
    fn parts(text: &str, new: fn(ErrorCode, String) -> ReadError) -> Option<ReadError> {
        let mut parts = text.strip_prefix('\0')?.splitn(3, '\0');
        let (code, path, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let codes = [ErrorCode::UnknownField, ErrorCode::Required, ErrorCode::Malformed];
        let error = new(codes.into_iter().find(|known| known.as_str() == code)?, detail.into());
        Some(if path.is_empty() { error } else { error.behind(Step::Key(path.into())) })
    }
}

impl Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.detail)
    }
}

impl core::error::Error for ReadError {}

/// None of these quotes a value: it may be somebody's name.
impl de::Error for ReadError {
    fn custom<T: Display>(detail: T) -> Self {
        Passed::parts(&format!("{detail:#}"), Self::new)
            .unwrap_or_else(|| Self::malformed(detail.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::malformed(format!("expected {expected}, found another type"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::malformed(format!("expected {expected}"))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::malformed(format!("expected {expected}, found {length} items"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::malformed(format!("expected one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let detail = format!("no such field: expected one of {}", expected.join(", "));
        Self::new(ErrorCode::UnknownField, detail).behind(Step::Key(field.into()))
    }

    fn missing_field(field: &'static str) -> Self {
        let detail = String::from("the field is missing: add it");
        Self::new(ErrorCode::Required, detail).behind(Step::Key(field.into()))
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items { items: items.iter().enumerate() }),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    /// Only objects, so that [`Strict`](super::strict::Strict) records are.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields)),
            _ => Err(ReadError::malformed("expected an object".into())),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct struct enum identifier ignored_any
    }
}

/// The items of an array; errors inside are marked with the index.
struct Items<'de> {
    items: core::iter::Enumerate<core::slice::Iter<'de, Value>>,
}

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = ReadError;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        seed.deserialize(Node(item)).map(Some).map_err(|error| error.behind(Step::Index(index)))
    }
}

/// The fields of an object; errors in a value are marked with the key.
struct Fields<'de> {
    fields: serde_json::map::Iter<'de>,
    current: Option<(&'de String, &'de Value)>,
}

impl<'de> Fields<'de> {
    fn new(fields: &'de Map<String, Value>) -> Self {
        Self { fields: fields.iter(), current: None }
    }
}

impl<'de> de::MapAccess<'de> for Fields<'de> {
    type Error = ReadError;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        self.current = self.fields.next();
        self.current.map(|(key, _)| seed.deserialize(StrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let (key, value) = self.current.ok_or_else(|| ReadError::malformed("expected a value".into()))?;
        seed.deserialize(Node(value)).map_err(|error| error.behind(Step::Key(key.clone())))
    }
}
