//! The order of a module's functions: those that are alike lie side by side, where gzip finds what they share. (Of the
//! fetched file it saves as much as a chapter of the rules takes; no tool that is kept up does it.)
//!
//! Functions are compared as WebAssembly text, which `wasm-opt` writes and reads: there they call each other by name, so
//! that they may stand in any order.

use anyhow::{Context, Result, ensure};
use std::collections::{HashMap, VecDeque};

/// So many lines in a row are what two functions may share.
const SHARED: usize = 4;
/// So many lines of text are about what gzip looks back upon, 32 KiB.
const WINDOW: usize = 20_000;
/// What a function is taken to have besides its own passages, so that very short ones do not come first.
const BESIDES: usize = 8;

/// A module's text, with its functions in the order that is best to zip.
pub(super) fn by_likeness(text: &str) -> Result<String> {
    let module = Module::read(text)?;
    let mut ordered = module.before.join("\n");
    for number in Order::of(&module.functions).numbers {
        ordered.push('\n');
        ordered += &module.functions.get(number).context("an order is of what there is")?.join("\n");
    }
    ordered.push('\n');
    ordered += &module.after.join("\n");
    Ok(ordered)
}

/// The options by which `wasm-opt` takes what a module's text says that it needs.
pub(super) fn features(text: &str) -> Result<Vec<String>> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix(";; features section: "));
    let line = line.context("wasm-opt names no features that the module needs")?;
    Ok(line.split(", ").map(|feature| format!("--enable-{feature}")).collect())
}

/// The lines of a module's text.
#[derive(Default)]
struct Module<'t> {
    before: Vec<&'t str>,
    functions: Vec<Vec<&'t str>>,
    after: Vec<&'t str>,
}

impl<'t> Module<'t> {
    fn read(text: &'t str) -> Result<Self> {
        let mut module = Self::default();
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with(" (func ") {
                ensure!(!inside, "wasm-opt wrote a function that does not end");
                module.functions.push(Vec::new());
                inside = true;
            }
            match module.functions.last_mut() {
                Some(function) if inside => function.push(line),
                Some(_) => module.after.push(line),
                None => module.before.push(line),
            }
            inside &= line != " )";
        }
        ensure!(!inside, "wasm-opt wrote a function that does not end");
        Ok(module)
    }
}

/// An order in the making: next is always the function of which the largest part stands in the window already.
struct Order {
    /// Which passages each function has, of those that more than one has; each once.
    passages: Vec<Vec<usize>>,
    /// Which functions have each passage.
    having: Vec<Vec<usize>>,
    /// How often each passage stands in the window.
    seen: Vec<usize>,
    /// How many passages of each function stand in the window.
    known: Vec<usize>,
    /// The functions in the window, with their lines.
    window: VecDeque<(usize, usize)>,
    numbers: Vec<usize>,
}

impl Order {
    fn of(functions: &[Vec<&str>]) -> Self {
        let mut order = Self::begin(functions);
        let mut left: Vec<usize> = (0..functions.len()).collect();
        while let Some(place) = order.most_alike(&left) {
            let number = left.remove(place);
            order.numbers.push(number);
            order.take(number, functions.get(number).map_or(0, Vec::len));
        }
        order
    }

    fn begin(functions: &[Vec<&str>]) -> Self {
        let mut numbers = HashMap::new();
        let mut having: Vec<Vec<usize>> = Vec::new();
        for (number, function) in functions.iter().enumerate() {
            // The first line is the function's name; how deep a line stands is not told in bytes.
            let lines: Vec<&str> = function.iter().skip(1).map(|line| line.trim_start()).collect();
            for passage in lines.windows(SHARED) {
                let passage = *numbers.entry(passage.to_vec()).or_insert(having.len());
                match having.get_mut(passage) {
                    Some(having) if having.last() == Some(&number) => {}
                    Some(having) => having.push(number),
                    None => having.push(vec![number]),
                }
            }
        }
        having.retain(|having| having.len() > 1);
        let mut passages = vec![Vec::new(); functions.len()];
        for (passage, having) in having.iter().enumerate() {
            for &number in having {
                if let Some(passages) = passages.get_mut(number) {
                    passages.push(passage);
                }
            }
        }
        let (seen, known) = (vec![0; having.len()], vec![0; functions.len()]);
        Self { passages, having, seen, known, window: VecDeque::new(), numbers: Vec::new() }
    }

    /// Where in a list of functions the one stands that is most like what stands in the window; the first of several.
    fn most_alike(&self, left: &[usize]) -> Option<usize> {
        let part = |&(_, &number): &(usize, &usize)| {
            let all = self.passages.get(number).map_or(0, Vec::len) + BESIDES;
            (self.known.get(number).copied().unwrap_or(0) << 32) / all
        };
        left.iter().enumerate().rev().max_by_key(part).map(|(place, _)| place)
    }

    /// Moves the window on over a function.
    fn take(&mut self, number: usize, lines: usize) {
        self.window.push_back((number, lines));
        self.count(number, true);
        let mut lines: usize = self.window.iter().map(|(_, lines)| lines).sum();
        while lines > WINDOW && self.window.len() > 1 {
            let Some((oldest, of_it)) = self.window.pop_front() else { return };
            lines -= of_it;
            self.count(oldest, false);
        }
    }

    /// Notes that a function's passages stand in the window once more, or once less.
    fn count(&mut self, number: usize, more: bool) {
        for &passage in self.passages.get(number).into_iter().flatten() {
            let (Some(seen), Some(having)) = (self.seen.get_mut(passage), self.having.get(passage)) else {
                continue;
            };
            *seen = if more { *seen + 1 } else { *seen - 1 };
            if *seen != usize::from(more) {
                continue;
            }
            for &other in having {
                if let Some(known) = self.known.get_mut(other) {
                    *known = if more { *known + 1 } else { *known - 1 };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str, body: &[&str]) -> String {
        let body: String = body.iter().map(|line| format!("  ({line})\n")).collect();
        format!(" (func ${name}\n{body} )\n")
    }

    #[test]
    fn functions_that_share_passages_lie_side_by_side() {
        let (one, other) = (["a", "b", "c", "d", "e", "f"], ["g", "h", "i", "j", "k", "l"]);
        let text = |order: [(&str, &[&str]); 4]| {
            let functions: String = order.iter().map(|(name, body)| function(name, body)).collect();
            format!("(module\n (memory $0 1)\n{functions} ;; features section: sign-ext, multivalue\n)")
        };
        let before = text([("1", &one), ("2", &other), ("3", &one), ("4", &other)]);
        let after = text([("1", &one), ("3", &one), ("2", &other), ("4", &other)]);
        assert_eq!(by_likeness(&before).unwrap(), after);
        assert_eq!(features(&before).unwrap(), ["--enable-sign-ext", "--enable-multivalue"]);
    }

    #[test]
    fn what_is_not_understood_is_not_passed_on() {
        assert!(by_likeness("(module\n (func $1\n  (nop)\n").is_err());
        assert!(by_likeness("(module\n (func $1\n (func $2\n  (nop)\n )\n)").is_err());
        assert!(features("(module)").is_err());
    }
}
