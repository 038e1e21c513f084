//! Rows in memory: as much of a store as the rules of admission need.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;
use key_server::ids::{AccountId, BrowserId, BrowserMark, LoginId, PairingId, SessionId, ThrottleId};
use key_server::sealing::Sealed;
use key_server::store::StoreError;
use key_server::store::accounts::{Account, Event};
use key_server::store::devices::Device;
use key_server::store::logins::{Decision, Login, Request};
use key_server::store::pairings::{NewPairing, PairingRow};
use key_server::store::sessions::{Browser, NewSession, Session};
use key_server::store::throttles::ThrottleRow;
use key_server::store::transaction::Transaction;

/// The rows of a service with one account. A transaction works on a copy, which takes its place when it is committed.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) devices: HashMap<DeviceId, Device>,
    nonces: HashSet<[u8; 16]>,
    overtakings: Vec<(i64, i64)>,
}

#[async_trait]
impl Transaction for Rows {
    async fn insert_nonce(&mut self, nonce: &[u8; 16], _: i64) -> Result<bool, StoreError> {
        Ok(self.nonces.insert(*nonce))
    }

    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        Ok(self.devices.get(&id).cloned())
    }

    async fn insert_device(&mut self, device: &Device) -> Result<bool, StoreError> {
        Ok(self.devices.insert(device.id, device.clone()).is_none())
    }

    async fn update_device(&mut self, device: &Device) -> Result<(), StoreError> {
        self.devices.insert(device.id, device.clone());
        Ok(())
    }

    async fn insert_overtaking(&mut self, _: DeviceId, act: i64, at: i64) -> Result<(), StoreError> {
        if self.overtakings.iter().all(|(known, _)| *known < act) {
            self.overtakings.push((act, at));
        }
        Ok(())
    }

    async fn was_overtaken(&mut self, _: DeviceId, act: i64, before: i64) -> Result<bool, StoreError> {
        Ok(self.overtakings.iter().any(|(known, at)| *known >= act && *at < before))
    }

    async fn open_requests(&mut self, _: DeviceId) -> Result<Vec<Request>, StoreError> {
        Ok(Vec::new())
    }

    async fn insert_event(&mut self, _: &Event, _: i64) -> Result<(), StoreError> {
        Ok(())
    }

    async fn account(&mut self, _: AccountId) -> Result<Option<Account>, StoreError> {
        unused()
    }

    async fn set_language(&mut self, _: AccountId, _: Language) -> Result<(), StoreError> {
        unused()
    }

    async fn use_number(&mut self, _: AccountId, _: u32, _: &[u8; 32], _: i64) -> Result<bool, StoreError> {
        unused()
    }

    async fn throttle(&mut self, _: ThrottleId) -> Result<Option<ThrottleRow>, StoreError> {
        unused()
    }

    async fn put_throttle(&mut self, _: &ThrottleRow) -> Result<(), StoreError> {
        unused()
    }

    async fn delete_throttle(&mut self, _: ThrottleId) -> Result<(), StoreError> {
        unused()
    }

    async fn session(&mut self, _: SessionId) -> Result<Option<Session>, StoreError> {
        unused()
    }

    async fn insert_session(&mut self, _: &NewSession, _: i64) -> Result<(), StoreError> {
        unused()
    }

    async fn update_session(&mut self, _: &Session) -> Result<(), StoreError> {
        unused()
    }

    async fn delete_session(&mut self, _: SessionId) -> Result<bool, StoreError> {
        unused()
    }

    async fn browser(&mut self, _: BrowserId, _: AccountId) -> Result<Option<Browser>, StoreError> {
        unused()
    }

    async fn marked_browser(&mut self, _: BrowserMark, _: AccountId) -> Result<Option<Browser>, StoreError> {
        unused()
    }

    async fn put_browser(&mut self, _: &Browser) -> Result<(), StoreError> {
        unused()
    }

    async fn rename_browser(&mut self, _: BrowserId, _: BrowserId) -> Result<(), StoreError> {
        unused()
    }

    async fn devices_in_pairing(&mut self, _: AccountId) -> Result<Vec<Device>, StoreError> {
        unused()
    }

    async fn insert_pairing(&mut self, _: &NewPairing, _: AccountId, _: i64) -> Result<(), StoreError> {
        unused()
    }

    async fn open_pairings(&mut self, _: AccountId) -> Result<Vec<PairingRow>, StoreError> {
        unused()
    }

    async fn insert_request(&mut self, _: &Request) -> Result<(), StoreError> {
        unused()
    }

    async fn insert_login(&mut self, _: &Login) -> Result<(), StoreError> {
        unused()
    }

    async fn pending_logins(&mut self, _: AccountId, _: i64) -> Result<Vec<Login>, StoreError> {
        unused()
    }

    async fn insert_failure(&mut self, _: DeviceId, _: i64, _: i64) -> Result<(), StoreError> {
        unused()
    }

    async fn delete_failure(&mut self, _: DeviceId, _: i64) -> Result<bool, StoreError> {
        unused()
    }

    async fn failures_after(&mut self, _: DeviceId, _: i64) -> Result<i64, StoreError> {
        unused()
    }

    async fn failures_beyond(&mut self, _: DeviceId, _: i64) -> Result<i64, StoreError> {
        unused()
    }

    async fn pairing_by_token(&mut self, _: &[u8; 32]) -> Result<Option<PairingRow>, StoreError> {
        unused()
    }

    async fn pairing_row(&mut self, _: PairingId) -> Result<Option<PairingRow>, StoreError> {
        unused()
    }

    async fn update_pairing(&mut self, _: &PairingRow) -> Result<(), StoreError> {
        unused()
    }

    async fn request(&mut self, _: RequestId) -> Result<Option<Request>, StoreError> {
        unused()
    }

    async fn requests_of(&mut self, _: LoginId) -> Result<Vec<Request>, StoreError> {
        unused()
    }

    async fn update_request(&mut self, _: &Request) -> Result<(), StoreError> {
        unused()
    }

    async fn login(&mut self, _: LoginId) -> Result<Option<Login>, StoreError> {
        unused()
    }

    async fn update_login(&mut self, _: &Login) -> Result<(), StoreError> {
        unused()
    }

    async fn insert_decision(&mut self, _: &Decision) -> Result<(), StoreError> {
        unused()
    }

    async fn factors_after(&mut self, _: DeviceId) -> Result<Vec<(DeviceId, Sealed)>, StoreError> {
        unused()
    }

    async fn update_factors(&mut self, _: DeviceId, _: &Sealed) -> Result<(), StoreError> {
        unused()
    }

    async fn calls_after(&mut self, _: RequestId) -> Result<Vec<(RequestId, Sealed)>, StoreError> {
        unused()
    }

    async fn update_call(&mut self, _: RequestId, _: &Sealed) -> Result<(), StoreError> {
        unused()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }

    async fn commit_and_wake(self: Box<Self>, _: AccountId) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Admission asks for nothing else.
fn unused<T>() -> Result<T, StoreError> {
    Err(StoreError::Damaged("memory"))
}
