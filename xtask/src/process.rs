//! Starting other programs.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::result::Result;
use crate::workspace;

/// `cargo`, in the folder of the workspace.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    command(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Any program, in the folder of the workspace.
pub(crate) fn command<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace::root()).stdin(Stdio::null());
    command
}

/// Prints the command and runs it with its output shown.
///
/// # Errors
/// When it cannot be started or ends with another code than 0.
pub(crate) fn run(mut command: Command) -> Result {
    let line = shown(&command);
    println!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}")),
        Err(error) => Err(format!("`{line}` could not be started: {error}")),
    }
}

/// Runs the command and returns what it wrote to its standard output.
///
/// # Errors
/// When it cannot be started or ends with another code than 0, with what it wrote to its standard error.
pub(crate) fn read(mut command: Command) -> Result<String> {
    let line = shown(&command);
    let output = command.output().map_err(|error| format!("`{line}` could not be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{line}` ended with {}: {}", output.status, said.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first of `names` that is on the search path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// The command as a user would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named() {
        let message = read(command("cargo", ["no-such-task"])).unwrap_err();
        assert!(message.starts_with("`cargo no-such-task` ended with"), "{message}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let message = run(command("no-such-program-anywhere", ["x"])).unwrap_err();
        assert!(message.starts_with("`no-such-program-anywhere x` could not be started"), "{message}");
        assert_eq!(find(&["no-such-program-anywhere"]), None);
    }
}
