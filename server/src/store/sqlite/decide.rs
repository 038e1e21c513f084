//! Decisions: the first that counts settles the login for all devices.

use key_protocol::answer::Refusal;
use key_protocol::receipt::Outcome;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;

use super::calls::{self, Admission};
use super::devices::count;
use super::rows::{self, Columns as _};
use super::{Tx, events};
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind};
use crate::store::devices::{CallRecord, Device, State, Taken};
use crate::store::logins::{Deciding, Login, LoginOutcome, Verdict};

/// Lets the call in, holds the decision against what is asked, and settles the login.
pub(super) async fn decide(tx: &mut Tx, call: &CallRecord, deciding: &Deciding) -> Result<Taken, StoreError> {
    let device = match calls::admit(tx, call).await? {
        Admission::Fresh(device) => device,
        Admission::Known(taken) => return Ok(taken),
    };
    let result = match open_login(tx, deciding, &device, call.now).await? {
        Ok(login) => apply(tx, &device, &login, deciding, call.now).await?,
        Err(refusal) => Err(refusal),
    };
    calls::conclude(tx, call, result).await
}

/// The login that is decided on, if it can still be.
async fn open_login(
    tx: &mut Tx,
    deciding: &Deciding,
    device: &Device,
    now: i64,
) -> Result<Result<Login, Refusal>, StoreError> {
    let row = sqlx::query(
        "SELECT logins.*, requests.ended_at AS request_ended_at FROM logins \
         JOIN requests ON requests.login = logins.id WHERE requests.id = $1 AND requests.device = $2",
    )
    .bind(&deciding.request.as_bytes()[..])
    .bind(&device.id.as_bytes()[..])
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row.filter(|_| device.state == State::Active) else {
        return Ok(Err(Refusal::RequestEnded));
    };
    is_open(&row, now)
}

fn is_open(row: &SqliteRow, now: i64) -> Result<Result<Login, Refusal>, StoreError> {
    let login = rows::login(row)?;
    let answered = |outcome| Ok(Err(Refusal::RequestAnswered { outcome }));
    match login.outcome {
        LoginOutcome::Confirmed => answered(Outcome::Confirmed),
        LoginOutcome::Declined | LoginOutcome::NotMe => answered(Outcome::Declined),
        LoginOutcome::Pending
            if row.maybe_number("request_ended_at")?.is_none() && now < login.expires_at =>
        {
            Ok(Ok(login))
        }
        _ => Ok(Err(Refusal::RequestEnded)),
    }
}

async fn apply(
    tx: &mut Tx,
    device: &Device,
    login: &Login,
    deciding: &Deciding,
    now: i64,
) -> Result<Result<Value, Refusal>, StoreError> {
    if deciding.verdict == Verdict::StatementChanged {
        return Ok(Err(Refusal::StatementChanged));
    }
    if let Some(factor) = deciding.factor
        && let Err(refusal) = count(tx, device, factor, now).await?
    {
        return Ok(Err(refusal));
    }
    let outcome = match deciding.verdict {
        Verdict::Confirm => LoginOutcome::Confirmed,
        Verdict::Decline => LoginOutcome::Declined,
        Verdict::DigitsWrong => LoginOutcome::DigitsWrong,
        Verdict::NotMe => LoginOutcome::NotMe,
        Verdict::FactorWrong | Verdict::StatementChanged => return Ok(Err(Refusal::Malformed)),
    };
    settle(tx, device, login, outcome, now).await?;
    if outcome == LoginOutcome::DigitsWrong {
        return Ok(Err(Refusal::DigitsWrong));
    }
    keep(tx, device, deciding, now).await?;
    Ok(Ok(deciding.result.clone()))
}

async fn settle(
    tx: &mut Tx,
    device: &Device,
    login: &Login,
    outcome: LoginOutcome,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE logins SET outcome = $2, ended_at = $3, decided_by = $4 WHERE id = $1")
        .bind(&login.id.as_bytes()[..])
        .bind(outcome.name())
        .bind(now)
        .bind(&device.id.as_bytes()[..])
        .execute(&mut **tx)
        .await?;
    let used = sqlx::query("UPDATE devices SET used_at = $2 WHERE id = $1");
    used.bind(&device.id.as_bytes()[..]).bind(now).execute(&mut **tx).await?;
    if outcome == LoginOutcome::Confirmed {
        let answered = sqlx::query("UPDATE accounts SET unanswered = 0, paused_until = 0 WHERE id = $1");
        answered.bind(&login.account.as_bytes()[..]).execute(&mut **tx).await?;
    }
    if outcome == LoginOutcome::NotMe {
        let detail = format!("{}, {}", login.browser, login.address);
        events::add(tx, &Event { account: login.account, kind: EventKind::LoginNotMe, detail }, now).await?;
    }
    Ok(())
}

/// Keeps the decision as it was signed, with the receipt for it.
async fn keep(tx: &mut Tx, device: &Device, deciding: &Deciding, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO decisions (request, device, at, call, receipt) VALUES ($1, $2, $3, $4, $5)")
        .bind(&deciding.request.as_bytes()[..])
        .bind(&device.id.as_bytes()[..])
        .bind(now)
        .bind(deciding.call.as_str())
        .bind(deciding.receipt.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
