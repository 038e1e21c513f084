//! A new list of one-time passwords, which takes the place of the old one (PL04, PK16).

use key_protocol::id::DeviceId;
use key_protocol::request::Subject;

use super::changes;
use crate::ids::SessionId;
use crate::lifetime::is_alive;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::devices::Device;
use crate::store::error::StoreError;
use crate::store::sessions::{SHOW_LIST, Session, Stage, TO_MAKE_LIST};
use crate::store::transaction::Transaction;

/// How long after a list was made the removal of the device that has confirmed it takes the list along, in milliseconds.
const GOES_ALONG: i64 = 7 * 24 * 60 * 60_000;

/// Lets a signed-in session make a list, whose user has proven to have the old one. The list is made by a request with
/// the session's own cookie ([`take_up`]): if the answer with that cookie is lost, the old list stays.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn allow(tx: &mut dyn Transaction, session: SessionId) -> Result<(), StoreError> {
    let session = tx.session(session).await?.filter(|session| session.stage == Stage::SignedIn);
    let Some(mut session) = session else { return Ok(()) };
    session.list_until = Some(TO_MAKE_LIST);
    tx.update_session(&session).await
}

/// Whether a session may make a list without asking Key.
#[must_use]
pub fn is_allowed(session: &Session) -> bool {
    session.list_until == Some(TO_MAKE_LIST)
}

/// Replaces the list of a session whose user has confirmed that in Key, or may make a list: once. `false` if neither is
/// so.
///
/// # Errors
/// [`StoreError`]
pub async fn take_up(
    tx: &mut dyn Transaction,
    session: SessionId,
    hashes: &[[u8; 32]],
    now: i64,
) -> Result<bool, StoreError> {
    let is_list = |subject: &Subject| matches!(subject, Subject::NewList { .. });
    let by = match tx.session(session).await? {
        Some(session) if is_allowed(&session) => None,
        _ => match changes::take_up(tx, session, is_list, now).await? {
            Some(confirmation) => confirmation.decided_by,
            None => return Ok(false),
        },
    };
    replace(tx, session, hashes, by, now).await?;
    Ok(true)
}

/// Replaces the list of a signed-in user, and lets the session show the new one for some minutes. The old one is no
/// longer valid.
async fn replace(
    tx: &mut dyn Transaction,
    session: SessionId,
    hashes: &[[u8; 32]],
    by: Option<DeviceId>,
    now: i64,
) -> Result<(), StoreError> {
    let session = tx.session(session).await?.filter(|session| session.stage == Stage::SignedIn);
    let Some(mut session) = session else { return Ok(()) };
    session.list_until = Some(now + SHOW_LIST);
    tx.update_session(&session).await?;
    tx.replace_list(session.account, hashes, by.map(|device| (device, now))).await?;
    let (account, kind) = (session.account, NotificationKind::ListChanged);
    tx.insert_notification(&Notification { account, kind, detail: String::new() }, now).await
}

/// Ends the list that a device has confirmed lately, because that device is removed: whoever had it may have the list.
///
/// # Errors
/// [`StoreError`]
pub async fn end_with(tx: &mut dyn Transaction, device: &Device, now: i64) -> Result<(), StoreError> {
    match tx.list_by(device.account).await? {
        Some((by, at)) if by == device.id && is_alive(at, at + GOES_ALONG, now) => {
            tx.hide_list(device.account).await?;
            tx.replace_list(device.account, &[], None).await
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
