//! Attacks that need time or luck, to be repeated for hours: `cargo xtask oracle`, `cargo xtask grind`, `cargo xtask
//! kills`. Those with copies are in [`crate::copies`].

pub mod grind;
pub mod kills;
pub mod names;
pub mod oracle;
pub mod siege;
pub mod statistics;
