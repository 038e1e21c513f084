//! The name of a device, as its user wants it (PK13).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::rules::devices::{self, Named};
use key_domain::store::Lock;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::sessions::Stage;
use key_protocol::shown::ShownText;
use serde::Deserialize;

use crate::app::App;
use crate::pages::change::Ended;
use crate::pages::context::{PageContext, Shown as _};
use crate::pages::form::Posted;
use crate::pages::paths;
use crate::pages::trouble::Trouble;
use crate::pages::visitor::Visitor;

/// The most characters of a name: it stands on one line of a phone.
const MAX_CHARS: usize = 40;

#[derive(Template)]
#[template(path = "device_name.html")]
struct NamePage {
    view: PageContext,
    device: Device,
    typed: String,
    most: usize,
    /// The id of what is wrong with the name.
    error: Option<&'static str>,
}

/// The query that names a device.
#[derive(Deserialize)]
pub(in crate::pages) struct DeviceQuery {
    device: String,
}

/// Asks for the name.
pub(in crate::pages) async fn ask_name(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(query): Query<DeviceQuery>,
) -> Result<Response, Trouble> {
    let Some(device) = find(&app, &visitor, &query.device).await? else { return Ok(back()) };
    let typed = device.name.to_string();
    Ok(page(&app, &visitor, device, typed, None))
}

/// Sets the name.
pub(in crate::pages) async fn set_name(
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let visitor = &posted.visitor;
    let Some(device) = find(&app, visitor, posted.field("device")).await? else { return Ok(back()) };
    let typed = posted.field("name");
    let name = ShownText::clean(typed).filter(|_| typed.chars().count() <= MAX_CHARS);
    let Some(name) = name else {
        let typed = typed.chars().take(MAX_CHARS).collect();
        return Ok(page(&app, visitor, device, typed, Some("devices-name-wrong")));
    };
    let account = device.account;
    let mut tx = app.store.begin(&[Lock::Account(account)]).await?;
    match devices::name(tx.as_mut(), account, device.id, name).await? {
        Named::Done => app.commit(tx, account).await?,
        Named::Gone => {}
        Named::Taken => {
            drop(tx);
            return Ok(page(&app, visitor, device, typed.to_owned(), Some("devices-name-taken")));
        }
    }
    Ok(Redirect::to(&Ended::Named.path()).into_response())
}

/// The user's active device of that identity.
async fn find(app: &App, visitor: &Visitor, id: &str) -> Result<Option<Device>, Trouble> {
    let devices = app.store.devices_of(visitor.session(Stage::SignedIn)?.account).await?;
    let is_it = |device: &Device| device.id.to_string() == id && device.state == Lifecycle::Active;
    Ok(devices.into_iter().find(is_it))
}

fn back() -> Response {
    Redirect::to(paths::DEVICES).into_response()
}

fn page(
    app: &App,
    visitor: &Visitor,
    device: Device,
    typed: String,
    error: Option<&'static str>,
) -> Response {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let view = PageContext::new(app, visitor);
    NamePage { view, device, typed, most: MAX_CHARS, error }.page(app, visitor, status)
}
