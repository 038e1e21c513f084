//! The page for an offline code: the user's phone has no network, and shows a code instead (FK04).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::AccountId;
use key_domain::rules::offline::{self, Closed};
use key_domain::rules::sign_in::by_offline_code;
use key_domain::rules::throttles::Throttle;
use key_domain::store::Lock;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{Session, SignedInBy, Stage};
use key_protocol::id::DeviceId;

use super::context::{PageContext, Shown as _, Wait};
use super::elsewhere::Elsewhere;
use super::form::Posted;
use super::sign_in::{self, Step, remembered};
use super::throttle::{self, Throttles};
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{known, paths};
use crate::app::App;
use crate::offline::{OfflineCode, right};

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflinePage {
    view: PageContext,
    phones: Vec<Phone>,
    error: Option<String>,
    wait: Option<Wait>,
    /// Whether the page leads on if a phone confirms the login.
    listens: bool,
}

/// A phone whose code can be typed.
struct Phone {
    id: String,
    name: String,
    chosen: bool,
}

/// A notice at the form.
enum Notice {
    /// Its text.
    Error(String),
    Nothing,
    /// How many milliseconds to wait.
    Wait(i64),
}

/// Shows the form.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    match Elsewhere::of(&app, visitor.session(Stage::Password)?).await? {
        Elsewhere::Confirmed(on) => Ok(on),
        _ => page(&app, &visitor, "", Notice::Nothing, StatusCode::OK).await,
    }
}

/// Logs in.
pub(super) async fn send(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let page = log_in(&app, &posted).await;
    let is_there = app.store.is_session(posted.visitor.id, app.now()).await?;
    match page {
        Ok(Sent::Inside(inside)) => Ok(inside),
        // The same form has logged in before, perhaps at the same time, and its answer may be lost.
        _ if !is_there => sign_in::resume(&app, &posted.visitor, Stage::Password, paths::INSIDE).await,
        Ok(Sent::Page(page)) => Ok(page),
        Err(trouble) => Err(trouble),
    }
}

enum Sent {
    Inside(Response),
    Page(Response),
}

async fn log_in(app: &App, posted: &Posted) -> Result<Sent, Trouble> {
    let visitor = &posted.visitor;
    let session = visitor.session(Stage::Password)?.clone();
    let view = PageContext::new(app, visitor);
    let devices = devices(app, session.account).await?;
    let asked = posted.field("device");
    let Some(device) = devices.iter().find(|device| device.id.to_string() == asked) else {
        return again(app, visitor, "", Notice::Nothing, StatusCode::OK).await;
    };
    let error = |id: &str| Notice::Error(view.with(id, "device", device.name.as_str()));
    let Some(code) = OfflineCode::parse(posted.field("code")) else {
        let notice = error("offline-short");
        return again(app, visitor, asked, notice, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let known = known::browser(app, visitor, session.account).await?;
    let throttles = Throttles::one_time(app, visitor, session.account, known);
    if let Err(wait) = throttles.count(app).await? {
        let page = again(app, visitor, asked, Notice::Wait(wait), StatusCode::TOO_MANY_REQUESTS).await?;
        let wait = [(RETRY_AFTER, (wait / 1000 + 1).to_string())];
        return Ok(match page {
            Sent::Page(page) => Sent::Page((wait, page).into_response()),
            inside @ Sent::Inside(_) => inside,
        });
    }
    let requests = throttle::requests(app, session.account, known);
    let trial = Trial { session, device: device.id, code, throttles, requests };
    match judge(app, visitor, &trial).await? {
        Judged::Right(inside) => Ok(Sent::Inside(inside)),
        Judged::Paused => again(app, visitor, asked, error("offline-paused"), StatusCode::FORBIDDEN).await,
        Judged::Wrong => again(app, visitor, asked, error("offline-wrong"), StatusCode::FORBIDDEN).await,
    }
}

/// A code that was typed.
struct Trial {
    session: Session,
    device: DeviceId,
    code: OfflineCode,
    throttles: Throttles,
    /// The throttle of requests to phones.
    requests: Throttle,
}

enum Judged {
    /// The codes of the device pause.
    Paused,
    Right(Response),
    Wrong,
}

/// Counts the try, permanently, before the code is compared; then takes the count back if it is right.
async fn judge(app: &App, visitor: &Visitor, trial: &Trial) -> Result<Judged, StoreError> {
    let of = (trial.session.account, trial.device);
    let budget = app.settings.factor_budget;
    let mut tx = app.store.begin(&[Lock::Account(of.0)]).await?;
    let Some((device, number)) = offline::open_try(tx.as_mut(), of, budget, app.now()).await? else {
        return Ok(Judged::Paused);
    };
    let keys = app.factor_keys(&device).ok_or(StoreError::Damaged("factors"))?;
    tx.commit().await?;
    let right = right(app, &device, &keys, &trial.code, app.now());
    let account = trial.throttles.account();
    let cleared = [account, trial.requests];
    let counted = cleared.iter().map(|throttle| throttle.id).chain(trial.throttles.address());
    let locks: Vec<_> = counted.map(Lock::Throttle).chain([Lock::Account(of.0)]).collect();
    let mut tx = app.store.begin(&locks).await?;
    let now = app.now();
    if right.is_some() && tx.session(trial.session.id).await?.is_none() {
        offline::take_back(tx.as_mut(), of, number).await?;
        tx.commit().await?;
        return Ok(Judged::Wrong);
    }
    let closed = offline::close_try(tx.as_mut(), of, number, right, budget, now).await?;
    if closed == Closed::Wrong {
        app.commit(tx, of.0).await?;
        return Ok(Judged::Wrong);
    }
    let step = Step::by_key(app, visitor, &trial.session, SignedInBy::Device(trial.device), None);
    let (remembered, browser) = remembered(app, visitor);
    let session = (&trial.session, &step.new);
    if !by_offline_code(tx.as_mut(), session, &remembered, &cleared, now).await? {
        return Ok(Judged::Wrong);
    }
    trial.throttles.release_address(app, tx.as_mut()).await?;
    tx.set_language(of.0, visitor.language).await?;
    app.commit(tx, of.0).await?;
    Ok(Judged::Right((step.cookie(app), browser, sign_in::inside()).into_response()))
}

/// The active devices of an account, the last used first.
async fn devices(app: &App, account: AccountId) -> Result<Vec<Device>, StoreError> {
    let mut devices = app.store.devices_of(account).await?;
    devices.retain(|device| device.state == Lifecycle::Active);
    devices.sort_by_key(|device| std::cmp::Reverse(device.used_at));
    Ok(devices)
}

async fn again(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    notice: Notice,
    status: StatusCode,
) -> Result<Sent, Trouble> {
    page(app, visitor, chosen, notice, status).await.map(Sent::Page)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    notice: Notice,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::Password)?;
    let account = session.account;
    let listens = Elsewhere::of(app, session).await?.listens();
    let phone = |device: &Device| {
        let id = device.id.to_string();
        Phone { chosen: id == chosen, id, name: device.name.to_string() }
    };
    let phones: Vec<_> = devices(app, account).await?.iter().map(phone).collect();
    if phones.is_empty() {
        return Ok(Redirect::to("/login/method").into_response());
    }
    let view = PageContext::new(app, visitor);
    let (error, wait) = match notice {
        Notice::Error(text) => (Some(text), None),
        Notice::Nothing => (None, None),
        Notice::Wait(wait) => (None, Some(Wait::new(&view, "login-throttled", wait))),
    };
    Ok(OfflinePage { view, phones, error, wait, listens }.page(app, visitor, status))
}

#[cfg(test)]
mod tests;
