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

/// Whether there is an answer.
pub(crate) type Answered = Result<(), Refused>;

/// Answers a question; says where the answer is. It is a record, or why there is none.
#[inline(never)]
pub(crate) fn told(question: &dyn Fn(&mut Nodes) -> Answered) -> u32 {
    let mut answer = ANSWER.with(|answer| *answer).borrow_mut();
    answer.clear();
    if let Err(Refused(why)) = question(&mut answer) {
        answer.refuse([why.code, &why.path, &why.detail]);
    }
    answer.end()
}

impl Nodes {
    /// Answers with a record.
    pub(crate) fn with<T: Serialize + ?Sized>(&mut self, record: &T) -> Answered {
        record.serialize(self).map_err(Refused::from)
    }

    /// Answers with a list of records.
    pub(crate) fn list<T: Serialize>(&mut self, items: impl IntoIterator<Item = T>) -> Answered {
        self.collect_seq(items).map_err(Refused::from)
    }

    /// Answers with what the core has answered.
    pub(crate) fn tell(&mut self, answer: &(impl Tell + ?Sized)) -> Answered {
        self.with(&Told(answer))
    }
}

/// Why a call has no answer. It is apart, so that what answers has no more to hand on than an address.
pub(crate) struct Refused(Box<Why>);

struct Why {
    code: &'static str,
    path: String,
    detail: String,
}

impl Refused {
    #[inline(never)]
    fn new(code: &'static str, path: String, detail: String) -> Self {
        Self(Box::new(Why { code, path, detail }))
    }

    /// The building or the session is gone.
    pub(crate) fn freed() -> Self {
        Self::new("freed", String::new(), "it was freed: open it anew".into())
    }

    /// Every code is in use.
    pub(crate) fn exhausted(why: &dyn core::fmt::Display) -> Self {
        Self::new("exhausted", String::new(), why.to_string())
    }

    /// A value that cannot be taken.
    pub(crate) fn malformed(path: &str, detail: &str) -> Self {
        Error::new(ErrorCode::Malformed, path, detail).into()
    }
}

impl From<Error> for Refused {
    #[inline(never)]
    fn from(error: Error) -> Self {
        let Error { code, path, detail } = error;
        Self::new(code.as_str(), path, detail)
    }
}

impl From<Unwritable> for Refused {
    #[inline(never)]
    fn from(error: Unwritable) -> Self {
        Self::malformed("", &error.to_string())
    }
}
