//! Opens the user's browser, if there is one.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::folder::Folder;

/// Shows `address` in the user's browser. If that fails, nothing happens: the address is printed too.
///
/// Every user of the machine can read a program's arguments, and the address is a secret. So the browser gets a file
/// that only its user can read, and that redirects to the address.
pub(crate) fn open(folder: &Folder, address: &str) {
    let Some(program) = program() else { return };
    if let Ok(page) = folder.write_page(&page(address)) {
        start(program, &page);
    }
}

/// A page that redirects to `address`.
fn page(address: &str) -> String {
    format!(
        r#"<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}">
<title>Key</title>
<a href="{address}">Key</a>
"#
    )
}

fn start(program: &str, page: &Path) {
    let quiet = Command::new(program)
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut child) = quiet {
        std::thread::spawn(move || child.wait());
    }
}

/// The program that opens a browser. Without a display `xdg-open` would put a text browser over the terminal.
fn program() -> Option<&'static str> {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| std::env::var_os(name).is_some());
    if cfg!(target_os = "macos") { Some("open") } else { (cfg!(unix) && display).then_some("xdg-open") }
}
