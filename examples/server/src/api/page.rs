//! Lists, a page at a time. A cursor is the id of the last record of the page before.

use crate::problem::Problem;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

const USUAL: usize = 50;
const MOST: usize = 200;

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// How many records.
    pub limit: Option<usize>,
    /// The cursor.
    pub after: Option<String>,
}

/// A page.
#[derive(Debug, Serialize)]
pub(crate) struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Paging {
    /// How many records to show.
    ///
    /// # Errors
    /// `malformed` at `limit`.
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        match self.limit {
            None => Ok(USUAL),
            Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
            Some(_) => Err(Problem::bad_request("malformed", "limit", "expected a number from 1 to 200")),
        }
    }

    /// The page of a list that has an order of its own.
    ///
    /// # Errors
    /// `gone` when the record at the cursor is not in the list any more.
    pub(crate) fn of<T>(&self, all: Vec<T>, id: impl Fn(&T) -> &str) -> Result<Page<T>, Problem> {
        let start = match &self.after {
            None => 0,
            Some(after) => {
                let position = all.iter().position(|item| id(item) == after).ok_or_else(|| {
                    let detail =
                        "the record at this cursor is not in the list any more: begin with the first page";
                    Problem::new(StatusCode::GONE, "gone", detail).at("after")
                })?;
                position + 1
            }
        };
        self.cut(all.into_iter().skip(start), |item| id(item).to_owned())
    }

    /// The page of a list in the order of ids.
    ///
    /// # Errors
    /// `malformed` at `limit`.
    pub(crate) fn by_id<T>(&self, mut all: Vec<T>, id: impl Fn(&T) -> &str) -> Result<Page<T>, Problem> {
        all.sort_unstable_by(|a, b| id(a).cmp(id(b)));
        let after = self.after.as_deref().unwrap_or_default();
        let start = all.partition_point(|item| id(item) <= after);
        self.cut(all.into_iter().skip(start), |item| id(item).to_owned())
    }

    /// The page of what was read from the database, one more than the limit.
    ///
    /// # Errors
    /// `malformed` at `limit`.
    pub(crate) fn cut<T>(
        &self,
        from: impl Iterator<Item = T>,
        id: impl Fn(&T) -> String,
    ) -> Result<Page<T>, Problem> {
        let limit = self.limit()?;
        let mut items: Vec<T> = from.take(limit + 1).collect();
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(id);
        Ok(Page { items, next })
    }
}
