//! Rows for tests of the rules: an account with its devices, and logins that wait for them.

use key_protocol::call::{CallIdHash, ContentHash};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Share, commitment};
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::request::{Place, Subject};
use key_protocol::shown::ShownText;

use crate::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, SessionId, ThrottleId};
use crate::sealing::Sealed;
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use crate::store::devices::{Acts, Device, Lifecycle, Offline, Tries, Waits};
use crate::store::logins::Login;
use crate::store::memory::Rows;
use crate::store::sessions::{Browser, Session, Stage};

/// The time when the tests begin.
pub(crate) const NOW: i64 = 1_795_246_860_000;

pub(crate) const MINUTE: i64 = 60_000;

/// How long a login waits.
pub(crate) const WAITS: i64 = 2 * MINUTE;

pub(crate) const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);

/// The account of another user.
pub(crate) const OTHERS: AccountId = AccountId::from_bytes([2; 16]);

pub(crate) const SESSION: SessionId = SessionId::from_bytes([3; 32]);

/// The throttle that counts logins.
pub(crate) const THROTTLE: ThrottleId = ThrottleId::from_bytes([4; 32]);

/// The mark of a browser that the user has signed in with before.
pub(crate) const MARK: BrowserMark = BrowserMark::from_bytes([5; 16]);

pub(crate) fn rows(devices: impl IntoIterator<Item = Device>) -> Rows {
    let devices = devices.into_iter().map(|device| (device.id, device)).collect();
    Rows { devices, ..Rows::default() }
}

/// An active device that has done nothing yet.
pub(crate) fn device(number: u8) -> Device {
    Device {
        id: device_id(number),
        account: ACCOUNT,
        name: ShownText::parse(format!("Phone {number}")).unwrap(),
        platform: ShownText::parse("Android 17").unwrap(),
        state: Lifecycle::Active,
        possession: key(number),
        pinned: Thumbprint::from_bytes([10; 32]),
        knows: Capabilities::ours(),
        commitment: commitment(&share(number)),
        share: Some(share(number)),
        factors: Some(Sealed::from_bytes(vec![13; 40])),
        offline: Offline::default(),
        tries: Tries::default(),
        acts: Acts::default(),
        waits: Waits::default(),
        claimed_at: NOW,
        active_at: Some(NOW),
        used_at: None,
        ended_at: None,
    }
}

pub(crate) fn device_in(number: u8, state: Lifecycle) -> Device {
    Device { state, ..device(number) }
}

pub(crate) const fn device_id(number: u8) -> DeviceId {
    DeviceId::from_bytes([number; 16])
}

pub(crate) const fn key(number: u8) -> PublicKey {
    PublicKey::from_coordinates([number; 32], [9; 32])
}

/// The device's share of the comparison code.
pub(crate) const fn share(number: u8) -> Share {
    Share::from_bytes([number; 16])
}

/// The content of an act, and the hash of its identity.
pub(crate) const fn content(number: u8) -> (ContentHash, CallIdHash) {
    (ContentHash::from_bytes([number; 32]), CallIdHash::from_bytes([number; 32]))
}

/// A confirmation of a login that has just begun.
pub(crate) fn confirmation(number: u8) -> Confirmation {
    let (browser, address) = (ShownText::parse("Firefox on Linux").unwrap(), "192.0.2.1".parse().unwrap());
    Confirmation {
        id: confirmation_id(number),
        account: ACCOUNT,
        subject: Some(Subject::Login { browser, known: false, place: Place { address, name: None } }),
        digits: true,
        mistyped: false,
        created_at: NOW,
        expires_at: NOW + WAITS,
        outcome: ConfirmationOutcome::Pending,
        ended_at: None,
        decided_by: None,
    }
}

pub(crate) const fn confirmation_id(number: u8) -> ConfirmationId {
    ConfirmationId::from_bytes([number; 16])
}

pub(crate) const fn login(number: u8, known: Option<BrowserMark>) -> Login {
    Login { confirmation: confirmation_id(number), known, throttle: THROTTLE, taken_at: None }
}

/// The request of a confirmation to a device.
pub(crate) fn request(confirmation: u8, device: u8) -> Request {
    Request {
        id: request_id(confirmation, device),
        confirmation: confirmation_id(confirmation),
        device: device_id(device),
        expires_at: NOW + WAITS,
        jws: None,
        ended_at: None,
        unshown_at: None,
    }
}

pub(crate) const fn request_id(confirmation: u8, device: u8) -> RequestId {
    let mut id = [confirmation; 16];
    id[0] = device;
    RequestId::from_bytes(id)
}

/// Adds a login in an unknown browser that waits for these devices.
pub(crate) fn ask(rows: &mut Rows, number: u8, devices: &[u8]) {
    rows.confirmations.insert(confirmation_id(number), confirmation(number));
    rows.logins.insert(confirmation_id(number), login(number, None));
    for device in devices {
        rows.requests.insert(request_id(number, *device), request(number, *device));
    }
}

/// The outcome of a confirmation, its time, and the device that decided.
pub(crate) fn end_of(rows: &Rows, number: u8) -> (ConfirmationOutcome, Option<i64>, Option<DeviceId>) {
    let confirmation = &rows.confirmations[&confirmation_id(number)];
    (confirmation.outcome, confirmation.ended_at, confirmation.decided_by)
}

/// A session that knows the password.
pub(crate) const fn session(id: SessionId) -> Session {
    let (account, stage) = (ACCOUNT, Stage::Password);
    let (confirmation, pairing, may_pair_until, by) = (None, None, None, None);
    Session {
        id,
        account,
        created_at: NOW,
        stage,
        confirmation,
        pairing,
        may_pair_until,
        list_until: None,
        by,
    }
}

pub(crate) fn browser(id: BrowserId, account: AccountId, mark: BrowserMark) -> Browser {
    Browser { id, mark, account, name: "Firefox on Linux".to_owned(), seen_at: NOW, reported_at: None }
}

/// The notifications: kind, account, device or browser, and time.
pub(crate) fn told(rows: &Rows) -> Vec<(NotificationKind, AccountId, &str, i64)> {
    rows.notifications
        .iter()
        .map(|(event, at)| (event.kind, event.account, event.detail.as_str(), *at))
        .collect()
}
