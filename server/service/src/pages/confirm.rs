//! The page that waits for Key, while the phones are asked to confirm a login.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::{ConfirmationId, SessionId};
use key_domain::rules::logins::{self, NewLogin};
use key_domain::rules::sign_in::by_login;
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome};
use key_domain::store::error::StoreError;
use key_domain::store::logins::Login;
use key_domain::store::sessions::{Session, SignedInBy, Stage};
use key_protocol::base64url;
use key_protocol::request::Subject;
use serde::Deserialize;

use super::asking::{self, EventsQuery, Waiting};
use super::context::{PageContext, Shown as _};
use super::events;
use super::form::Posted;
use super::paths;
use super::sign_in::{self, Step, remembered};
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{known, method, throttle};
use crate::app::App;

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    view: PageContext,
    /// Its path names the confirmation: if a newer one has replaced it meanwhile, the page says so.
    waiting: Waiting,
}

/// The login that the requesting page has shown.
#[derive(Deserialize)]
pub(super) struct ConfirmQuery {
    login: Option<String>,
}

#[derive(Template)]
#[template(path = "aborted.html")]
struct AbortedPage {
    view: PageContext,
    reason: &'static str,
    /// Whether the session may continue with another method.
    other_ways: bool,
}

/// The result of sending a request.
pub(super) enum Started {
    /// The account has no active device.
    NoDevice,
    /// Too many requests in a row.
    Paused,
    /// The phones have been asked.
    Waiting,
}

/// Sends a request to all active devices of the account. Ends an older login of the account, except one in a known
/// browser if this browser is new.
pub(super) async fn start(
    app: &Arc<App>,
    visitor: &Visitor,
    session: SessionId,
    account: &Account,
) -> Result<Started, StoreError> {
    let now = app.now();
    let known = known::browser(app, visitor, account.id).await?;
    let (browser, place) = (visitor.browser.clone(), asking::place(app, visitor));
    let subject = Subject::Login { browser, known: known.is_some(), place };
    let digits = known.is_none() || app.settings.always_digits;
    let Some(confirmation) = asking::confirmation(app, account, subject, digits).await? else {
        return Ok(Started::NoDevice);
    };
    let throttle = throttle::requests(app, account.id, known).id;
    let login = Login { confirmation: confirmation.confirmation.id, known, throttle, taken_at: None };
    let new = NewLogin { login, confirmation, session };
    let mut tx = app.store.begin(&[Lock::Account(account.id)]).await?;
    if logins::start(tx.as_mut(), new, now).await?.is_err() {
        return Ok(Started::Paused);
    }
    app.commit(tx, account.id).await?;
    Ok(Started::Waiting)
}

/// Sends another request, from the page with the choice of methods, unless the last one can still be answered.
pub(super) async fn again(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::Password)?;
    if asking::stands(&app, session).await?.is_some() {
        return Ok(Redirect::to("/login/confirm").into_response());
    }
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    match start(&app, &posted.visitor, session.id, &account).await? {
        Started::NoDevice => Ok(Redirect::to("/login/method").into_response()),
        Started::Paused => method::page(&app, &posted.visitor, false, StatusCode::TOO_MANY_REQUESTS).await,
        Started::Waiting => Ok(Redirect::to("/login/confirm").into_response()),
    }
}

/// Shows that the login waits, signs in, or says how the login ended.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(which): Query<ConfirmQuery>,
) -> Result<Response, Trouble> {
    if visitor.session(Stage::SignedIn).is_ok() {
        return Ok(sign_in::inside().into_response());
    }
    let Ok(session) = visitor.session(Stage::Password) else { return resume(&app, &visitor).await };
    let Some(confirmation) = asking::of_session(&app, session).await? else {
        return Ok(Redirect::to("/login/method").into_response());
    };
    if is_replaced(&app, session, &confirmation, which).await? {
        let page = AbortedPage {
            view: PageContext::new(&app, &visitor),
            reason: "aborted-superseded",
            other_ways: false,
        };
        return Ok(page.page(&app, &visitor, StatusCode::OK));
    }
    if confirmation.is_pending(app.now()) {
        return waiting(&app, &visitor, &confirmation).await;
    }
    if let Some(inside) = sign_in(&app, &visitor, session, &confirmation).await? {
        return Ok(inside);
    }
    aborted(&app, &visitor, session, confirmation.outcome).await
}

async fn waiting(app: &App, visitor: &Visitor, confirmation: &Confirmation) -> Result<Response, Trouble> {
    let view = PageContext::new(app, visitor);
    let again = format!("/login/confirm?login={}", base64url::encode(confirmation.id.as_bytes()));
    let waiting = Waiting::new(app, &view, confirmation, ("/login/events", again)).await?;
    Ok(ConfirmPage { view, waiting }.page(app, visitor, StatusCode::OK))
}

/// Signs in if the login is confirmed; `None` if it is not, or no longer.
async fn sign_in(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    confirmation: &Confirmation,
) -> Result<Option<Response>, Trouble> {
    let is_confirmed = confirmation.outcome == ConfirmationOutcome::Confirmed;
    let Some(device) = confirmation.decided_by.filter(|_| is_confirmed) else { return Ok(None) };
    let step = Step::by_key(app, visitor, session, SignedInBy::Device(device), None);
    let cookie = step.cookie(app);
    let (remembered, browser) = remembered(app, visitor);
    let now = app.now();
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if by_login(tx.as_mut(), session.id, &step.new, &remembered, now).await? {
        tx.set_language(session.account, visitor.language).await?;
        tx.commit().await?;
        return Ok(Some((cookie, browser, sign_in::inside()).into_response()));
    }
    drop(tx);
    // Another load of the page may have signed in meanwhile.
    let is_there = app.store.session(session.id, now).await?.is_some();
    if is_there { Ok(None) } else { resume(app, visitor).await.map(Some) }
}

async fn resume(app: &App, visitor: &Visitor) -> Result<Response, Trouble> {
    sign_in::resume(app, visitor, Stage::Password, paths::INSIDE).await
}

/// Whether the page shows an older login of the user than the session has now: the browser has it in two tabs.
async fn is_replaced(
    app: &App,
    session: &Session,
    now: &Confirmation,
    which: ConfirmQuery,
) -> Result<bool, StoreError> {
    let shown = which.login.and_then(|text| base64url::decode_array(&text)).map(ConfirmationId::from_bytes);
    let Some(shown) = shown.filter(|shown| *shown != now.id) else { return Ok(false) };
    let shown = app.store.confirmation(shown).await?.filter(|shown| shown.account == session.account);
    Ok(shown.is_some_and(|shown| shown.outcome == ConfirmationOutcome::Superseded))
}

/// Shows why the login ended. If the user declined, the session ends too (FK05); if nobody answered, other methods
/// remain.
async fn aborted(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    outcome: ConfirmationOutcome,
) -> Result<Response, Trouble> {
    let (reason, other_ways) = match outcome {
        ConfirmationOutcome::Cancelled => ("aborted-cancelled", false),
        ConfirmationOutcome::Confirmed | ConfirmationOutcome::Pending => ("aborted-expired", true),
        ConfirmationOutcome::DigitsWrong => ("aborted-digits", false),
        ConfirmationOutcome::Locked => ("aborted-locked", true),
        // The same for both: the browser may be a thief's, who must not learn that the login was reported.
        ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe => ("aborted-declined", false),
        ConfirmationOutcome::Superseded => ("aborted-superseded", false),
    };
    if !other_ways {
        app.store.end_session(session.id).await?;
    }
    let page = AbortedPage { view: PageContext::new(app, visitor), reason, other_ways };
    Ok(page.page(app, visitor, StatusCode::OK))
}

/// Cancels the login. If it is too late, the page says how the login ended.
pub(super) async fn cancel(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::Password).ok();
    if let Some(session) = session.filter(|session| session.confirmation.is_some()) {
        let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
        logins::cancel(tx.as_mut(), session, app.now()).await?;
        app.commit(tx, session.account).await?;
    }
    Ok(Redirect::to("/login/confirm").into_response())
}

/// Sends an event when the login has ended in any way, or when a phone cannot show the request.
pub(super) async fn events(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(EventsQuery { confirmed, unshown }): Query<EventsQuery>,
) -> Result<Response, Trouble> {
    if sign_in::is_signed_in(&app, &visitor, Stage::Password).await? {
        return Ok(events::moved_already());
    }
    let session = visitor.session(Stage::Password)?;
    let id = session.confirmation.ok_or(Trouble::Missing)?;
    if confirmed {
        return Ok(events::moved(app, session, move |app| asking::is_confirmed(app, id)));
    }
    Ok(events::moved(app, session, move |app| asking::progress(app, id, unshown)))
}

#[cfg(test)]
mod tests;
