//! The choice of a method to confirm a login.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use key_domain::ids::AccountId;
use key_domain::rules::throttles;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Stage;

use super::context::{PageContext, Shown as _, Wait};
use super::elsewhere::Elsewhere;
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{known, throttle};
use crate::app::App;

#[derive(Template)]
#[template(path = "method.html")]
struct MethodPage {
    view: PageContext,
    has_key: bool,
    notice: Option<String>,
    wait: Option<Wait>,
    /// Whether the page leads on if a phone confirms the login.
    listens: bool,
}

/// Shows the choice.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::Password)?;
    match Elsewhere::of(&app, session).await? {
        Elsewhere::Confirmed(on) => Ok(on),
        elsewhere => page(&app, &visitor, elsewhere.listens(), StatusCode::OK).await,
    }
}

/// Shows the choice, and how long to wait before another request goes to Key.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    listens: bool,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let account = visitor.session(Stage::Password)?.account;
    let devices = app.store.devices_of(account).await?;
    let has_key = has_key(&devices);
    let view = PageContext::new(app, visitor);
    let notice = if has_key { None } else { why_none(&view, &devices) };
    // Nothing has to be sent while a request can be answered.
    let wait = if has_key && !listens { pause(app, visitor, account).await? } else { None };
    let wait = wait.map(|wait| Wait::new(&view, "method-paused", wait));
    Ok(MethodPage { view, has_key, notice, wait, listens }.page(app, visitor, status))
}

/// How long no request may be sent from the visitor's browser, in milliseconds.
async fn pause(app: &App, visitor: &Visitor, account: AccountId) -> Result<Option<i64>, StoreError> {
    let known = known::browser(app, visitor, account).await?;
    let throttle = throttle::requests(app, account, known);
    Ok(throttles::wait(app.store.throttle(throttle.id).await?, &throttle, app.now()))
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
