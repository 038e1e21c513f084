//! What stands before and after every page: the right host, the choice of language at its foot, words for failures,
//! headers.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_protocol::language::Language;

use super::cookies::{self, Name};
use super::form::Posted;
use super::trouble::Trouble;
use super::view::{self, IsPage, View};
use super::{MAX_FORM_BYTES, visitor};
use crate::service::App;
use key_domain::ids::SessionSecret;

/// Where the choice of language is sent to. There is no page there.
const LANGUAGE: &str = "/language";

/// Checks the host, takes a choice of language, puts words to failures and says what the page may do.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match host(&app, request.headers(), request.uri()) {
        Host::Ours => {}
        Host::Other => return to_our_host(&app, request.method(), request.uri()),
        Host::Unclear => return StatusCode::BAD_REQUEST.into_response(),
    }
    let view = bare_view(&app, request.headers(), request.uri());
    let is_choice = request.method() == Method::POST && request.uri().path() == LANGUAGE;
    let mut response = match is_choice {
        true => choose_language(&app, request).await.into_response(),
        false => next.run(request).await,
    };
    if response.extensions().get::<IsPage>().is_none()
        && let Some(trouble) = Trouble::of(&response)
    {
        response = trouble.page(view, response.status());
    }
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(&app, "'none'"))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What a page may load. Frames only on the try-out's start page, which shows the login too.
pub(super) fn policy(app: &App, frames: &str) -> String {
    let ancestors = if app.settings.tryout.is_some() { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; \
         frame-ancestors {ancestors}; frame-src {frames}; img-src 'self' data:; script-src 'self'; style-src 'self'"
    )
}

/// Headers for everything that is served.
pub(crate) async fn harden(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if app.settings.origin.is_https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whom a request is for.
enum Host {
    Ours,
    /// Another name for this machine would get cookies and forms of its own, and could be somebody else's name.
    Other,
    /// It names nobody, or somebody twice (RFC 9112, 3.2): a proxy may understand it otherwise.
    Unclear,
}

fn host(app: &App, headers: &HeaderMap, uri: &Uri) -> Host {
    let (_, ours) = app.settings.origin.as_str().split_once("://").unwrap_or_default();
    let mut lines = headers.get_all(HOST).iter().map(HeaderValue::as_bytes);
    // HTTP/2 has it in the address, and may have it in a line too.
    let address = uri.authority().map(|authority| authority.as_str().as_bytes());
    let named = match (address, lines.next(), lines.next()) {
        (Some(host), None, None) | (None, Some(host), None) => host,
        (Some(host), Some(line), None) if host.eq_ignore_ascii_case(line) => host,
        _ => return Host::Unclear,
    };
    if named.eq_ignore_ascii_case(ours.as_bytes()) { Host::Ours } else { Host::Other }
}

fn to_our_host(app: &App, method: &Method, uri: &Uri) -> Response {
    if method != Method::GET {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    Redirect::temporary(&format!("{}{}", app.settings.origin, uri.path())).into_response()
}

/// What a page without a [`visitor::Visitor`] has. It gives no cookie, which could take the place of one that is on its
/// way with another page; so whoever has none yet is shown no form.
fn bare_view(app: &App, headers: &HeaderMap, uri: &Uri) -> View {
    let path = if uri.path() == LANGUAGE { "/login" } else { uri.path() };
    let session = cookies::read_secret(app, headers, Name::Session).map(SessionSecret::from_bytes);
    let token = session.map(|secret| app.parts.secrets.form_token(&app.parts.secrets.session_id(&secret)));
    let view = View::bare(app, visitor::language(app, headers), path.to_owned());
    View { token: token.unwrap_or_default(), ..view }
}

/// Remembers the chosen language and shows the page again that it was chosen on.
async fn choose_language(app: &Arc<App>, mut request: Request) -> Result<Response, Trouble> {
    DefaultBodyLimit::max(MAX_FORM_BYTES).apply(&mut request);
    let posted = Posted::from_request(request, app).await?;
    let language = Language::from_tag(posted.field("language")).ok_or(Trouble::FormExpired)?;
    let page: Uri = posted.field("page").parse().map_err(|_| Trouble::FormExpired)?;
    let cookie = cookies::write(app, Name::Language, language.tag().to_owned());
    Ok((cookie, Redirect::to(&view::of_ours(page.path()))).into_response())
}

#[cfg(test)]
mod tests;
