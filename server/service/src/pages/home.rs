//! The page of a signed-in user: their devices and recent events.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::BrowserMark;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::sessions::{Browser, Session, SignedInBy, Stage};
use key_protocol::base64url;
use key_protocol::statement::day;

use super::context::{PageContext, Shown as _};
use super::form::Posted;
use super::sign_in;
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    view: PageContext,
    text: String,
    how: String,
    reported: Vec<ReportedLine>,
    devices: Vec<DeviceLine>,
    happened: Vec<EventLine>,
    left: u32,
}

struct DeviceLine {
    name: String,
    detail: String,
}

/// A browser in which somebody else has tried to log in.
struct ReportedLine {
    id: String,
    text: String,
}

struct EventLine {
    title: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "logged_out.html")]
struct LoggedOutPage {
    view: PageContext,
}

/// The page of a user who is signed in.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    let devices = app.store.devices_of(session.account).await?;
    let view = PageContext::new(&app, &visitor);
    let page = HomePage {
        text: view.with("welcome-text", "username", account.username.as_str()),
        how: how(&view, session, &devices),
        reported: reported(&app, &view, session).await?,
        devices: devices.iter().filter_map(|device| device_line(&view, session, device)).collect(),
        happened: happened(&app, &view, session).await?,
        left: app.store.next_number(session.account).await?.map_or(0, |next| next.left),
        view,
    };
    Ok(page.page(&app, &visitor, StatusCode::OK))
}

/// The method by which the user signed in.
fn how(view: &PageContext, session: &Session, devices: &[Device]) -> String {
    match session.by {
        Some(SignedInBy::Device(id)) => {
            let name = devices.iter().find(|device| device.id == id).map(|device| device.name.as_str());
            view.with("welcome-by-key", "device", name.unwrap_or_default())
        }
        Some(SignedInBy::Number(number)) => view.count("welcome-by-number", "number", &number),
        None => String::new(),
    }
}

/// The line of a device. `None` for a device that has left.
fn device_line(view: &PageContext, session: &Session, device: &Device) -> Option<DeviceLine> {
    let date = |id: &str, at: i64| view.with(id, "date", &day(at / 1000, view.language));
    let detail = match device.state {
        Lifecycle::Disconnected | Lifecycle::Pairing | Lifecycle::Refused => return None,
        Lifecycle::Frozen => view.t("welcome-device-frozen"),
        Lifecycle::Locked => view.t("welcome-device-locked"),
        Lifecycle::Active if session.by == Some(SignedInBy::Device(device.id)) => {
            view.t("welcome-device-this")
        }
        Lifecycle::Active => match device.used_at {
            Some(at) => date("welcome-device-used", at),
            None => date("welcome-device-added", device.active_at.unwrap_or_default()),
        },
    };
    let platform = match device.platform.as_str() {
        "Browser" => view.t("welcome-device-browser"),
        platform => platform.to_owned(),
    };
    Some(DeviceLine { name: device.name.to_string(), detail: format!("{platform} · {detail}") })
}

async fn happened(app: &App, view: &PageContext, session: &Session) -> Result<Vec<EventLine>, Trouble> {
    let events = app.store.notifications_of(session.account).await?;
    let line = |stored: &key_domain::store::accounts::StoredNotification| EventLine {
        title: view.t(&format!("event-{}", stored.notification.kind.name())),
        detail: format!("{} · {}", stored.notification.detail, day(stored.at / 1000, view.language)),
    };
    Ok(events.iter().take(5).map(line).collect())
}

async fn reported(app: &App, view: &PageContext, session: &Session) -> Result<Vec<ReportedLine>, Trouble> {
    let browsers = app.store.reported_browsers(session.account).await?;
    let line = |browser: &Browser| ReportedLine {
        id: base64url::encode(browser.mark.as_bytes()),
        text: view.with("welcome-reported", "browser", browser.name.as_str()),
    };
    Ok(browsers.iter().map(line).collect())
}

/// Forgets a browser: its logins need number matching again, and it is counted with all others.
pub(super) async fn forget_browser(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    if let Some(id) = base64url::decode_array(posted.field("browser")).map(BrowserMark::from_bytes) {
        app.store.forget_browser(id, session.account).await?;
    }
    Ok(sign_in::inside().into_response())
}

/// Ends the session.
pub(super) async fn log_out(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if posted.visitor.session.is_some() {
        app.store.end_session(posted.visitor.id).await?;
    }
    Ok(Redirect::to("/logout").into_response())
}

/// The page after logging out.
pub(super) async fn logged_out(State(app): State<Arc<App>>, visitor: Visitor) -> Response {
    LoggedOutPage { view: PageContext::new(&app, &visitor) }.page(&app, &visitor, StatusCode::OK)
}

#[cfg(test)]
mod tests;
