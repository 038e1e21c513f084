//! The choice of a method to confirm a login.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::sessions::Stage;
use serde::Deserialize;

use super::context::{PageContext, Shown as _, Wait};
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

#[derive(Template)]
#[template(path = "method.html")]
struct MethodPage {
    view: PageContext,
    has_key: bool,
    notice: Option<String>,
    wait: Option<Wait>,
}

/// The query of a redirect from the login page while no further request may go to Key.
#[derive(Deserialize)]
pub(super) struct Pause {
    /// Seconds.
    wait: Option<u16>,
}

/// Shows the choice.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Pause { wait }): Query<Pause>,
) -> Result<Response, Trouble> {
    page(&app, &visitor, wait.map(|seconds| i64::from(seconds) * 1000), StatusCode::OK).await
}

/// Shows the choice, and how long to wait before another request goes to Key.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    wait: Option<i64>,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let account = visitor.session(Stage::Password)?.account;
    let devices = app.store.devices_of(account).await?;
    let has_key = has_key(&devices);
    let view = PageContext::new(app, visitor);
    let notice = if has_key { None } else { why_none(&view, &devices) };
    let wait = wait.map(|wait| Wait::new(&view, "method-paused", wait));
    Ok(MethodPage { view, has_key, notice, wait }.page(app, visitor, status))
}

/// Whether a device can confirm.
pub(super) fn has_key(devices: &[Device]) -> bool {
    devices.iter().any(|device| device.state == Lifecycle::Active)
}

/// Why no request is sent when none of the user's devices can answer: the state of the last one.
fn why_none(view: &PageContext, devices: &[Device]) -> Option<String> {
    let why = |device: &Device| match device.state {
        Lifecycle::Active | Lifecycle::Pairing | Lifecycle::Refused => None,
        Lifecycle::Disconnected => Some("method-none-disconnected"),
        Lifecycle::Frozen => Some("method-none-frozen"),
        Lifecycle::Locked => Some("method-none-locked"),
    };
    let (_, id, device) = devices
        .iter()
        .filter_map(|device| Some((device.active_at, why(device)?, device)))
        .max_by_key(|(active_at, ..)| *active_at)?;
    Some(view.with(id, "device", device.name.as_str()))
}

#[cfg(test)]
mod tests;
