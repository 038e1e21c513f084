//! Theme, icons, fonts and texts of app and pages, all of it inside the binary.
//!
//! - [`file()`] answers what is asked for under `/assets/`: two stylesheets (`app.css`, `pages.css`), fonts, marks. Each
//!   stylesheet holds the tokens of `theme.css` and the shared `base.css` in front, so a document links one of the two.
//!   The class names, with markup to copy, stand at the top of `base.css`, `app.css` and `pages.css`.
//! - [`icons`] are SVG texts to put into the markup; they take the colour of the text around them.
//! - [`text`] and [`text_with`] give the texts of `locales/{da,en,fi,sv}/{app,common,pages}.ftl` by id.
//!
//! To add a text: put it under the same id into all four languages. To add a colour or a size: put it into `theme.css`.
//! The tests hold the languages equal and the contrasts readable.

mod files;
pub mod icons;
#[cfg(test)]
mod tests;
mod texts;

pub use files::{APP_CSS, File, PAGES_CSS, PATHS, file};
pub use texts::{LANGUAGES, Value, has, language_of, text, text_with};
