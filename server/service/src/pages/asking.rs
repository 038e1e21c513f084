//! What the pages ask the user's devices, and how a page shows that it waits for them: the same for logins and changes.

use std::sync::Arc;

use key_domain::ids::ConfirmationId;
use key_domain::lifetime::is_alive;
use key_domain::rules::confirmations::NewConfirmation;
use key_domain::store::accounts::Account;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, TAKE_WITHIN};
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Session;
use key_protocol::id::RequestId;
use key_protocol::request::{LIFETIME_SECONDS, Place, Subject};
use serde::Deserialize;

use super::context::{Digits, PageContext};
use super::events::Progress;
use super::visitor::Visitor;
use crate::app::App;

/// The place that the visitor connects from.
pub(super) fn place(app: &App, visitor: &Visitor) -> Place {
    Place { address: visitor.address, name: app.settings.place_name(visitor.address) }
}

/// A confirmation with a request to every active device that can show it; `None` if there is none.
pub(super) async fn confirmation(
    app: &App,
    account: &Account,
    subject: Subject,
    digits: bool,
) -> Result<Option<NewConfirmation>, StoreError> {
    let devices = app.store.devices_of(account.id).await?;
    let asked = devices.iter().filter(|device| can_show(device, &subject));
    let requests: Vec<_> = asked.map(|device| (device.id, RequestId::from_bytes(app.random()))).collect();
    let now = app.now();
    let confirmation = Confirmation {
        id: ConfirmationId::from_bytes(app.random()),
        account: account.id,
        subject: Some(subject),
        digits,
        mistyped: false,
        created_at: now,
        expires_at: now + LIFETIME_SECONDS * 1000,
        outcome: ConfirmationOutcome::Pending,
        ended_at: None,
        decided_by: None,
    };
    Ok((!requests.is_empty()).then_some(NewConfirmation { confirmation, requests }))
}

fn can_show(device: &Device, subject: &Subject) -> bool {
    device.state == Lifecycle::Active && device.knows.kinds.has(subject.kind())
}

/// The confirmation that a session waits for.
pub(super) async fn of_session(app: &App, session: &Session) -> Result<Option<Confirmation>, StoreError> {
    match session.confirmation {
        Some(id) => app.store.confirmation(id).await,
        None => Ok(None),
    }
}

/// A confirmation that waits, as a page shows it.
pub(super) struct Waiting {
    pub(super) digits: Option<Digits>,
    /// "Sent to Phone 1 and Phone 2".
    pub(super) phones: String,
    pub(super) left: i64,
    pub(super) whole: i64,
    /// Whether a phone has reported that it cannot show the request.
    pub(super) unshown: bool,
    /// The path of the page's events.
    pub(super) events: &'static str,
    /// The path of the page.
    pub(super) again: String,
}

impl Waiting {
    pub(super) async fn new(
        app: &App,
        view: &PageContext,
        confirmation: &Confirmation,
        (events, again): (&'static str, String),
    ) -> Result<Self, StoreError> {
        Ok(Self {
            digits: confirmation.digits.then(|| Digits::from(&app.parts.secrets.digits(&confirmation.id))),
            phones: phones(app, view, confirmation).await?,
            left: (confirmation.expires_at - app.now() + 999) / 1000,
            whole: LIFETIME_SECONDS,
            unshown: app.store.has_unshown(confirmation.id).await?,
            events,
            again,
        })
    }
}

/// Phones that were added since were not asked.
async fn phones(app: &App, view: &PageContext, confirmation: &Confirmation) -> Result<String, StoreError> {
    let devices = app.store.devices_of(confirmation.account).await?;
    let is_asked = |device: &&Device| {
        let can_show = confirmation.subject.as_ref().is_some_and(|subject| can_show(device, subject));
        can_show && device.active_at.is_some_and(|at| at <= confirmation.created_at)
    };
    let names = devices.iter().filter(is_asked).map(|device| device.name.to_string()).collect();
    Ok(view.with("waiting-sent", "phones", &view.list(names)))
}

/// Whether a session waits for a confirmation that is still pending, or that is confirmed and can be taken up: its page
/// leads on to that.
pub(super) async fn stands(app: &App, session: &Session) -> Result<Option<ConfirmationOutcome>, StoreError> {
    let Some(confirmation) = of_session(app, session).await? else { return Ok(None) };
    let in_time = confirmation.ended_at.is_some_and(|at| is_alive(at, at + TAKE_WITHIN, app.now()));
    let device = match confirmation.decided_by.filter(|_| in_time) {
        Some(device) => app.store.device(device).await?,
        None => None,
    };
    let can_be_taken = confirmation.outcome == ConfirmationOutcome::Confirmed
        && device.is_some_and(|device| device.state == Lifecycle::Active);
    Ok((can_be_taken || confirmation.is_pending(app.now())).then_some(confirmation.outcome))
}

/// What the listening page has shown.
#[derive(Deserialize)]
pub(super) struct EventsQuery {
    /// Whether the page waits for nothing but that it is confirmed: it shows another way, which the user may be in.
    #[serde(default)]
    pub(super) confirmed: bool,
    #[serde(default)]
    pub(super) unshown: bool,
}

/// How long a page listens that waits for nothing but that its login is confirmed, in milliseconds.
const LISTENS: i64 = 30 * 60_000;

/// Whether a confirmation is confirmed.
pub(super) async fn is_confirmed(app: Arc<App>, id: ConfirmationId) -> Result<Progress, StoreError> {
    let outcome = app.store.confirmation(id).await?.map(|confirmation| confirmation.outcome);
    Ok(match outcome {
        Some(ConfirmationOutcome::Confirmed) => Progress::Moved,
        _ => Progress::Same { until: app.now() + LISTENS },
    })
}

/// Whether a confirmation has ended, or a phone has said meanwhile that it cannot show the request.
pub(super) async fn progress(
    app: Arc<App>,
    id: ConfirmationId,
    unshown: bool,
) -> Result<Progress, StoreError> {
    let confirmation = app.store.confirmation(id).await?;
    let pending = confirmation.filter(|confirmation| confirmation.is_pending(app.now()));
    if app.store.has_unshown(id).await? != unshown {
        return Ok(Progress::Moved);
    }
    Ok(pending.map_or(Progress::Moved, |pending| Progress::Same { until: pending.expires_at }))
}
