//! Who may depend on whom: crates by their dependencies, and modules by what they name. No circle anywhere.

mod crates;
mod modules;
mod package;

use crate::result::Result;

pub(crate) fn run() -> Result {
    let packages = package::packages()?;
    let mut faults = crates::faults(&packages)?;
    faults.extend(modules::faults(&packages)?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
