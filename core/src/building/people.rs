//! Questions about residents (SPEC 2).

use super::Building;
use crate::calendar::Now;
use crate::document::Resident;
use crate::people::code::{self, CodeExhausted};
use crate::people::csv::{self, ColumnMapping, ImportPlan};
use crate::people::validate::{Violation, validate};
use crate::people::{search, tags};
use alloc::string::String;
use alloc::vec::Vec;

impl Building {
    /// Everything that is wrong with a draft of a resident, who may be new or take the place of the one with the same id
    /// (SPEC 2.2).
    #[must_use]
    pub fn validate_resident(&self, resident: &Resident, now: &Now<'_>) -> Vec<Violation> {
        validate(resident, &self.document, now)
    }

    /// A directory code that is neither in use nor reserved, drawn by `entropy` (SPEC 2.3).
    ///
    /// # Errors
    /// [`CodeExhausted`] when none is free.
    pub fn free_code(&self, entropy: u64, now: &Now<'_>) -> Result<String, CodeExhausted> {
        let settings = &self.document.settings;
        let in_use = code::in_use(&self.document.residents, settings.code_quarantine_days, now);
        code::generate(in_use, settings.reserved_codes.iter().map(String::as_str), entropy)
    }

    /// The building's tag list: every resident's tags, each once (SPEC 2.5).
    #[must_use]
    pub fn tags(&self) -> Vec<&str> {
        tags::of_building(&self.document.residents)
    }

    /// The residents that staff find by any detail of a profile, ordered by suite and name (SPEC 2.6).
    #[must_use]
    pub fn staff_search(&self, query: &str, now: &Now<'_>) -> Vec<&Resident> {
        search::search(&self.document, query, now)
    }

    /// The full resident list as CSV (SPEC 2.7).
    #[must_use]
    pub fn export_csv(&self) -> String {
        csv::export(&self.document)
    }

    /// What importing a resident list would change, and every row of it that is bad (SPEC 2.7). Nothing is changed:
    /// [`ImportPlan::apply`] brings it into a document, with which a building is opened anew. New residents get ids and
    /// directory codes by `entropy`, which should differ with every import.
    #[must_use]
    pub fn plan_import(
        &self,
        file: &[u8],
        mapping: &ColumnMapping,
        entropy: u64,
        now: &Now<'_>,
    ) -> ImportPlan {
        csv::plan(&self.document, file, mapping, entropy, now)
    }
}
