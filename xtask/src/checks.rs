//! The checks that cargo itself runs.

use crate::process::{cargo, run};
use crate::result::Result;

pub(crate) fn formatting() -> Result {
    run(cargo(["fmt", "--all", "--check"]))
}

pub(crate) fn clippy() -> Result {
    run(cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// Plain `cargo test`, because it also runs the examples in the documentation.
pub(crate) fn rust_tests() -> Result {
    run(cargo(["test", "--workspace", "--no-fail-fast"]))
}

pub(crate) fn docs() -> Result {
    let mut doc = cargo(["doc", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}
