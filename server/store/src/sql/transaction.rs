//! Transactions for the rules: rows by key.

use async_trait::async_trait;
use key_domain::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId, ThrottleId};
use key_domain::sealing::Sealed;
use key_domain::store::accounts::{Account, Notification};
use key_domain::store::changes::Change;
use key_domain::store::confirmations::{Confirmation, Decision, Request};
use key_domain::store::devices::Device;
use key_domain::store::error::StoreError;
use key_domain::store::logins::Login;
use key_domain::store::pairings::{NewPairing, PairingRow};
use key_domain::store::sessions::{Browser, NewSession, Session};
use key_domain::store::throttles::ThrottleRow;
use key_domain::store::transaction::Transaction;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;

use super::rows::Row;
use super::statement::sql;
use super::writing::SqlTransaction;
use super::{
    accounts, browsers, changes, confirmations, devices, failures, logins, notifications, resealing, rows,
    sessions,
};

#[async_trait]
impl Transaction for SqlTransaction {
    async fn insert_nonce(&mut self, nonce: &[u8; 16], forget_at: i64) -> Result<bool, StoreError> {
        let insert = "INSERT INTO nonces (nonce, forget_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING";
        Ok(self.write(sql(insert).bind(nonce).bind(forget_at)).await? == 1)
    }

    async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.one(sql("SELECT * FROM accounts WHERE id = $1").bind(id.as_bytes()), rows::account).await
    }

    async fn set_language(&mut self, id: AccountId, language: Language) -> Result<(), StoreError> {
        let update = sql("UPDATE accounts SET language = $2 WHERE id = $1 AND language <> $2");
        self.write(update.bind(id.as_bytes()).bind(language.tag())).await.map(|_| ())
    }

    async fn use_number(
        &mut self,
        id: AccountId,
        number: u32,
        hash: &[u8; 32],
        now: i64,
    ) -> Result<bool, StoreError> {
        let update = sql("UPDATE one_time_passwords SET used_at = $4 \
             WHERE account = $1 AND number = $2 AND hash = $3 AND used_at IS NULL");
        let update = update.bind(id.as_bytes()).bind(number).bind(hash).bind(now);
        Ok(self.write(update).await? == 1)
    }

    async fn replace_list(
        &mut self,
        id: AccountId,
        hashes: &[[u8; 32]],
        by: Option<(DeviceId, i64)>,
    ) -> Result<(), StoreError> {
        accounts::replace_list(self, id, hashes, by).await
    }

    async fn list_by(&mut self, id: AccountId) -> Result<Option<(DeviceId, i64)>, StoreError> {
        let select = sql("SELECT list_by, list_at FROM accounts WHERE id = $1").bind(id.as_bytes());
        let read = |row: &Row| {
            let device = row.maybe_bytes("list_by")?.map(DeviceId::from_bytes);
            Ok(device.zip(row.maybe_number("list_at")?))
        };
        Ok(self.one(select, read).await?.flatten())
    }

    async fn throttle(&mut self, id: ThrottleId) -> Result<Option<ThrottleRow>, StoreError> {
        let select = sql("SELECT * FROM throttles WHERE id = $1");
        self.one(select.bind(id.as_bytes()), rows::throttle).await
    }

    async fn put_throttle(&mut self, row: &ThrottleRow) -> Result<(), StoreError> {
        let put = sql(
            "INSERT INTO throttles (id, count, forgiven_at, until, forget_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO UPDATE SET count = $2, forgiven_at = $3, until = $4, forget_at = $5",
        );
        let put = put.bind(row.id.as_bytes()).bind(row.count).bind(row.forgiven_at);
        self.write(put.bind(row.until).bind(row.forget_at)).await.map(|_| ())
    }

    async fn delete_throttle(&mut self, id: ThrottleId) -> Result<(), StoreError> {
        let delete = sql("DELETE FROM throttles WHERE id = $1");
        self.write(delete.bind(id.as_bytes())).await.map(|_| ())
    }

    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.one(sql("SELECT * FROM sessions WHERE id = $1").bind(id.as_bytes()), rows::session).await
    }

    async fn insert_session(&mut self, new: &NewSession, now: i64) -> Result<(), StoreError> {
        sessions::insert(self, new, now).await
    }

    async fn update_session(&mut self, session: &Session) -> Result<(), StoreError> {
        sessions::update(self, session).await
    }

    async fn delete_other_sessions(&mut self, account: AccountId, but: SessionId) -> Result<(), StoreError> {
        sessions::end_others(self, account, but).await
    }

    async fn revoke_pairing(&mut self, account: AccountId) -> Result<(), StoreError> {
        sessions::revoke_pairing(self, account).await
    }

    async fn hide_list(&mut self, account: AccountId) -> Result<(), StoreError> {
        sessions::hide_list(self, account).await
    }

    async fn delete_sessions_by(
        &mut self,
        device: DeviceId,
        but: Option<SessionId>,
    ) -> Result<(), StoreError> {
        sessions::end_by(self, device, but).await
    }

    async fn delete_session(&mut self, id: SessionId) -> Result<bool, StoreError> {
        sessions::end(self, id).await
    }

    async fn browser(&mut self, id: BrowserId, account: AccountId) -> Result<Option<Browser>, StoreError> {
        browsers::of(self, id, account).await
    }

    async fn report_browser(
        &mut self,
        mark: BrowserMark,
        account: AccountId,
        now: i64,
    ) -> Result<(), StoreError> {
        browsers::report(self, mark, account, now).await
    }

    async fn put_browser(&mut self, browser: &Browser) -> Result<(), StoreError> {
        browsers::put(self, browser).await
    }

    async fn rename_browser(&mut self, old: BrowserId, new: BrowserId) -> Result<(), StoreError> {
        browsers::rename(self, old, new).await
    }

    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        self.one(sql("SELECT * FROM devices WHERE id = $1").bind(id.as_bytes()), rows::device).await
    }

    async fn insert_device(&mut self, device: &Device) -> Result<bool, StoreError> {
        Ok(self.write(devices::bind(sql(devices::INSERT), device)?).await? == 1)
    }

    async fn update_device(&mut self, device: &Device) -> Result<(), StoreError> {
        self.write(devices::bind(sql(devices::UPDATE), device)?).await.map(|_| ())
    }

    async fn insert_failure(&mut self, device: DeviceId, seq: i64, at: i64) -> Result<(), StoreError> {
        failures::insert(self, device, seq, at).await
    }

    async fn delete_failure(&mut self, device: DeviceId, seq: i64) -> Result<bool, StoreError> {
        failures::delete(self, device, seq).await
    }

    async fn insert_overtaking(&mut self, device: DeviceId, act: i64, at: i64) -> Result<(), StoreError> {
        failures::insert_overtaking(self, device, act, at).await
    }

    async fn was_overtaken(&mut self, device: DeviceId, act: i64, before: i64) -> Result<bool, StoreError> {
        failures::was_overtaken(self, device, act, before).await
    }

    async fn failures_after(&mut self, device: DeviceId, since: i64) -> Result<i64, StoreError> {
        failures::after(self, device, since).await
    }

    async fn failures_beyond(&mut self, device: DeviceId, seq: i64) -> Result<i64, StoreError> {
        failures::beyond(self, device, seq).await
    }

    async fn active_devices(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        let select = sql("SELECT * FROM devices WHERE account = $1 AND state = 'active'");
        self.all(select.bind(account.as_bytes()), rows::device).await
    }

    async fn devices_in_pairing(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        let select = sql("SELECT * FROM devices WHERE account = $1 AND state = 'pairing'");
        self.all(select.bind(account.as_bytes()), rows::device).await
    }

    async fn insert_pairing(
        &mut self,
        new: &NewPairing,
        account: AccountId,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let insert = sql(
            "INSERT INTO pairings (id, account, token_hash, expires_at, by_sms) VALUES ($1, $2, $3, $4, $5)",
        );
        let insert = insert.bind(new.id.as_bytes()).bind(account.as_bytes());
        let insert = insert.bind(&new.token_hash).bind(expires_at).bind(new.by_sms);
        self.write(insert).await.map(|_| ())
    }

    async fn open_pairings(&mut self, account: AccountId) -> Result<Vec<PairingRow>, StoreError> {
        let select = sql("SELECT * FROM pairings WHERE account = $1 AND ended_at IS NULL");
        self.all(select.bind(account.as_bytes()), rows::pairing).await
    }

    async fn pairing_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<PairingRow>, StoreError> {
        let select = sql("SELECT * FROM pairings WHERE token_hash = $1");
        self.one(select.bind(token_hash), rows::pairing).await
    }

    async fn pairing_row(&mut self, id: PairingId) -> Result<Option<PairingRow>, StoreError> {
        self.one(sql("SELECT * FROM pairings WHERE id = $1").bind(id.as_bytes()), rows::pairing).await
    }

    async fn update_pairing(&mut self, pairing: &PairingRow) -> Result<(), StoreError> {
        let update = sql("UPDATE pairings SET ended_at = $2, device = $3 WHERE id = $1");
        let update = update.bind(pairing.id.as_bytes()).bind(pairing.ended_at);
        let device = pairing.device.as_ref().map(|device| device.as_bytes());
        self.write(update.bind(device)).await.map(|_| ())
    }

    async fn insert_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let insert =
            "INSERT INTO requests (id, confirmation, device, expires_at, jws) VALUES ($1, $2, $3, $4, $5)";
        let insert = sql(insert).bind(request.id.as_bytes()).bind(request.confirmation.as_bytes());
        let insert = insert.bind(request.device.as_bytes()).bind(request.expires_at);
        self.write(insert.bind(request.jws.as_deref())).await.map(|_| ())
    }

    async fn request(&mut self, id: RequestId) -> Result<Option<Request>, StoreError> {
        self.one(sql("SELECT * FROM requests WHERE id = $1").bind(id.as_bytes()), rows::request).await
    }

    async fn open_requests(&mut self, device: DeviceId) -> Result<Vec<Request>, StoreError> {
        confirmations::open_requests(self, device).await
    }

    async fn requests_of(&mut self, confirmation: ConfirmationId) -> Result<Vec<Request>, StoreError> {
        let select = sql("SELECT * FROM requests WHERE confirmation = $1");
        self.all(select.bind(confirmation.as_bytes()), rows::request).await
    }

    async fn update_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let update = sql("UPDATE requests SET ended_at = $2, unshown_at = $3 WHERE id = $1");
        let update = update.bind(request.id.as_bytes());
        self.write(update.bind(request.ended_at).bind(request.unshown_at)).await.map(|_| ())
    }

    async fn insert_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError> {
        confirmations::insert(self, confirmation).await
    }

    async fn pending_confirmations(
        &mut self,
        account: AccountId,
        now: i64,
    ) -> Result<Vec<Confirmation>, StoreError> {
        confirmations::pending_of(self, account, now).await
    }

    async fn confirmation(&mut self, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError> {
        self.one(confirmations::by_id(id), rows::confirmation).await
    }

    async fn update_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError> {
        confirmations::update(self, confirmation).await
    }

    async fn insert_change(&mut self, change: &Change) -> Result<(), StoreError> {
        changes::insert(self, change).await
    }

    async fn change(&mut self, confirmation: ConfirmationId) -> Result<Option<Change>, StoreError> {
        changes::of(self, confirmation).await
    }

    async fn update_change(&mut self, change: &Change) -> Result<(), StoreError> {
        changes::update(self, change).await
    }

    async fn insert_login(&mut self, login: &Login) -> Result<(), StoreError> {
        logins::insert(self, login).await
    }

    async fn login(&mut self, confirmation: ConfirmationId) -> Result<Option<Login>, StoreError> {
        logins::of(self, confirmation).await
    }

    async fn update_login(&mut self, login: &Login) -> Result<(), StoreError> {
        logins::update(self, login).await
    }

    async fn insert_decision(&mut self, decision: &Decision) -> Result<(), StoreError> {
        let insert =
            sql("INSERT INTO decisions (request, account, device, at, call, receipt) VALUES ($1, $2, $3, $4, $5, $6)")
                .bind(decision.request.as_bytes())
                .bind(decision.account.as_bytes())
                .bind(decision.device.as_bytes())
                .bind(decision.at)
                .bind(decision.call.as_bytes())
                .bind(decision.receipt.as_str());
        self.write(insert).await.map(|_| ())
    }

    async fn insert_notification(&mut self, notification: &Notification, at: i64) -> Result<(), StoreError> {
        notifications::add(self, notification, at).await
    }

    async fn factors_after(&mut self, id: DeviceId) -> Result<Vec<(DeviceId, Sealed)>, StoreError> {
        resealing::factors_after(self, id).await
    }

    async fn update_factors(&mut self, id: DeviceId, sealed: &Sealed) -> Result<(), StoreError> {
        resealing::update_factors(self, id, sealed).await
    }

    async fn calls_after(&mut self, id: RequestId) -> Result<Vec<(RequestId, Sealed)>, StoreError> {
        resealing::calls_after(self, id).await
    }

    async fn update_call(&mut self, id: RequestId, sealed: &Sealed) -> Result<(), StoreError> {
        resealing::update_call(self, id, sealed).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.commit_all(None).await
    }

    async fn commit_and_wake(self: Box<Self>, account: AccountId) -> Result<(), StoreError> {
        self.commit_all(Some(account)).await
    }
}
