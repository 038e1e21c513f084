//! The allowed dependencies: crates by their manifests, and modules by the names they use. No cycles anywhere.

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
