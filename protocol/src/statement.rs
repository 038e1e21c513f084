//! Statements: the text that shows a request, and that the decision signs.
//!
//! One function here renders it, for the phone to show and for the service to compare. Its output is part of the
//! protocol: a changed word is a new wording, and every [`StatementView`] names its wording.

mod words;

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, UtcOffset};

use crate::UnixSeconds;
use crate::language::Language;
use crate::request::{Place, Request, Subject};
use crate::shown::ShownText;

/// The wording that this code renders. A changed or added word makes another wording; both sides use one that both
/// know.
pub const WORDING: u16 = 1;

/// How a statement is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// The language of the device.
    pub language: Language,
    /// The device's offset from UTC in minutes, east positive. Offsets beyond 25:59 hours count as 0.
    pub utc_offset: i16,
    /// The version of the words: [`WORDING`].
    pub wording: u16,
}

/// The fact that a line of a statement tells. It is not part of the signed text: a screen arranges the lines by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The browser.
    Browser,
    /// The device that the request is about.
    Device,
    /// Whether the browser was used before.
    Known,
    /// The place.
    Place,
    /// The service.
    Service,
    /// The tenant.
    Tenant,
    /// When it was made.
    Time,
    /// The username.
    Username,
}

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The fact.
    pub fact: Fact,
    /// The label, in the language of the view.
    pub label: &'static str,
    /// The value.
    pub value: String,
}

/// The text that is shown and signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The question.
    pub title: String,
    /// The facts, in the order shown.
    pub lines: Vec<Line>,
}

impl Statement {
    /// Renders `request` as `view` shows it; `None` for an unknown wording.
    #[must_use]
    pub fn render(request: &Request, view: StatementView) -> Option<Self> {
        if view.wording != WORDING {
            return None;
        }
        let words = words::of(view.language);
        let line = |fact, label, value: &str| Line { fact, label, value: value.to_owned() };
        let mut lines = vec![
            line(Fact::Service, words.service, request.service.as_str()),
            line(Fact::Username, words.username, request.username.as_str()),
        ];
        lines.extend(request.tenant.as_ref().map(|name| line(Fact::Tenant, words.tenant, name.as_str())));
        let (title, of_subject) = match &request.subject {
            Subject::AddDevice { .. } => (words.add_device_title(&request.service), None),
            Subject::Login { .. } => (words.login_title(&request.service), None),
            Subject::NewList { .. } => (words.new_list_title(&request.service), None),
            Subject::RemoveDevice { name, .. } => {
                let name = line(Fact::Device, words.device, name.as_str());
                (words.remove_device_title(&request.service), Some(name))
            }
        };
        lines.extend(of_subject);
        lines.extend([
            line(Fact::Browser, words.browser, request.subject.browser().as_str()),
            line(Fact::Place, words.place, &place_text(request.subject.place(), words)),
            line(Fact::Time, words.time, &time_text(request.issued, view.utc_offset, words)),
        ]);
        if let Subject::Login { known, .. } = request.subject {
            let known = if known { words.known_yes } else { words.known_no };
            lines.push(line(Fact::Known, words.known, known));
        }
        Some(Self { title, lines })
    }

    /// The value of a fact, if the statement tells it.
    #[must_use]
    pub fn value(&self, fact: Fact) -> Option<&str> {
        self.lines.iter().find(|line| line.fact == fact).map(|line| line.value.as_str())
    }

    /// The text that is signed: the title, then `label: value` for each line, each ended by a line feed. UTF-8.
    /// No part can contain a line feed of its own ([`ShownText`]).
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for Line { label, value, .. } in &self.lines {
            text.push_str(&format!("{label}: {value}\n"));
        }
        text
    }
}

/// Date and time in the format of the language, in local time: for screens that show times as statements do.
#[must_use]
pub fn moment(seconds: UnixSeconds, language: Language, utc_offset: i16) -> String {
    time_text(seconds, utc_offset, words::of(language))
}

/// A time in UTC in the form of RFC 3339, for programs, such as `2026-11-27T22:16:00Z`. Empty for a time outside the
/// calendar.
#[must_use]
pub fn machine_time(seconds: UnixSeconds) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.map_or_else(String::new, |time| {
        let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
        let (hour, minute, second) = time.to_hms();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    })
}

fn place_text(place: &Place, words: &words::Words) -> String {
    let name = match &place.name {
        Some(name) => Some(ShownText::as_str(name)),
        None => place.address.is_loopback().then_some(words.this_computer),
    };
    name.map_or_else(|| place.address.to_string(), |name| format!("{name} ({})", place.address))
}

/// Date and time in the format of the language. A time outside the calendar (year 9999) is shown as its number.
fn time_text(seconds: i64, utc_offset: i16, words: &words::Words) -> String {
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset) * 60).unwrap_or(UtcOffset::UTC);
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .and_then(|time| time.checked_to_offset(offset))
        .map_or_else(|| seconds.to_string(), |time| words.date_and_time(time))
}

#[cfg(test)]
mod tests;
