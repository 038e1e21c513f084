//! The performance of Key on this machine, written to `docs/benchmarks.md`.

use std::fs;
use std::time::Duration;

use crate::browser;
use crate::clean_clone::{self, Build, Measured};
use crate::process::{cargo, command, read};
use crate::result::Result;
use crate::workspace;

const PAGE: &str = "docs/benchmarks.md";

const HEAD: &str = "\
# What Key costs

Written by `cargo xtask bench`; run it again to repeat it, on a machine that does nothing else. Medians; what stands beside a figure was measured
in the same run. To reach: less than 3 ms from a decision to the browser's event, less than 60 MB for the idle try-out, a clean `cargo run`
listening within 4 minutes on two cores, a tap seen within 100 ms, 60 frames a second (16.7 ms) while something moves.

";

pub(crate) fn run() -> Result {
    let table = read(cargo(["bench", "--package", "key-tests", "--bench", "key"]))?;
    let feel = browser::feel()?;
    let cold = clean_clone::measure(Build::Cold)?;
    let (_, siege) = parts()?;
    write(&format!("{HEAD}{}\n\n{}{feel}{}", machine(), table.trim_start(), rows(cold)), &siege)
}

/// Replaces the table of floods in the page.
pub(crate) fn write_siege(siege: &str) -> Result {
    let (bench, _) = parts()?;
    write(&bench, siege)
}

/// The two parts of the page: performance, and floods.
fn parts() -> Result<(String, String)> {
    let page = fs::read_to_string(workspace::root().join(PAGE));
    let page = page.map_err(|error| format!("{PAGE} could not be read: {error}"))?;
    let start = page.find("## Under siege").unwrap_or(page.len());
    Ok((page[..start].to_owned(), page[start..].to_owned()))
}

fn write(bench: &str, siege: &str) -> Result {
    let page = format!("{}\n\n{siege}", bench.trim_end());
    let path = workspace::root().join(PAGE);
    fs::write(&path, format!("{}\n", page.trim_end()))
        .map_err(|error| format!("{PAGE} could not be written: {error}"))?;
    println!("Written to {PAGE}");
    Ok(())
}

fn rows(Measured { listening, memory_kib }: Measured) -> String {
    format!(
        "| clean `cargo run` until both pages answer | {} | everything built, debug |\n\
         | memory of the idle try-out | {} MB | debug build, service and one phone |\n",
        minutes(listening),
        memory_kib / 1000,
    )
}

fn minutes(duration: Duration) -> String {
    format!("{} min {:02} s", duration.as_secs() / 60, duration.as_secs() % 60)
}

/// The number of cores and the compiler.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let compiler = read(command("rustc", ["--version"])).unwrap_or_default();
    format!("Measured on {cores} cores, {}.", compiler.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rows_of_the_table() {
        let rows = rows(Measured { listening: Duration::from_secs(125), memory_kib: 45_500 });
        assert!(rows.starts_with("| clean `cargo run` until both pages answer | 2 min 05 s |"));
        assert!(rows.contains("| 45 MB |"));
    }
}
