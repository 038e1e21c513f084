//! The rows, open to tests.

use std::collections::HashMap;

use key_protocol::id::{DeviceId, RequestId};

use crate::ids::{AccountId, BrowserId, ConfirmationId, PairingId, SessionId, ThrottleId};
use crate::store::accounts::{Account, Notification};
use crate::store::changes::Change;
use crate::store::confirmations::{Confirmation, Decision, Request};
use crate::store::devices::{Device, Lifecycle};
use crate::store::logins::Login;
use crate::store::pairings::PairingRow;
use crate::store::sessions::{Browser, Session};
use crate::store::throttles::ThrottleRow;

/// The rows of a service.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Accounts.
    pub accounts: HashMap<AccountId, Account>,
    /// Known browsers.
    pub browsers: HashMap<(BrowserId, AccountId), Browser>,
    /// Changes, by confirmation.
    pub changes: HashMap<ConfirmationId, Change>,
    /// Confirmations.
    pub confirmations: HashMap<ConfirmationId, Confirmation>,
    /// Decisions, by request.
    pub decisions: HashMap<RequestId, Decision>,
    /// Devices.
    pub devices: HashMap<DeviceId, Device>,
    /// Notifications, with their times.
    pub notifications: Vec<(Notification, i64)>,
    /// Wrong factors, by device and number of the call, with their times.
    pub failures: HashMap<(DeviceId, i64), i64>,
    /// Logins, by confirmation.
    pub logins: HashMap<ConfirmationId, Login>,
    /// Used nonces, and until when each is remembered.
    pub nonces: HashMap<[u8; 16], i64>,
    /// Unused one-time passwords.
    pub numbers: HashMap<(AccountId, u32), [u8; 32]>,
    /// The devices that have confirmed lists, and when.
    pub lists: HashMap<AccountId, (DeviceId, i64)>,
    /// Acts that were overtaken: the device, their number, and when the overtaking act was admitted.
    pub overtakings: Vec<(DeviceId, i64, i64)>,
    /// Pairing links, with the hashes of their tokens.
    pub pairings: HashMap<PairingId, (PairingRow, [u8; 32])>,
    /// Requests.
    pub requests: HashMap<RequestId, Request>,
    /// Sessions.
    pub sessions: HashMap<SessionId, Session>,
    /// Throttles.
    pub throttles: HashMap<ThrottleId, ThrottleRow>,
}

impl Rows {
    /// The devices of an account in this state.
    pub(super) fn devices_in(&self, account: AccountId, state: Lifecycle) -> Vec<Device> {
        let of_account = self.devices.values().filter(|device| device.account == account);
        of_account.filter(|device| device.state == state).cloned().collect()
    }
}
