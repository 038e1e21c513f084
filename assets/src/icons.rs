//! Icons and marks as SVG text, to be inserted unchanged into the markup.
//!
//! All use `currentColor`, are hidden from screen readers (the text beside them has the meaning) and need no `style`.
//! Their class is `icon`, `mark` ([`MARK`]) or `tick` ([`TICK`]).

/// Plus sign.
pub const ADD: &str = include_str!("../icons/add.svg");
/// Back.
pub const BACK: &str = include_str!("../icons/back.svg");
/// Delete the last digit.
pub const BACKSPACE: &str = include_str!("../icons/backspace.svg");
/// Fingerprint or face, neither in particular.
pub const BIOMETRIC: &str = include_str!("../icons/biometric.svg");
/// Browser window.
pub const BROWSER: &str = include_str!("../icons/browser.svg");
/// Camera.
pub const CAMERA: &str = include_str!("../icons/camera.svg");
/// Time.
pub const CLOCK: &str = include_str!("../icons/clock.svg");
/// Close.
pub const CLOSE: &str = include_str!("../icons/close.svg");
/// A code.
pub const CODE: &str = include_str!("../icons/code.svg");
/// Yes, confirmed.
pub const CONFIRM: &str = include_str!("../icons/confirm.svg");
/// No, declined.
pub const DECLINE: &str = include_str!("../icons/decline.svg");
/// Phone.
pub const DEVICE: &str = include_str!("../icons/device.svg");
/// Edit a name.
pub const EDIT: &str = include_str!("../icons/edit.svg");
/// Forward.
pub const FORWARD: &str = include_str!("../icons/forward.svg");
/// Language or place.
pub const GLOBE: &str = include_str!("../icons/globe.svg");
/// Information.
pub const INFO: &str = include_str!("../icons/info.svg");
/// Password list.
pub const LIST: &str = include_str!("../icons/list.svg");
/// Locked.
pub const LOCK: &str = include_str!("../icons/lock.svg");
/// Link to paste.
pub const PASTE: &str = include_str!("../icons/paste.svg");
/// Picture.
pub const PICTURE: &str = include_str!("../icons/picture.svg");
/// Settings.
pub const SETTINGS: &str = include_str!("../icons/settings.svg");
/// Warning.
pub const WARNING: &str = include_str!("../icons/warning.svg");
/// The mark of Key: a ring and a bit.
pub const MARK: &str = include_str!("../marks/mark.svg");
/// Light or dark.
pub const THEME: &str = include_str!("../icons/theme.svg");
/// Success, animated once.
pub const TICK: &str = include_str!("../icons/tick.svg");
