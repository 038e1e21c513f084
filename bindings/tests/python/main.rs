//! The seams from outside Rust: a Python program takes Key into use with a running service and confirms logins.

mod environment;
mod service;

use environment::Environment;
use service::{PASSWORD, RunningService, USERNAME};

#[test]
fn pk01_python_signs_in_through_the_bindings() {
    let service = RunningService::start();
    let python = Environment::prepare();
    let typed = [PASSWORD, &service.one_time_password];
    let said = python.run("sample.py", &[&service.address, USERNAME], &typed);
    println!("{said}");
    let signed_in = format!("in the browser: signed in as {USERNAME}");
    assert_eq!(said.matches(&signed_in).count(), 4, "{said}");
    for line in ["not confirmed, 4 tries left", "in the browser: Login aborted"] {
        assert!(said.contains(line), "{line} is missing in\n{said}");
    }
    for secret in typed.into_iter().chain(["271828", "271829"]) {
        assert!(!said.contains(secret), "a secret was printed");
    }
}
