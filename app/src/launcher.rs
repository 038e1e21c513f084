//! Launchers: each brings a platform and a place to draw.

pub mod browser;
