//! Theme, icons, fonts and texts of app and pages, embedded in the binary.
//!
//! - [`file()`] returns the files served under `/assets/`: two stylesheets (`app.css`, `pages.css`), fonts, marks. Each
//!   stylesheet starts with the tokens of `theme.css` and the shared `base.css`, so a document links one of the two.
//!   The class names, with markup to copy, are listed at the top of `base.css`, `app.css` and `pages.css`.
//! - [`icons`] has SVG texts to insert into the markup; they use the colour of the surrounding text.
//! - [`text`] and [`text_with`] return the texts of `locales/{da,en,fi,sv}/{app,common,pages}.ftl` by id.
//!
//! To add a text: put it under the same id into all four languages. To add a colour or a size: put it into `theme.css`.
//! The tests check that all languages have the same texts and that contrasts are readable.

mod files;
pub mod icons;
#[cfg(test)]
mod tests;
mod texts;

pub use files::{APP_CSS, File, PAGES_CSS, PATHS, file};
pub use texts::{LANGUAGES, Value, has, language_of, text, text_with};
