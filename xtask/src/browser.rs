//! The browser tests in `tests/browser`: the real app against the real service in headless Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{cargo, command, read, run};
use crate::result::Result;
use crate::{debian, workspace};

const OLDEST_NODE: u32 = 18;
const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Runs all browser tests, or those whose file or test has `name` in its name.
///
/// # Errors
/// When a test fails or cannot run. A missing browser is a failure too, so that nobody mistakes it for success.
pub(crate) fn run_tests(name: Option<&str>) -> Result {
    run_tests_with(name, [])
}

/// Runs the browser tests with more environment variables.
///
/// # Errors
/// As [`run_tests`].
pub(crate) fn run_tests_with<const N: usize>(name: Option<&str>, variables: [(&str, String); N]) -> Result {
    let mut tests = node(&["--test", "--test-reporter=spec", "--test-concurrency=2"])?;
    tests.args(selection(name)?);
    tests.envs(variables);
    tests.env("KEY_SCREENSHOTS", workspace::target().join("screenshots"));
    run(tests)
}

/// Draws every page and screen in many shapes, or only the `screens` or the `pages`, on contact sheets.
///
/// # Errors
/// When a page cannot be reached or drawn.
pub(crate) fn draw_pictures(part: Option<&str>) -> Result {
    let mut drawing = node(&[])?;
    drawing.arg(folder().join("pictures.mjs"));
    drawing.args(part);
    drawing.env("KEY_SCREENSHOTS", workspace::target().join("pictures"));
    run(drawing)
}

/// Measures how the browser phone answers and moves; returns rows of a table.
///
/// # Errors
/// When a page cannot be reached.
pub(crate) fn feel() -> Result<String> {
    let mut measuring = node(&[])?;
    measuring.arg(folder().join("feel.mjs"));
    read(measuring)
}

/// Node with what every script needs: the packages, Chromium, the try-out, and the sample screens.
fn node(arguments: &[&str]) -> Result<Command> {
    let chromium = debian::program(CHROMIUM, &["chromium"]).map_err(not_run)?;
    let program = find_node().map_err(not_run)?;
    install_packages().map_err(not_run)?;
    run(cargo(["build", "--package", "key-tryout"]))?;
    let mut node = command(&program.to_string_lossy(), arguments.iter().copied());
    node.env("KEY_CHROMIUM", chromium);
    node.env("KEY_TRYOUT", workspace::target().join("debug/key-tryout"));
    node.env("KEY_SCREENS", write_screens()?);
    Ok(node)
}

/// Writes all sample screens as pages, and returns their folder.
fn write_screens() -> Result<PathBuf> {
    let folder = workspace::target().join("screens");
    let mut write = cargo([
        "run",
        "--quiet",
        "--package",
        "key-app",
        "--features",
        "testing",
        "--example",
        "screens",
        "--",
    ]);
    write.arg(&folder);
    run(write)?;
    Ok(folder)
}

fn not_run(reason: String) -> String {
    format!("the browser tests did not run: {reason}")
}

fn folder() -> PathBuf {
    workspace::root().join("tests/browser")
}

fn find_node() -> Result<PathBuf> {
    let node = debian::program(&["node", "nodejs"], &["nodejs"])?;
    let version = read(command(&node.to_string_lossy(), ["--version"]))?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(node),
        _ => Err(format!("node is {}, {OLDEST_NODE} or newer is needed", version.trim())),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs the packages of the committed lock file, if it has changed since the last time.
fn install_packages() -> Result {
    let lock = fs::read(folder().join("package-lock.json"))
        .map_err(|error| format!("package-lock.json: {error}"))?;
    let mark = folder().join("node_modules/.installed");
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = debian::program(&["npm"], &["npm"])?;
    let mut install = command(&npm.to_string_lossy(), ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    install.current_dir(folder());
    run(install)?;
    fs::write(&mark, lock).map_err(|error| format!("{}: {error}", mark.display()))
}

/// The files to run; a name that matches no file selects tests in all of them.
fn selection(name: Option<&str>) -> Result<Vec<String>> {
    let files = test_files(&folder())?;
    let Some(name) = name else { return Ok(files) };
    let named: Vec<String> = files.iter().filter(|file| is_named(file, name)).cloned().collect();
    if named.is_empty() {
        return Ok([vec![format!("--test-name-pattern={name}")], files].concat());
    }
    Ok(named)
}

fn is_named(file: &str, name: &str) -> bool {
    Path::new(file).file_name().is_some_and(|own| own.to_string_lossy().contains(name))
}

fn test_files(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path().to_string_lossy().into_owned());
    let mut files: Vec<String> = paths.filter(|path| path.ends_with(".test.mjs")).collect();
    files.sort();
    if files.is_empty() { Err(format!("{} has no tests", folder.display())) } else { Ok(files) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("not a version"), None);
    }

    #[test]
    fn a_name_picks_files_before_tests() {
        assert!(is_named("/some/pairing.test.mjs", "pairing"));
        assert!(!is_named("/pairing/login.test.mjs", "pairing"));
    }
}
