//! How a device is paired: it claims a link, enrols its factors and reveals its share of the comparison code, and the
//! user recognises it on the page. It can do nothing else before that.

use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Commitment, Share, commitment};
use key_protocol::id::DeviceId;
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::shown::ShownText;

use crate::ids::{AccountId, PairingId, SessionId};
use crate::sealing::Sealed;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::devices::{Acts, Device, Lifecycle, Offline, Tries, Waits};
use crate::store::error::StoreError;
use crate::store::pairings::{NewPairing, PairingRow, lifetime};
use crate::store::sessions::{Session, Stage};
use crate::store::transaction::Transaction;

/// A device's claim of a link.
#[derive(Clone, Debug)]
pub struct Claiming {
    /// The hash of the link's token.
    pub token_hash: [u8; 32],
    /// The key that signed the claim.
    pub possession: PublicKey,
    /// The commitment to the device's share of the comparison code.
    pub commitment: Commitment,
    /// The identity that the device gets if it may claim the link.
    pub device: DeviceId,
    /// The name that the page shows for it.
    pub name: ShownText,
    /// The platform it runs on.
    pub platform: ShownText,
    /// Its capabilities.
    pub knows: Capabilities,
    /// The service key that the link names.
    pub service: Thumbprint,
}

/// The reason why a device cannot claim a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclaimed {
    /// The link has expired or never existed.
    Expired,
    /// The key is already registered for another pairing, or came with another commitment before.
    KeyInUse,
    /// The user did not recognise the device.
    Refused,
    /// Another device has claimed the link.
    Used,
}

/// Creates a link for the session's account. It ends every other link of the account, and devices that have not
/// finished pairing: they can never become active. A session whose own pairing is complete keeps it.
///
/// # Errors
/// [`StoreError`]
pub async fn start(
    tx: &mut dyn Transaction,
    session: SessionId,
    new: &NewPairing,
    now: i64,
) -> Result<(), StoreError> {
    let Some(mut session) = tx.session(session).await? else { return Ok(()) };
    if is_done(tx, &session).await? {
        return Ok(());
    }
    end_open(tx, session.account, now).await?;
    tx.insert_pairing(new, session.account, now + lifetime(new.by_sms)).await?;
    session.pairing = Some(new.id);
    tx.update_session(&session).await
}

/// Ends every link of an account, and devices that have not finished pairing.
///
/// # Errors
/// [`StoreError`]
pub async fn end_open(tx: &mut dyn Transaction, account: AccountId, now: i64) -> Result<(), StoreError> {
    for mut pairing in tx.open_pairings(account).await? {
        pairing.ended_at = Some(now);
        tx.update_pairing(&pairing).await?;
    }
    for mut device in tx.devices_in_pairing(account).await? {
        device.end(Lifecycle::Refused, now);
        tx.update_device(&device).await?;
    }
    Ok(())
}

/// Whether the session has paired a device. For a signed-in user that is so even if the device has left since: adding
/// another one needs another confirmation.
async fn is_done(tx: &mut dyn Transaction, session: &Session) -> Result<bool, StoreError> {
    let Some(pairing) = session.pairing else { return Ok(false) };
    let Some(device) = tx.pairing_row(pairing).await?.and_then(|pairing| pairing.device) else {
        return Ok(false);
    };
    Ok(tx.device(device).await?.is_some_and(|device| match session.stage {
        Stage::SignedIn => device.active_at.is_some(),
        Stage::Identified | Stage::Password => device.state == Lifecycle::Active,
    }))
}

/// Claims a link for a device, and returns the device's identity.
///
/// # Errors
/// [`StoreError`]
pub async fn claim(
    tx: &mut dyn Transaction,
    claim: &Claiming,
    now: i64,
) -> Result<Result<DeviceId, Unclaimed>, StoreError> {
    let Some(mut pairing) = tx.pairing_by_token(&claim.token_hash).await? else {
        return Ok(Err(Unclaimed::Expired));
    };
    if let Some(device) = pairing.device {
        let device = tx.device(device).await?.ok_or(StoreError::Damaged("pairing"))?;
        return Ok(again(claim, &device, now));
    }
    if !pairing.is_open(now) {
        return Ok(Err(Unclaimed::Expired));
    }
    if !tx.insert_device(&new_device(claim, &pairing, now)).await? {
        return Ok(Err(Unclaimed::KeyInUse));
    }
    pairing.device = Some(claim.device);
    tx.update_pairing(&pairing).await?;
    Ok(Ok(claim.device))
}

/// Repeats the claim of a link that was claimed before: the same key gets the same answer.
///
/// # Errors
/// [`Unclaimed`]
pub fn again(claim: &Claiming, device: &Device, now: i64) -> Result<DeviceId, Unclaimed> {
    match device.state {
        _ if device.possession != claim.possession => Err(Unclaimed::Used),
        _ if device.commitment != claim.commitment => Err(Unclaimed::KeyInUse),
        Lifecycle::Refused => Err(Unclaimed::Refused),
        Lifecycle::Pairing if device.has_lapsed(now) => Err(Unclaimed::Expired),
        Lifecycle::Active | Lifecycle::Pairing => Ok(device.id),
        Lifecycle::Disconnected | Lifecycle::Frozen | Lifecycle::Locked => Err(Unclaimed::Expired),
    }
}

fn new_device(claim: &Claiming, pairing: &PairingRow, now: i64) -> Device {
    Device {
        id: claim.device,
        account: pairing.account,
        name: claim.name.clone(),
        platform: claim.platform.clone(),
        state: Lifecycle::Pairing,
        possession: claim.possession,
        pinned: claim.service,
        knows: claim.knows.clone(),
        commitment: claim.commitment,
        share: None,
        factors: None,
        offline: Offline::default(),
        tries: Tries::default(),
        acts: Acts::default(),
        waits: Waits::default(),
        claimed_at: now,
        active_at: None,
        used_at: None,
        ended_at: None,
    }
}

/// Registers the factors and the revealed share. A device that lost the answer may repeat this until it is active, and
/// never afterwards, not even with the same keys: an acceptance would tell a right PIN from a wrong one, without being
/// counted. `false` if the device may not enrol, or if the share does not match the commitment.
///
/// # Errors
/// [`StoreError`]
pub async fn enrol(
    tx: &mut dyn Transaction,
    device: &mut Device,
    factors: Sealed,
    share: Share,
) -> Result<bool, StoreError> {
    if device.state != Lifecycle::Pairing || commitment(&share) != device.commitment {
        return Ok(false);
    }
    (device.factors, device.share) = (Some(factors), Some(share));
    tx.update_device(device).await?;
    Ok(true)
}

/// Activates the device that has claimed the link and enrolled, because the user recognises it; `false` if there is
/// none.
///
/// # Errors
/// [`StoreError`]
pub async fn commit(tx: &mut dyn Transaction, id: PairingId, now: i64) -> Result<bool, StoreError> {
    let device = claimant(tx, id).await?.filter(|device| !device.has_lapsed(now) && device.share.is_some());
    let Some(mut device) = device else { return Ok(false) };
    (device.state, device.active_at) = (Lifecycle::Active, Some(now));
    tx.update_device(&device).await?;
    let detail = device.name.to_string();
    tx.insert_notification(
        &Notification { account: device.account, kind: NotificationKind::DeviceAdded, detail },
        now,
    )
    .await?;
    Ok(true)
}

/// Refuses the device, because the user does not recognise it: it can never become active. `false` if there is none, or
/// if it is active already.
///
/// # Errors
/// [`StoreError`]
pub async fn refuse(tx: &mut dyn Transaction, id: PairingId, now: i64) -> Result<bool, StoreError> {
    let Some(mut device) = claimant(tx, id).await? else { return Ok(false) };
    device.end(Lifecycle::Refused, now);
    tx.update_device(&device).await?;
    let detail = device.name.to_string();
    tx.insert_notification(
        &Notification { account: device.account, kind: NotificationKind::DeviceRefused, detail },
        now,
    )
    .await?;
    Ok(true)
}

/// The device that is pairing by this link.
async fn claimant(tx: &mut dyn Transaction, id: PairingId) -> Result<Option<Device>, StoreError> {
    let Some(device) = tx.pairing_row(id).await?.and_then(|pairing| pairing.device) else { return Ok(None) };
    Ok(tx.device(device).await?.filter(|device| device.state == Lifecycle::Pairing))
}

#[cfg(test)]
mod tests;
