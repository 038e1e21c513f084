//! The protocol's test vectors, checked a second time by a program that shares no code with the first; and a device
//! built on that program, tested against the real service.

use std::path::{Path, PathBuf};

use crate::process::{cargo, command, find, read, run};
use crate::result::Result;
use crate::{debian, workspace};

/// The folder of the vectors, `check.py`, and `requirements.txt` with the packages that it needs.
const FOLDER: &str = "protocol/tests/vectors";

pub(crate) fn run_check() -> Result {
    run(script("check.py")?)
}

/// Runs the second device: it pairs, confirms, changes its PIN, is killed and copied.
pub(crate) fn drive() -> Result {
    run(cargo(["build", "--package", "key-server"]))?;
    let mut drive = script("drive.py")?;
    drive.arg("--server").arg(workspace::target().join("debug").join("key-server"));
    run(drive)
}

fn script(name: &str) -> Result<std::process::Command> {
    let script = workspace::root().join(FOLDER).join(name);
    if !script.is_file() {
        return Err(format!("{} is missing", script.display()));
    }
    let mut command = python(python_environment()?.as_path(), &["-B"]);
    command.arg(script);
    Ok(command)
}

/// Makes sure that Python can run the tests and checks.
pub(crate) fn prepare() -> Result {
    python_environment().map(|_| ())
}

/// A Python environment with the packages of the check, under the target folder.
fn python_environment() -> Result<PathBuf> {
    let environment = workspace::target().join("python");
    let interpreter = environment.join("bin/python");
    if read(python(&interpreter, &["-m", "pip", "--version"])).is_err() {
        create(&environment)?;
    }
    let mut install =
        python(&interpreter, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.arg("--requirement").arg(workspace::root().join(FOLDER).join("requirements.txt"));
    run(install)?;
    Ok(interpreter)
}

/// Creates the environment. Debian has the module `venv` in a separate package, which is installed after a first
/// failure.
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
