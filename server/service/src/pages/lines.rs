//! Lines of lists: a sign, a title, and details with a time.

use key_protocol::statement::{machine_time, moment};

use super::context::PageContext;

/// A line with a sign, a title, and details; a time is shown in the time of the browser.
pub(super) struct Line {
    /// The class of the sign: routine, or what looks like theft.
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) time: Option<Time>,
}

/// A time, for the page's script to write in local time.
pub(super) struct Time {
    /// In the form of HTML.
    pub(super) machine: String,
    /// In UTC, for browsers without scripts.
    pub(super) text: String,
}

impl Time {
    /// Milliseconds since 1970.
    pub(super) fn at(view: &PageContext, at: i64) -> Self {
        let seconds = at / 1000;
        let text = format!("{} UTC", moment(seconds, view.language, 0));
        Self { machine: machine_time(seconds), text }
    }
}
