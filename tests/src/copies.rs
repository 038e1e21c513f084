//! Copies of a phone: the real phone against the real rules of admission, with storage and network in memory, so that
//! thousands of schedules run in a minute.
//!
//! In each schedule an original runs with lost and late messages, kills between any two writes, damaged files and
//! restarts. Perhaps a copy of its storage calls too, as an honest phone would or with numbers of its own choice.
//! [`Report`] counts the forbidden results: an original that was frozen although no copy has called, or a copy that has
//! called and was not detected at the original's next call.

mod network;
mod schedule;

pub use schedule::{Report, run};
