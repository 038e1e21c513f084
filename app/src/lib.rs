//! The screens of Key. They draw a [`key_core::screen::View`] and send [`key_core::screen::Action`]s. They decide
//! nothing and do not depend on a launcher.
//!
//! A launcher is a crate in `launchers/`. It starts a [`Host`] with the parts of its system, puts [`Host::dispatch`]
//! and [`Host::source`] into the context of a Dioxus renderer, and draws [`phone()`] with it. A launcher that shows
//! more around the screens uses [`use_frame`] and [`Shown`] instead, with [`Icon`] and [`Texts`].
//! The stylesheet is `app.css` of `key_assets`. The launcher runs the camera: it plays it into the element with
//! `data-camera`, reads its frames, and reads the pictures chosen in the field with `data-picture`.
//!
//! To add a screen: add a variant to `key_core::screen::Screen`, a file in `screens/` with one component, an arm in
//! `screens::Shown`, its texts in the four `app.ftl`, and a sample in `screens/samples.rs` for the tests. If the screen
//! shows a time, add it to `View::fresh`.

#![warn(missing_docs)]

mod actions;
mod dispatch;
mod host;
mod phone;
mod screens;
mod texts;
mod watchers;

/// Samples of all screens, for tests and for viewing.
#[cfg(feature = "testing")]
pub mod testing {
    use key_core::screen::View;
    use key_protocol::language::Language;

    /// The time at which the samples are drawn, in seconds since 1970.
    pub const NOW: i64 = crate::screens::samples::NOW;

    /// Every screen by name, with every problem that it can show. They are drawn at [`NOW`].
    #[must_use]
    pub fn samples(language: Language) -> Vec<(String, View)> {
        crate::screens::samples::all(language)
    }
}

pub use dispatch::Dispatch;
pub use host::Host;
pub use phone::{Source, phone, use_frame};
pub use screens::{Icon, Shown, ShownProps};
pub use texts::Texts;
