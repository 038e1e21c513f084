//! The pages for browsers. They are rendered here, work without scripts, and are updated by server-sent events.
//!
//! To add a page, add a file here with its handlers, its template and its tests, a route below, and its texts in
//! `assets/locales/*/pages.ftl` in all languages. A handler takes a [`visitor::Visitor`] (the sender of the request)
//! or, for a form, a [`form::Posted`] (the same, after the form's token and origin were checked), and returns a page by
//! [`context::Shown::page`] or a [`trouble::Trouble`].

mod asking;
mod assets;
mod browser;
mod change;
mod confirm;
mod context;
mod cookies;
mod device_line;
mod devices;
mod elsewhere;
mod events;
pub(crate) mod form;
mod get_key;
mod guard;
pub(crate) mod headers;
mod health;
mod home;
mod known;
mod lines;
mod list;
mod login;
mod method;
mod new_list;
mod offline;
mod one_time;
mod onward;
mod open;
mod pair;
mod paths;
mod qr;
mod sign_in;
mod start;
mod throttle;
mod trouble;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{MethodRouter, get, post};

use self::form::MAX_FORM_BYTES;
use self::trouble::Trouble;
use crate::app::{App, GET_KEY};

/// The routes of the pages, protected by their guard.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(start::show))
        .route("/browser/forget", back_to(paths::INSIDE).post(home::forget_browser))
        .route(paths::DEVICES, get(devices::show))
        .route("/devices/add", back_to(paths::DEVICES).post(devices::add))
        .route("/devices/cancel", back_to(paths::CHANGE).post(change::cancel))
        .route(paths::CHANGE, get(change::show))
        .route("/devices/events", get(change::events))
        .route("/devices/name", get(devices::ask_name).post(devices::set_name))
        .route("/devices/remove", back_to(paths::DEVICES).post(devices::remove))
        .route("/devices/set-up", get(one_time::show_add).post(one_time::send_add))
        .route(GET_KEY, get(get_key::show))
        .route(paths::INSIDE, get(home::show))
        .route("/k", get(open::show))
        .route(paths::LIST, get(list::show))
        .route("/list/confirm", get(one_time::show_list).post(one_time::send_list))
        .route("/list/new", back_to(paths::LIST).post(list::renew))
        .route("/list/saved", back_to(paths::LIST).post(list::saved))
        .route("/list/passwords.pdf", get(list::paper))
        .route("/login", get(login::show).post(login::send))
        .route("/login/cancel", back_to("/login/confirm").post(confirm::cancel))
        .route("/login/confirm", get(confirm::show).post(confirm::again))
        .route("/login/disconnect", get(one_time::show_disconnect).post(one_time::send_disconnect))
        .route("/login/events", get(confirm::events))
        .route("/login/method", get(method::show))
        .route("/login/offline", get(offline::show).post(offline::send))
        .route("/login/otp", get(one_time::show_login).post(one_time::send_login))
        .route("/login/set-up", get(one_time::show_set_up).post(one_time::send_set_up))
        .route("/logout/everywhere", post(home::log_out_everywhere))
        .route("/logout", get(home::logged_out).post(home::log_out))
        .route("/pair", get(pair::show))
        .route("/pair/app", get(pair::ask_app).post(pair::send_app))
        .route("/pair/commit", back_to("/pair").post(pair::commit))
        .route("/pair/events", get(pair::events))
        .route("/pair/later", back_to("/pair").post(pair::later))
        .route("/pair/new", back_to("/pair").post(pair::renew))
        .route("/pair/sms", back_to("/pair").post(pair::send_sms))
        .route("/pair/refuse", back_to("/pair").post(pair::refuse))
        .fallback(async || Trouble::Missing)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// A path that forms are sent to: whoever opens or reloads it gets the page that it belongs to.
fn back_to(page: &'static str) -> MethodRouter<Arc<App>> {
    get(async move || Redirect::to(page))
}

/// The routes of assets and of requests by machines: open to everybody, under any name of this machine.
pub(crate) fn unguarded(app: Arc<App>) -> Router {
    Router::new()
        .route("/assets/{*path}", get(assets::show))
        .route("/health", get(health::show))
        .with_state(app)
}
