//! The lines of a user's devices, on the page of the user and on "Key devices".

use key_assets::icons;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::sessions::{Session, SignedInBy};

use super::context::PageContext;
use super::lines::{Line, Time};

/// A device in use, or one that was stopped.
pub(super) struct DeviceLine {
    pub(super) id: String,
    pub(super) line: Line,
    /// When it was added.
    pub(super) added: Option<Time>,
    /// Whether it is locked or frozen: Key has to be set up again on it.
    pub(super) stopped: bool,
}

/// The lines of the devices in use, and of those that were stopped, until another one is added.
pub(super) fn device_lines(view: &PageContext, session: &Session, devices: &[Device]) -> Vec<DeviceLine> {
    let newest = devices.iter().filter_map(|device| device.active_at).max();
    let is_over = |device: &&Device| device.ended_at.is_some_and(|ended| Some(ended) < newest);
    let shown = devices.iter().filter(|device| !is_over(device));
    shown.filter_map(|device| device_line(view, session, device)).collect()
}

/// The line of a device. `None` for a device that has left.
fn device_line(view: &PageContext, session: &Session, device: &Device) -> Option<DeviceLine> {
    let stopped = device.state != Lifecycle::Active;
    let (class, sign, state, at) = match device.state {
        Lifecycle::Disconnected | Lifecycle::Pairing | Lifecycle::Refused => return None,
        Lifecycle::Frozen => ("sign-danger", icons::WARNING, "welcome-device-frozen", device.ended_at),
        Lifecycle::Locked => ("sign-danger", icons::LOCK, "welcome-device-locked", device.ended_at),
        Lifecycle::Active if session.by == Some(SignedInBy::Device(device.id)) => {
            ("", icons::DEVICE, "welcome-device-this", None)
        }
        Lifecycle::Active => match device.used_at {
            Some(at) => ("", icons::DEVICE, "welcome-device-used", Some(at)),
            None => ("", icons::DEVICE, "devices-unused", None),
        },
    };
    let detail = format!("{} · {}", view.platform(device), view.t(state));
    let time = at.map(|at| Time::at(view, at));
    let line = Line { class, sign, title: device.name.to_string(), detail, time };
    let added = device.active_at.map(|at| Time::at(view, at));
    Some(DeviceLine { id: device.id.to_string(), line, added, stopped })
}
