//! The frame around the content of every page, and how a page is sent.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use key_assets::{text, text_with};
use key_domain::store::devices::Device;
use key_protocol::language::Language;

use super::cookies::{self, Name};
use super::visitor::Visitor;
use crate::app::App;

/// Marks responses that are pages already.
#[derive(Clone, Copy, Debug)]
pub(super) struct IsPage;

/// The values that templates have besides their own fields.
#[derive(Clone, Debug)]
pub(super) struct PageContext {
    pub(super) language: Language,
    /// A path of ours, see [`of_ours`].
    pub(super) path: String,
    pub(super) service: String,
    /// The token that every form carries.
    pub(super) token: String,
}

impl PageContext {
    pub(super) fn new(app: &App, visitor: &Visitor) -> Self {
        let token = app.parts.secrets.form_token(&visitor.id);
        Self { token, ..Self::bare(app, visitor.language, visitor.path.clone()) }
    }

    /// For pages without a form.
    pub(super) fn bare(app: &App, language: Language, path: String) -> Self {
        Self { language, path: of_ours(&path), service: app.settings.name.to_string(), token: String::new() }
    }

    pub(super) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The text `id`.
    pub(super) fn t(&self, id: &str) -> String {
        text(self.tag(), id)
    }

    /// The text `id` with one value in it.
    pub(super) fn with(&self, id: &str, name: &str, value: &str) -> String {
        text_with(self.tag(), id, &[(name, value.into())])
    }

    /// The text `id` with a number that selects its plural form.
    pub(super) fn count(&self, id: &str, name: &str, number: &u32) -> String {
        text_with(self.tag(), id, &[(name, (*number).into())])
    }

    /// The platform of a device. That of the try-out's phone is written in the language of the page.
    pub(super) fn platform(&self, device: &Device) -> String {
        match device.platform.as_str() {
            "Simulated phone" => self.t("device-simulated"),
            platform => platform.to_owned(),
        }
    }

    /// The text `id` with the number of a page, for the printer of the pages to fill in.
    pub(super) fn pages(&self, id: &str) -> String {
        text_with(self.tag(), id, &[("page", "{page}".into()), ("pages", "{pages}".into())])
    }

    /// Names in a row: "A, B and C".
    pub(super) fn list(&self, mut names: Vec<String>) -> String {
        let Some(last) = names.pop() else { return String::new() };
        if names.is_empty() {
            return last;
        }
        let first = names.join(", ");
        text_with(self.tag(), "list-and", &[("first", first.as_str().into()), ("last", last.as_str().into())])
    }

    /// The title of the window.
    pub(super) fn title(&self, id: &str) -> String {
        let title = self.with(id, "service", &self.service);
        let values = [("title", title.as_str().into()), ("service", self.service.as_str().into())];
        text_with(self.tag(), "page-title", &values)
    }

    /// Seconds as `1:27`.
    pub(super) fn clock(&self, seconds: &i64) -> String {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }

    /// The languages, each with whether it is the page's.
    pub(super) fn languages(&self) -> [(&'static str, &'static str, bool); 4] {
        Language::ALL.map(|language| (language.tag(), language.name(), language == self.language))
    }
}

/// How long to wait, for `wait.html`: it counts down and then enables the buttons that it has disabled.
#[derive(Clone, Debug)]
pub(super) struct Wait {
    pub(super) seconds: u32,
    pub(super) text: String,
}

impl Wait {
    /// Shows seconds up to a minute and a half and minutes beyond: the ids are `ID-seconds` and `ID-minutes`.
    pub(super) fn new(view: &PageContext, id: &str, milliseconds: i64) -> Self {
        let seconds = u32::try_from(milliseconds.max(0)).map_or(u32::MAX, |ms| ms.div_ceil(1000));
        let text = match seconds {
            0..=90 => view.count(&format!("{id}-seconds"), "seconds", &seconds),
            _ => view.count(&format!("{id}-minutes"), "minutes", &seconds.div_ceil(60)),
        };
        Self { seconds, text }
    }
}

/// Six digits, as displayed and as spoken.
#[derive(Clone, Debug)]
pub(super) struct Digits {
    pub(super) left: String,
    pub(super) right: String,
    pub(super) spoken: String,
}

impl From<&key_protocol::digits::SixDigits> for Digits {
    fn from(digits: &key_protocol::digits::SixDigits) -> Self {
        let (left, right) = digits.as_str().split_at(3);
        let spoken = [left, right].map(|half| half.chars().map(String::from).collect::<Vec<_>>().join(" "));
        Self { left: left.to_owned(), right: right.to_owned(), spoken: spoken.join(", ") }
    }
}

/// The path with exactly one slash at the front: two of them, of whichever kind, would lead to another host.
pub(super) fn of_ours(path: &str) -> String {
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

/// A template that can be sent.
pub(super) trait Shown: Template {
    /// Renders the page for `visitor`, who gets a cookie if there is none yet.
    fn page(&self, app: &App, visitor: &Visitor, status: StatusCode) -> Response {
        let page = render(self, status);
        if !visitor.fresh {
            return page;
        }
        (cookies::write_secret(app, Name::Session, visitor.secret.as_bytes()), page).into_response()
    }
}

impl<T: Template> Shown for T {}

/// Renders the page without a cookie.
pub(super) fn render<T: Template + ?Sized>(template: &T, status: StatusCode) -> Response {
    let Ok(html) = template.render() else {
        tracing::error!("a page could not be rendered");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (status, html).into_response();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response.extensions_mut().insert(IsPage);
    response
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// The first argument of every call of `name` in `text`, if it is a literal.
    fn ids<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
        let call = format!(".{name}(\"");
        text.split(&call).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn pk15_every_text_that_a_page_names_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = 0;
        for folder in ["templates", "src/pages"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let Ok(text) = fs::read_to_string(entry.unwrap().path()) else { continue };
                for id in ["t", "with", "count", "title"].iter().flat_map(|name| ids(&text, name)) {
                    assert!(key_assets::has(id), "{id}");
                    found += 1;
                }
            }
        }
        assert!(found > 80, "{found}");
        for kind in ["added", "frozen", "left", "locked", "refused"] {
            for id in ["event-device-K", "message-device-K-title", "message-device-K-text"] {
                assert!(key_assets::has(&id.replace('K', kind)), "{id} {kind}");
            }
        }
    }
}
