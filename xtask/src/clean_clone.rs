//! The README's two commands, run as in a freshly cloned repository.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::process::{cargo, command, read, run};
use crate::report::now;
use crate::result::Result;
use crate::{http, workspace};

/// How long a person with two cores may have to wait for the first page.
const PATIENCE: Duration = Duration::from_secs(4 * 60);
const HEADING: &str = "## Two commands";
const COMMANDS: [&str; 2] = ["cargo run", "cargo xtask test"];

/// Whether external crates are built anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Everything, as on a new machine.
    Cold,
    /// Only ours, with the external crates that the workspace has built already: CI's hour is too short for more.
    Shared,
}

/// The measurements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// From `cargo run` until both pages answered.
    pub(crate) listening: Duration,
    /// The resident memory of the idle try-out, in KiB; 0 if the system does not report it.
    pub(crate) memory_kib: u64,
}

pub(crate) fn run_in(build: Build) -> Result {
    measure(build).map(|_| ())
}

/// Runs the README's commands, and measures the first one.
pub(crate) fn measure(build: Build) -> Result<Measured> {
    let folder = workspace::target().join("clean-clone");
    remove(&folder)?;
    let clone = folder.join("key");
    let target = match build {
        Build::Cold => folder.join("target"),
        Build::Shared => workspace::target(),
    };
    clone_head(&clone)?;
    check_readme(&clone)?;
    let mut help = cargo(["xtask", "help"]);
    help.current_dir(&clone).env("CARGO_TARGET_DIR", &target);
    read(help)?;
    let measured = try_out(&clone, &target, &folder.join("data"))?;
    remove(&folder)?;
    Ok(measured)
}

fn clone_head(clone: &Path) -> Result {
    let mut git = command("git", ["clone", "--quiet", "--no-hardlinks"]);
    git.arg(workspace::root()).arg(clone);
    run(git)
}

fn check_readme(clone: &Path) -> Result {
    let readme =
        fs::read_to_string(clone.join("README.md")).map_err(|error| format!("README.md: {error}"))?;
    let found = commands(&readme);
    if found == COMMANDS {
        return Ok(());
    }
    Err(format!(
        "README.md must have {COMMANDS:?} in the first fenced block under {HEADING:?}, it has {found:?}"
    ))
}

/// The lines of the first fenced block under [`HEADING`], without comments after the commands.
fn commands(readme: &str) -> Vec<&str> {
    let section = readme.lines().skip_while(|line| line.trim_end() != HEADING);
    let block = section.skip_while(|line| !line.starts_with("```")).skip(1);
    let block = block.take_while(|line| !line.starts_with("```"));
    block.map(|line| line.split(" #").next().unwrap_or(line).trim()).filter(|line| !line.is_empty()).collect()
}

/// Starts the try-out with the first command and opens both of its pages.
fn try_out(clone: &Path, target: &Path, data: &Path) -> Result<Measured> {
    let mut start = cargo(["run", "--", "--no-open", "--port", "0", "--phone-port", "0", "--data"]);
    start.arg(data).current_dir(clone).env("CARGO_TARGET_DIR", target).stdout(Stdio::piped());
    println!("$ cargo run -- --no-open --port 0 --phone-port 0 --data {}", data.display());
    let began = now();
    let mut running = start.spawn().map_err(|error| format!("cargo run could not be started: {error}"))?;
    let pages =
        addresses(&mut running).and_then(|addresses| addresses.iter().try_for_each(|page| is_there(page)));
    let listening = began.elapsed();
    let memory_kib = memory_kib(running.id());
    stop(running)?;
    pages?;
    println!("Both pages answered {} s after `cargo run`", listening.as_secs());
    Ok(Measured { listening, memory_kib })
}

/// The resident memory of a process, as Linux reports it.
fn memory_kib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    resident.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The addresses of the service and of the first phone, as the try-out prints them.
fn addresses(running: &mut Child) -> Result<[String; 2]> {
    let lines = lines(running)?;
    let deadline = now() + PATIENCE;
    let [mut ledger, mut phone] = [None, None];
    loop {
        let left = deadline.saturating_duration_since(now());
        let line = lines.recv_timeout(left).map_err(|_| {
            format!("`cargo run` printed no addresses within {} minutes", PATIENCE.as_secs() / 60)
        })?;
        ledger = ledger.or_else(|| address(&line, "Ledger"));
        phone = phone.or_else(|| address(&line, "Phone 1"));
        if let (Some(ledger), Some(phone)) = (&ledger, &phone) {
            return Ok([ledger.clone(), phone.clone()]);
        }
    }
}

fn lines(running: &mut Child) -> Result<Receiver<String>> {
    let output = running.stdout.take().ok_or("`cargo run` has no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(std::io::Result::ok) {
            // Nobody receives any more once both addresses are known; the pipe must be emptied all the same.
            let _ = sender.send(line);
        }
    });
    Ok(receiver)
}

fn address(line: &str, label: &str) -> Option<String> {
    let address = line.trim().strip_prefix(label)?.trim();
    address.starts_with("http://").then(|| address.to_owned())
}

fn is_there(page: &str) -> Result {
    // The ticket in the address is exchanged for a cookie, and the browser is redirected.
    match http::status(page)? {
        200 | 303 => Ok(()),
        other => Err(format!("{page} answered {other}, not 303")),
    }
}

/// Ends the process that was started: `cargo run` has become the try-out by then.
fn stop(mut running: Child) -> Result {
    running
        .kill()
        .and_then(|()| running.wait())
        .map(|_| ())
        .map_err(|error| format!("could not stop it: {error}"))
}

fn remove(folder: &PathBuf) -> Result {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| format!("{} could not be removed: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_from_the_block_under_their_heading() {
        let readme = "# Key\n```\nother\n```\n## Two commands\nText.\n```sh\ncargo run        # the whole\n\ncargo xtask test\n```\nmore\n```\nx\n```\n";
        assert_eq!(commands(readme), COMMANDS);
        assert_eq!(commands("# Key\n```\ncargo run\n```\n"), [""; 0]);
    }

    #[test]
    fn addresses_follow_their_label() {
        assert_eq!(address("  Ledger   http://127.0.0.1:1", "Ledger"), Some("http://127.0.0.1:1".to_owned()));
        assert_eq!(address("Phone 12  http://127.0.0.1:1", "Phone 1"), None);
        assert_eq!(address("Ledger is starting", "Ledger"), None);
    }
}
