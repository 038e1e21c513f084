//! The page that leads to the app in the stores (FK08). It is the same for everybody, but for the order of the stores.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::context::{PageContext, Shown as _};
use super::visitor::Visitor;
use crate::app::App;

#[derive(Template)]
#[template(path = "get_key.html")]
struct GetKeyPage {
    view: PageContext,
    stores: Vec<Store>,
}

/// The app in a store.
pub(super) struct Store {
    pub(super) address: String,
    /// The id of the words that lead there.
    pub(super) text: &'static str,
}

/// Where the app is, the store of the visitor's own phone first.
pub(super) fn stores(app: &App, visitor: &Visitor) -> Vec<Store> {
    let stores = &app.settings.stores;
    let of = [("get-key-android", &stores.android), ("get-key-apple", &stores.apple)];
    let some = of.into_iter().filter_map(|(text, page)| Some((text, page.as_ref()?)));
    let mut some: Vec<_> =
        some.map(|(text, page)| Store { address: page.as_str().to_owned(), text }).collect();
    let is_apple = ["iPhone", "iPad"].iter().any(|name| visitor.browser.as_str().ends_with(name));
    if is_apple {
        some.reverse();
    }
    some
}

/// Leads to the stores.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Response {
    let page = GetKeyPage { stores: stores(&app, &visitor), view: PageContext::new(&app, &visitor) };
    page.page(&app, &visitor, StatusCode::OK)
}

#[cfg(test)]
mod tests;
