//! The page of a signed-in user: their devices and browsers, and what happened lately.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_assets::icons;
use key_domain::ids::BrowserMark;
use key_domain::rules::changes;
use key_domain::store::Lock;
use key_domain::store::accounts::{NotificationKind, StoredNotification};
use key_domain::store::devices::Device;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{Browser, Session, SignedInBy, Stage};
use key_protocol::base64url;
use serde::Deserialize;

use super::change::Ended;
use super::context::{PageContext, Shown as _};
use super::device_line::{DeviceLine, device_lines};
use super::form::Posted;
use super::known;
use super::lines::{Line, Time};
use super::list;
use super::pair;
use super::paths;
use super::sign_in;
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

/// How many notifications the page shows.
const SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    view: PageContext,
    text: String,
    how: String,
    reported: Vec<ReportedLine>,
    /// Whether the user has just forgotten a browser.
    forgotten: bool,
    devices: Vec<DeviceLine>,
    browsers: Vec<BrowserLine>,
    happened: Vec<Line>,
    left: u32,
    /// Whether the list is running out.
    few: bool,
    /// Whether a new list was made in this session and is not saved yet.
    unsaved: bool,
    /// Whether the user has logged in by confirming in Key.
    by_login: bool,
    /// Whether the user has not finished setting up Key, and can go on.
    unfinished: bool,
}

/// A browser that the user has signed in with.
struct BrowserLine {
    id: String,
    line: Line,
}

/// A browser in which somebody else has tried to log in.
struct ReportedLine {
    id: String,
    text: String,
}

#[derive(Template)]
#[template(path = "logged_out.html")]
struct LoggedOutPage {
    view: PageContext,
    /// The id of the text.
    text: &'static str,
}

/// The query of a redirect after the user has logged out in every browser.
#[derive(Deserialize)]
pub(super) struct LoggedOutQuery {
    everywhere: Option<String>,
}

/// The query of a redirect after a browser was forgotten.
#[derive(Deserialize)]
pub(super) struct HomeQuery {
    forgotten: Option<String>,
}

/// The page of a user who is signed in.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(HomeQuery { forgotten }): Query<HomeQuery>,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    let devices = app.store.devices_of(session.account).await?;
    let browsers = app.store.browsers_of(session.account).await?;
    let here = known::browser(&app, &visitor, session.account).await?;
    let left = app.store.next_number(session.account).await?.map_or(0, |next| next.left);
    let view = PageContext::new(&app, &visitor);
    let page = HomePage {
        text: view.with("welcome-text", "username", account.username.as_str()),
        how: how(&view, session, &devices),
        reported: reported(&view, &browsers, here),
        forgotten: forgotten.is_some(),
        devices: device_lines(&view, session, &devices),
        browsers: browsers.iter().map(|browser| browser_line(&view, browser, here)).collect(),
        happened: happened(&app, &view, session).await?,
        left,
        few: left <= list::FEW,
        unsaved: session.shows_list(app.now()),
        by_login: matches!(session.by, Some(SignedInBy::Device(_))) && session.pairing.is_none(),
        unfinished: has_unfinished_pairing(&app, session).await?,
        view,
    };
    Ok(page.page(&app, &visitor, StatusCode::OK))
}

async fn has_unfinished_pairing(app: &App, session: &Session) -> Result<bool, StoreError> {
    let Some(id) = session.pairing.filter(|_| session.may_pair(app.now())) else { return Ok(false) };
    Ok(app.store.pairing(id).await?.is_some_and(|pairing| !pair::has_paired(&pairing)))
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

fn browser_line(view: &PageContext, browser: &Browser, here: Option<BrowserMark>) -> BrowserLine {
    let id = if here == Some(browser.mark) { "welcome-browser-this" } else { "welcome-browser-used" };
    let line = Line {
        class: "",
        sign: icons::BROWSER,
        title: browser.name.clone(),
        detail: view.t(id),
        time: Some(Time::at(view, browser.seen_at)),
    };
    BrowserLine { id: base64url::encode(browser.mark.as_bytes()), line }
}

async fn happened(app: &App, view: &PageContext, session: &Session) -> Result<Vec<Line>, Trouble> {
    let stored = app.store.notifications_of(session.account).await?;
    let line = |stored: &StoredNotification| {
        let (class, sign) = sign(stored.notification.kind);
        Line {
            class,
            sign,
            title: view.t(&format!("event-{}", stored.notification.kind.name())),
            detail: match stored.notification.kind {
                // The address of before is for the message alone.
                NotificationKind::ContactsChanged => String::new(),
                _ => stored.notification.detail.clone(),
            },
            time: Some(Time::at(view, stored.at)),
        }
    };
    Ok(stored.iter().take(SHOWN).map(line).collect())
}

/// What looks like theft stands out; what the user has done is routine.
const fn sign(kind: NotificationKind) -> (&'static str, &'static str) {
    match kind {
        NotificationKind::DeviceAdded => ("", icons::ADD),
        NotificationKind::DeviceLeft | NotificationKind::DeviceRemoved => ("", icons::DECLINE),
        NotificationKind::ContactsChanged => ("", icons::EDIT),
        NotificationKind::AppLink | NotificationKind::PairingLink => ("", icons::DEVICE),
        NotificationKind::FactorChanged => ("", icons::LOCK),
        NotificationKind::ListChanged => ("", icons::LIST),
        NotificationKind::DeviceLocked => ("sign-danger", icons::LOCK),
        NotificationKind::ChangeNotMe
        | NotificationKind::DeviceFrozen
        | NotificationKind::DeviceRefused
        | NotificationKind::FactorFailures
        | NotificationKind::LoginNotMe => ("sign-danger", icons::WARNING),
    }
}

fn reported(view: &PageContext, browsers: &[Browser], here: Option<BrowserMark>) -> Vec<ReportedLine> {
    let reported = browsers.iter().filter(|browser| browser.reported_at.is_some());
    let line = |browser: &Browser| ReportedLine {
        id: base64url::encode(browser.mark.as_bytes()),
        text: match here == Some(browser.mark) {
            true => view.t("welcome-reported-here"),
            false => view.with("welcome-reported", "browser", browser.name.as_str()),
        },
    };
    reported.map(line).collect()
}

/// Forgets a browser: its logins need number matching again, and it is counted with all others.
pub(super) async fn forget_browser(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    let id = base64url::decode_array(posted.field("browser")).map(BrowserMark::from_bytes);
    if let Some(id) = id
        && app.store.forget_browser(id, session.account).await?
    {
        return Ok(Redirect::to(&format!("{}?forgotten=yes", paths::INSIDE)).into_response());
    }
    Ok(sign_in::inside().into_response())
}

/// Ends all sessions of the account, this one too, and forgets its browsers.
pub(super) async fn log_out_everywhere(
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    app.store.end_sessions(session.account).await?;
    Ok(Redirect::to("/logout?everywhere=yes").into_response())
}

/// Ends the session, and a change that waits for it. A new list that is not saved yet would be lost with the session:
/// the user is told so first.
pub(super) async fn log_out(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if let Some(session) = &posted.visitor.session {
        if session.shows_list(app.now()) && posted.field("anyway").is_empty() {
            return Ok(Redirect::to(&Ended::ListUnsaved.path_on(paths::LIST)).into_response());
        }
        let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
        changes::cancel(tx.as_mut(), session.id, app.now()).await?;
        tx.delete_session(session.id).await?;
        app.commit(tx, session.account).await?;
    }
    Ok(Redirect::to("/logout").into_response())
}

/// The page after logging out.
pub(super) async fn logged_out(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(LoggedOutQuery { everywhere }): Query<LoggedOutQuery>,
) -> Response {
    let text = if everywhere.is_some() { "logged-out-everywhere" } else { "logged-out-text" };
    LoggedOutPage { view: PageContext::new(&app, &visitor), text }.page(&app, &visitor, StatusCode::OK)
}

#[cfg(test)]
mod tests;
