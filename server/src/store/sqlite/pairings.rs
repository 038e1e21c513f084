//! Pairing links and what comes of them.

use async_trait::async_trait;
use key_protocol::link::LIFETIME_SECONDS;

use super::rows::Columns as _;
use super::{Sqlite, Tx, calls, devices, events, rows};
use crate::ids::{PairingId, SessionId};
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind};
use crate::store::devices::{Device, State};
use crate::store::pairings::{ClaimOutcome, Claiming, Pairing, Pairings};

#[async_trait]
impl Pairings for Sqlite {
    async fn start_pairing(
        &self,
        session: SessionId,
        pairing: PairingId,
        token_hash: [u8; 32],
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if is_done(&mut tx, session).await? {
            return Ok(());
        }
        let row = sqlx::query("UPDATE sessions SET pairing = $2 WHERE id = $1 RETURNING account")
            .bind(&session.as_bytes()[..])
            .bind(&pairing.as_bytes()[..])
            .fetch_one(&mut *tx)
            .await?;
        let account: [u8; 16] = row.bytes("account")?;
        for end in [
            "UPDATE pairings SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL",
            "UPDATE devices SET state = 'refused' WHERE account = $1 AND state = 'pairing' AND $2 > 0",
        ] {
            sqlx::query(end).bind(&account[..]).bind(now).execute(&mut *tx).await?;
        }
        sqlx::query("INSERT INTO pairings (id, account, token_hash, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(&pairing.as_bytes()[..])
            .bind(&account[..])
            .bind(&token_hash[..])
            .bind(now + LIFETIME_SECONDS * 1000)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn pairing(&self, id: PairingId) -> Result<Option<Pairing>, StoreError> {
        let row = sqlx::query("SELECT * FROM pairings WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let device = sqlx::query("SELECT * FROM devices WHERE id = $1")
            .bind(row.maybe_bytes::<16>("device")?.map(|id| id.to_vec()))
            .fetch_optional(&self.reads)
            .await?;
        Ok(Some(Pairing {
            id,
            expires_at: row.number("expires_at")?,
            ended: row.maybe_number("ended_at")?.is_some(),
            device: device.as_ref().map(rows::device).transpose()?,
        }))
    }

    async fn may_be_claimed(&self, token_hash: [u8; 32], now: i64) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 FROM pairings WHERE token_hash = $1 \
             AND (device IS NOT NULL OR (ended_at IS NULL AND expires_at > $2))",
        )
        .bind(&token_hash[..])
        .bind(now)
        .fetch_optional(&self.reads)
        .await?;
        Ok(row.is_some())
    }

    async fn claim(&self, claim: Claiming, now: i64) -> Result<ClaimOutcome, StoreError> {
        let mut tx = self.begin().await?;
        if !calls::use_nonce(&mut tx, &claim.nonce, now).await? {
            return Ok(ClaimOutcome::NonceUsed);
        }
        let outcome = take_link(&mut tx, &claim, now).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    async fn commit_pairing(&self, id: PairingId, now: i64) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let device = claimant(&mut tx, id).await?;
        let Some(device) = device.filter(|device| device.state == State::Pairing && !device.has_lapsed(now))
        else {
            return Ok(false);
        };
        sqlx::query("UPDATE devices SET committed_at = $2 WHERE id = $1 AND committed_at IS NULL")
            .bind(&device.id.as_bytes()[..])
            .bind(now)
            .execute(&mut *tx)
            .await?;
        devices::activate_if_ready(&mut tx, &device, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn refuse_pairing(&self, id: PairingId, now: i64) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let device = claimant(&mut tx, id).await?;
        let Some(device) = device.filter(|device| device.state == State::Pairing) else { return Ok(false) };
        sqlx::query("UPDATE devices SET state = 'refused' WHERE id = $1")
            .bind(&device.id.as_bytes()[..])
            .execute(&mut *tx)
            .await?;
        let detail = device.name.to_string();
        let event = Event { account: device.account, kind: EventKind::DeviceRefused, detail };
        events::add(&mut tx, &event, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Whether the device that the session has paired is active.
async fn is_done(tx: &mut Tx, session: SessionId) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT 1 FROM sessions JOIN pairings ON pairings.id = sessions.pairing \
         JOIN devices ON devices.id = pairings.device WHERE sessions.id = $1 AND devices.state = 'active'",
    )
    .bind(&session.as_bytes()[..])
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some())
}

/// The device that has claimed the link.
async fn claimant(tx: &mut Tx, id: PairingId) -> Result<Option<Device>, StoreError> {
    let row = sqlx::query(
        "SELECT devices.* FROM devices JOIN pairings ON pairings.device = devices.id WHERE pairings.id = $1",
    )
    .bind(&id.as_bytes()[..])
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map(rows::device).transpose()
}

async fn take_link(tx: &mut Tx, claim: &Claiming, now: i64) -> Result<ClaimOutcome, StoreError> {
    let row = sqlx::query("SELECT * FROM pairings WHERE token_hash = $1")
        .bind(&claim.token_hash[..])
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(ClaimOutcome::Expired) };
    let (id, account) = (PairingId::from_bytes(row.bytes("id")?), row.bytes::<16>("account")?);
    if let Some(device) = claimant(tx, id).await? {
        return again(tx, claim, &device, &account, now).await;
    }
    if row.maybe_number("ended_at")?.is_some() || now >= row.number("expires_at")? {
        return Ok(ClaimOutcome::Expired);
    }
    if !insert_device(tx, claim, &account, now).await? {
        return Ok(ClaimOutcome::KeyInUse);
    }
    sqlx::query("UPDATE pairings SET device = $2 WHERE id = $1")
        .bind(&id.as_bytes()[..])
        .bind(&claim.device.as_bytes()[..])
        .execute(&mut **tx)
        .await?;
    claimed(tx, claim.device, &account).await
}

/// The link has a device already: the same key gets the same answer.
async fn again(
    tx: &mut Tx,
    claim: &Claiming,
    device: &Device,
    account: &[u8; 16],
    now: i64,
) -> Result<ClaimOutcome, StoreError> {
    match device.state {
        _ if device.possession != claim.possession => Ok(ClaimOutcome::Used),
        State::Refused => Ok(ClaimOutcome::Refused),
        State::Pairing if device.has_lapsed(now) => Ok(ClaimOutcome::Expired),
        State::Active | State::Pairing => claimed(tx, device.id, account).await,
        State::Disconnected | State::Frozen | State::Locked => Ok(ClaimOutcome::Expired),
    }
}

async fn claimed(
    tx: &mut Tx,
    device: key_protocol::id::DeviceId,
    account: &[u8; 16],
) -> Result<ClaimOutcome, StoreError> {
    let row = sqlx::query("SELECT * FROM accounts WHERE id = $1").bind(&account[..]);
    let account = Box::new(rows::account(&row.fetch_one(&mut **tx).await?)?);
    Ok(ClaimOutcome::Claimed { device, account })
}

/// `false` if the key is registered already.
async fn insert_device(
    tx: &mut Tx,
    claim: &Claiming,
    account: &[u8; 16],
    now: i64,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "INSERT INTO devices (id, account, name, platform, state, possession, claimed_at) \
         VALUES ($1, $2, $3, $4, 'pairing', $5, $6) ON CONFLICT (possession) DO NOTHING",
    )
    .bind(&claim.device.as_bytes()[..])
    .bind(&account[..])
    .bind(claim.name.as_str())
    .bind(claim.platform.as_str())
    .bind(claim.possession.to_sec1().to_vec())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
