//! Accounts and their one-time passwords. Events, which belong to the same trait, are in a file of their own.

use async_trait::async_trait;

use super::rows::Columns as _;
use super::{Sqlite, Tx, events, rows, sessions};
use crate::ids::AccountId;
use crate::store::StoreError;
use crate::store::accounts::{Account, Accounts, Creation, NewAccount, NextNumber, StoredEvent};

/// Who is read where there is no such user.
const NOBODY: [u8; 16] = [0; 16];

/// As long as a password in PHC form.
const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[async_trait]
impl Accounts for Sqlite {
    async fn create_account(&self, new: NewAccount, now: i64) -> Result<Creation, StoreError> {
        let NewAccount { account, one_time } = new;
        let mut tx = self.write().await?;
        let created = sqlx::query(
            "INSERT INTO accounts (id, username, username_key, tenant, password, language, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (username_key) DO NOTHING",
        )
        .bind(&account.id.as_bytes()[..])
        .bind(account.username.as_str())
        .bind(account.username.as_str().to_lowercase())
        .bind(account.tenant.as_ref().map(|tenant| tenant.as_str()))
        .bind(account.password.as_str())
        .bind(account.language.tag())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if created.rows_affected() == 0 {
            return Ok(Creation::UsernameTaken);
        }
        write_list(&mut tx, account.id, &one_time).await?;
        tx.commit().await?;
        Ok(Creation::Created)
    }

    async fn account_by_username(&self, username: &str) -> Result<Option<Account>, StoreError> {
        // One row in any case, which costs the same to read.
        let row = sqlx::query(
            "SELECT id, username, tenant, password, language FROM accounts WHERE username_key = $1 \
             UNION ALL SELECT $2, 'nobody', NULL, $3, 'en' LIMIT 1",
        )
        .bind(username.to_lowercase())
        .bind(&NOBODY[..])
        .bind(NO_PASSWORD)
        .fetch_one(&self.reads)
        .await?;
        Ok(Some(rows::account(&row)?).filter(|account| *account.id.as_bytes() != NOBODY))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query("SELECT * FROM accounts WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::account).transpose()
    }

    async fn set_password(&self, id: AccountId, phc: String) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let update = sqlx::query("UPDATE accounts SET password = $2 WHERE id = $1");
        update.bind(&id.as_bytes()[..]).bind(phc).execute(&mut *tx).await?;
        sessions::end_all(&mut tx, id).await?;
        Ok(tx.commit().await?)
    }

    async fn replace_list(&self, id: AccountId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM one_time_passwords WHERE account = $1")
            .bind(&id.as_bytes()[..])
            .execute(&mut *tx)
            .await?;
        write_list(&mut tx, id, &hashes).await?;
        Ok(tx.commit().await?)
    }

    async fn next_number(&self, id: AccountId) -> Result<Option<NextNumber>, StoreError> {
        let row = sqlx::query(
            "SELECT coalesce(min(number), 0) AS number, count(*) AS remaining FROM one_time_passwords \
             WHERE account = $1 AND used_at IS NULL",
        )
        .bind(&id.as_bytes()[..])
        .fetch_one(&self.reads)
        .await?;
        let [number, left] = [row.number("number")?, row.number("remaining")?]
            .map(|number| u32::try_from(number).unwrap_or(0));
        Ok((left > 0).then_some(NextNumber { number, left }))
    }

    async fn claim_event(&self, now: i64, later: i64) -> Result<Option<StoredEvent>, StoreError> {
        events::claim(&self.writes, now, later).await
    }

    async fn next_event_at(&self) -> Result<Option<i64>, StoreError> {
        events::next_at(&self.reads).await
    }

    async fn mark_sent(&self, id: i64, now: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE events SET sent_at = $2 WHERE id = $1")
            .bind(id)
            .bind(now)
            .execute(&self.writes)
            .await?;
        Ok(())
    }

    async fn put_off(&self, id: i64, until: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE events SET send_at = $2 WHERE id = $1")
            .bind(id)
            .bind(until)
            .execute(&self.writes)
            .await?;
        Ok(())
    }

    async fn events_of(&self, id: AccountId) -> Result<Vec<StoredEvent>, StoreError> {
        events::of(&self.reads, id).await
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM accounts WHERE id = $1");
        delete.bind(&id.as_bytes()[..]).execute(&self.writes).await?;
        Ok(())
    }
}

async fn write_list(tx: &mut Tx, id: AccountId, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    for (number, hash) in (1i64..).zip(hashes) {
        sqlx::query("INSERT INTO one_time_passwords (account, number, hash) VALUES ($1, $2, $3)")
            .bind(&id.as_bytes()[..])
            .bind(number)
            .bind(&hash[..])
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
