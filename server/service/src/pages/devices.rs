//! The page "Key devices": the devices of a signed-in user. Key confirms that one is added or removed (PK13, PK14).

mod name;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::store::accounts::Account;
use key_domain::store::devices::Device;
use key_domain::store::sessions::{Session, Stage};

use super::change::{self, Asked, Ended, EndedQuery, Notice, Started};
use super::context::{PageContext, Shown as _, Wait};
use super::device_line::{DeviceLine, device_lines};
use super::form::Posted;
use super::method::has_key;
use super::paths;
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

pub(super) use name::{ask_name, set_name};

#[derive(Template)]
#[template(path = "devices.html")]
struct DevicesPage {
    view: PageContext,
    devices: Vec<DeviceLine>,
    /// Whether one of them can confirm.
    has_key: bool,
    /// How the last change ended.
    notice: Option<Notice>,
    wait: Option<Wait>,
}

/// Shows the devices.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(query): Query<EndedQuery>,
) -> Result<Response, Trouble> {
    page(&app, &visitor, query.ended(), None, StatusCode::OK).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    ended: Option<Ended>,
    wait: Option<i64>,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let devices = app.store.devices_of(session.account).await?;
    let view = PageContext::new(app, visitor);
    let (has_key, devices) = (has_key(&devices), device_lines(&view, session, &devices));
    let notice = ended.map(|ended| Notice::of(&view, ended));
    let wait = wait.map(|wait| Wait::new(&view, "method-paused", wait));
    Ok(DevicesPage { view, devices, has_key, notice, wait }.page(app, visitor, status))
}

/// Asks the devices whether another one may be added. If there is none, a one-time password is asked for instead.
pub(super) async fn add(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let (session, account) = signed_in(&app, &posted).await?;
    match change::start(&app, &posted.visitor, session, &account, Asked::Add).await? {
        Started::NoDevice if !has_key(&app.store.devices_of(account.id).await?) => {
            Ok(Redirect::to("/devices/set-up").into_response())
        }
        started => go_on(&app, &posted.visitor, started).await,
    }
}

/// Asks the devices whether one of them is to be removed.
pub(super) async fn remove(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let (session, account) = signed_in(&app, &posted).await?;
    let devices = app.store.devices_of(account.id).await?;
    let named = |device: &Device| device.id.to_string() == posted.field("device");
    let Some(device) = devices.into_iter().find(named).filter(Device::can_be_removed) else {
        return Ok(Redirect::to(paths::DEVICES).into_response());
    };
    let started =
        change::start(&app, &posted.visitor, session, &account, Asked::Remove(Box::new(device))).await?;
    go_on(&app, &posted.visitor, started).await
}

async fn signed_in<'a>(app: &App, posted: &'a Posted) -> Result<(&'a Session, Account), Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    Ok((session, account))
}

async fn go_on(app: &App, visitor: &Visitor, started: Started) -> Result<Response, Trouble> {
    match started {
        Started::NoDevice => page(app, visitor, Some(Ended::Unasked), None, StatusCode::CONFLICT).await,
        Started::ListOpen => Ok(Redirect::to(&Ended::ListOpen.path_on(paths::LIST)).into_response()),
        Started::NoSession => Err(Trouble::LoginFirst),
        Started::Paused(wait) => page(app, visitor, None, Some(wait), StatusCode::TOO_MANY_REQUESTS).await,
        Started::Waiting(cookie) => Ok((cookie, Redirect::to(paths::CHANGE)).into_response()),
    }
}

#[cfg(test)]
mod tests;
