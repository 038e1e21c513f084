//! The whole of Key on one machine: the service, and phones in browser pages, in one process.
//!
//! `cargo run` starts it and prints all addresses. [`options`] has the command-line options.

mod announce;
mod browser;
mod folder;
mod options;
mod ports;
mod run;
mod users;

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use options::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    log();
    match run::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Logs to stderr by `RUST_LOG`, or warnings if it is not set. The drawing library handles what users type, so it
/// never logs more than warnings.
fn log() {
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    for library in ["dioxus", "dioxus_core", "dioxus_liveview", "dioxus_signals", "generational_box"] {
        if let Ok(directive) = format!("{library}=warn").parse() {
            filter = filter.add_directive(directive);
        }
    }
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
