//! The protocol's test vectors, checked a second time by a program that shares no code with the first.

use std::path::{Path, PathBuf};

use crate::process::{command, find, read, run};
use crate::{Result, debian, workspace};

const PACKAGE: &str = "cryptography==50.0.2";

pub(crate) fn run_check() -> Result {
    let script = workspace::root().join("protocol/tests/vectors/check.py");
    if !script.is_file() {
        return Err(format!("{} is missing", script.display()));
    }
    let mut check = python(python_environment()?.as_path(), &["-B"]);
    check.arg(script);
    run(check)
}

/// An environment of Python's with the one package in it, under the target folder.
fn python_environment() -> Result<PathBuf> {
    let environment = workspace::target().join("python");
    let interpreter = environment.join("bin/python");
    if read(python(&interpreter, &["-m", "pip", "--version"])).is_err() {
        create(&environment)?;
    }
    run(python(&interpreter, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]))?;
    Ok(interpreter)
}

/// Debian has the module `venv` in a package of its own, so a first failure is answered by installing it.
fn create(environment: &Path) -> Result {
    let venv = || {
        let system = find(&["python3"]).unwrap_or_else(|| PathBuf::from("python3"));
        let mut venv = python(&system, &["-m", "venv", "--clear"]);
        venv.arg(environment);
        run(venv)
    };
    venv().or_else(|_| {
        debian::install(&["python3", "python3-venv"])
            .map_err(|reason| format!("Python 3 with its module venv is missing and {reason}"))?;
        venv()
    })
}

fn python(interpreter: &Path, arguments: &[&str]) -> std::process::Command {
    command(&interpreter.to_string_lossy(), arguments)
}
