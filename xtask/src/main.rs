//! Developer tasks: `cargo xtask <task>`.
//!
//! To add one: write a module with a `run` function, add a line to [`USAGE`] and one to [`dispatch`]. Tasks start
//! other programs and read their output; they use as few crates as they can, so that they build in seconds.

mod arrows;
mod attacks;
mod bench;
mod browser;
mod checks;
mod ci;
mod clean_clone;
mod debian;
mod http;
mod licences;
mod postgres;
mod process;
mod report;
mod result;
mod vectors;
mod workspace;

use std::env;
use std::process::ExitCode;

use report::Report;
use result::Result;

const USAGE: &str = "\
cargo xtask <task>

  test             formatting, clippy, all Rust tests, then the browser tests
  e2e [name]       only the browser tests; only the files or tests whose name has `name` in it
  pictures [part]  contact sheets of every page and screen, to look at: in target/pictures; a quarter of an hour, or less
                   for `screens` or `pages` alone
  arrows           who may depend on whom (docs: ARCHITECTURE.md)
  vectors          the test vectors of the protocol, checked a second time in Python
  device           a second device, in Python, made from docs/protocol.md alone, against the real service; a minute or two
  docs             the documentation of all crates, warnings are errors
  licences         licences, banned crates and sources of all dependencies
  postgres [name]  the tests of the service on PostgreSQL, which is installed and started for them
  clean-clone      the README's commands in a fresh clone; with --cold also everything built anew, against the clock
  ci               all of the above, as .ci/run does
  copies [count]   lives of phones and their copies, 100,000 if not said: none unseen, nobody honest frozen
  grind [count]    men in the middle of pairings, 10,000,000 if not said: one in a million has the same code
  oracle [calls]   whether time tells a right PIN from a wrong one, or who is a user, written to docs/oracle.md; half an hour or so
  kills [count]    logins at three processes on PostgreSQL while so many of them, and the database, are killed; 200 if not said
  siege [logins]   what a login costs while others flood the service, written to docs/benchmarks.md; ten minutes or so
  bench            what Key costs, written to docs/benchmarks.md; five minutes or so, on a machine that does nothing else";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut report = Report::default();
    match arguments[..] {
        ["arrows"] => report.step("arrows", arrows::run),
        ["copies", count] => report.step("copies", || attacks::play("copies", count)),
        ["grind", count] => report.step("grind", || attacks::play("grind", count)),
        ["copies"] => report.step("copies", || attacks::play("copies", "100000")),
        ["grind"] => report.step("grind", || attacks::play("grind", "10000000")),
        ["oracle"] => report.step("oracle", || attacks::oracle("5000")),
        ["oracle", calls] => report.step("oracle", || attacks::oracle(calls)),
        ["device"] => report.step("second device", vectors::drive),
        ["bench"] => report.step("benchmarks", bench::run),
        ["ci"] => ci::run(&mut report),
        ["clean-clone"] => report.step("clean clone", || clean_clone::run_in(clean_clone::Build::Shared)),
        ["clean-clone", "--cold"] => {
            report.step("clean clone", || clean_clone::run_in(clean_clone::Build::Cold))
        }
        ["docs"] => report.step("docs", checks::docs),
        ["e2e"] => report.step("browser tests", || browser::run_tests(None)),
        ["e2e", name] => report.step("browser tests", || browser::run_tests(Some(name))),
        ["help" | "--help" | "-h"] => println!("{USAGE}"),
        ["licences"] => report.step("licences", licences::run_check),
        ["kills"] => report.step("kills", || postgres::run_kills("200")),
        ["kills", count] => report.step("kills", || postgres::run_kills(count)),
        ["pictures"] => report.step("pictures", || browser::draw_pictures(None)),
        ["pictures", part] => report.step("pictures", || browser::draw_pictures(Some(part))),
        ["postgres"] => report.step("PostgreSQL", || postgres::run_tests(None)),
        ["postgres", name] => report.step("PostgreSQL", || postgres::run_tests(Some(name))),
        ["siege"] => report.step("siege", || attacks::siege("20")),
        ["siege", logins] => report.step("siege", || attacks::siege(logins)),
        ["test"] => ci::test(&mut report),
        ["vectors"] => report.step("vectors", vectors::run_check),
        _ => return Err(format!("no such task\n\n{USAGE}")),
    }
    report.finish()
}
