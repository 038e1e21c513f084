//! Opens the user's browser, where there is one.

use std::process::{Command, Stdio};

use key_protocol::origin::Origin;

/// Shows `address` in the user's browser. Where that does not work nothing happens: the address is printed too.
pub(crate) fn open(address: &Origin) {
    let Some(program) = program() else { return };
    let quiet = Command::new(program)
        .arg(address.as_str())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut child) = quiet {
        std::thread::spawn(move || child.wait());
    }
}

/// Without a display `xdg-open` would put a text browser over the terminal.
fn program() -> Option<&'static str> {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| std::env::var_os(name).is_some());
    if cfg!(target_os = "macos") { Some("open") } else { (cfg!(unix) && display).then_some("xdg-open") }
}
