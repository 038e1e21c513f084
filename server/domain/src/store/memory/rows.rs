//! The rows, open to tests.

use std::collections::HashMap;

use key_protocol::id::{DeviceId, RequestId};

use crate::ids::{AccountId, BrowserId, ConfirmationId, PairingId, SessionId, ThrottleId};
use crate::sealing::Sealed;
use crate::store::accounts::{Account, Notification};
use crate::store::changes::Change;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Decision, Request};
use crate::store::devices::{Device, Lifecycle};
use crate::store::logins::Login;
use crate::store::pairings::PairingRow;
use crate::store::sessions::{Browser, NewSession, Session};
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

    /// The pending confirmations of an account that have not expired.
    pub(super) fn confirmations_pending(&self, account: AccountId, now: i64) -> Vec<Confirmation> {
        let of_account = self.confirmations.values().filter(|it| it.account == account);
        let pending =
            of_account.filter(|it| it.expires_at > now && it.outcome == ConfirmationOutcome::Pending);
        pending.cloned().collect()
    }

    /// The requests of a device that have not ended for it and whose confirmation is pending.
    pub(super) fn requests_open_for(&self, device: DeviceId) -> Vec<Request> {
        let is_pending =
            |id| self.confirmations.get(id).is_some_and(|it| it.outcome == ConfirmationOutcome::Pending);
        let of_device = self.requests.values().filter(|request| request.device == device);
        let open =
            of_device.filter(|request| request.ended_at.is_none() && is_pending(&request.confirmation));
        open.cloned().collect()
    }
}

/// A session as it begins.
pub(super) const fn begun(new: &NewSession, now: i64) -> Session {
    let NewSession { id, account, stage, pairing, by } = *new;
    let (created_at, confirmation, may_pair_until, list_until) = (now, None, None, None);
    Session { id, account, created_at, stage, confirmation, pairing, may_pair_until, list_until, by }
}

/// The first 100 sealed values with an identity beyond `after`, in the order of identities.
pub(super) fn page_after<I>(
    sealed: impl Iterator<Item = (I, Sealed)>,
    after: [u8; 16],
    bytes: impl Fn(&I) -> [u8; 16],
) -> Vec<(I, Sealed)> {
    let mut page: Vec<_> = sealed.filter(|(id, _)| bytes(id) > after).collect();
    page.sort_by_key(|(id, _)| bytes(id));
    page.truncate(100);
    page
}

pub(super) fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}
