//! A new list of one-time passwords, which takes the place of the old one (PL04, PK16).

use key_protocol::request::Subject;

use super::changes;
use crate::ids::SessionId;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::error::StoreError;
use crate::store::sessions::{SHOW_LIST, Stage};
use crate::store::transaction::Transaction;

/// Replaces the list of a session whose user has confirmed that in Key: once. `false` if it has no such change.
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
    if !changes::take_up(tx, session, is_list, now).await? {
        return Ok(false);
    }
    replace(tx, session, hashes, now).await?;
    Ok(true)
}

/// Replaces the list of a signed-in user, and lets the session show the new one for some minutes. The old one is no
/// longer valid.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn replace(
    tx: &mut dyn Transaction,
    session: SessionId,
    hashes: &[[u8; 32]],
    now: i64,
) -> Result<(), StoreError> {
    let session = tx.session(session).await?.filter(|session| session.stage == Stage::SignedIn);
    let Some(mut session) = session else { return Ok(()) };
    session.list_until = Some(now + SHOW_LIST);
    tx.update_session(&session).await?;
    tx.replace_list(session.account, hashes).await?;
    let (account, kind) = (session.account, NotificationKind::ListChanged);
    tx.insert_notification(&Notification { account, kind, detail: String::new() }, now).await
}

#[cfg(test)]
mod tests;
