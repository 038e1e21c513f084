//! What must hold for all languages and both schemes.

mod locales;
mod theme;
