//! An answer as a flat list of what is in it, in order: JavaScript builds objects from it sooner than from JSON.
//!
//! `serde` says what is in a record. The list is of numbers, beside one text that all texts are in. The three lowest bits
//! of a number say what it is, as in the table below; `answer.js` has the same table. The first two numbers are the address
//! and the length of the text.

use core::fmt::{self, Display};
use serde::Serialize;
use serde::ser::{Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// The last list or object ends.
const END: u32 = 0;
/// The next so many UTF-16 units of the text.
const TEXT: u32 = 1;
/// Its items follow.
const LIST: u32 = 2;
/// Its keys follow, each with its value after it.
const OBJECT: u32 = 3;
/// The next two numbers are the lower and the upper half of a whole number.
const NUMBER: u32 = 4;
/// `null`, `false`, `true`, or a small number that is less by [`PLAIN_WORDS`].
const PLAIN: u32 = 5;
/// The code, the path and the detail of an error follow.
const REFUSED: u32 = 6;
/// A text that never changes: its length in the next six bits, its address above.
const WORD: u32 = 7;

/// `null`, `false` and `true`.
const PLAIN_WORDS: u32 = 3;
/// Numbers below this one are small.
const LARGE: u32 = 1 << 28;
/// Bits that say what a number is.
const KIND_BITS: u32 = 3;
/// Bits for the length of a word.
const LENGTH_BITS: u32 = 6;
/// Where the text is, which is said at the end.
const HEAD: [u32; 2] = [0; 2];
/// Room for more numbers or more bytes of text than this is given back before the next answer.
const KEPT: usize = 4096;

/// An answer.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    numbers: Vec<u32>,
    text: String,
}

impl Nodes {
    /// Begins another answer.
    pub(crate) fn clear(&mut self) {
        if self.numbers.capacity() > KEPT || self.text.capacity() > KEPT {
            *self = Self::default();
        }
        self.numbers.clear();
        self.numbers.extend(HEAD);
        self.text.clear();
    }

    /// Answers with an error instead.
    pub(crate) fn refuse(&mut self, parts: [&str; 3]) {
        self.clear();
        self.push(REFUSED, 0);
        parts.into_iter().for_each(|part| self.put(part));
    }

    /// Ends the answer; says where it is.
    pub(crate) fn end(&mut self) -> u32 {
        let text = [address(self.text.as_ptr().addr()), address(self.text.len())];
        self.numbers.iter_mut().zip(text).for_each(|(number, said)| *number = said);
        address(self.numbers.as_ptr().addr())
    }

    #[inline(always)]
    fn push(&mut self, kind: u32, rest: u32) {
        self.numbers.push(rest << KIND_BITS | kind);
    }

    fn put(&mut self, text: &str) {
        // One for the first byte of each character, and two where that begins a character of four bytes.
        let units = |byte| usize::from(!matches!(byte, 0x80..0xC0)) + usize::from(byte >= 0xF0);
        let units = text.bytes().map(units).sum::<usize>();
        self.push(TEXT, address(units));
        self.text.push_str(text);
    }

    /// A text that lives as long as the module. JavaScript keeps it; should it be too long for that, or too far away, it is
    /// a text like others.
    fn word(&mut self, word: &'static str) {
        let (length, at) = (address(word.len()), address(word.as_ptr().addr()));
        if length >> LENGTH_BITS == 0 && at >> (u32::BITS - LENGTH_BITS - KIND_BITS) == 0 && at > 0 {
            self.push(WORD, at << LENGTH_BITS | length);
        } else {
            self.put(word);
        }
    }

    fn number(&mut self, number: i64) {
        if let Ok(small @ ..LARGE) = u32::try_from(number) {
            return self.push(PLAIN, PLAIN_WORDS + small);
        }
        self.push(NUMBER, 0);
        let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
        self.numbers.extend([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]);
    }
}

/// An address or a length, which have 32 bits in WebAssembly; elsewhere only tests are run.
fn address(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Something that no answer has: a fraction, bytes, or a time that the format cannot say.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the answer cannot be written")
    }
}

impl core::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<(), Unwritable>;
type Never = Impossible<(), Unwritable>;

macro_rules! whole {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, number: $kind) -> Written {
            self.number(number.into());
            Ok(())
        })*
    };
}

macro_rules! never {
    ($($method:ident($($given:ty),*) -> $answer:ty;)*) => {
        $(fn $method(self, $(_: $given),*) -> Result<$answer, Unwritable> {
            Err(Unwritable)
        })*
    };
}

impl<'n> Serializer for &'n mut Nodes {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = &'n mut Nodes;
    type SerializeMap = &'n mut Nodes;
    type SerializeStruct = &'n mut Nodes;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeStructVariant = Never;

    whole! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32
    }

    never! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn serialize_u64(self, number: u64) -> Written {
        self.number(i64::try_from(number).map_err(|_| Unwritable)?);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.push(PLAIN, 1 + u32::from(value));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.put(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Written {
        self.put(text);
        Ok(())
    }

    fn serialize_unit(self) -> Written {
        self.push(PLAIN, 0);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Written {
        self.word(word);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        value: &T,
    ) -> Written {
        self.push(OBJECT, 0);
        self.word(word);
        value.serialize(&mut *self)?;
        SerializeStruct::end(self)
    }

    /// A plain loop: what `serde` does takes three functions for each kind of item.
    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, items: I) -> Written {
        self.push(LIST, 0);
        for item in items {
            item.serialize(&mut *self)?;
        }
        SerializeSeq::end(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.push(LIST, 0);
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        self.push(OBJECT, 0);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        self.push(OBJECT, 0);
        Ok(self)
    }
}

// What is called once for each field of each record is inlined: a call of its own would take more bytes than it saves.
impl SerializeSeq for &mut Nodes {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Written {
        item.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push(END, 0);
        Ok(())
    }
}

impl SerializeMap for &mut Nodes {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(&mut **self)
    }

    #[inline(always)]
    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &T,
    ) -> Written {
        key.serialize(&mut **self)?;
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push(END, 0);
        Ok(())
    }
}

impl SerializeStruct for &mut Nodes {
    type Ok = ();
    type Error = Unwritable;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.word(key);
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.push(END, 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    /// Reads an answer, as JavaScript does.
    struct Reader<'n> {
        numbers: core::slice::Iter<'n, u32>,
        text: Vec<u16>,
        start: usize,
    }

    impl Reader<'_> {
        fn next(&mut self) -> u32 {
            *self.numbers.next().unwrap()
        }

        fn value(&mut self) -> Option<Value> {
            let node = self.next();
            let rest = node >> KIND_BITS;
            Some(match node & 7 {
                TEXT => {
                    let from = self.start;
                    self.start += rest as usize;
                    String::from_utf16(&self.text[from..self.start]).unwrap().into()
                }
                LIST => core::iter::from_fn(|| self.value()).collect(),
                OBJECT => {
                    let mut object = Map::new();
                    while let Some(key) = self.value() {
                        object.insert(key.as_str().unwrap().into(), self.value().unwrap());
                    }
                    object.into()
                }
                NUMBER => {
                    let (low, high) = (self.next(), self.next());
                    (i64::from(high.cast_signed()) << 32 | i64::from(low)).into()
                }
                PLAIN if rest >= PLAIN_WORDS => (rest - PLAIN_WORDS).into(),
                PLAIN => [Value::Null, false.into(), true.into()][rest as usize].clone(),
                END | REFUSED => return None,
                other => panic!("{other} is nothing that this machine writes"),
            })
        }
    }

    fn reader(nodes: &Nodes) -> Reader<'_> {
        Reader {
            numbers: nodes.numbers[HEAD.len()..].iter(),
            text: nodes.text.encode_utf16().collect(),
            start: 0,
        }
    }

    fn written(record: &(impl Serialize + ?Sized)) -> Value {
        let mut nodes = Nodes::default();
        nodes.clear();
        record.serialize(&mut nodes).unwrap();
        nodes.end();
        let mut reader = reader(&nodes);
        let value = reader.value().unwrap();
        assert_eq!((reader.numbers.len(), reader.start), (0, reader.text.len()));
        value
    }

    /// Anything that JSON has but fractions.
    fn any_value() -> impl Strategy<Value = Value> {
        let plain = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (i64::from(LARGE) - 2..i64::from(LARGE) + 2).prop_map(Value::from),
            (-2..9).prop_map(Value::from),
            (0..=i64::MAX as u64).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        plain.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|fields| fields.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn anything_is_read_as_it_is_in_json(value in any_value()) {
            prop_assert_eq!(written(&value), value);
        }
    }

    #[test]
    fn records_are_as_in_json() {
        #[derive(Serialize)]
        #[serde(tag = "kind", rename_all = "camelCase")]
        enum Form {
            Bare,
            Full {
                #[serde(skip_serializing_if = "Option::is_none")]
                left_out: Option<u8>,
                letter: char,
                word: Word,
                none: Option<()>,
                some: Option<Word>,
            },
        }
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        enum Word {
            FirstOne,
            Wrapped(i8),
        }
        #[derive(Serialize)]
        struct Unit;
        let full = |word, left_out| Form::Full {
            left_out,
            letter: '\u{1F511}',
            word,
            none: None,
            some: Some(Word::FirstOne),
        };
        let records =
            (vec![Form::Bare, full(Word::FirstOne, None), full(Word::Wrapped(-1), Some(255))], Unit);
        assert_eq!(written(&records.0), json!(records.0));
        assert_eq!(written(&records.1), json!(records.1));
        assert_eq!(written(""), json!(""));
    }

    #[test]
    fn an_error_takes_the_place_of_what_was_answered_so_far() {
        let mut nodes = Nodes::default();
        nodes.clear();
        assert!([1.5].as_slice().serialize(&mut nodes).is_err());
        nodes.refuse(["malformed", "at", "\u{e9}"]);
        let mut reader = reader(&nodes);
        assert_eq!(reader.value(), None);
        let parts = [(); 3].map(|()| reader.value().unwrap());
        assert_eq!(parts, ["malformed", "at", "\u{e9}"].map(Value::from));
        assert_eq!(reader.numbers.len(), 0);
    }

    #[test]
    fn a_long_answer_gives_its_memory_back() {
        let mut nodes = Nodes::default();
        nodes.clear();
        vec![7; KEPT].serialize(&mut nodes).unwrap();
        nodes.clear();
        assert_eq!((nodes.numbers.as_slice(), nodes.text.as_str()), (HEAD.as_slice(), ""));
        assert!(nodes.numbers.capacity() < KEPT);
    }
}
