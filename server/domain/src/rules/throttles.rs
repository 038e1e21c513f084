//! Too many tries of what can be guessed, and too many requests to a phone: so many cost nothing, each further one
//! doubles the wait.
//!
//! A count goes down by one in each [`Pace::forgive`], so that a burst is forgotten and a steady trickle is not. What a
//! browser that the user has signed in with before does is counted apart from what all others do: nobody else can keep it
//! out.

use crate::ids::ThrottleId;
use crate::store::error::StoreError;
use crate::store::throttles::ThrottleRow;
use crate::store::transaction::Transaction;

const MINUTE: i64 = 60_000;

/// The longest wait, in milliseconds.
const LONGEST_WAIT: i64 = 15 * MINUTE;

/// A time that is over for everybody.
const NO_WAIT: i64 = 0;

/// No count goes higher: this many are forgiven in a day, and wait as long as anything does.
const MOST: i64 = 40;

/// How fast something gets slow, and is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// So many cost no waiting; the last of them costs the first wait.
    pub free: u8,
    /// The first wait, in milliseconds. Each further one doubles it, up to 15 minutes.
    pub first: i64,
    /// One is forgiven in each so many milliseconds.
    pub forgive: i64,
    /// Whether those that come during a wait count too. Where they do not, they cost nothing.
    pub counts_waiting: bool,
}

impl Pace {
    /// Passwords and one-time passwords, for an account.
    pub const GUESSES: Self = Self { free: 5, first: 1000, forgive: 30 * MINUTE, counts_waiting: true };
    /// The same from one address, which many people may share.
    pub const ADDRESS: Self = Self { free: 20, ..Self::GUESSES };
    /// Requests to phones.
    pub const REQUESTS: Self = Self { free: 3, first: 30_000, forgive: 30 * MINUTE, counts_waiting: false };

    fn wait(self, count: i64) -> i64 {
        let beyond = count - i64::from(self.free);
        let doublings = u32::try_from(beyond.min(20)).ok();
        doublings.map_or(0, |doublings| (self.first << doublings).min(LONGEST_WAIT))
    }
}

/// What something is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Its key.
    pub id: ThrottleId,
    /// How fast it gets slow.
    pub pace: Pace,
}

/// Counts a try by every throttle before it is made. It may be made only where none of them says to wait.
///
/// # Errors
/// [`StoreError`]; within, how many milliseconds to wait.
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
            // One that costs no waiting leaves none: another that began a moment before may be counted after it.
            let wait = pace.wait(row.count);
            row.until = if wait > 0 { row.until.max(now + wait) } else { row.until };
            tx.put_throttle(&kept(row, pace)).await?;
            longest = if longest > 0 { longest.max(row.until - now) } else { 0 };
        }
    }
    Ok(if longest > 0 { Err(longest) } else { Ok(()) })
}

/// How long a try has to wait that is counted by this `row`, in milliseconds; `None` if it may be made.
#[must_use]
pub fn wait(row: Option<ThrottleRow>, throttle: &Throttle, now: i64) -> Option<i64> {
    let until = forgiven(row, throttle, now).until;
    (until > now).then_some(until - now)
}

/// Whether one more during a `wait` is worth writing down: it is not where all are counted that ever are, and the longest
/// wait has hardly begun.
#[must_use]
pub fn is_worth_counting(row: Option<ThrottleRow>, wait: i64) -> bool {
    row.is_none_or(|row| row.count < MOST) || wait < LONGEST_WAIT - HARDLY
}

/// In milliseconds.
const HARDLY: i64 = 10_000;

/// It was right: nothing is held against it any more.
///
/// # Errors
/// [`StoreError`]
pub async fn clear(tx: &mut dyn Transaction, id: ThrottleId) -> Result<(), StoreError> {
    tx.delete_throttle(id).await
}

/// As if a try that was counted `at` had not been made. What others have done since stays.
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

/// The next has to wait as long as anything does.
///
/// # Errors
/// [`StoreError`]
pub async fn pause(tx: &mut dyn Transaction, throttle: &Throttle, now: i64) -> Result<(), StoreError> {
    let mut row = forgiven(tx.throttle(throttle.id).await?, throttle, now);
    // So many that the next one waits as long again.
    (row.count, row.until) = (row.count.max(i64::from(throttle.pace.free) + 5), now + LONGEST_WAIT);
    tx.put_throttle(&kept(row, throttle.pace)).await
}

/// The row as it stands now. What it says of the future beyond its longest wait was written before the clock was put back.
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
