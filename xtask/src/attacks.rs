//! Attacks that need time or luck; the program is `tests/src/bin/key-attacks.rs`.

use std::fs;
use std::process::Command;

use crate::process::{cargo, read, run};
use crate::result::Result;
use crate::{bench, workspace};

const PAGE: &str = "docs/oracle.md";

const HEAD: &str = "\
# What time tells

## Does time tell the PIN?

Written by `cargo xtask oracle`; run it again to repeat it, on a machine that does nothing else. A thief who has the possession key and asks the
real service over loopback sends the same call with a right and with a wrong proof of the PIN, in turns, in each situation in which a call is
refused. Right and wrong are medians. The difference is the median over all pairs, between the ends of its 95 % interval (by ranks, so nothing is
assumed of the spread). Of twenty rows, one is expected to lie beside zero by chance. What the first attack found was 50 to 90 µs.

";

const NAMES: &str = "\
## Does time tell who is a user?

A stranger sends a login with a wrong password, in turns with the name of a user and with a made-up one of the same length, each from another
address, as through a proxy. Throttled names are refused before anything is hashed, so that what is left is small work; nobody can try more often
than that. What the first attack found was 45 µs, and 130 µs with a session's cookie under the name of a browser's.

";

const SIEGE: &str = "\
## Under siege

Written by `cargo xtask siege`. What a login costs a user in a browser that they have signed in with before, from the password to the page inside,
with the phone's work in it, while others flood the service over loopback and share its cores. To reach: none refused, less than 2 s.

";

/// Compares right with wrong PINs, and users' names with made-up ones, by time, with `calls` calls each.
pub(crate) fn oracle(calls: &str) -> Result {
    let [pins, names] = [read(attack(&["oracle", calls]))?, read(attack(&["names", calls]))?];
    let machine = bench::machine();
    let page = format!("{HEAD}{machine}\n{calls} calls each.\n\n{pins}\n{NAMES}{names}");
    fs::write(workspace::root().join(PAGE), page)
        .map_err(|error| format!("{PAGE} cannot be written: {error}"))?;
    println!("Written to {PAGE}");
    Ok(())
}

/// Measures logins during each flood, and writes them into the page of benchmarks.
pub(crate) fn siege(logins: &str) -> Result {
    let table = read(attack(&["siege", logins]))?;
    let machine = bench::machine();
    bench::write_siege(&format!("{SIEGE}{machine}\n\n{table}"))
}

/// Plays lives of phones and their copies, or men in the middle of pairings, with a new seed each time.
pub(crate) fn play(name: &str, count: &str) -> Result {
    run(attack(&[name, count]))
}

fn attack(arguments: &[&str]) -> Command {
    let mut command =
        cargo(["run", "--quiet", "--release", "--package", "key-tests", "--bin", "key-attacks", "--"]);
    command.args(arguments);
    command
}
