//! Runs steps one after the other, goes on when one fails, and sums up at the end.

use std::time::{Duration, Instant};

use crate::result::Result;

/// The steps of one task, in the order they ran.
#[derive(Debug, Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    took: Duration,
    outcome: Result,
}

impl Report {
    /// Runs `work` under a heading and keeps its outcome. A failure is printed at once and again by [`Report::finish`].
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result) {
        println!("\n== {name}");
        let start = now();
        let outcome = work();
        let took = start.elapsed();
        match &outcome {
            Ok(()) => println!("== {name}: passed in {}", seconds(took)),
            Err(message) => println!("== {name}: FAILED in {}: {message}", seconds(took)),
        }
        self.steps.push(Step { name, took, outcome });
    }

    /// Prints every step with its time.
    ///
    /// # Errors
    /// When any step failed, with how many.
    pub(crate) fn finish(self) -> Result {
        if self.steps.is_empty() {
            return Ok(());
        }
        println!("\nSummary");
        for Step { name, took, outcome } in &self.steps {
            let word = if outcome.is_ok() { "passed" } else { "FAILED" };
            println!("  {word}  {:>9}  {name}", seconds(*took));
        }
        let total = self.steps.iter().map(|step| step.took).sum();
        println!("          {:>9}  in all", seconds(total));
        failures(&self.steps)
    }
}

/// The current time, for measuring durations.
#[expect(clippy::disallowed_methods, reason = "the clock of the developer tasks, for durations only")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

fn failures(steps: &[Step]) -> Result {
    let failed: Vec<String> = steps
        .iter()
        .filter_map(|step| step.outcome.as_ref().err().map(|message| format!("  {}: {message}", step.name)))
        .collect();
    match failed.len() {
        0 => Ok(()),
        count => Err(format!("{count} of {} steps failed\n{}", steps.len(), failed.join("\n"))),
    }
}

fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_task_and_the_rest_still_runs() {
        let mut report = Report::default();
        let mut ran = false;
        report.step("first", || Err("no luck".to_owned()));
        report.step("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        let message = report.finish().unwrap_err();
        assert_eq!(message, "1 of 2 steps failed\n  first: no luck");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
