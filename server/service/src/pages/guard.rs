//! The layer around every page: checks the host, takes the choice of language, renders failures as pages, and replaces
//! redirects to other sites by pages.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::SessionSecret;
use key_protocol::language::Language;

use super::context::{self, IsPage, PageContext};
use super::cookies::{self, Name};
use super::form::{MAX_FORM_BYTES, Posted};
use super::onward::Target;
use super::trouble::Trouble;
use super::{headers, onward, trouble, visitor};
use crate::app::App;

/// The path that receives the choice of language. It has no page.
const LANGUAGE: &str = "/language";

/// Checks the host, takes a choice of language, renders failures as pages and adds the content security policy.
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
    response = match onward::target(&app.settings.origin, &response) {
        Target::Elsewhere(site) => onward::page(view, site, response.headers()),
        Target::Nowhere => {
            tracing::error!("a page redirects to an address that no browser should follow");
            trouble::page::page(Trouble::Failed, view, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Target::Ours if response.extensions().get::<IsPage>().is_some() => response,
        Target::Ours => match Trouble::of(&response) {
            Some(trouble) => trouble::page::page(trouble, view, response.status()),
            None => response,
        },
    };
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&headers::policy(&app, "'none'"))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The host that a request names.
enum Host {
    Ours,
    /// Another name for this machine, which would get cookies and forms of its own, and could belong to somebody else.
    Other,
    /// No host, or several (RFC 9112, 3.2): a proxy may interpret the request differently.
    Unclear,
}

fn host(app: &App, headers: &HeaderMap, uri: &Uri) -> Host {
    let (_, ours) = app.settings.origin.as_str().split_once("://").unwrap_or_default();
    let mut lines = headers.get_all(HOST).iter().map(HeaderValue::as_bytes);
    // HTTP/2 has the host in the address, and may have it in a header line too.
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

/// The view of a page without a [`visitor::Visitor`]. It sets no cookie, which could replace one that is on its way
/// with another page; so a client without a cookie gets no form.
fn bare_view(app: &App, headers: &HeaderMap, uri: &Uri) -> PageContext {
    let path = if uri.path() == LANGUAGE { "/login" } else { uri.path() };
    let session = cookies::read_secret(app, headers, Name::Session).map(SessionSecret::from_bytes);
    let token = session.map(|secret| app.parts.secrets.form_token(&app.parts.secrets.session_id(&secret)));
    let view = PageContext::bare(app, visitor::language(app, headers), path.to_owned());
    PageContext { token: token.unwrap_or_default(), ..view }
}

/// Stores the chosen language and redirects to the page on which it was chosen.
async fn choose_language(app: &Arc<App>, mut request: Request) -> Result<Response, Trouble> {
    DefaultBodyLimit::max(MAX_FORM_BYTES).apply(&mut request);
    let posted = Posted::from_request(request, app).await?;
    let language = Language::from_tag(posted.field("language")).ok_or(Trouble::FormExpired)?;
    let page: Uri = posted.field("page").parse().map_err(|_| Trouble::FormExpired)?;
    let cookie = cookies::write(app, Name::Language, language.tag().to_owned());
    Ok((cookie, Redirect::to(&context::of_ours(page.path()))).into_response())
}

#[cfg(test)]
mod tests;
