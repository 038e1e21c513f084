//! Links to another site. A page with a link replaces a redirect: after a form, two of three browser engines follow a
//! redirect only where `form-action` allows it, over every step (`docs/decisions/0022-a-page-leads-on.md`).

use askama::Template;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use key_protocol::origin::Origin;
use url::Url;

use super::context::{self, PageContext};

#[derive(Template)]
#[template(path = "onward.html")]
struct OnwardPage {
    view: PageContext,
    site: String,
    to: Url,
}

/// Where a redirect leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To another site.
    Elsewhere(Url),
    /// Nowhere that a browser should go: another scheme, or no address at all.
    Nowhere,
    /// To a page of ours, or the response is no redirect.
    Ours,
}

/// The target of a response that comes from a page of `ours`, as a browser reads it (WHATWG URL, 4.4).
pub(super) fn target(ours: &Origin, response: &Response) -> Target {
    let location = response.headers().get(LOCATION).filter(|_| response.status().is_redirection());
    let Some(location) = location else { return Target::Ours };
    let base = Url::parse(ours.as_str()).ok();
    let to = location.to_str().ok().zip(base.as_ref()).and_then(|(to, base)| base.join(to).ok());
    match (to, base) {
        (Some(to), Some(base)) if to.origin() == base.origin() => Target::Ours,
        (Some(to), _) if matches!(to.scheme(), "http" | "https") => Target::Elsewhere(to),
        _ => Target::Nowhere,
    }
}

/// The page that replaces a redirect with these headers. It keeps the redirect's cookies.
pub(super) fn page(view: PageContext, to: Url, redirect: &HeaderMap) -> Response {
    let site = to.host_str().unwrap_or_default().to_owned();
    let mut response = context::render(&OnwardPage { view, site, to }, StatusCode::OK);
    for cookie in redirect.get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    response
}

#[cfg(test)]
mod tests;
