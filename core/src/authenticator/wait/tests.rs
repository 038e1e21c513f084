//! Waiting for news: docs/protocol.md, 8.4, 8.5, 8.7 and 9.

mod pages;
mod requests;
mod unshown;
mod watching;
