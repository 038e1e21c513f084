//! Setting up Key: the link, the comparison, and the sign-in when the phone is connected.

mod app_link;
mod link;
mod sms;
mod stand;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::{AccountId, PairingId, SessionId};
use key_domain::rules::pairing;
use key_domain::rules::sign_in::{by_key, with_pairing};
use key_domain::store::Lock;
use key_domain::store::devices::{Device, FINISH_WITHIN, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::pairings::Pairing;
use key_domain::store::sessions::{Session, SignedInBy, Stage};
use key_protocol::comparison::{self, Share};
use key_protocol::digits::SixDigits;
use serde::Deserialize;

use super::context::{Digits, PageContext, Shown as _};
use super::events::{self, Progress};
use super::form::Posted;
use super::paths;
use super::sign_in::{self, Step, remembered};
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

pub(super) use app_link::{ask_app, send_app};
pub(super) use link::new_link;
use link::{Over, link, pairing_of, pairing_session};
pub(super) use sms::send_sms;
use stand::Stand;
pub(super) use stand::has_paired;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    view: PageContext,
    device: Device,
    username: String,
    /// The comparison code, once the device has enrolled.
    code: Option<Digits>,
    /// Whether the user has recognised the device.
    recognised: bool,
    left: i64,
    whole: i64,
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    view: PageContext,
}

#[derive(Template)]
#[template(path = "connected.html")]
struct ConnectedPage {
    view: PageContext,
    text: String,
}

/// Makes a link for the session's account.
async fn start(app: &Arc<App>, session: SessionId, account: AccountId) -> Result<(), StoreError> {
    let mut tx = app.store.begin(&[Lock::Account(account)]).await?;
    pairing::start(tx.as_mut(), session, &new_link(app), app.now()).await?;
    app.commit(tx, account).await
}

/// Shows the state of the pairing; once the phone is connected, signs in.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let Some(session) = pairing_session(&app, &visitor) else {
        return match visitor.session(Stage::SignedIn) {
            Ok(session) => connected(&app, &visitor, session).await,
            Err(_) => resume(&app, &visitor).await,
        };
    };
    let pairing = pairing_of(&app, session).await?;
    match Stand::of(&pairing, app.now()) {
        Stand::Connected(_) if session.stage == Stage::SignedIn => connected(&app, &visitor, session).await,
        Stand::Expired if session.stage == Stage::SignedIn && has_paired(&pairing) => {
            Ok(Redirect::to(paths::DEVICES).into_response())
        }
        Stand::Connected(device) => sign_in(&app, &visitor, session, &pairing, &device).await,
        Stand::Claimed(device) => compare(&app, &visitor, session, device, None).await,
        Stand::Comparing(device, share) | Stand::Finishing(device, share) => {
            let code = code(&app, &pairing, &device, &share);
            compare(&app, &visitor, session, device, Some(code)).await
        }
        Stand::Open => link(&app, &visitor, session, &pairing, None, None).await,
        Stand::Expired => link(&app, &visitor, session, &pairing, Some(Over::expired(&pairing)), None).await,
        Stand::GivenUp => link(&app, &visitor, session, &pairing, Some(Over::GIVEN_UP), None).await,
        Stand::Refused => {
            Ok(RefusedPage { view: PageContext::new(&app, &visitor) }.page(&app, &visitor, StatusCode::OK))
        }
    }
}

/// Signs in after the phone was connected. A second load of the page gets the session of the first.
async fn sign_in(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    pairing: &Pairing,
    device: &Device,
) -> Result<Response, Trouble> {
    let by = SignedInBy::Device(device.id);
    let step = Step::by_key(app, visitor, session, by, Some(pairing.id));
    let cookie = step.cookie(app);
    let (remembered, browser) = remembered(app, visitor);
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if !by_key(tx.as_mut(), session.id, &step.new, &remembered, app.now()).await? {
        drop(tx);
        return resume(app, visitor).await;
    }
    tx.commit().await?;
    Ok((cookie, browser, Redirect::to("/pair")).into_response())
}

async fn resume(app: &App, visitor: &Visitor) -> Result<Response, Trouble> {
    sign_in::resume(app, visitor, Stage::Identified, "/pair").await
}

/// The comparison code of a device that has revealed its share.
fn code(app: &App, pairing: &Pairing, device: &Device, share: &Share) -> SixDigits {
    comparison::code(&comparison::Pairing {
        service: &device.pinned,
        token: &app.parts.secrets.pairing_token(&pairing.id),
        device: &device.possession.thumbprint(),
        device_share: share,
        service_share: &app.parts.secrets.pairing_share(&pairing.id),
    })
}

async fn compare(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    device: Device,
    code: Option<SixDigits>,
) -> Result<Response, Trouble> {
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    let (view, code) = (PageContext::new(app, visitor), code.as_ref().map(Digits::from));
    let username = account.username.to_string();
    let left = ((device.claimed_at + FINISH_WITHIN - app.now() + 999) / 1000).max(0);
    let (recognised, whole) = (device.state == Lifecycle::Active, FINISH_WITHIN / 1000);
    let page = ComparePage { view, device, username, code, recognised, left, whole };
    Ok(page.page(app, visitor, StatusCode::OK))
}

async fn connected(app: &App, visitor: &Visitor, session: &Session) -> Result<Response, Trouble> {
    let Ok(pairing) = pairing_of(app, session).await else {
        return Ok(sign_in::inside().into_response());
    };
    let device = pairing.device.filter(|device| device.state == Lifecycle::Active);
    let Some(device) = device else { return Ok(Redirect::to(paths::DEVICES).into_response()) };
    let view = PageContext::new(app, visitor);
    let text = view.with("connected-text", "device", device.name.as_str());
    Ok(ConnectedPage { view, text }.page(app, visitor, StatusCode::OK))
}

/// Makes a new link; the old link, and a pairing that a phone has begun with it, become invalid. If the phone is
/// connected already, the page says so instead.
pub(super) async fn renew(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if let Some(session) = pairing_session(&app, &posted.visitor) {
        start(&app, session.id, session.account).await?;
    }
    Ok(Redirect::to("/pair").into_response())
}

/// A signed-in user gives up adding a device.
async fn give_up(app: &Arc<App>, session: &Session) -> Result<Response, Trouble> {
    if session.may_pair(app.now()) {
        let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
        tx.revoke_pairing(session.account).await?;
        pairing::end_open(tx.as_mut(), session.account, app.now()).await?;
        app.commit(tx, session.account).await?;
    }
    Ok(sign_in::inside().into_response())
}

/// The user pairs later: they are signed in by the one-time password that has led here, and can come back for a while.
pub(super) async fn later(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let visitor = &posted.visitor;
    if let Ok(session) = visitor.session(Stage::SignedIn) {
        return give_up(&app, session).await;
    }
    let Ok(session) = visitor.session(Stage::Identified) else {
        return sign_in::resume(&app, visitor, Stage::Identified, paths::INSIDE).await;
    };
    let by = session.by.ok_or(Trouble::LoginFirst)?;
    let step = Step::by_key(&app, visitor, session, by, session.pairing);
    let cookie = step.cookie(&app);
    let (remembered, browser) = remembered(&app, visitor);
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if !with_pairing(tx.as_mut(), session.id, &step.new, &remembered, app.now()).await? {
        drop(tx);
        return sign_in::resume(&app, visitor, Stage::Identified, paths::INSIDE).await;
    }
    tx.commit().await?;
    Ok((cookie, browser, sign_in::inside()).into_response())
}

/// The user has recognised the phone.
pub(super) async fn commit(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if let Some((account, pairing)) = shown_pairing(&app, &posted).await? {
        let mut tx = app.store.begin(&[Lock::Account(account)]).await?;
        pairing::commit(tx.as_mut(), pairing, app.now()).await?;
        app.commit(tx, account).await?;
    }
    Ok(Redirect::to("/pair").into_response())
}

/// The user has not recognised the phone.
pub(super) async fn refuse(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if let Some((account, pairing)) = shown_pairing(&app, &posted).await? {
        let mut tx = app.store.begin(&[Lock::Account(account)]).await?;
        pairing::refuse(tx.as_mut(), pairing, app.now()).await?;
        app.commit(tx, account).await?;
    }
    Ok(Redirect::to("/pair").into_response())
}

/// The account and the pairing, if its device is still the one that the page has shown.
async fn shown_pairing(app: &App, posted: &Posted) -> Result<Option<(AccountId, PairingId)>, Trouble> {
    let Some(session) = pairing_session(app, &posted.visitor) else { return Ok(None) };
    let pairing = pairing_of(app, session).await?;
    let shown = pairing.device.is_some_and(|device| device.id.to_string() == posted.field("device"));
    Ok(shown.then_some((session.account, pairing.id)))
}

/// What the listening page has shown.
#[derive(Deserialize)]
pub(super) struct EventsQuery {
    seen: String,
}

/// Sends an event when the state of the pairing differs from what the page has shown.
pub(super) async fn events(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(EventsQuery { seen }): Query<EventsQuery>,
) -> Result<Response, Trouble> {
    let Some(session) = pairing_session(&app, &visitor) else {
        return match sign_in::is_signed_in(&app, &visitor, Stage::Identified).await? {
            true => Ok(events::moved_already()),
            false => Err(Trouble::LoginFirst),
        };
    };
    let id = session.pairing.ok_or(Trouble::Missing)?;
    Ok(events::moved(app, session, move |app| {
        let seen = seen.clone();
        async move {
            let Some(pairing) = app.store.pairing(id).await? else { return Ok(Progress::Moved) };
            let stand = Stand::of(&pairing, app.now());
            let same = stand.name() == seen;
            Ok(if same { Progress::Same { until: stand.until(&pairing) } } else { Progress::Moved })
        }
    }))
}

#[cfg(test)]
mod tests;
