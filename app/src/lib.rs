//! The screens of Key and their launchers.
//!
//! The screens draw a [`key_core::screen::View`] and send [`key_core::screen::Action`]s; they decide nothing and know
//! no launcher. A launcher brings the parts of its [`platform`], starts a [`host::Host`] and shows [`phone::phone`].
//! Today there is [`launcher::browser`], the phone in a browser page; a desktop window or a real phone is another file
//! there.
//!
//! To add a screen: a variant of `key_core::screen::Screen`, a file in `screens/` with one component, an arm in
//! `screens::Shown`, its texts in the four `app.ftl`, and a sample in `screens/samples.rs` so that the tests see it.

mod actions;
pub mod dispatch;
pub mod host;
pub mod launcher;
pub mod phone;
pub mod platform;
mod screens;
pub mod texts;
pub mod watchers;
