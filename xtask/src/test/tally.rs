//! Counts read off the closing lines of test runners.

/// How many tests and vectors passed, failed and were skipped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    /// Whether any test was executed.
    pub(super) fn any(&self) -> bool {
        self.passed + self.failed > 0
    }

    /// Looks at one line that a runner printed: `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo, or
    /// `3 passed, 0 failed, 1 skipped` of the vectors. Other lines count nothing.
    pub(super) fn add(&mut self, line: &str) {
        let line = match line.strip_prefix("test result: ") {
            Some(rest) => rest.split_once(". ").map_or(rest, |(_, counts)| counts),
            None => line,
        };
        let mut counts = line.split([',', ';']).map(str::trim);
        let mut next = |words: &[&str]| {
            let (number, word) = counts.next()?.split_once(' ')?;
            words.contains(&word).then(|| number.parse::<usize>().ok())?
        };
        let (Some(passed), Some(failed)) = (next(&["passed"]), next(&["failed"])) else { return };
        self.passed += passed;
        self.failed += failed;
        self.skipped += next(&["ignored", "skipped"]).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn adds_up_closing_lines_and_nothing_else() {
        let mut tally = Tally::default();
        for line in [
            "test directory::finds ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "400 passed, 0 failed, 5 skipped",
            "400 passed the door",
        ] {
            tally.add(line);
        }
        assert_eq!(tally, Tally { passed: 414, failed: 3, skipped: 6 });
    }
}
