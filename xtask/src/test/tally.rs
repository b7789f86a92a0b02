//! What test runners print: counts read off their closing lines, and what they say of failures.

/// How many lines are kept after one that tells of a failure, and how many in all.
const LINES_OF_FAILURE: usize = 8;
const LINES: usize = 200;

/// How many tests and vectors passed, failed and were skipped, and what those that failed said.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
    said: Vec<String>,
    more: usize,
}

impl Tally {
    /// Whether any test was executed.
    pub(super) fn any(&self) -> bool {
        self.passed + self.failed > 0
    }

    /// Looks at one line that a runner printed.
    pub(super) fn add(&mut self, line: &str) {
        if line.contains("FAILED") || line.contains("panicked at") {
            self.more = LINES_OF_FAILURE;
        }
        if self.more > 0 && self.said.len() < LINES {
            self.more -= 1;
            self.said.push(line.to_owned());
        }
        self.count(line);
    }

    /// What the runners said of failures, to be read at the end of a long run.
    pub(super) fn failures(&self) -> &[String] {
        &self.said
    }

    /// Counts: `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo,
    /// `3 passed, 0 failed, 1 skipped` of the vectors, `1 failed, 3 passed in 0.12s` of pytest, or
    /// `[ 3 tests successful ]` of JUnit, with a line for each count, or
    /// `Test Case 'UseTests.testDoors' passed (0.1 seconds)` of XCTest, whose closing lines count a test more than once.
    /// Other lines count nothing.
    fn count(&mut self, line: &str) {
        let case = line.strip_prefix("Test Case '").and_then(|case| case.split_once("' "));
        if let Some((result, _)) = case.and_then(|(_, result)| result.split_once(" (")) {
            return self.add_words(&format!("1 {result}"));
        }
        let of_cargo = line.starts_with("test result: ");
        if let Some((counts, _)) = line.rsplit_once(" in ").filter(|(_, took)| !of_cargo && is_time(took)) {
            return self.add_words(counts);
        }
        if let Some(count) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            return self.add_words(&count.trim().replacen(" tests ", " ", 1));
        }
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

    /// Adds counts that each say what they count, in any order.
    fn add_words(&mut self, counts: &str) {
        for (number, word) in counts.split(", ").filter_map(|count| count.split_once(' ')) {
            let Ok(number) = number.parse::<usize>() else { return };
            match word {
                "passed" | "successful" => self.passed += number,
                "failed" | "error" | "errors" => self.failed += number,
                "skipped" | "aborted" => self.skipped += number,
                _ => {}
            }
        }
    }
}

/// Whether a text is a time as pytest writes it: `0.12s`, or `71.20s (0:01:11)`.
fn is_time(text: &str) -> bool {
    let seconds = text.split(' ').next().and_then(|seconds| seconds.strip_suffix('s'));
    seconds.is_some_and(|seconds| seconds.parse::<f64>().is_ok())
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
            "1 failed, 30 passed, 2 skipped in 71.20s (0:01:11)",
            "[         9 containers successful ]",
            "[         7 tests found           ]",
            "[         1 tests skipped         ]",
            "[         5 tests successful      ]",
            "[         1 tests failed          ]",
            "Test Case 'UseTests.testDoors' started at 2026-11-28 22:00:00.000",
            "Test Case 'UseTests.testDoors' passed (0.1 seconds)",
            "Test Case '-[VestibuleTests.UseTests testRows]' failed (0.1 seconds).",
            "Executed 2 tests, with 1 failure (0 unexpected) in 0.2 (0.2) seconds",
            "30 passed the door in 5 minutes",
            "400 passed the door",
        ] {
            tally.add(line);
        }
        assert_eq!((tally.passed, tally.failed, tally.skipped), (450, 6, 9));
    }

    #[test]
    fn keeps_what_is_said_of_failures() {
        let mut tally = Tally::default();
        for line in ["test a ... ok", "FAILED a guest checks in: Error: none came", "    at flows.js:1"] {
            tally.add(line);
        }
        (0..20).for_each(|_| tally.add("400 passed the door"));
        assert_eq!(tally.failures().len(), super::LINES_OF_FAILURE);
        assert_eq!(tally.failures()[1], "    at flows.js:1");
    }
}
