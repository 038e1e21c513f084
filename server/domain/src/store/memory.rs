//! Rows in memory: a transaction for testing rules without a database. Writes take effect immediately; a test that
//! wants to discard them works on a copy.

mod rows;

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;

use super::accounts::{Account, Notification};
use super::changes::Change;
use super::confirmations::{Confirmation, Decision, Request};
use super::devices::{Device, Lifecycle};
use super::error::StoreError;
use super::logins::Login;
use super::pairings::{NewPairing, PairingRow};
use super::sessions::{Browser, NewSession, Session, SignedInBy, TO_MAKE_LIST};
use super::throttles::ThrottleRow;
use super::transaction::Transaction;
use crate::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId, ThrottleId};
use crate::sealing::Sealed;

pub use self::rows::Rows;
use self::rows::{begun, count, page_after};

#[async_trait]
impl Transaction for Rows {
    async fn insert_nonce(&mut self, nonce: &[u8; 16], forget_at: i64) -> Result<bool, StoreError> {
        let is_new = !self.nonces.contains_key(nonce);
        self.nonces.entry(*nonce).or_insert(forget_at);
        Ok(is_new)
    }

    async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.accounts.get(&id).cloned())
    }

    async fn set_language(&mut self, id: AccountId, language: Language) -> Result<(), StoreError> {
        self.accounts.entry(id).and_modify(|account| account.language = language);
        Ok(())
    }

    async fn use_number(
        &mut self,
        id: AccountId,
        number: u32,
        hash: &[u8; 32],
        _: i64,
    ) -> Result<bool, StoreError> {
        let is_right = self.numbers.get(&(id, number)) == Some(hash);
        if is_right {
            self.numbers.remove(&(id, number));
        }
        Ok(is_right)
    }

    async fn list_by(&mut self, id: AccountId) -> Result<Option<(DeviceId, i64)>, StoreError> {
        Ok(self.lists.get(&id).copied())
    }

    async fn replace_list(
        &mut self,
        id: AccountId,
        hashes: &[[u8; 32]],
        by: Option<(DeviceId, i64)>,
    ) -> Result<(), StoreError> {
        self.lists.remove(&id);
        self.lists.extend(by.map(|by| (id, by)));
        self.numbers.retain(|(account, _), _| *account != id);
        self.numbers.extend((1..).zip(hashes).map(|(number, hash)| ((id, number), *hash)));
        Ok(())
    }

    async fn throttle(&mut self, id: ThrottleId) -> Result<Option<ThrottleRow>, StoreError> {
        Ok(self.throttles.get(&id).copied())
    }

    async fn put_throttle(&mut self, row: &ThrottleRow) -> Result<(), StoreError> {
        self.throttles.insert(row.id, *row);
        Ok(())
    }

    async fn delete_throttle(&mut self, id: ThrottleId) -> Result<(), StoreError> {
        self.throttles.remove(&id);
        Ok(())
    }

    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        Ok(self.sessions.get(&id).cloned())
    }

    async fn insert_session(&mut self, new: &NewSession, now: i64) -> Result<(), StoreError> {
        self.sessions.insert(new.id, begun(new, now));
        Ok(())
    }

    async fn update_session(&mut self, session: &Session) -> Result<(), StoreError> {
        if let Some(kept) = self.sessions.get_mut(&session.id) {
            (kept.confirmation, kept.pairing) = (session.confirmation, session.pairing);
            kept.may_pair_until = session.may_pair_until;
            kept.list_until = session.list_until;
        }
        Ok(())
    }

    async fn delete_other_sessions(&mut self, account: AccountId, but: SessionId) -> Result<(), StoreError> {
        self.sessions.retain(|id, session| session.account != account || *id == but);
        Ok(())
    }

    async fn revoke_pairing(&mut self, account: AccountId) -> Result<(), StoreError> {
        let of_account = self.sessions.values_mut().filter(|session| session.account == account);
        of_account.for_each(|session| {
            session.may_pair_until = None;
            session.list_until = session.list_until.filter(|until| *until != TO_MAKE_LIST);
        });
        Ok(())
    }

    async fn hide_list(&mut self, account: AccountId) -> Result<(), StoreError> {
        let of_account = self.sessions.values_mut().filter(|session| session.account == account);
        of_account.for_each(|session| session.list_until = None);
        Ok(())
    }

    async fn delete_sessions_by(
        &mut self,
        device: DeviceId,
        but: Option<SessionId>,
    ) -> Result<(), StoreError> {
        let is_by = |session: &Session| session.by == Some(SignedInBy::Device(device));
        self.sessions.retain(|id, session| !is_by(session) || but == Some(*id));
        Ok(())
    }

    async fn delete_session(&mut self, id: SessionId) -> Result<bool, StoreError> {
        Ok(self.sessions.remove(&id).is_some())
    }

    async fn browser(&mut self, id: BrowserId, account: AccountId) -> Result<Option<Browser>, StoreError> {
        Ok(self.browsers.get(&(id, account)).cloned())
    }

    async fn report_browser(
        &mut self,
        mark: BrowserMark,
        account: AccountId,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut all = self.browsers.values_mut();
        if let Some(browser) = all.find(|browser| browser.account == account && browser.mark == mark) {
            browser.reported_at = Some(now);
        }
        Ok(())
    }

    async fn put_browser(&mut self, browser: &Browser) -> Result<(), StoreError> {
        let kept = self.browsers.entry((browser.id, browser.account)).or_insert_with(|| browser.clone());
        (kept.name, kept.seen_at, kept.reported_at) =
            (browser.name.clone(), browser.seen_at, browser.reported_at);
        Ok(())
    }

    async fn rename_browser(&mut self, old: BrowserId, new: BrowserId) -> Result<(), StoreError> {
        let renamed: Vec<_> = self.browsers.extract_if(|(id, _), _| *id == old).collect();
        for ((_, account), browser) in renamed {
            self.browsers.insert((new, account), Browser { id: new, ..browser });
        }
        Ok(())
    }

    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        Ok(self.devices.get(&id).cloned())
    }

    async fn insert_device(&mut self, device: &Device) -> Result<bool, StoreError> {
        if self.devices.values().any(|other| other.possession == device.possession) {
            return Ok(false);
        }
        Ok(self.devices.insert(device.id, device.clone()).is_none())
    }

    async fn update_device(&mut self, device: &Device) -> Result<(), StoreError> {
        self.devices.insert(device.id, device.clone());
        Ok(())
    }

    async fn insert_failure(&mut self, device: DeviceId, seq: i64, at: i64) -> Result<(), StoreError> {
        self.failures.insert((device, seq), at);
        Ok(())
    }

    async fn delete_failure(&mut self, device: DeviceId, seq: i64) -> Result<bool, StoreError> {
        Ok(self.failures.remove(&(device, seq)).is_some())
    }

    async fn insert_overtaking(&mut self, device: DeviceId, act: i64, at: i64) -> Result<(), StoreError> {
        if !self.overtakings.iter().any(|(of, known, _)| *of == device && *known >= act) {
            self.overtakings.push((device, act, at));
        }
        Ok(())
    }

    async fn was_overtaken(&mut self, device: DeviceId, act: i64, before: i64) -> Result<bool, StoreError> {
        let mut all = self.overtakings.iter();
        Ok(all.any(|(of, known, at)| *of == device && *known >= act && *at < before))
    }

    async fn failures_after(&mut self, device: DeviceId, since: i64) -> Result<i64, StoreError> {
        Ok(count(self.failures.iter().filter(|((of, _), at)| *of == device && **at > since)))
    }

    async fn failures_beyond(&mut self, device: DeviceId, seq: i64) -> Result<i64, StoreError> {
        Ok(count(self.failures.keys().filter(|(of, number)| *of == device && *number > seq)))
    }

    async fn active_devices(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        Ok(self.devices_in(account, Lifecycle::Active))
    }

    async fn devices_in_pairing(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        Ok(self.devices_in(account, Lifecycle::Pairing))
    }

    async fn insert_pairing(
        &mut self,
        new: &NewPairing,
        account: AccountId,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let row =
            PairingRow { id: new.id, account, expires_at, ended_at: None, device: None, by_sms: new.by_sms };
        self.pairings.insert(new.id, (row, new.token_hash));
        Ok(())
    }

    async fn open_pairings(&mut self, account: AccountId) -> Result<Vec<PairingRow>, StoreError> {
        let all = self.pairings.values().map(|(row, _)| row);
        Ok(all.filter(|row| row.account == account && row.ended_at.is_none()).cloned().collect())
    }

    async fn pairing_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<PairingRow>, StoreError> {
        Ok(self.pairings.values().find(|(_, hash)| hash == token_hash).map(|(row, _)| row.clone()))
    }

    async fn pairing_row(&mut self, id: PairingId) -> Result<Option<PairingRow>, StoreError> {
        Ok(self.pairings.get(&id).map(|(row, _)| row.clone()))
    }

    async fn update_pairing(&mut self, pairing: &PairingRow) -> Result<(), StoreError> {
        self.pairings.entry(pairing.id).and_modify(|(row, _)| *row = pairing.clone());
        Ok(())
    }

    async fn insert_request(&mut self, request: &Request) -> Result<(), StoreError> {
        self.requests.insert(request.id, request.clone());
        Ok(())
    }

    async fn request(&mut self, id: RequestId) -> Result<Option<Request>, StoreError> {
        Ok(self.requests.get(&id).cloned())
    }

    async fn open_requests(&mut self, device: DeviceId) -> Result<Vec<Request>, StoreError> {
        Ok(self.requests_open_for(device))
    }

    async fn requests_of(&mut self, confirmation: ConfirmationId) -> Result<Vec<Request>, StoreError> {
        let all = self.requests.values();
        Ok(all.filter(|request| request.confirmation == confirmation).cloned().collect())
    }

    async fn update_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let (ended_at, unshown_at) = (request.ended_at, request.unshown_at);
        let kept = self.requests.entry(request.id);
        kept.and_modify(|kept| (kept.ended_at, kept.unshown_at) = (ended_at, unshown_at));
        Ok(())
    }

    async fn insert_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError> {
        self.confirmations.insert(confirmation.id, confirmation.clone());
        Ok(())
    }

    async fn pending_confirmations(
        &mut self,
        account: AccountId,
        now: i64,
    ) -> Result<Vec<Confirmation>, StoreError> {
        Ok(self.confirmations_pending(account, now))
    }

    async fn confirmation(&mut self, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError> {
        Ok(self.confirmations.get(&id).cloned())
    }

    async fn update_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError> {
        self.confirmations.insert(confirmation.id, confirmation.clone());
        Ok(())
    }

    async fn insert_change(&mut self, change: &Change) -> Result<(), StoreError> {
        self.changes.insert(change.confirmation, change.clone());
        Ok(())
    }

    async fn change(&mut self, confirmation: ConfirmationId) -> Result<Option<Change>, StoreError> {
        Ok(self.changes.get(&confirmation).cloned())
    }

    async fn update_change(&mut self, change: &Change) -> Result<(), StoreError> {
        self.changes.insert(change.confirmation, change.clone());
        Ok(())
    }

    async fn insert_login(&mut self, login: &Login) -> Result<(), StoreError> {
        self.logins.insert(login.confirmation, login.clone());
        Ok(())
    }

    async fn login(&mut self, confirmation: ConfirmationId) -> Result<Option<Login>, StoreError> {
        Ok(self.logins.get(&confirmation).cloned())
    }

    async fn update_login(&mut self, login: &Login) -> Result<(), StoreError> {
        self.logins.insert(login.confirmation, login.clone());
        Ok(())
    }

    async fn insert_decision(&mut self, decision: &Decision) -> Result<(), StoreError> {
        self.decisions.insert(decision.request, decision.clone());
        Ok(())
    }

    async fn insert_notification(&mut self, notification: &Notification, at: i64) -> Result<(), StoreError> {
        self.notifications.push((notification.clone(), at));
        Ok(())
    }

    async fn factors_after(&mut self, id: DeviceId) -> Result<Vec<(DeviceId, Sealed)>, StoreError> {
        let sealed = self.devices.values().filter_map(|it| Some((it.id, it.factors.clone()?)));
        Ok(page_after(sealed, *id.as_bytes(), |id| *id.as_bytes()))
    }

    async fn update_factors(&mut self, id: DeviceId, sealed: &Sealed) -> Result<(), StoreError> {
        self.devices.entry(id).and_modify(|device| device.factors = Some(sealed.clone()));
        Ok(())
    }

    async fn calls_after(&mut self, id: RequestId) -> Result<Vec<(RequestId, Sealed)>, StoreError> {
        let sealed = self.decisions.values().map(|it| (it.request, it.call.clone()));
        Ok(page_after(sealed, *id.as_bytes(), |id| *id.as_bytes()))
    }

    async fn update_call(&mut self, id: RequestId, sealed: &Sealed) -> Result<(), StoreError> {
        self.decisions.entry(id).and_modify(|decision| decision.call = sealed.clone());
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }

    async fn commit_and_wake(self: Box<Self>, _: AccountId) -> Result<(), StoreError> {
        Ok(())
    }
}
