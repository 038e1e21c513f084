//! Accounts and their one-time passwords. Events, which belong to the same trait, are in a file of their own.

use async_trait::async_trait;
use key_domain::contacts::Contacts;
use key_domain::ids::AccountId;
use key_domain::store::Lock;
use key_domain::store::accounts::{
    Account, Accounts, Creation, NewAccount, NextNumber, Notification, StoredNotification,
};
use key_domain::store::error::StoreError;
use key_protocol::id::DeviceId;

use super::base::SqlStore;
use super::statement::sql;
use super::writing::SqlTransaction;
use super::{notifications, rows, sessions};

/// The account that is read for an unknown username.
const NOBODY: [u8; 16] = [0; 16];

/// A text as long as a password in PHC form.
const NO_PASSWORD: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[async_trait]
impl Accounts for SqlStore {
    async fn create_account(&self, new: NewAccount, now: i64) -> Result<Creation, StoreError> {
        let NewAccount { account, one_time } = new;
        let mut tx = self.begin_sql(&[Lock::Account(account.id)]).await?;
        let insert = "INSERT INTO accounts (id, username, username_key, tenant, password, language, created_at, email, phone) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (username_key) DO NOTHING";
        let insert = sql(insert)
            .bind(account.id.as_bytes())
            .bind(account.username.as_str())
            .bind(account.username.as_str().to_lowercase())
            .bind(account.tenant.as_ref().map(|tenant| tenant.as_str()))
            .bind(account.password.as_str())
            .bind(account.language.tag())
            .bind(now)
            .bind(account.contacts.email.as_ref().map(|email| email.as_str()))
            .bind(account.contacts.phone.as_ref().map(|phone| phone.as_str()));
        if tx.write(insert).await? == 0 {
            return Ok(Creation::UsernameTaken);
        }
        write_list(&mut tx, account.id, &one_time).await?;
        tx.commit_all(None).await?;
        Ok(Creation::Created)
    }

    async fn account_by_username(&self, username: &str) -> Result<Option<Account>, StoreError> {
        // Always one row, which costs the same to read.
        let select = "SELECT coalesce(id, $2) AS id, coalesce(username, 'nobody') AS username, tenant, \
             coalesce(password, $3) AS password, coalesce(language, 'en') AS language, email, phone \
             FROM (SELECT $1 AS typed) AS typed LEFT JOIN accounts ON username_key = typed";
        let select = sql(select).bind(username.to_lowercase()).bind(&NOBODY).bind(NO_PASSWORD);
        let found = self.one(select, rows::account).await?;
        Ok(found.filter(|account| *account.id.as_bytes() != NOBODY))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.one(sql("SELECT * FROM accounts WHERE id = $1").bind(id.as_bytes()), rows::account).await
    }

    async fn set_password(&self, id: AccountId, phc: String) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(id)]).await?;
        tx.write(sql("UPDATE accounts SET password = $2 WHERE id = $1").bind(id.as_bytes()).bind(phc))
            .await?;
        sessions::end_all(&mut tx, id).await?;
        tx.commit_all(Some(id)).await
    }

    async fn set_contacts(
        &self,
        id: AccountId,
        contacts: &Contacts,
        notification: &Notification,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(id)]).await?;
        let update = sql("UPDATE accounts SET email = $2, phone = $3 WHERE id = $1").bind(id.as_bytes());
        let update = update.bind(contacts.email.as_ref().map(|email| email.as_str()));
        tx.write(update.bind(contacts.phone.as_ref().map(|phone| phone.as_str()))).await?;
        notifications::add(&mut tx, notification, now).await?;
        tx.commit_all(Some(id)).await
    }

    async fn replace_list(&self, id: AccountId, hashes: Vec<[u8; 32]>) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(id)]).await?;
        replace_list(&mut tx, id, &hashes, None).await?;
        tx.commit_all(None).await
    }

    async fn next_number(&self, id: AccountId) -> Result<Option<NextNumber>, StoreError> {
        let select = "SELECT coalesce(min(number), 0) AS number, count(*) AS remaining FROM one_time_passwords \
             WHERE account = $1 AND used_at IS NULL";
        let next = self.one(sql(select).bind(id.as_bytes()), |row| {
            let [number, left] = [row.number("number")?, row.number("remaining")?]
                .map(|number| u32::try_from(number).unwrap_or(0));
            Ok(NextNumber { number, left })
        });
        Ok(next.await?.filter(|next| next.left > 0))
    }

    async fn is_on_list(&self, id: AccountId, number: u32, hash: &[u8; 32]) -> Result<bool, StoreError> {
        let select = "SELECT 1 FROM one_time_passwords WHERE account = $1 AND number = $2 AND hash = $3";
        self.is_any(sql(select).bind(id.as_bytes()).bind(number).bind(hash)).await
    }

    async fn claim_notification(
        &self,
        now: i64,
        later: i64,
    ) -> Result<Option<StoredNotification>, StoreError> {
        notifications::claim(self, now, later).await
    }

    async fn next_notification_at(&self) -> Result<Option<i64>, StoreError> {
        notifications::next_at(self).await
    }

    async fn mark_sent(&self, id: i64, now: i64) -> Result<(), StoreError> {
        notifications::mark_sent(self, id, now).await
    }

    async fn put_off(&self, id: i64, until: i64) -> Result<(), StoreError> {
        self.0.write(sql("UPDATE notifications SET send_at = $2 WHERE id = $1").bind(id).bind(until)).await?;
        Ok(())
    }

    async fn notifications_of(&self, id: AccountId) -> Result<Vec<StoredNotification>, StoreError> {
        notifications::of(self, id).await
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(id)]).await?;
        tx.write(sql("DELETE FROM accounts WHERE id = $1").bind(id.as_bytes())).await?;
        tx.commit_all(Some(id)).await
    }
}

pub(super) async fn replace_list(
    tx: &mut SqlTransaction,
    id: AccountId,
    hashes: &[[u8; 32]],
    by: Option<(DeviceId, i64)>,
) -> Result<(), StoreError> {
    let update = sql("UPDATE accounts SET list_by = $2, list_at = $3 WHERE id = $1").bind(id.as_bytes());
    let device = by.as_ref().map(|(device, _)| device.as_bytes());
    tx.write(update.bind(device).bind(by.map(|(_, at)| at))).await?;
    tx.write(sql("DELETE FROM one_time_passwords WHERE account = $1").bind(id.as_bytes())).await?;
    write_list(tx, id, hashes).await
}

async fn write_list(tx: &mut SqlTransaction, id: AccountId, hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    for (number, hash) in (1i64..).zip(hashes) {
        let insert = sql("INSERT INTO one_time_passwords (account, number, hash) VALUES ($1, $2, $3)");
        tx.write(insert.bind(id.as_bytes()).bind(number).bind(hash)).await?;
    }
    Ok(())
}
