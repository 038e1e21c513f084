//! The seams from outside Rust: a Python program sets up Key with a running service and confirms logins.

#![allow(clippy::unwrap_used, reason = "a test ends where something is amiss")]

mod environment;
mod interpreter;
mod service;

use std::sync::LazyLock;

use environment::Environment;
use service::{PASSWORD, RunningService, USERNAMES};

/// Prepared once for all tests.
static PYTHON: LazyLock<Environment> = LazyLock::new(Environment::prepare);

#[test]
fn pk01_python_signs_in_through_the_bindings() {
    let service = RunningService::start();
    let [first, second] = &service.one_time_passwords;
    let typed = [PASSWORD, first, PASSWORD, second];
    let [username, another] = USERNAMES;
    let said = PYTHON.run("python/sample.py", &[&service.address, username, another], &typed);
    println!("{said}");
    let signed_in = |username| said.matches(&format!("in the browser: signed in as {username}")).count();
    assert_eq!((signed_in(username), signed_in(another)), (5, 2));
    for line in ["not confirmed, 4 tries left", "in the browser: Login aborted"] {
        assert!(said.contains(line), "{line} is missing");
    }
    for secret in typed.into_iter().chain(["271828", "271829"]) {
        assert!(!said.contains(secret), "a secret was printed");
    }
}

#[test]
fn whatever_an_app_throws_its_part_has_failed() {
    PYTHON.run("tests/python/faults.py", &[], &[]);
}
