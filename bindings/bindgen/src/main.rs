//! `cargo run --package key-bindgen -- LANGUAGE LIBRARY FOLDER`

use std::path::Path;
use std::process::ExitCode;

use key_bindgen::{Language, generate};

const USAGE: &str = "\
Writes the bindings of one language from the built library.

  cargo build --package key-bindings
  cargo run --package key-bindgen -- kotlin|python|swift LIBRARY FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, library, folder] = arguments.as_slice() else { return failed(USAGE) };
    let Some(language) = Language::from_name(language) else { return failed(USAGE) };
    match generate(Path::new(library), language, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&format!("key-bindgen: {error:#}")),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
