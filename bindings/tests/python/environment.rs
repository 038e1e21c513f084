//! Python with the one package that the parts need, and the bindings written for it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use key_bindgen::{Language, generate};

use crate::interpreter::interpreter;

pub(crate) struct Environment {
    interpreter: PathBuf,
    module: PathBuf,
}

impl Environment {
    pub(crate) fn prepare() -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Self {
            interpreter: interpreter(&folder.join("python"), &sources().join("requirements.txt")),
            module: module(&folder.join("key_bindings")),
        }
    }

    /// Runs a program of this crate, types `lines` into it and returns what it said.
    pub(crate) fn run(&self, program: &str, arguments: &[&str], lines: &[&str]) -> String {
        let path = std::env::join_paths([self.module.clone(), sources()]).unwrap();
        let mut python = Command::new(&self.interpreter)
            .arg("-B")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(program))
            .args(arguments)
            .env("PYTHONPATH", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        python.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
        let output = python.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} ended with {}:\n{said}\n{complaint}", output.status);
        said
    }
}

fn sources() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/python"))
}

/// A folder with the library that was built for this test, and the Python module over it.
fn module(folder: &Path) -> PathBuf {
    let name = format!("{}key_bindings{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let built = std::env::current_exe().unwrap().with_file_name(&name);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::copy(&built, folder.join(&name)).unwrap();
    generate(&built, Language::Python, folder).unwrap();
    folder.to_owned()
}
