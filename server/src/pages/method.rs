//! The choice of how to confirm a login.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::trouble::Trouble;
use super::view::{Shown as _, View, wait_text};
use super::visitor::Visitor;
use crate::service::App;
use crate::store::devices::State as DeviceState;
use crate::store::sessions::Stage;

#[derive(Template)]
#[template(path = "method.html")]
struct MethodPage {
    view: View,
    has_key: bool,
    notice: Option<String>,
}

/// Comes with the way from the login page where no further request may go to Key yet.
#[derive(Deserialize)]
pub(super) struct Pause {
    /// Seconds.
    wait: Option<u16>,
}

/// What there is to choose from.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Pause { wait }): Query<Pause>,
) -> Result<Response, Trouble> {
    page(&app, &visitor, wait.map(|seconds| i64::from(seconds) * 1000), StatusCode::OK).await
}

/// The same, saying how long to wait before another request goes to Key.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    wait: Option<i64>,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let account = visitor.session(Stage::Password)?.account;
    let devices = app.store.devices_of(account).await?;
    let has_key = devices.iter().any(|device| device.state == DeviceState::Active);
    let view = View::new(app, visitor);
    let notice = wait.map(|wait| wait_text(&view, "method-paused", wait));
    Ok(MethodPage { view, has_key, notice }.page(app, visitor, status))
}
