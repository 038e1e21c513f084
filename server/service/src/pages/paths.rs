//! The paths that several pages lead to.

/// The page of a signed-in user.
pub(super) const INSIDE: &str = "/home";

/// The page "Key devices".
pub(super) const DEVICES: &str = "/devices";

/// The page "Password list".
pub(super) const LIST: &str = "/list";

/// The page that waits for the confirmation of a change.
pub(super) const CHANGE: &str = "/devices/confirm";
