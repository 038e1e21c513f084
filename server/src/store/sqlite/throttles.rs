//! Throttles: so many failures cost nothing, each further one doubles the wait.

use super::Tx;
use super::rows::Columns as _;
use crate::store::StoreError;
use crate::store::accounts::{Attempt, Throttle};

const LONGEST_WAIT: i64 = 15 * 60_000;
const FORGET_AFTER: i64 = 24 * 60 * 60_000;

pub(super) async fn attempt(tx: &mut Tx, list: &[Throttle], now: i64) -> Result<Attempt, StoreError> {
    let mut counted = Vec::with_capacity(list.len());
    for throttle in list {
        let (failures, until) = read(tx, &throttle.id).await?;
        // What is further ahead was written before the clock was put back.
        if (1..=LONGEST_WAIT).contains(&(until - now)) {
            return Ok(Attempt::Wait(until - now));
        }
        counted.push((throttle, failures + 1));
    }
    for (throttle, failures) in counted {
        write(tx, throttle, failures, now).await?;
    }
    Ok(Attempt::Allowed)
}

pub(super) async fn succeed(tx: &mut Tx, clear: &[[u8; 32]], release: &[[u8; 32]]) -> Result<(), StoreError> {
    for id in clear {
        let delete = sqlx::query("DELETE FROM throttles WHERE id = $1");
        delete.bind(&id[..]).execute(&mut **tx).await?;
    }
    for id in release {
        let release =
            "UPDATE throttles SET failures = failures - 1, until = 0 WHERE id = $1 AND failures > 0";
        sqlx::query(release).bind(&id[..]).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn read(tx: &mut Tx, id: &[u8; 32]) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query("SELECT failures, until FROM throttles WHERE id = $1")
        .bind(&id[..])
        .fetch_optional(&mut **tx)
        .await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.number("failures")?, row.number("until")?)))
}

async fn write(tx: &mut Tx, throttle: &Throttle, failures: i64, now: i64) -> Result<(), StoreError> {
    let until = now + wait_after(failures, throttle.free);
    sqlx::query(
        "INSERT INTO throttles (id, failures, until, forget_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO UPDATE SET failures = $2, until = $3, forget_at = $4",
    )
    .bind(&throttle.id[..])
    .bind(failures)
    .bind(until)
    .bind(now + FORGET_AFTER)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Milliseconds to wait after so many failures: nothing for the free ones but the last, then 1 s, 2 s, 4 s ...
fn wait_after(failures: i64, free: u32) -> i64 {
    let beyond = failures - i64::from(free);
    let doublings = u32::try_from(beyond.min(20)).ok();
    doublings.map_or(0, |doublings| (1000 << doublings).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::wait_after;

    #[test]
    fn the_wait_doubles_up_to_fifteen_minutes() {
        let waits = [1, 4, 5, 6, 7, 14, 15, 1000].map(|failures| wait_after(failures, 5));
        assert_eq!(waits, [0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000]);
    }
}
