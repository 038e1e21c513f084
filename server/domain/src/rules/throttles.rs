//! Throttles for guesses and for requests to a phone: the first ones cost nothing, each further one doubles the wait.
//!
//! A count decreases by one in each [`Pace::forgive`], so that a burst is forgotten and a steady trickle is not. A
//! browser that the user has signed in with before is counted separately, so that nobody else can lock it out.

use crate::ids::ThrottleId;
use crate::store::error::StoreError;
use crate::store::throttles::ThrottleRow;
use crate::store::transaction::Transaction;

const MINUTE: i64 = 60_000;

/// The longest wait, in milliseconds.
const LONGEST_WAIT: i64 = 15 * MINUTE;

/// A time that has always passed.
const NO_WAIT: i64 = 0;

/// The highest count: this many are forgiven in a day, and cause the longest wait.
const MOST: i64 = 40;

/// How fast waits grow, and tries are forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How many tries cost no wait; the last of them causes the first wait.
    pub free: u8,
    /// The first wait, in milliseconds. Each further one doubles it, up to 15 minutes.
    pub first: i64,
    /// The time after which one try is forgiven, in milliseconds.
    pub forgive: i64,
    /// Whether tries during a wait count too. If not, they cost nothing.
    pub counts_waiting: bool,
}

impl Pace {
    /// Passwords and one-time passwords, for an account.
    pub const GUESSES: Self = Self { free: 5, first: 1000, forgive: 30 * MINUTE, counts_waiting: true };
    /// Guesses from one address, which many people may share.
    pub const ADDRESS: Self = Self { free: 20, ..Self::GUESSES };
    /// Requests to phones.
    pub const REQUESTS: Self = Self { free: 3, first: 30_000, forgive: 30 * MINUTE, counts_waiting: false };

    fn wait(self, count: i64) -> i64 {
        let beyond = count - i64::from(self.free);
        let doublings = u32::try_from(beyond.min(20)).ok();
        doublings.map_or(0, |doublings| (self.first << doublings).min(LONGEST_WAIT))
    }
}

/// A throttle, by which tries are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Its key.
    pub id: ThrottleId,
    /// How fast its waits grow.
    pub pace: Pace,
}

/// Counts a try in every throttle before it is made. It may be made only if none of them requires a wait.
///
/// # Errors
/// [`StoreError`]; the inner error is the wait in milliseconds.
pub async fn count(
    tx: &mut dyn Transaction,
    throttles: &[Throttle],
    now: i64,
) -> Result<Result<(), i64>, StoreError> {
    let mut rows = Vec::with_capacity(throttles.len());
    let mut longest = 0;
    for throttle in throttles {
        let row = forgiven(tx.throttle(throttle.id).await?, throttle, now);
        longest = longest.max(row.until - now);
        rows.push((row, throttle.pace));
    }
    for (mut row, pace) in rows {
        if longest == 0 || pace.counts_waiting {
            row.count = (row.count + 1).min(MOST);
            // A try that causes no wait keeps an earlier wait: one that began a moment before may be counted after it.
            let wait = pace.wait(row.count);
            row.until = if wait > 0 { row.until.max(now + wait) } else { row.until };
            tx.put_throttle(&kept(row, pace)).await?;
            longest = if longest > 0 { longest.max(row.until - now) } else { 0 };
        }
    }
    Ok(if longest > 0 { Err(longest) } else { Ok(()) })
}

/// How long a try that is counted by this `row` has to wait, in milliseconds; `None` if it may be made now.
#[must_use]
pub fn wait(row: Option<ThrottleRow>, throttle: &Throttle, now: i64) -> Option<i64> {
    let until = forgiven(row, throttle, now).until;
    (until > now).then_some(until - now)
}

/// Whether one more try during a `wait` is worth recording: not if the count is at its maximum and the longest wait has
/// only just begun.
#[must_use]
pub fn is_worth_counting(row: Option<ThrottleRow>, wait: i64) -> bool {
    row.is_none_or(|row| row.count < MOST) || wait < LONGEST_WAIT - HARDLY
}

/// How long a wait has only just begun, in milliseconds.
const HARDLY: i64 = 10_000;

/// Resets a throttle, because a try was right.
///
/// # Errors
/// [`StoreError`]
pub async fn clear(tx: &mut dyn Transaction, id: ThrottleId) -> Result<(), StoreError> {
    tx.delete_throttle(id).await
}

/// Takes back a try that was counted `at`. Later tries of others stay counted.
///
/// # Errors
/// [`StoreError`]
pub async fn take_back(
    tx: &mut dyn Transaction,
    throttle: &Throttle,
    at: i64,
    now: i64,
) -> Result<(), StoreError> {
    let mut row = forgiven(tx.throttle(throttle.id).await?, throttle, now);
    if row.until == at + throttle.pace.wait(row.count) {
        row.until = NO_WAIT;
    }
    row.count = (row.count - 1).max(0);
    tx.put_throttle(&kept(row, throttle.pace)).await
}

/// Makes the next try wait for the longest time.
///
/// # Errors
/// [`StoreError`]
pub async fn pause(tx: &mut dyn Transaction, throttle: &Throttle, now: i64) -> Result<(), StoreError> {
    let mut row = forgiven(tx.throttle(throttle.id).await?, throttle, now);
    // A count so high that the next try waits as long again.
    (row.count, row.until) = (row.count.max(i64::from(throttle.pace.free) + 5), now + LONGEST_WAIT);
    tx.put_throttle(&kept(row, throttle.pace)).await
}

/// The row after forgiving. Times beyond its longest wait were written before the clock was put back.
fn forgiven(row: Option<ThrottleRow>, throttle: &Throttle, now: i64) -> ThrottleRow {
    let new = ThrottleRow { id: throttle.id, count: 0, forgiven_at: now, until: NO_WAIT, forget_at: now };
    let mut row = row.unwrap_or(new);
    if row.until > now + LONGEST_WAIT {
        row.until = NO_WAIT;
    }
    row.forgiven_at = row.forgiven_at.min(now);
    let steps = (now - row.forgiven_at) / throttle.pace.forgive;
    row.forgiven_at += steps * throttle.pace.forgive;
    row.count -= steps.min(row.count);
    if row.count == 0 {
        row.forgiven_at = now;
    }
    row
}

fn kept(mut row: ThrottleRow, pace: Pace) -> ThrottleRow {
    row.forget_at = row.until.max(row.forgiven_at + row.count * pace.forgive);
    row
}

#[cfg(test)]
mod tests;
