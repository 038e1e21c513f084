//! The page of a failure.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::Response;

use super::Trouble;
use crate::pages::context::{self, PageContext};

/// Renders the page, with the status of the response.
pub(in crate::pages) fn page(trouble: Trouble, view: PageContext, status: StatusCode) -> Response {
    let name = match trouble {
        Trouble::Failed => "failed",
        Trouble::FormExpired => "form-expired",
        Trouble::LoginFirst => "denied",
        Trouble::Missing => "missing",
        Trouble::Unavailable => "unavailable",
    };
    let [title, text] = ["title", "text"].map(|part| format!("{name}-{part}"));
    let mut response = context::render(&TroublePage { view, title, text }, status);
    if trouble == Trouble::Unavailable {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage {
    view: PageContext,
    title: String,
    text: String,
}
