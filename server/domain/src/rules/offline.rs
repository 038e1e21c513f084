//! Offline codes that are typed into a login page, instead of a confirmation by a device with a network.
//!
//! A try is counted with all other tries of the device's factors, and before it is verified. A code proves the PIN, so
//! whoever has the phone could otherwise guess the PIN here. Anybody with the user's password can type codes, however,
//! and must not be able to lock the phone with wrong ones: codes pause before the phone locks.

use super::factors::{self, Budget};
use crate::ids::AccountId;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::devices::{Device, Lifecycle, Offline};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;
use key_protocol::enrolment::Factor;
use key_protocol::id::DeviceId;
use key_protocol::offline::STEP_SECONDS;

/// The number of wrong factors in a row from which on the device's codes pause.
pub const PAUSE_IN_A_ROW: i64 = 3;

/// The longest time that a device's clock may differ, in steps: one day.
const MOST_DRIFT: i64 = 24 * 3600 / STEP_SECONDS;

/// The factor and step of a right code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Right {
    /// The factor that the code proves.
    pub factor: Factor,
    /// The step that it is valid for.
    pub step: i64,
}

/// The result of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The code is not right, or was used before.
    Wrong,
    /// The code is right, and used up.
    Right,
}

/// Whether the device's codes are taken now. They pause after several wrong factors in a row, until a right PIN, and
/// when half of the budget is spent.
///
/// # Errors
/// [`StoreError`]
pub async fn is_open(
    tx: &mut dyn Transaction,
    device: &Device,
    budget: Budget,
    now: i64,
) -> Result<bool, StoreError> {
    let is_quiet = device.tries.run < PAUSE_IN_A_ROW;
    Ok(is_quiet && factors::spent(tx, device, budget, now).await? < i64::from(budget.failures / 2))
}

/// Counts a try as wrong, and returns its number. `None` if the account has no such device, or its codes pause. Commit
/// this before the code is examined.
///
/// # Errors
/// [`StoreError`]
pub async fn open_try(
    tx: &mut dyn Transaction,
    (account, device): (AccountId, DeviceId),
    budget: Budget,
    now: i64,
) -> Result<Option<(Device, i64)>, StoreError> {
    let Some(mut device) = active(tx, account, device).await? else { return Ok(None) };
    if !is_open(tx, &device, budget, now).await? {
        return Ok(None);
    }
    device.offline.tries += 1;
    let number = -device.offline.tries;
    let opened = factors::open_try(tx, &mut device, number, budget, now).await?;
    Ok(opened.is_ok().then_some((device, number)))
}

/// Ends the try that [`open_try`] has counted under this `number`: a right code that was not used before takes the count
/// back.
///
/// # Errors
/// [`StoreError`]
pub async fn close_try(
    tx: &mut dyn Transaction,
    (account, device): (AccountId, DeviceId),
    number: i64,
    right: Option<Right>,
    budget: Budget,
    now: i64,
) -> Result<Closed, StoreError> {
    let Some(mut device) = active(tx, account, device).await? else { return Ok(Closed::Wrong) };
    let right = right.filter(|right| device.offline.step.is_none_or(|used| right.step > used));
    let factor = right.map(|right| right.factor);
    if let Some(Right { step, .. }) = right {
        device.offline.step = Some(step);
        device.offline.drift = bounded(step - step_of(now));
        device.used_at = Some(now);
    }
    let closed = factors::close_try(tx, &mut device, number, factor, budget, now).await?;
    if closed.is_err() {
        untell(&mut device);
        tell(tx, &mut device, now).await?;
        tx.update_device(&device).await?;
    }
    Ok(if closed.is_ok() && right.is_some() { Closed::Right } else { Closed::Wrong })
}

/// Takes back the try of a right code whose session has ended meanwhile: the same form was sent twice.
///
/// # Errors
/// [`StoreError`]
pub async fn take_back(
    tx: &mut dyn Transaction,
    (account, device): (AccountId, DeviceId),
    number: i64,
) -> Result<(), StoreError> {
    match active(tx, account, device).await? {
        Some(mut device) if tx.delete_failure(device.id, number).await? => {
            device.tries.run = (device.tries.run - 1).max(0);
            untell(&mut device);
            tx.update_device(&device).await
        }
        Some(_) => Ok(()),
        None => Ok(()),
    }
}

/// Notes by how much the device's clock is ahead, from the time in a decision that it has signed, in seconds.
pub fn note_clock(device: &mut Device, at: i64, now: i64) {
    device.offline.drift = bounded(at.div_euclid(STEP_SECONDS) - step_of(now));
}

/// The steps whose codes are taken now: one step around the time of the device's clock, as it was ahead last, and one
/// around that of the service, in case somebody has set the device's clock.
#[must_use]
pub fn steps(offline: &Offline, now: i64) -> Vec<i64> {
    let here = step_of(now);
    let there = here + offline.drift;
    let mut steps: Vec<_> = (there - 1..=there + 1).chain(here - 1..=here + 1).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// A wrong code is no wrong PIN on the phone: whoever typed it had the password and perhaps no phone. So the phone does
/// not report it as one, and the user is notified instead.
fn untell(device: &mut Device) {
    device.tries.untold = (device.tries.untold - 1).max(0);
    if device.tries.untold == 0 {
        device.tries.untold_since = None;
    }
}

/// Notifies the user of every third wrong code, unless they were just notified of the wrong factors in a row: somebody
/// may type codes between the user's own right PINs.
async fn tell(tx: &mut dyn Transaction, device: &mut Device, now: i64) -> Result<(), StoreError> {
    device.offline.wrong += 1;
    if device.offline.wrong < PAUSE_IN_A_ROW {
        return Ok(());
    }
    device.offline.wrong = 0;
    if device.tries.run >= PAUSE_IN_A_ROW {
        return Ok(());
    }
    let (account, detail) = (device.account, device.name.to_string());
    let notification = Notification { account, kind: NotificationKind::FactorFailures, detail };
    tx.insert_notification(&notification, now).await
}

async fn active(
    tx: &mut dyn Transaction,
    account: AccountId,
    device: DeviceId,
) -> Result<Option<Device>, StoreError> {
    let device = tx.device(device).await?;
    Ok(device.filter(|device| device.account == account && device.state == Lifecycle::Active))
}

const fn step_of(now: i64) -> i64 {
    now.div_euclid(STEP_SECONDS * 1000)
}

fn bounded(drift: i64) -> i64 {
    drift.clamp(-MOST_DRIFT, MOST_DRIFT)
}

#[cfg(test)]
mod tests;
