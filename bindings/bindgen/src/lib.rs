//! Writes the Kotlin, Python and Swift side of the bindings from the built library.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

/// A language that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// For Android; it calls the library through JNA.
    Kotlin,
    /// It calls the library through ctypes.
    Python,
    /// For iOS; with a C header and a module map.
    Swift,
}

impl Language {
    /// Reads `kotlin`, `python` or `swift`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "kotlin" => Some(Self::Kotlin),
            "python" => Some(Self::Python),
            "swift" => Some(Self::Swift),
            _ => None,
        }
    }

    const fn target(self) -> TargetLanguage {
        match self {
            Self::Kotlin => TargetLanguage::Kotlin,
            Self::Python => TargetLanguage::Python,
            Self::Swift => TargetLanguage::Swift,
        }
    }
}

/// Writes the files of one language into the folder `out`, from the built library of `key-bindings` (`.so`,
/// `.dylib`, `.dll` or `.a`).
///
/// # Errors
/// When the library is not one of ours or the folder cannot be written.
pub fn generate(library: &Path, language: Language, out: &Path) -> anyhow::Result<()> {
    let options = GenerateOptions {
        languages: vec![language.target()],
        source: utf8(library)?,
        out_dir: utf8(out)?,
        ..GenerateOptions::default()
    };
    let mut paths = BindgenPaths::default();
    paths.add_layer(Bindings);
    generate_with_bindgen_paths(options, paths)
}

/// Where `uniffi.toml` is, without asking cargo.
struct Bindings;

impl BindgenPathsLayer for Bindings {
    fn get_crate_root(&self, crate_name: &str) -> Option<Utf8PathBuf> {
        (crate_name == "key_bindings").then(|| Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")))
    }
}

fn utf8(path: &Path) -> anyhow::Result<Utf8PathBuf> {
    Utf8PathBuf::from_path_buf(PathBuf::from(path))
        .map_err(|path| anyhow::anyhow!("{} is not UTF-8", path.display()))
        .context("the paths of library and folder must be UTF-8")
}
