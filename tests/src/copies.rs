//! Copies of a phone: the real phone against the real rules of admission, with storage and network in memory, so that
//! thousands of lives can be lived in a minute.
//!
//! In each schedule an original lives with lost and late messages, kills between any two writes, damaged files and
//! restarts, and perhaps a copy of its storage speaks too, as an honest phone would or with numbers of its own choice.
//! [`Report`] says what may never be: an original that was frozen although no copy has spoken, or a copy that has spoken
//! and was not found at the original's next call.

mod network;
mod schedule;

pub use schedule::{Report, run};
