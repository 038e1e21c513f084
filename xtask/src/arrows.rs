//! Who may depend on whom: crates by their dependencies, and modules by what they name. No circle anywhere.

mod crates;
mod modules;

use std::path::PathBuf;

use serde_json::Value;

use crate::Result;
use crate::process::{cargo, read};

/// A crate of the workspace, as cargo knows it.
pub(crate) struct Package {
    pub(crate) name: String,
    /// The folder of its manifest.
    pub(crate) folder: PathBuf,
    pub(crate) features: Vec<String>,
}

pub(crate) fn run() -> Result {
    let packages = packages()?;
    let mut faults = crates::faults(&packages)?;
    faults.extend(modules::faults(&packages)?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn packages() -> Result<Vec<Package>> {
    let text = read(cargo(["metadata", "--no-deps", "--format-version=1", "--quiet"]))?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let read = |package: &Value| {
        let manifest = PathBuf::from(package["manifest_path"].as_str()?);
        Some(Package {
            name: package["name"].as_str()?.to_owned(),
            folder: manifest.parent()?.to_owned(),
            features: package["features"].as_object()?.keys().cloned().collect(),
        })
    };
    packages
        .iter()
        .map(read)
        .collect::<Option<_>>()
        .ok_or_else(|| "cargo metadata says something else".to_owned())
}
