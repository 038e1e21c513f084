//! Python with packages, in an environment of its own. The tests of key-service use this file too.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter of an environment that has the packages of `requirements`.
pub(crate) fn interpreter(environment: &Path, requirements: &Path) -> PathBuf {
    let interpreter = environment.join("bin/python");
    let install = || {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        Command::new(&interpreter).args(pip).arg(requirements).status().is_ok_and(|status| status.success())
    };
    if !install() {
        let venv = Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment).status();
        let made = venv.is_ok_and(|status| status.success());
        assert!(made, "python3 with its module venv is needed (on Debian: python3-venv)");
        assert!(install(), "pip could not install {}", requirements.display());
    }
    interpreter
}
