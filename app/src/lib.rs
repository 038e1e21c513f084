//! The screens of Key. They draw a [`key_core::screen::View`] and send [`key_core::screen::Action`]s; they decide
//! nothing and know no launcher.
//!
//! A launcher is a crate in `launchers/`. It starts a [`Host`] with the parts of its system, puts [`Host::dispatch`] and
//! [`Host::source`] into the context of a renderer of Dioxus, and draws [`phone()`] with it. What it shows around the
//! screens it draws itself: it takes [`use_frame`] and [`Shown`] then, with [`Icon`], [`LanguageChoice`] and [`Texts`].
//! The stylesheet is `app.css` of `key_assets`. The camera is the launcher's: it plays it into the element with
//! `data-camera`, and reads its frames and the pictures chosen in the field with `data-picture`.
//!
//! To add a screen: a variant of `key_core::screen::Screen`, a file in `screens/` with one component, an arm in
//! `screens::Shown`, its texts in the four `app.ftl`, and a sample in `screens/samples.rs` so that the tests see it. One
//! that shows how time goes by says so in `Screen::fresh`.

#![warn(missing_docs)]

mod actions;
mod dispatch;
mod host;
mod phone;
mod screens;
mod texts;
mod watchers;

pub use dispatch::Dispatch;
pub use host::Host;
pub use phone::{Source, phone, use_frame};
pub use screens::{Icon, LanguageChoice, Shown};
pub use texts::Texts;
