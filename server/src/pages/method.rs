//! The choice of how to confirm a login.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

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

/// What there is to choose from.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    page(&app, &visitor, None, StatusCode::OK).await
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
