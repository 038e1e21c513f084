//! One transaction: rows by key, and the few queries that need an index. [`crate::rules`] explains what the rows mean;
//! a store knows no rule.

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;

use super::accounts::{Account, Notification};
use super::changes::Change;
use super::confirmations::{Confirmation, Decision, Request};
use super::devices::Device;
use super::error::StoreError;
use super::logins::Login;
use super::pairings::{NewPairing, PairingRow};
use super::sessions::{Browser, NewSession, Session};
use super::throttles::ThrottleRow;
use crate::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId, ThrottleId};
use crate::sealing::Sealed;

/// A running transaction. Nothing takes effect before [`Transaction::commit`]; a dropped transaction has no effect.
/// What it has read stays valid until then.
#[async_trait]
pub trait Transaction: Send {
    /// Stores a nonce until `forget_at`; `false` if it is stored already.
    async fn insert_nonce(&mut self, nonce: &[u8; 16], forget_at: i64) -> Result<bool, StoreError>;

    /// Loads an account.
    async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Stores the language of the user's last login, in which messages are written.
    async fn set_language(&mut self, id: AccountId, language: Language) -> Result<(), StoreError>;

    /// Uses up a one-time password; `false` if it is wrong or was used before.
    async fn use_number(
        &mut self,
        id: AccountId,
        number: u32,
        hash: &[u8; 32],
        now: i64,
    ) -> Result<bool, StoreError>;

    /// Replaces the list of one-time passwords; the old one is no longer valid. `by` is the device that has confirmed
    /// it, and when.
    async fn replace_list(
        &mut self,
        id: AccountId,
        hashes: &[[u8; 32]],
        by: Option<(DeviceId, i64)>,
    ) -> Result<(), StoreError>;

    /// The device that has confirmed the list, if one has, and when.
    async fn list_by(&mut self, id: AccountId) -> Result<Option<(DeviceId, i64)>, StoreError>;

    /// Loads a throttle.
    async fn throttle(&mut self, id: ThrottleId) -> Result<Option<ThrottleRow>, StoreError>;

    /// Writes a throttle, new or not.
    async fn put_throttle(&mut self, row: &ThrottleRow) -> Result<(), StoreError>;

    /// Deletes a throttle.
    async fn delete_throttle(&mut self, id: ThrottleId) -> Result<(), StoreError>;

    /// Loads a session, expired or not.
    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError>;

    /// Adds a session.
    async fn insert_session(&mut self, new: &NewSession, now: i64) -> Result<(), StoreError>;

    /// Writes which confirmation and which pairing a session waits for, and until when it may pair.
    async fn update_session(&mut self, session: &Session) -> Result<(), StoreError>;

    /// Deletes all sessions of an account but one.
    async fn delete_other_sessions(&mut self, account: AccountId, but: SessionId) -> Result<(), StoreError>;

    /// Takes the rights to pair, and to make a list of one-time passwords, from all sessions of an account. A list that was
    /// made already stays to be seen.
    async fn revoke_pairing(&mut self, account: AccountId) -> Result<(), StoreError>;

    /// Lets no session of an account show a list of one-time passwords any more, or make one.
    async fn hide_list(&mut self, account: AccountId) -> Result<(), StoreError>;

    /// Deletes the sessions in which a device has signed its user in, except `but`.
    async fn delete_sessions_by(
        &mut self,
        device: DeviceId,
        but: Option<SessionId>,
    ) -> Result<(), StoreError>;

    /// Deletes a session; `false` if there is none.
    async fn delete_session(&mut self, id: SessionId) -> Result<bool, StoreError>;

    /// Loads a browser that an account knows.
    async fn browser(&mut self, id: BrowserId, account: AccountId) -> Result<Option<Browser>, StoreError>;

    /// Records that a login in the browser with this mark was reported as somebody else's.
    async fn report_browser(
        &mut self,
        mark: BrowserMark,
        account: AccountId,
        now: i64,
    ) -> Result<(), StoreError>;

    /// Writes a browser, new or not.
    async fn put_browser(&mut self, browser: &Browser) -> Result<(), StoreError>;

    /// Gives a browser another identity, for every account that knows it.
    async fn rename_browser(&mut self, old: BrowserId, new: BrowserId) -> Result<(), StoreError>;

    /// Loads a device.
    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>, StoreError>;

    /// Adds a device; `false` if its possession key is registered already.
    async fn insert_device(&mut self, device: &Device) -> Result<bool, StoreError>;

    /// Writes a device, except its identity, account and possession key.
    async fn update_device(&mut self, device: &Device) -> Result<(), StoreError>;

    /// Records a wrong factor of a device, in the call with this number, at this time.
    async fn insert_failure(&mut self, device: DeviceId, seq: i64, at: i64) -> Result<(), StoreError>;

    /// Deletes the record of a wrong factor; `false` if there is none.
    async fn delete_failure(&mut self, device: DeviceId, seq: i64) -> Result<bool, StoreError>;

    /// Records that a call with this number was overtaken by an act with a higher number, which was admitted `at`. It
    /// is not needed if there is a record with this number or a higher one.
    async fn insert_overtaking(&mut self, device: DeviceId, act: i64, at: i64) -> Result<(), StoreError>;

    /// Whether a call with this number or a higher one was overtaken by an act that was admitted before `before`.
    async fn was_overtaken(&mut self, device: DeviceId, act: i64, before: i64) -> Result<bool, StoreError>;

    /// The number of wrong factors of a device that were recorded after `since`.
    async fn failures_after(&mut self, device: DeviceId, since: i64) -> Result<i64, StoreError>;

    /// The number of wrong factors of a device that were recorded in calls with a higher number.
    async fn failures_beyond(&mut self, device: DeviceId, seq: i64) -> Result<i64, StoreError>;

    /// The active devices of an account.
    async fn active_devices(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError>;

    /// The devices of an account that are pairing.
    async fn devices_in_pairing(&mut self, account: AccountId) -> Result<Vec<Device>, StoreError>;

    /// Adds a pairing.
    async fn insert_pairing(
        &mut self,
        new: &NewPairing,
        account: AccountId,
        expires_at: i64,
    ) -> Result<(), StoreError>;

    /// The pairings of an account that no newer link has ended.
    async fn open_pairings(&mut self, account: AccountId) -> Result<Vec<PairingRow>, StoreError>;

    /// Loads a pairing by the hash of its link's token.
    async fn pairing_by_token(&mut self, token_hash: &[u8; 32]) -> Result<Option<PairingRow>, StoreError>;

    /// Loads a pairing.
    async fn pairing_row(&mut self, id: PairingId) -> Result<Option<PairingRow>, StoreError>;

    /// Writes when a pairing's link ended, and which device has claimed it.
    async fn update_pairing(&mut self, pairing: &PairingRow) -> Result<(), StoreError>;

    /// Adds a request.
    async fn insert_request(&mut self, request: &Request) -> Result<(), StoreError>;

    /// Loads a request.
    async fn request(&mut self, id: RequestId) -> Result<Option<Request>, StoreError>;

    /// The requests of a device that have not ended for it and whose confirmation is pending.
    async fn open_requests(&mut self, device: DeviceId) -> Result<Vec<Request>, StoreError>;

    /// The requests of a confirmation.
    async fn requests_of(&mut self, confirmation: ConfirmationId) -> Result<Vec<Request>, StoreError>;

    /// Writes when a request has ended, and when it could not be shown.
    async fn update_request(&mut self, request: &Request) -> Result<(), StoreError>;

    /// Adds a confirmation.
    async fn insert_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError>;

    /// The pending confirmations of an account, without those that have expired by `now`.
    async fn pending_confirmations(
        &mut self,
        account: AccountId,
        now: i64,
    ) -> Result<Vec<Confirmation>, StoreError>;

    /// Loads a confirmation.
    async fn confirmation(&mut self, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError>;

    /// Writes how a confirmation has ended.
    async fn update_confirmation(&mut self, confirmation: &Confirmation) -> Result<(), StoreError>;

    /// Adds a login to its confirmation.
    async fn insert_login(&mut self, login: &Login) -> Result<(), StoreError>;

    /// Loads the login that waits for a confirmation.
    async fn login(&mut self, confirmation: ConfirmationId) -> Result<Option<Login>, StoreError>;

    /// Writes when a login signed its browser in.
    async fn update_login(&mut self, login: &Login) -> Result<(), StoreError>;

    /// Adds a change to its confirmation.
    async fn insert_change(&mut self, change: &Change) -> Result<(), StoreError>;

    /// Loads the change that waits for a confirmation.
    async fn change(&mut self, confirmation: ConfirmationId) -> Result<Option<Change>, StoreError>;

    /// Writes when a session took a change up.
    async fn update_change(&mut self, change: &Change) -> Result<(), StoreError>;

    /// Stores a decision.
    async fn insert_decision(&mut self, decision: &Decision) -> Result<(), StoreError>;

    /// Stores a notification.
    async fn insert_notification(&mut self, notification: &Notification, at: i64) -> Result<(), StoreError>;

    /// The sealed factors of the next hundred devices after `id`, in the order of identities.
    async fn factors_after(&mut self, id: DeviceId) -> Result<Vec<(DeviceId, Sealed)>, StoreError>;

    /// Writes the sealed factors of a device.
    async fn update_factors(&mut self, id: DeviceId, sealed: &Sealed) -> Result<(), StoreError>;

    /// The sealed calls of the next hundred decisions after that on `id`, in the order of requests.
    async fn calls_after(&mut self, id: RequestId) -> Result<Vec<(RequestId, Sealed)>, StoreError>;

    /// Writes the sealed call of a decision.
    async fn update_call(&mut self, id: RequestId, sealed: &Sealed) -> Result<(), StoreError>;

    /// Commits the transaction.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;

    /// Commits the transaction, and wakes all that wait for changes of the account, in every process.
    async fn commit_and_wake(self: Box<Self>, account: AccountId) -> Result<(), StoreError>;
}
