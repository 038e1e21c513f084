//! The page that waits for Key, while the phones are asked to confirm a change of the account.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use key_assets::icons;
use key_domain::rules::changes::{self, NewChange, NotBegun};
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::changes::Change;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome};
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{Session, Stage};
use key_protocol::request::Subject;
use serde::Deserialize;

use super::asking::{self, EventsQuery, Waiting};
use super::context::{PageContext, Shown as _};
use super::events;
use super::form::Posted;
use super::sign_in::Step;
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{known, new_list, pair, paths, throttle};
use crate::app::App;

/// The change that is asked for.
pub(super) enum Asked {
    /// Another device is added.
    Add,
    /// A new list of one-time passwords is made.
    List,
    /// This device is removed.
    Remove(Box<Device>),
}

/// The result of asking the devices.
pub(super) enum Started {
    /// The session shows a new list that the user has not saved: it would be lost with the session.
    ListOpen,
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
    /// A new list has to be saved first.
    ListOpen,
    /// A new list would be lost with the session.
    ListUnsaved,
    /// A device has a new name.
    Named,
    Removed,
    /// No device can be asked.
    Unasked,
}

impl Ended {
    const ALL: [Self; 10] = [
        Self::AllRemoved,
        Self::Cancelled,
        Self::Declined,
        Self::DigitsWrong,
        Self::Expired,
        Self::ListOpen,
        Self::ListUnsaved,
        Self::Named,
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
            Self::ListOpen => "list-open",
            Self::ListUnsaved => "list-unsaved",
            Self::Named => "named",
            Self::Removed => "removed",
            Self::Unasked => "unasked",
        }
    }

    /// The path of the page that says it.
    pub(super) fn path(self) -> String {
        self.path_on(paths::DEVICES)
    }

    /// The path of another page that says it.
    pub(super) fn path_on(self, page: &str) -> String {
        format!("{page}?ended={}", self.name())
    }

    /// Reads a name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.name() == name)
    }
}

/// How a change ended: the class of the notice, its sign and its text.
pub(super) struct Notice {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) text: String,
}

impl Notice {
    pub(super) fn of(view: &PageContext, ended: Ended) -> Self {
        let (class, sign) = match ended {
            Ended::AllRemoved | Ended::Named | Ended::Removed => ("notice-info", icons::CONFIRM),
            _ => ("notice-warning", icons::WARNING),
        };
        Self { class, sign, text: view.t(&format!("change-{}", ended.name())) }
    }
}

/// The query of a redirect from a change that has ended.
#[derive(Deserialize)]
pub(super) struct EndedQuery {
    ended: Option<String>,
}

impl EndedQuery {
    pub(super) fn ended(&self) -> Option<Ended> {
        self.ended.as_deref().and_then(Ended::from_name)
    }
}

#[derive(Template)]
#[template(path = "change.html")]
struct ChangePage {
    view: PageContext,
    text: String,
    /// Whether the only phone is to be removed.
    last: bool,
    waiting: Waiting,
}

/// Sends a request to all active devices that can show it. Who adds a device or makes a list types the page's digits:
/// somebody who uses the user's session from afar cannot show them.
pub(super) async fn start(
    app: &Arc<App>,
    visitor: &Visitor,
    session: &Session,
    account: &Account,
    asked: Asked,
) -> Result<Started, StoreError> {
    if session.shows_list(app.now()) {
        return Ok(Started::ListOpen);
    }
    let (browser, place) = (visitor.browser.clone(), asking::place(app, visitor));
    let (subject, device) = match asked {
        Asked::Add => (Subject::AddDevice { browser, place }, None),
        Asked::List => (Subject::NewList { browser, place }, None),
        Asked::Remove(device) => {
            (Subject::RemoveDevice { browser, name: device.name, place }, Some(device.id))
        }
    };
    let Some(confirmation) = asking::confirmation(app, account, subject, device.is_none()).await? else {
        return Ok(Started::NoDevice);
    };
    let id = confirmation.confirmation.id;
    let known = known::browser(app, visitor, account.id).await?;
    let throttle = throttle::requests(app, account.id, known).id;
    let step = Step::signed_in_again(app, session, session.by);
    let cookie = step.cookie(app);
    let change = Change { confirmation: id, session: step.new.id, throttle, device, taken_at: None };
    let new = NewChange { change, confirmation, old: session.id, session: step.new };
    let mut tx = app.store.begin(&[Lock::Account(account.id)]).await?;
    match changes::start(tx.as_mut(), new, app.now()).await? {
        Ok(()) => app.commit(tx, account.id).await?,
        Err(NotBegun::NoSession) => return Ok(Started::NoSession),
        Err(NotBegun::Paused(wait)) => return Ok(Started::Paused(wait)),
    }
    Ok(Started::Waiting(cookie))
}

/// Shows that the change waits, carries it on, or says how it ended.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let Some(confirmation) = asking::of_session(&app, session).await? else {
        return Ok(Redirect::to(paths::DEVICES).into_response());
    };
    if confirmation.is_pending(app.now()) {
        return waiting(&app, &visitor, &confirmation).await;
    }
    let is_list = matches!(confirmation.subject, Some(Subject::NewList { .. }));
    let ended = match (confirmation.outcome, &confirmation.subject) {
        (ConfirmationOutcome::Confirmed, _) if is_list => {
            if new_list::take_up(&app, &visitor, session).await? {
                return Ok(Redirect::to(paths::LIST).into_response());
            }
            Ended::Expired
        }
        (ConfirmationOutcome::Confirmed, Some(Subject::AddDevice { .. })) => {
            return begin_pairing(&app, session).await;
        }
        (ConfirmationOutcome::Confirmed, _) => Ended::Removed,
        (ConfirmationOutcome::Cancelled, _) => Ended::Cancelled,
        (ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe, _) => Ended::Declined,
        (ConfirmationOutcome::DigitsWrong, _) => Ended::DigitsWrong,
        _ => Ended::Expired,
    };
    let page = if is_list { paths::LIST } else { paths::DEVICES };
    Ok(Redirect::to(&ended.path_on(page)).into_response())
}

fn back(ended: Ended) -> Response {
    Redirect::to(&ended.path()).into_response()
}

async fn waiting(app: &App, visitor: &Visitor, confirmation: &Confirmation) -> Result<Response, Trouble> {
    let view = PageContext::new(app, visitor);
    let text = match &confirmation.subject {
        Some(Subject::RemoveDevice { name, .. }) => view.with("change-remove-text", "device", name.as_str()),
        Some(Subject::NewList { .. }) => view.t("change-list-text"),
        _ => view.t("change-add-text"),
    };
    let paths = ("/devices/events", paths::CHANGE.to_owned());
    let waiting = Waiting::new(app, &view, confirmation, paths).await?;
    let is_removal = matches!(confirmation.subject, Some(Subject::RemoveDevice { .. }));
    let last = is_removal && removes_last(app, confirmation).await?;
    Ok(ChangePage { view, text, last, waiting }.page(app, visitor, StatusCode::OK))
}

/// Whether the device to remove is the only one that can confirm. Its name does not tell: another may have the same.
async fn removes_last(app: &App, confirmation: &Confirmation) -> Result<bool, StoreError> {
    let change = app.store.begin(&[]).await?.change(confirmation.id).await?;
    let removed = change.and_then(|change| change.device);
    let devices = app.store.devices_of(confirmation.account).await?;
    let mut active = devices.iter().filter(|device| device.state == Lifecycle::Active);
    Ok(active.all(|device| Some(device.id) == removed))
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
    Query(EventsQuery { unshown, .. }): Query<EventsQuery>,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let id = session.confirmation.ok_or(Trouble::Missing)?;
    Ok(events::moved(app, session, move |app| asking::progress(app, id, unshown)))
}
