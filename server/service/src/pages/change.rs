//! The page that waits for Key, while the phones are asked to confirm a change of the account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use key_domain::ids::ConfirmationId;
use key_domain::rules::changes::{self, NewChange, NotBegun};
use key_domain::rules::confirmations::NewConfirmation;
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::changes::Change;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome};
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{Session, Stage};
use key_protocol::id::RequestId;
use key_protocol::request::{LIFETIME_SECONDS, Place, Subject};

use super::confirm::{EventsQuery, confirmation_of, phones, progress};
use super::context::{Digits, PageContext, Shown as _};
use super::events;
use super::form::Posted;
use super::sign_in::Step;
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{known, pair, paths, throttle};
use crate::app::App;

/// The change that is asked for.
pub(super) enum Asked {
    /// Another device is added.
    Add,
    /// This device is removed.
    Remove(Box<Device>),
}

/// The result of asking the devices.
pub(super) enum Started {
    /// No device can show the request.
    NoDevice,
    /// The session has ended.
    NoSession,
    /// Too many requests in a row: how many milliseconds to wait.
    Paused(i64),
    /// The phones have been asked. The session has a new cookie.
    Waiting(SignedCookieJar),
}

/// How a change ended, in the query of the page that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All devices were removed.
    AllRemoved,
    Cancelled,
    Declined,
    DigitsWrong,
    Expired,
    Removed,
    /// No device can be asked.
    Unasked,
}

impl Ended {
    const ALL: [Self; 7] = [
        Self::AllRemoved,
        Self::Cancelled,
        Self::Declined,
        Self::DigitsWrong,
        Self::Expired,
        Self::Removed,
        Self::Unasked,
    ];

    /// The name in queries and text ids.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AllRemoved => "all-removed",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::DigitsWrong => "digits-wrong",
            Self::Expired => "expired",
            Self::Removed => "removed",
            Self::Unasked => "unasked",
        }
    }

    /// The path of the page that says it.
    pub(super) fn path(self) -> String {
        format!("{}?ended={}", paths::DEVICES, self.name())
    }

    /// Reads a name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.name() == name)
    }
}

#[derive(Template)]
#[template(path = "change.html")]
struct ChangePage {
    view: PageContext,
    text: String,
    digits: Option<Digits>,
    left: i64,
    whole: i64,
    phones: String,
    unshown: bool,
}

/// Sends a request to all active devices that can show it. Who adds a device types the page's digits: somebody who uses
/// the user's session from afar cannot show them.
pub(super) async fn start(
    app: &Arc<App>,
    visitor: &Visitor,
    session: &Session,
    account: &Account,
    asked: Asked,
) -> Result<Started, StoreError> {
    let place = Place { address: visitor.address, name: app.settings.place_name(visitor.address) };
    let browser = visitor.browser.clone();
    let (subject, device) = match asked {
        Asked::Add => (Subject::AddDevice { browser, place }, None),
        Asked::Remove(device) => {
            (Subject::RemoveDevice { browser, name: device.name, place }, Some(device.id))
        }
    };
    let devices = app.store.devices_of(account.id).await?;
    let can = |device: &&Device| device.state == Lifecycle::Active && device.knows.kinds.has(subject.kind());
    let requests = devices.iter().filter(can).map(|device| (device.id, RequestId::from_bytes(app.random())));
    let requests: Vec<_> = requests.collect();
    if requests.is_empty() {
        return Ok(Started::NoDevice);
    }
    let now = app.now();
    let confirmation = Confirmation {
        id: ConfirmationId::from_bytes(app.random()),
        account: account.id,
        digits: device.is_none(),
        subject: Some(subject),
        mistyped: false,
        created_at: now,
        expires_at: now + LIFETIME_SECONDS * 1000,
        outcome: ConfirmationOutcome::Pending,
        ended_at: None,
        decided_by: None,
    };
    let known = known::browser(app, visitor, account.id).await?;
    let throttle = throttle::requests(app, account.id, known).id;
    let step = Step::signed_in_again(app, session, session.by);
    let cookie = step.cookie(app);
    let change =
        Change { confirmation: confirmation.id, session: step.new.id, throttle, device, taken_at: None };
    let confirmation = NewConfirmation { confirmation, requests };
    let new = NewChange { change, confirmation, old: session.id, session: step.new };
    let mut tx = app.store.begin(&[Lock::Account(account.id)]).await?;
    match changes::start(tx.as_mut(), new, now).await? {
        Ok(()) => app.commit(tx, account.id).await?,
        Err(NotBegun::NoSession) => return Ok(Started::NoSession),
        Err(NotBegun::Paused(wait)) => return Ok(Started::Paused(wait)),
    }
    Ok(Started::Waiting(cookie))
}

/// Shows that the change waits, carries it on, or says how it ended.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let Some(confirmation) = confirmation_of(&app, session).await? else {
        return Ok(Redirect::to(paths::DEVICES).into_response());
    };
    if confirmation.is_pending(app.now()) {
        return waiting(&app, &visitor, &confirmation).await;
    }
    let ended = match (confirmation.outcome, &confirmation.subject) {
        (ConfirmationOutcome::Confirmed, Some(Subject::AddDevice { .. })) => {
            return begin_pairing(&app, session).await;
        }
        (ConfirmationOutcome::Confirmed, _) => Ended::Removed,
        (ConfirmationOutcome::Cancelled, _) => Ended::Cancelled,
        (ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe, _) => Ended::Declined,
        (ConfirmationOutcome::DigitsWrong, _) => Ended::DigitsWrong,
        _ => Ended::Expired,
    };
    Ok(back(ended))
}

fn back(ended: Ended) -> Response {
    Redirect::to(&ended.path()).into_response()
}

async fn waiting(app: &App, visitor: &Visitor, confirmation: &Confirmation) -> Result<Response, Trouble> {
    let view = PageContext::new(app, visitor);
    let text = match &confirmation.subject {
        Some(Subject::RemoveDevice { name, .. }) => view.with("change-remove-text", "device", name.as_str()),
        _ => view.t("change-add-text"),
    };
    let page = ChangePage {
        text,
        phones: phones(app, &view, confirmation).await?,
        view,
        digits: confirmation.digits.then(|| Digits::from(&app.parts.secrets.digits(&confirmation.id))),
        left: (confirmation.expires_at - app.now() + 999) / 1000,
        whole: LIFETIME_SECONDS,
        unshown: app.store.has_unshown(confirmation.id).await?,
    };
    Ok(page.page(app, visitor, StatusCode::OK))
}

/// Makes the link for the new device, or leads on to the pairing that a load before this one has begun.
async fn begin_pairing(app: &Arc<App>, session: &Session) -> Result<Response, Trouble> {
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if changes::begin_pairing(tx.as_mut(), session.id, &pair::new_link(app), app.now()).await? {
        app.commit(tx, session.account).await?;
        return Ok(Redirect::to("/pair").into_response());
    }
    drop(tx);
    // Another load of the page may have begun it meanwhile.
    let session = app.store.session(session.id, app.now()).await?.ok_or(Trouble::LoginFirst)?;
    Ok(if session.may_pair(app.now()) { Redirect::to("/pair").into_response() } else { back(Ended::Expired) })
}

/// Cancels the change. If it is too late, the page says how it ended.
pub(super) async fn cancel(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    changes::cancel(tx.as_mut(), session.id, app.now()).await?;
    app.commit(tx, session.account).await?;
    Ok(Redirect::to(paths::CHANGE).into_response())
}

/// Sends an event when the change has ended in any way, or when a phone cannot show the request.
pub(super) async fn events(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(EventsQuery { unshown }): Query<EventsQuery>,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let id = session.confirmation.ok_or(Trouble::Missing)?;
    Ok(events::moved(app, session, move |app| progress(app, id, unshown)))
}
