//! The first nonce, for devices that have none.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};

use super::answer;
use crate::app::App;

/// Answers `GET` with a nonce in the header.
pub(super) async fn handle(State(app): State<Arc<App>>) -> Response<Body> {
    answer::respond(&app, StatusCode::NO_CONTENT, String::new())
}
