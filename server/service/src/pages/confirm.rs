//! Waiting for Key: the login that the phones are asked about.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::{LoginId, SessionId};
use key_domain::rules::logins::{self, NewLogin};
use key_domain::rules::sign_in::by_login;
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::devices::State as DeviceState;
use key_domain::store::error::StoreError;
use key_domain::store::logins::{Login, LoginOutcome};
use key_domain::store::sessions::{Session, SignedInBy, Stage};
use key_protocol::base64url;
use key_protocol::id::RequestId;
use key_protocol::request::LIFETIME_SECONDS;
use serde::Deserialize;

use super::events::{self, Standing};
use super::form::Posted;
use super::sign_in::{self, Step, remembered};
use super::trouble::Trouble;
use super::view::{Digits, Shown as _, View};
use super::visitor::Visitor;
use super::{known, method, throttle};
use crate::app::App;

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    view: View,
    digits: Option<Digits>,
    left: i64,
    whole: i64,
    /// The page itself, by name of its login: where a newer one has come meanwhile, it says so.
    again: String,
    /// Whether a phone has said that it cannot show the request.
    unshown: bool,
}

/// Which login the page that asks has shown.
#[derive(Deserialize)]
pub(super) struct Which {
    login: Option<String>,
}

#[derive(Template)]
#[template(path = "aborted.html")]
struct AbortedPage {
    view: View,
    reason: &'static str,
    /// Whether the session may go on in another way.
    other_ways: bool,
}

/// What came of sending a request.
pub(super) enum Started {
    /// No phone is there to ask.
    NoDevice,
    /// Too many in a row: wait so many milliseconds.
    Paused(i64),
    /// The phones are asked.
    Waiting,
}

/// Sends a request to all active devices of the account. An older login of it ends.
pub(super) async fn start(
    app: &Arc<App>,
    visitor: &Visitor,
    session: SessionId,
    account: &Account,
) -> Result<Started, StoreError> {
    let devices = app.store.devices_of(account.id).await?;
    let active = devices.iter().filter(|device| device.state == DeviceState::Active);
    let requests: Vec<_> = active.map(|device| (device.id, RequestId::from_bytes(app.random()))).collect();
    if requests.is_empty() {
        return Ok(Started::NoDevice);
    }
    let (now, known) = (app.now(), known::browser(app, visitor, account.id).await?);
    let login = Login {
        id: LoginId::from_bytes(app.random()),
        account: account.id,
        created_at: now,
        expires_at: now + LIFETIME_SECONDS * 1000,
        digits: known.is_none() || app.settings.always_digits,
        known,
        throttle: throttle::requests(app, account.id, known).id,
        browser: visitor.browser.clone(),
        address: visitor.address.to_string(),
        place: app.settings.place_name(visitor.address).map(String::from),
        outcome: LoginOutcome::Pending,
        ended_at: None,
        decided_by: None,
        taken_at: None,
    };
    let mut tx = app.store.begin(&[Lock::Account(account.id)]).await?;
    if let Err(wait) = logins::start(tx.as_mut(), NewLogin { login, requests, session }, now).await? {
        return Ok(Started::Paused(wait));
    }
    app.commit(tx, account.id).await?;
    Ok(Started::Waiting)
}

/// Another request, from the page with the choice.
pub(super) async fn again(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::Password)?;
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    match start(&app, &posted.visitor, session.id, &account).await? {
        Started::NoDevice => Ok(Redirect::to("/login/method").into_response()),
        Started::Paused(wait) => {
            method::page(&app, &posted.visitor, Some(wait), StatusCode::TOO_MANY_REQUESTS).await
        }
        Started::Waiting => Ok(Redirect::to("/login/confirm").into_response()),
    }
}

/// Waits, signs in, or says why not.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Response, Trouble> {
    if visitor.session(Stage::SignedIn).is_ok() {
        return Ok(Redirect::to("/home").into_response());
    }
    let Ok(session) = visitor.session(Stage::Password) else { return resume(&app, &visitor).await };
    let Some(login) = login_of(&app, session).await? else {
        return Ok(Redirect::to("/login/method").into_response());
    };
    if is_replaced(&app, session, &login, which).await? {
        let page =
            AbortedPage { view: View::new(&app, &visitor), reason: "aborted-superseded", other_ways: false };
        return Ok(page.page(&app, &visitor, StatusCode::OK));
    }
    let now = app.now();
    if login.is_pending(now) {
        let left = (login.expires_at - now + 999) / 1000;
        let digits = login.digits.then(|| Digits::from(&app.parts.secrets.digits(&login.id)));
        let view = View::new(&app, &visitor);
        let again = format!("/login/confirm?login={}", base64url::encode(login.id.as_bytes()));
        let unshown = app.store.has_unshown(login.id).await?;
        let page = ConfirmPage { view, digits, left, whole: LIFETIME_SECONDS, again, unshown };
        return Ok(page.page(&app, &visitor, StatusCode::OK));
    }
    if let Some(device) = login.decided_by.filter(|_| login.outcome == LoginOutcome::Confirmed) {
        let step = Step::by_key(&app, &visitor, session, SignedInBy::Device(device), None);
        let cookie = step.cookie(&app);
        let (remembered, browser) = remembered(&app, &visitor);
        let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
        if by_login(tx.as_mut(), session.id, &step.new, &remembered, now).await? {
            tx.set_language(session.account, visitor.language).await?;
            tx.commit().await?;
            return Ok((cookie, browser, Redirect::to("/home")).into_response());
        }
        drop(tx);
        if app.store.session(session.id, now).await?.is_none() {
            // Another load of the page has taken it meanwhile.
            return resume(&app, &visitor).await;
        }
    }
    aborted(&app, &visitor, session, login.outcome).await
}

async fn resume(app: &App, visitor: &Visitor) -> Result<Response, Trouble> {
    sign_in::resume(app, visitor, Stage::Password, "/home").await
}

/// Whether the page shows an older login of the user than this browser has now: it is in two tabs.
async fn is_replaced(app: &App, session: &Session, login: &Login, which: Which) -> Result<bool, StoreError> {
    let shown = which.login.and_then(|text| base64url::decode_array(&text)).map(LoginId::from_bytes);
    let Some(shown) = shown.filter(|shown| *shown != login.id) else { return Ok(false) };
    let shown = app.store.login(shown).await?.filter(|shown| shown.account == session.account);
    Ok(shown.is_some_and(|shown| shown.outcome == LoginOutcome::Superseded))
}

async fn login_of(app: &App, session: &Session) -> Result<Option<Login>, StoreError> {
    match session.login {
        Some(id) => app.store.login(id).await,
        None => Ok(None),
    }
}

/// Where somebody has said no, the session ends too (FK05); where nobody could, there are other ways on.
async fn aborted(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    outcome: LoginOutcome,
) -> Result<Response, Trouble> {
    let (reason, other_ways) = match outcome {
        LoginOutcome::Cancelled => ("aborted-cancelled", false),
        LoginOutcome::Confirmed | LoginOutcome::Pending => ("aborted-expired", true),
        LoginOutcome::Declined => ("aborted-declined", false),
        LoginOutcome::DigitsWrong => ("aborted-digits", false),
        LoginOutcome::Locked => ("aborted-locked", true),
        LoginOutcome::NotMe => ("aborted-reported", false),
        LoginOutcome::Superseded => ("aborted-superseded", false),
    };
    if !other_ways {
        app.store.end_session(session.id).await?;
    }
    let page = AbortedPage { view: View::new(app, visitor), reason, other_ways };
    Ok(page.page(app, visitor, StatusCode::OK))
}

/// The user gives up. Where it is too late, the page says how the login has ended.
pub(super) async fn cancel(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::Password).ok();
    if let Some((session, login)) = session.and_then(|session| Some((session, session.login?))) {
        let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
        let login = tx.login(login).await?;
        logins::cancel(tx.as_mut(), login, app.now()).await?;
        app.commit(tx, session.account).await?;
    }
    Ok(Redirect::to("/login/confirm").into_response())
}

/// What the page that listens has shown.
#[derive(Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    unshown: bool,
}

/// Says when the login has ended in one way or another, or when a phone cannot show the request.
pub(super) async fn events(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Seen { unshown }): Query<Seen>,
) -> Result<Response, Trouble> {
    if sign_in::is_signed_in(&app, &visitor, Stage::Password).await? {
        return Ok(events::moved_already());
    }
    let session = visitor.session(Stage::Password)?;
    let login = session.login.ok_or(Trouble::Missing)?;
    Ok(events::moved(app, session, move |app| async move {
        let id = login;
        let login = app.store.login(id).await?;
        let pending = login.filter(|login| login.is_pending(app.now()));
        if app.store.has_unshown(id).await? != unshown {
            return Ok(Standing::Moved);
        }
        Ok(pending.map_or(Standing::Moved, |login| Standing::Same { until: login.expires_at }))
    }))
}

#[cfg(test)]
mod tests;
