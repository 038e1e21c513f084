//! Licences, banned crates and sources of all dependencies, by the rules in deny.toml.

use std::path::{Path, PathBuf};

use crate::process::{cargo, command, find, read, run};
use crate::result::Result;
use crate::workspace;

const VERSION: &str = "0.20.2";

pub(crate) fn run_check() -> Result {
    let tool = tool()?;
    run(command(&tool.to_string_lossy(), ["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))
}

/// cargo-deny from the search path if it has the right version, otherwise built under the target folder (about 90
/// seconds; an optimised build takes twice as long and saves nothing).
fn tool() -> Result<PathBuf> {
    let folder = workspace::target().join("tools");
    let own = folder.join("bin/cargo-deny");
    if let Some(found) = find(&["cargo-deny"]).into_iter().chain([own.clone()]).find(|tool| is_right(tool)) {
        return Ok(found);
    }
    let mut install = cargo(["install", "cargo-deny", "--version", VERSION]);
    install.args(["--locked", "--quiet", "--debug", "--no-default-features", "--root"]).arg(folder);
    run(install)?;
    Ok(own)
}

fn is_right(tool: &Path) -> bool {
    read(command(&tool.to_string_lossy(), ["--version"])).is_ok_and(|said| said.trim().ends_with(VERSION))
}
