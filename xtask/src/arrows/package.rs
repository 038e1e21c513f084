//! The crates of the workspace, from cargo's metadata.

use std::path::PathBuf;

use serde_json::Value;

use crate::process::{cargo, read};
use crate::result::Result;

/// A crate of the workspace.
pub(super) struct Package {
    pub(super) name: String,
    /// The folder of its manifest.
    pub(super) folder: PathBuf,
    pub(super) features: Vec<String>,
}

pub(super) fn packages() -> Result<Vec<Package>> {
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
