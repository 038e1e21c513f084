//! Runs attacks for minutes or hours: `cargo xtask oracle`, `copies`, `grind`, `kills` and `siege` start this program.

#![allow(clippy::unwrap_used, reason = "a tool of developers, ended by what is amiss")]

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use key_tests::attacks::statistics::Compared;
use key_tests::attacks::{grind, kills, names, oracle, siege};
use key_tests::copies;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = |or: u64| arguments.get(1).map_or(or, |text| text.parse().unwrap());
    match arguments.first().map(String::as_str) {
        Some("copies") => search_copies(count(10_000)),
        Some("grind") => grind_codes(count(10_000_000)),
        Some("kills") => kill(count(200)),
        Some("names") => search_names(count(5_000)),
        Some("oracle") => measure(count(5_000)),
        Some("siege") => besiege(count(20)),
        _ => ExitCode::FAILURE,
    }
}

/// A new seed in each run, so that hours of runs cover new schedules.
#[expect(clippy::disallowed_methods, reason = "nothing else tells one run from another")]
fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() << 20
}

fn search_copies(count: u64) -> ExitCode {
    let seed = seed();
    println!("{count} schedules from seed {seed}");
    let report = copies::run(seed, count, threads());
    println!("{report:?}");
    verdict((report.unseen, report.frozen, report.stuck) == (0, 0, 0) && report.bad_seed.is_none())
}

fn grind_codes(count: u64) -> ExitCode {
    let report = grind::run(seed(), count);
    let expected = count as f64 / 1e6;
    println!("{} pairings with a man in the middle: {} times the same code", report.pairings, report.same);
    println!("to be expected with one try in a million: {expected:.1}");
    println!("a commitment opened to another share: {} of 100,000 tries", report.opened);
    println!("with no commitment: one share in {} is enough, on the average", report.without);
    verdict((report.same as f64) < expected + 5.0 * expected.sqrt() + 5.0 && report.opened == 0)
}

fn kill(count: u64) -> ExitCode {
    let report = kills::run(count);
    println!("{report}");
    verdict(report.faults.is_empty())
}

/// Measures the first table of `docs/oracle.md`.
fn measure(calls: u64) -> ExitCode {
    println!("| situation | answer | right, µs | wrong, µs | right − wrong, µs | 95 % |");
    println!("|---|---|---|---|---|---|");
    oracle::run(usize::try_from(calls).unwrap(), |row| {
        println!("| {} | {} | {} |", row.name, row.answer, told(&row.compared));
    });
    ExitCode::SUCCESS
}

/// Measures the second table.
fn search_names(tries: u64) -> ExitCode {
    println!("| situation | status | logins each | user, µs | made-up, µs | user − made-up, µs | 95 % |");
    println!("|---|---|---|---|---|---|---|");
    names::run(usize::try_from(tries).unwrap(), |row| {
        println!("| {} | {} | {} | {} |", row.name, row.status, row.tries, told(&row.compared));
    });
    ExitCode::SUCCESS
}

fn told(compared: &Compared) -> String {
    let [first, second] = compared.medians.map(|time| time.as_nanos() as f64 / 1000.0);
    let [low, middle, high] = compared.difference.map(|nanoseconds| nanoseconds as f64 / 1000.0);
    format!("{first:.1} | {second:.1} | {middle:+.2} | {low:+.2} to {high:+.2}")
}

/// Measures the rows of `docs/benchmarks.md`.
fn besiege(logins: u64) -> ExitCode {
    println!("| flood | logins | refused | median | slowest | answers to the attackers |");
    println!("|---|---|---|---|---|---|");
    let mut refused = 0;
    siege::run(usize::try_from(logins).unwrap(), |row| {
        let [median, slowest] = [row.median, row.slowest].map(|time| time.as_millis());
        let siege::Row { name, logins, answered, .. } = row;
        println!("| {name} | {logins} | {} | {median} ms | {slowest} ms | {answered} |", row.refused);
        refused += row.refused;
    });
    verdict(refused == 0)
}

fn threads() -> u64 {
    std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64)
}

fn verdict(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
