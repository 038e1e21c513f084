//! What Key costs: `cargo xtask bench` runs this and writes docs/benchmarks.md.
//!
//! With `--serve N` it is a service with N users instead, for the part that holds the service to one core.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

mod logins;
mod path;
mod pictures;
mod primitives;

use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--serve") {
        return logins::serve(arguments[at + 1].parse().unwrap());
    }
    println!("| what | median | beside it |\n|---|---|---|");
    primitives::run();
    path::run();
    pictures::run();
    logins::run();
}

/// Prints a row of the report.
fn row(what: &str, median: &str, beside: &str) {
    println!("| {what} | {median} | {beside} |");
}

fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The median of `rounds` runs.
fn median_of(rounds: usize, mut work: impl FnMut()) -> Duration {
    median((0..rounds).map(|_| time(&mut work).1).collect())
}

fn text(duration: Duration) -> String {
    let micros = duration.as_secs_f64() * 1e6;
    if micros < 1000.0 { format!("{micros:.0} µs") } else { format!("{:.1} ms", micros / 1000.0) }
}

fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.1} times", one.as_secs_f64() / other.as_secs_f64())
}
