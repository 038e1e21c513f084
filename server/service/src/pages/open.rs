//! The page for a pairing link that was opened in a browser. The link's secret stays in the browser, in the fragment.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::context::{PageContext, Shown as _};
use super::get_key::{Store, stores};
use super::visitor::Visitor;
use crate::app::App;

#[derive(Template)]
#[template(path = "open.html")]
struct OpenPage {
    view: PageContext,
    text: String,
    stores: Vec<Store>,
}

/// Explains how to bring the link into Key.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Response {
    let view = PageContext::new(&app, &visitor);
    let text = view.with("open-text", "service", &view.service);
    OpenPage { view, text, stores: stores(&app, &visitor) }.page(&app, &visitor, StatusCode::OK)
}
