//! Changes of an account that wait for Key: how one begins, and what happens after its confirmation has ended.
//! [`super::removal`] carries out those that need nothing of the browser, the browser takes up the others.

use key_protocol::request::Subject;

use super::confirmations::{self, NewConfirmation};
use super::pairing;
use super::throttles::{self, Pace, Throttle};
use crate::ids::{PairingId, SessionId};
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::changes::Change;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome};
use crate::store::error::StoreError;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{NewSession, PAIR_WITHIN, Stage};
use crate::store::transaction::Transaction;

/// A change to begin.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// The change.
    pub change: Change,
    /// The confirmation that it waits for.
    pub confirmation: NewConfirmation,
    /// The session that has asked, which the change's session replaces: whoever has copied its cookie is left behind.
    pub old: SessionId,
    /// The session that goes on.
    pub session: NewSession,
}

/// The reason why a change does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBegun {
    /// The session has ended.
    NoSession,
    /// Too many requests were sent to the phones: how many milliseconds to wait.
    Paused(i64),
}

/// Begins a change with its confirmation, and ends the changes of the account that it replaces.
///
/// # Errors
/// [`StoreError`]
pub async fn start(
    tx: &mut dyn Transaction,
    new: NewChange,
    now: i64,
) -> Result<Result<(), NotBegun>, StoreError> {
    let NewChange { change, confirmation, old, session } = new;
    if let Err(wait) = throttles::count(tx, &[requests_of(&change)], now).await? {
        return Ok(Err(NotBegun::Paused(wait)));
    }
    if !tx.delete_session(old).await? {
        return Ok(Err(NotBegun::NoSession));
    }
    tx.insert_session(&session, now).await?;
    for mut pending in tx.pending_confirmations(confirmation.confirmation.account, now).await? {
        if tx.change(pending.id).await?.is_some() {
            confirmations::end(tx, &mut pending, ConfirmationOutcome::Superseded, now).await?;
        }
    }
    confirmations::begin(tx, &confirmation).await?;
    tx.insert_change(&change).await?;
    if let Some(mut session) = tx.session(change.session).await? {
        session.confirmation = Some(change.confirmation);
        tx.update_session(&session).await?;
    }
    Ok(Ok(()))
}

/// Cancels the change that the session waits for. It stays counted.
///
/// # Errors
/// [`StoreError`]
pub async fn cancel(tx: &mut dyn Transaction, session: SessionId, now: i64) -> Result<(), StoreError> {
    let Some((mut confirmation, _)) = of_session(tx, session).await? else { return Ok(()) };
    if confirmation.outcome != ConfirmationOutcome::Pending {
        return Ok(());
    }
    confirmations::end(tx, &mut confirmation, ConfirmationOutcome::Cancelled, now).await
}

/// Ends a change that waits and whose session has ended, for example because the user has logged out: nobody waits for it any more.
/// Returns whether it did.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn end_abandoned(
    tx: &mut dyn Transaction,
    confirmation: &mut Confirmation,
    now: i64,
) -> Result<bool, StoreError> {
    let Some(change) = tx.change(confirmation.id).await? else { return Ok(false) };
    let is_pending = confirmation.outcome == ConfirmationOutcome::Pending;
    if !is_pending || tx.session(change.session).await?.is_some() {
        return Ok(false);
    }
    confirmations::end(tx, confirmation, ConfirmationOutcome::Cancelled, now).await?;
    Ok(true)
}

/// Makes a link for a session whose user has confirmed that a device is added: once. The session can make further links
/// for some minutes. `false` if it has no such change.
///
/// # Errors
/// [`StoreError`]
pub async fn begin_pairing(
    tx: &mut dyn Transaction,
    session: SessionId,
    new: &NewPairing,
    now: i64,
) -> Result<bool, StoreError> {
    let is_to_add = |subject: &Subject| matches!(subject, Subject::AddDevice { .. });
    if take_up(tx, session, is_to_add, now).await?.is_none() {
        return Ok(false);
    }
    allow_pairing(tx, session, None, now).await?;
    pairing::start(tx, session, new, now).await?;
    Ok(true)
}

/// Takes up a confirmed change that the session has asked for, if its subject is the expected one: once. Returns its
/// confirmation if it did.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn take_up(
    tx: &mut dyn Transaction,
    session: SessionId,
    is_expected: impl Fn(&Subject) -> bool + Send,
    now: i64,
) -> Result<Option<Confirmation>, StoreError> {
    let Some((confirmation, mut change)) = of_session(tx, session).await? else { return Ok(None) };
    let is_expected = confirmation.subject.as_ref().is_some_and(is_expected);
    let can_be_taken = is_expected && change.taken_at.is_none();
    if !can_be_taken || !confirmations::can_be_taken(tx, &confirmation, now).await? {
        return Ok(None);
    }
    change.taken_at = Some(now);
    tx.update_change(&change).await?;
    Ok(Some(confirmation))
}

/// Lets a signed-in user pair another device for some minutes, or go on with `pairing`.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn allow_pairing(
    tx: &mut dyn Transaction,
    session: SessionId,
    pairing: Option<PairingId>,
    now: i64,
) -> Result<(), StoreError> {
    let session = tx.session(session).await?.filter(|session| session.stage == Stage::SignedIn);
    let Some(mut session) = session else { return Ok(()) };
    (session.pairing, session.may_pair_until) = (pairing, Some(now + PAIR_WITHIN));
    tx.update_session(&session).await
}

/// The change that a signed-in session has asked for, with its confirmation.
async fn of_session(
    tx: &mut dyn Transaction,
    session: SessionId,
) -> Result<Option<(Confirmation, Change)>, StoreError> {
    let session = tx.session(session).await?.filter(|session| session.stage == Stage::SignedIn);
    let Some((session, id)) = session.and_then(|session| Some((session.id, session.confirmation?))) else {
        return Ok(None);
    };
    let change = tx.change(id).await?.filter(|change| change.session == session);
    Ok(tx.confirmation(id).await?.zip(change))
}

/// Handles the end of a change's confirmation. A confirmed change no longer counts. One that was reported as somebody
/// else's ends the session that has asked, and requests of its origin pause for the longest time.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn settled(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    subject: &Subject,
    now: i64,
) -> Result<(), StoreError> {
    let change = tx.change(confirmation.id).await?.ok_or(StoreError::Damaged("change"))?;
    match confirmation.outcome {
        ConfirmationOutcome::Confirmed => throttles::clear(tx, change.throttle).await,
        ConfirmationOutcome::NotMe => {
            throttles::pause(tx, &requests_of(&change), now).await?;
            tx.delete_session(change.session).await?;
            let (account, kind) = (confirmation.account, NotificationKind::ChangeNotMe);
            let detail = format!("{}, {}", subject.browser(), subject.place().address);
            tx.insert_notification(&Notification { account, kind, detail }, now).await
        }
        _ => Ok(()),
    }
}

/// The throttle that counted the change when it began.
const fn requests_of(change: &Change) -> Throttle {
    Throttle { id: change.throttle, pace: Pace::REQUESTS }
}

#[cfg(test)]
mod tests;
