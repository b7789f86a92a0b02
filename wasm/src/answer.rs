//! Answers and errors on their way out.

use crate::nodes::{Nodes, Unwritable};
use serde::{Serialize, Serializer};
use std::cell::RefCell;
use vestibule::{Error, ErrorCode};
use vestibule_records::{Tell, Told};

thread_local! {
    // There is one answer at a time, and the next call overwrites it.
    static ANSWER: &'static RefCell<Nodes> = Box::leak(Box::default());
}

/// Answers a question; says where the answer is. It is a record, or why there is none.
#[inline(never)]
pub(crate) fn told(question: &dyn Fn(&mut Nodes) -> Result<(), Refused>) -> u32 {
    let mut answer = ANSWER.with(|answer| *answer).borrow_mut();
    answer.clear();
    if let Err(Refused { code, path, detail }) = question(&mut answer) {
        answer.refuse([code, &path, &detail]);
    }
    answer.end()
}

impl Nodes {
    /// Answers with a record.
    pub(crate) fn with<T: Serialize + ?Sized>(&mut self, record: &T) -> Result<(), Refused> {
        record.serialize(self).map_err(Refused::from)
    }

    /// Answers with a list of records.
    pub(crate) fn list<T: Serialize>(&mut self, items: impl IntoIterator<Item = T>) -> Result<(), Refused> {
        self.collect_seq(items).map_err(Refused::from)
    }

    /// Answers with what the core has answered.
    pub(crate) fn tell(&mut self, answer: &(impl Tell + ?Sized)) -> Result<(), Refused> {
        self.with(&Told(answer))
    }
}

/// Why a call has no answer.
pub(crate) struct Refused {
    code: &'static str,
    path: String,
    detail: String,
}

impl Refused {
    /// The building or the session is gone.
    pub(crate) fn freed() -> Self {
        let detail = "it was freed: open it anew".into();
        Self { code: "freed", path: String::new(), detail }
    }

    /// Every code is in use.
    pub(crate) fn exhausted(why: &dyn core::fmt::Display) -> Self {
        Self { code: "exhausted", path: String::new(), detail: why.to_string() }
    }

    /// A value that cannot be taken.
    pub(crate) fn malformed(path: &str, detail: &str) -> Self {
        Error::new(ErrorCode::Malformed, path, detail).into()
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let Error { code, path, detail } = error;
        Self { code: code.as_str(), path, detail }
    }
}

impl From<Unwritable> for Refused {
    fn from(error: Unwritable) -> Self {
        Self::malformed("", &error.to_string())
    }
}
