//! `cargo xtask test`: every check, one step after the other, with a table at the end.

mod steps;
mod tally;

use crate::cross::Cross;
use crate::shell::{CannotRun, show};
use anyhow::{Context, Result, bail, ensure};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use steps::{STEPS, Step};
use tally::Tally;

/// What a step may need to know, and where it leaves what it counted.
struct Run {
    cross: Cross,
    tally: Tally,
}

/// How a step ended.
enum Verdict {
    Passed,
    Failed(String),
    CannotRun(String),
}

#[derive(Default)]
struct Options {
    only: Vec<String>,
    skip: Vec<String>,
    strict: bool,
    list: bool,
    cross: Option<String>,
}

/// Runs the steps that were asked for, all of them even when one fails.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let options = Options::read(arguments)?;
    if options.list {
        STEPS.iter().for_each(|step| show(&format!("{:<13} {}", step.name, step.what)));
        return Ok(ExitCode::SUCCESS);
    }
    let mut run = Run { cross: Cross::choose(options.cross.as_deref())?, tally: Tally::default() };
    let mut results = Vec::new();
    for step in STEPS.iter().filter(|step| options.wants(step)) {
        println!("\n=== {}: {}", step.name, step.what);
        let start = Instant::now();
        let verdict = verdict_of((step.run)(&mut run));
        let took = start.elapsed();
        println!("=== {}: {} in {}", step.name, in_words(&verdict), seconds(took));
        results.push((step, took, verdict));
    }
    Ok(sum_up(&results, &run.tally, &options))
}

fn verdict_of(result: Result<()>) -> Verdict {
    match result {
        Ok(()) => Verdict::Passed,
        Err(error) => match error.downcast_ref::<CannotRun>() {
            Some(reason) => Verdict::CannotRun(reason.to_string()),
            None => Verdict::Failed(format!("{error:#}")),
        },
    }
}

/// Prints the table, what was left out, and the counts.
fn sum_up(results: &[(&Step, Duration, Verdict)], tally: &Tally, options: &Options) -> ExitCode {
    if !tally.failures().is_empty() {
        println!("\nwhat failed said:");
        tally.failures().iter().for_each(|line| println!("  {line}"));
    }
    println!("\n{:<13} {:>8}  result", "step", "time");
    for (step, took, verdict) in results {
        println!("{:<13} {:>8}  {}", step.name, seconds(*took), in_words(verdict));
    }
    let total = results.iter().map(|(_, took, _)| *took).sum();
    println!("{:<13} {:>8}", "all", seconds(total));

    let left_out: Vec<_> = STEPS.iter().filter(|step| !options.wants(step)).map(|step| step.name).collect();
    if !left_out.is_empty() {
        println!("left out as asked: {}", left_out.join(", "));
    }
    let count =
        |wanted: fn(&Verdict) -> bool| results.iter().filter(|(_, _, verdict)| wanted(verdict)).count();
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let not_run = count(|verdict| matches!(verdict, Verdict::CannotRun(_)));
    println!("steps: {} passed, {failed} failed, {not_run} skipped", results.len() - failed - not_run);
    if tally.any() {
        println!("tests: {} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
    }
    if failed > 0 || (options.strict && not_run > 0) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn in_words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Failed(reason) => format!("FAILED: {reason}"),
        Verdict::CannotRun(reason) => format!("CANNOT RUN here: {reason}"),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().cloned().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--only" => options.only.push(step_name(value()?)?),
                "--skip" => options.skip.push(step_name(value()?)?),
                "--cross" => options.cross = Some(value()?),
                "--strict" => options.strict = true,
                "--list" => options.list = true,
                other => bail!("test does not know {other}; see `cargo xtask help`"),
            }
        }
        Ok(options)
    }

    fn wants(&self, step: &Step) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == step.name);
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

fn step_name(name: String) -> Result<String> {
    let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    ensure!(names.contains(&name.as_str()), "there is no step {name:?}; there are: {}", names.join(", "));
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::{Options, STEPS};

    fn wanted(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let options = Options::read(&arguments).unwrap();
        STEPS.iter().filter(|step| options.wants(step)).map(|step| step.name).collect()
    }

    #[test]
    fn takes_all_steps_or_those_asked_for() {
        assert_eq!(wanted(&[]).len(), STEPS.len());
        assert_eq!(wanted(&["--only", "vectors", "--only", "format"]), ["format", "vectors"]);
        assert_eq!(wanted(&["--skip", "vectors"]).len(), STEPS.len() - 1);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for arguments in [&["--only", "nothing"][..], &["--only"], &["--fast"]] {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            assert!(Options::read(&arguments).is_err());
        }
    }
}
