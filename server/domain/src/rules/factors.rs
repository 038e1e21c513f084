//! Factors, which are counted before they are verified.
//!
//! [`open_try`] counts a try as wrong, and the caller commits that before it parses or verifies the proof. Only then
//! does [`close_try`] take the count back if the factor was right. A PIN cannot be tried without being counted, even if
//! the service stops in between or the time of a refusal is measured.

use key_protocol::answer::{Failed, Refusal};
use key_protocol::crypto::Verifier;
use key_protocol::enrolment::Factor;
use key_protocol::jws::{Message, Proof};
use key_protocol::key::PublicKey;
use serde::{Deserialize, Serialize};

use super::devices::{Leaving, take_out};
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::devices::{Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// The number of wrong factors in a row that locks a device.
pub const MAX_IN_A_ROW: u8 = 5;

/// The number of wrong factors in a row after which the user is notified.
const TELL_AFTER: i64 = 3;

/// How many wrong factors lock a device in all, however many right ones come between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The number of wrong factors.
    pub failures: u32,
    /// The number of days within which they count.
    pub days: u16,
}

impl Default for Budget {
    fn default() -> Self {
        Self { failures: 20, days: 30 }
    }
}

/// The public keys of a device's factors; they are stored sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorKeys {
    /// The device's own key for offline codes.
    pub agreement: Option<PublicKey>,
    /// The keys of the biometrics, if they are used.
    pub biometric: Option<FactorKey>,
    /// The keys of the PIN.
    pub pin: FactorKey,
}

/// The public keys of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorKey {
    /// The key for offline codes.
    pub agreement: Option<PublicKey>,
    /// The key for signatures.
    pub signing: PublicKey,
}

impl FactorKeys {
    /// The keys for offline codes, each with the factor that a code proves.
    pub fn agreements(&self) -> impl Iterator<Item = (Factor, PublicKey)> {
        let of = |factor, key: Option<FactorKey>| Some((factor, key?.agreement?));
        [of(Factor::Pin, Some(self.pin)), of(Factor::Biometric, self.biometric)].into_iter().flatten()
    }

    /// Whether each key serves only one purpose.
    #[must_use]
    pub fn are_distinct(&self, possession: &PublicKey) -> bool {
        let biometric = self.biometric.map(|key| key.signing);
        let pin = Some(self.pin.signing);
        pin != biometric && pin != Some(*possession) && biometric != Some(*possession)
    }

    /// The key that proofs by `factor` are verified with.
    #[must_use]
    pub const fn signing(&self, factor: Factor) -> Option<PublicKey> {
        match (factor, self.biometric) {
            (Factor::Biometric, Some(key)) => Some(key.signing),
            (Factor::Biometric, None) => None,
            (Factor::Pin, _) => Some(self.pin.signing),
        }
    }
}

/// Counts a try as wrong. If too many were made before, the try is refused and the device locked. Commit this before
/// the proof is examined.
///
/// # Errors
/// [`StoreError`]
pub async fn open_try(
    tx: &mut dyn Transaction,
    device: &mut Device,
    seq: i64,
    budget: Budget,
    now: i64,
) -> Result<Result<(), Refusal>, StoreError> {
    let used_up = spent(tx, device, budget, now).await? >= i64::from(budget.failures);
    if device.tries.run >= i64::from(MAX_IN_A_ROW) || used_up {
        return lock(tx, device, now).await.map(Err);
    }
    device.tries.run += 1;
    device.tries.untold += 1;
    device.tries.untold_since.get_or_insert(now);
    tx.insert_failure(device.id, seq, now).await?;
    tx.update_device(device).await?;
    Ok(Ok(()))
}

/// Verifies a proof once, with the same work for right and wrong ones and for factors that are not registered.
#[must_use]
pub fn verify<M: Message>(
    keys: &FactorKeys,
    content: &str,
    proof: &str,
    verifier: &dyn Verifier,
) -> Option<Factor> {
    let proof = Proof::parse::<M>(proof, content)?;
    let key = keys.signing(proof.factor());
    // A key without a private half: verification of every signature with it fails.
    let none = PublicKey::from_coordinates([0; 32], [0; 32]);
    let right = proof.verify(&key.unwrap_or(none), verifier);
    (right && key.is_some()).then_some(proof.factor())
}

/// Takes the count back if `right` names the factor, and returns the failures before it. A wrong factor stays counted
/// and is refused; the last allowed one locks the device.
///
/// # Errors
/// [`StoreError`]
pub async fn close_try(
    tx: &mut dyn Transaction,
    device: &mut Device,
    seq: i64,
    right: Option<Factor>,
    budget: Budget,
    now: i64,
) -> Result<Result<Option<Failed>, Refusal>, StoreError> {
    let Some(factor) = right else { return wrong(tx, device, budget, now).await.map(Err) };
    let tries = &mut device.tries;
    tries.untold = (tries.untold - 1).max(0);
    if tries.untold == 0 {
        tries.untold_since = None;
    }
    (tries.run, tries.warned) = match factor {
        Factor::Pin => (0, false),
        Factor::Biometric => ((tries.run - 1).max(0), tries.warned),
    };
    let count = u32::try_from(tries.untold).unwrap_or(u32::MAX);
    let failed = tries.untold_since.map(|since| Failed { count, since: since / 1000 });
    tx.delete_failure(device.id, seq).await?;
    tx.update_device(device).await?;
    Ok(Ok(failed))
}

/// Takes back the count of a right factor whose call had no effect because another call of the same device has
/// overtaken it. Otherwise an attacker who delays messages could lock a device with its right PIN.
///
/// # Errors
/// [`StoreError`]
pub async fn take_back(tx: &mut dyn Transaction, device: &mut Device, seq: i64) -> Result<(), StoreError> {
    if tx.delete_failure(device.id, seq).await? {
        // If a right factor has restarted the counts meanwhile, they include only later ones.
        let later = tx.failures_beyond(device.id, seq).await?;
        let less = |count: i64| count.min((count - 1).max(later));
        let tries = &mut device.tries;
        (tries.run, tries.untold) = (less(tries.run), less(tries.untold));
        if tries.untold == 0 {
            tries.untold_since = None;
        }
        tx.update_device(device).await?;
    }
    Ok(())
}

/// Records that the user was told of the earlier failures.
pub const fn told(device: &mut Device) {
    (device.tries.untold, device.tries.untold_since) = (0, None);
}

async fn wrong(
    tx: &mut dyn Transaction,
    device: &mut Device,
    budget: Budget,
    now: i64,
) -> Result<Refusal, StoreError> {
    let in_a_row = i64::from(MAX_IN_A_ROW) - device.tries.run;
    let left = in_a_row.min(i64::from(budget.failures) - spent(tx, device, budget, now).await?);
    if left <= 0 {
        return lock(tx, device, now).await;
    }
    if device.tries.run >= TELL_AFTER && !device.tries.warned {
        device.tries.warned = true;
        tx.update_device(device).await?;
        let (account, detail) = (device.account, device.name.to_string());
        tx.insert_notification(
            &Notification { account, kind: NotificationKind::FactorFailures, detail },
            now,
        )
        .await?;
    }
    Ok(Refusal::NotConfirmed { tries_left: u8::try_from(left).unwrap_or(u8::MAX) })
}

/// The number of wrong factors that count against the budget.
pub(super) async fn spent(
    tx: &mut dyn Transaction,
    device: &Device,
    budget: Budget,
    now: i64,
) -> Result<i64, StoreError> {
    let since = now - i64::from(budget.days) * 24 * 60 * 60_000;
    tx.failures_after(device.id, since).await
}

async fn lock(tx: &mut dyn Transaction, device: &mut Device, now: i64) -> Result<Refusal, StoreError> {
    device.end(Lifecycle::Locked, now);
    let leaving = Leaving { state: Lifecycle::Locked, kind: NotificationKind::DeviceLocked };
    take_out(tx, device.clone(), leaving, now).await?;
    Ok(Refusal::Locked)
}

#[cfg(test)]
mod tests;
