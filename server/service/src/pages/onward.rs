//! Links to another site. A page with a link replaces a redirect: after a form, two of three browser engines follow a
//! redirect only where `form-action` allows it, over every step (`docs/decisions/0022-a-page-leads-on.md`).

use askama::Template;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use url::Url;

use super::view::{self, View};

#[derive(Template)]
#[template(path = "onward.html")]
struct OnwardPage {
    view: View,
    site: String,
    to: Url,
}

/// The target of a redirect to another site.
pub(super) fn leads_elsewhere(response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    Url::parse(location.to_str().ok()?).ok().filter(Url::has_host)
}

/// The page that replaces a redirect with these headers. It keeps the redirect's cookies.
pub(super) fn page(view: View, to: Url, redirect: &HeaderMap) -> Response {
    let site = to.host_str().unwrap_or_default().to_owned();
    let mut response = view::render(&OnwardPage { view, site, to }, StatusCode::OK);
    for cookie in redirect.get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    response
}

#[cfg(test)]
mod tests;
