//! The page around the phone.

use std::fmt::Write as _;

use axum::Json;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use key_app::Texts;
use key_core::screen::Action;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use serde::Deserialize;

use crate::phone::BrowserPhone;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

pub(crate) async fn show(State(phone): State<BrowserPhone>, asked: HeaderMap) -> Response {
    page(&phone, &asked, StatusCode::OK, shell(Texts::new(language(&phone, &asked))))
}

/// The page for a browser without a ticket: says, in the browser's language, where the phone's address is printed.
pub(crate) fn closed(phone: &BrowserPhone, asked: &HeaderMap) -> Response {
    let texts = Texts::new(accepted(asked).unwrap_or_default());
    let (title, text) = (texts.get("simulator-closed-title"), texts.get("simulator-closed-text"));
    let body = format!(
        r#"<div class="phone"><main class="screen"><div class="body body-centre"><div class="intro intro-centre"><h1>{title}</h1><p class="lead">{text}</p></div></div></main></div>"#
    );
    page(phone, asked, StatusCode::FORBIDDEN, document(texts, &body))
}

fn page(phone: &BrowserPhone, asked: &HeaderMap, status: StatusCode, html: String) -> Response {
    let host = asked.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let headers = [
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_SECURITY_POLICY, policy(host, &phone.0.framed_by)),
        (PERMISSIONS_POLICY, "camera=(self), geolocation=(), microphone=()".to_owned()),
        (REFERRER_POLICY, "no-referrer".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (status, headers, Html(html)).into_response()
}

/// What the page reports about its browser.
#[derive(Deserialize)]
pub(crate) struct Here {
    /// The browser's offset from UTC in minutes, east positive.
    utc_offset: i16,
}

pub(crate) async fn here(State(phone): State<BrowserPhone>, Json(here): Json<Here>) -> StatusCode {
    phone.0.clock.set_utc_offset(here.utc_offset);
    StatusCode::NO_CONTENT
}

/// The longest link that a page may open Key with, in bytes.
pub(crate) const MAX_LINK: usize = 4096;

/// Opens Key with a link, as a phone does when the user taps one in a message.
pub(crate) async fn link(State(phone): State<BrowserPhone>, link: String) -> StatusCode {
    phone.0.host.dispatch().send(Action::LinkOpened(link));
    StatusCode::NO_CONTENT
}

/// Sets the language of the phone for this start: that of the first browser that opens it. Only the phone's own page
/// may set it: another page could ask for any language.
pub(crate) fn begin_language(phone: &BrowserPhone, asked: &HeaderMap) {
    let language = accepted(asked).unwrap_or_default();
    if phone.0.language.set(language).is_ok() {
        phone.0.host.presenter().follow(language);
    }
}

/// The language of the page around the screens: the phone's, or the browser's as long as the phone has none.
fn language(phone: &BrowserPhone, asked: &HeaderMap) -> Language {
    let view = phone.0.host.presenter().view();
    let has_one = view.language_setting.is_some() || phone.0.language.get().is_some();
    if has_one { view.language } else { accepted(asked).unwrap_or_default() }
}

/// The language that the browser asks for.
fn accepted(asked: &HeaderMap) -> Option<Language> {
    Language::from_accept_language(asked.get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The content security policy: only files served here, no inline script or style, frames only for the launcher's
/// pages.
fn policy(host: &str, framed_by: &[Origin]) -> String {
    let mut policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
         connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    );
    for origin in framed_by {
        // Writing to a String cannot fail.
        let _ = write!(policy, " {origin}");
    }
    policy
}

fn shell(texts: Texts) -> String {
    let (opening, lost) = (texts.get("home-loading"), texts.get("simulator-reconnecting"));
    let noscript = texts.get("simulator-noscript");
    let body = format!(
        r#"<div id="opening" class="phone"><div class="screen"><div class="body body-centre"><p class="waiting" role="status">{opening}</p></div></div></div>
<noscript><p class="lost">{noscript}</p></noscript>
<div id="main"></div>
<p id="lost" class="lost" role="status" hidden>{lost}</p>
<script src="/app/live.js"></script>
<script type="module" src="/app/shell.js"></script>
<script type="module" src="/app/camera.js"></script>"#
    );
    document(texts, &body)
}

fn document(texts: Texts, body: &str) -> String {
    let (tag, title) = (texts.language().tag(), texts.get("app-title"));
    format!(
        r#"<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/app.css">
</head>
<body>
{body}
</body>
</html>
"#
    )
}
