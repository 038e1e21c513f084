//! Programs from Debian's packages, installed if they are missing and installing is allowed.

use std::path::PathBuf;

use crate::process::{command, find, read, run};
use crate::result::Result;
use crate::workspace;

/// Finds one of `programs`, or installs `packages` and looks again.
///
/// # Errors
/// With one line that says what to install, if installing is not allowed or failed.
pub(crate) fn program(programs: &[&str], packages: &[&str]) -> Result<PathBuf> {
    if let Some(found) = find(programs) {
        return Ok(found);
    }
    let name = programs.first().copied().unwrap_or_default();
    install(packages).map_err(|reason| format!("{name} is missing and {reason}"))?;
    find(programs).ok_or_else(|| format!("{name} is missing, also after installing {}", packages.join(" ")))
}

/// Installs packages with apt-get.
///
/// # Errors
/// When this is not Debian's kind of system, the user is not root, or apt-get failed.
pub(crate) fn install(packages: &[&str]) -> Result {
    let wanted = packages.join(" ");
    if !may_install() {
        return Err(format!(
            "cannot be installed from here; install it yourself (Debian: apt-get install {wanted})"
        ));
    }
    println!("Installing {wanted} from Debian's packages");
    run(apt(&["update", "-qq"]))?;
    run(apt(&[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat()))
}

fn may_install() -> bool {
    let root = read(command("id", ["-u"])).is_ok_and(|id| id.trim() == "0");
    root && find(&["apt-get"]).is_some()
}

/// Waits for another apt-get instead of failing beside it.
fn apt(arguments: &[&str]) -> std::process::Command {
    let mut apt = command("apt-get", ["-o", "DPkg::Lock::Timeout=600"]);
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    if !workspace::in_ci() {
        apt.stdout(std::process::Stdio::null());
    }
    apt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_there_is_not_installed() {
        assert!(program(&["no-such-program-anywhere", "cargo"], &["no-such-package"]).is_ok());
    }
}
