//! The card of things to try.

use super::visits::{Cast, ENTRY_CODE, OFFICE_CLOSE, OFFICE_OPEN, SIMILAR_PLATE, VISITOR_PLATE};
use anyhow::{Context, Result};
use vestibule::directory::shown_name;
use vestibule::document::Resident;
use vestibule::{Building, Instant};

/// What to type to see each screen.
pub(crate) fn card(building: &Building, cast: &Cast, start: Instant) -> Result<Vec<String>> {
    let here = building.document().residents.len();
    let listed = |id: &str| Listing::of(building, id);
    let (ready, details, two) = (listed(&cast.ready)?, listed(&cast.details)?, listed(&cast.two)?);
    let (covered, again, without) = (listed(&cast.covered)?, listed(&cast.again)?, listed(&cast.without)?);
    let (hidden, renamed) = (listed(&cast.hidden)?, listed(&cast.renamed)?);
    let day = building.now(start).today();
    let lines = [
        format!("THINGS TO TRY  ({here} residents, {day})"),
        "Find a resident, letter by letter, with or without accents:".into(),
        format!("  {}, or misspelt: {} for {}", ready.name, misspelt(&two.name), two.name),
        format!("  {} shows that instead of a legal name", renamed.name),
        format!("Dial a directory code: {}; {} reaches a hidden resident", ready.code, hidden.code),
        "Guest parking, by name, by code or by suite:".into(),
        ready.with("a known car: check in"),
        details.with("asks for plate and make"),
        two.with("two cars to choose from"),
        covered.with("already checked in"),
        again.with("seven days over: again"),
        without.with("no booking: call them"),
        format!("  Other visitor: {VISITOR_PLATE} booked, {SIMILAR_PLATE} a question, NONE 1 nothing"),
        format!("Enter with a code: {ENTRY_CODE}; five wrong ones close it for a minute"),
        format!("Call management: {OFFICE_OPEN} to {OFFICE_CLOSE}"),
        "Search for more than 30 names in 5 minutes: it closes for a while".into(),
        "Walk away: after 45 seconds everything typed is forgotten".into(),
    ];
    Ok(lines.into())
}

/// What the card says of a resident; the console itself says less.
struct Listing {
    name: String,
    code: String,
    suite: String,
}

impl Listing {
    fn of(building: &Building, id: &str) -> Result<Self> {
        let document = building.document();
        let with_id = |resident: &&Resident| resident.id == id;
        let resident = document.residents.iter().find(with_id).context("a resident of the demo is gone")?;
        let suite = resident.residencies.first().map(|stay| stay.suite.as_str());
        let number = document.suites.iter().find(|other| suite == Some(other.id.as_str()));
        Ok(Self {
            name: shown_name(resident),
            code: resident.directory_code.clone(),
            suite: number.map(|suite| suite.number.clone()).unwrap_or_default(),
        })
    }

    /// A line of the card: who, and what happens there.
    fn with(&self, what: &str) -> String {
        let Self { name, code, suite } = self;
        format!("  {code}  suite {suite:<5} {name:<22}  {what}")
    }
}

/// A name with two neighbouring letters of its longest word swapped.
fn misspelt(name: &str) -> String {
    let long = name.split(' ').max_by_key(|word| word.chars().count()).unwrap_or(name);
    let mut letters: Vec<char> = long.chars().collect();
    if letters.len() > 3 {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}
