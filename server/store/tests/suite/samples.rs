//! Sample rows.

use key_domain::contacts::{Contacts, EmailAddress, PhoneNumber};
use key_domain::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId, ThrottleId};
use key_domain::sealing::Sealed;
use key_domain::store::accounts::{Account, NewAccount};
use key_domain::store::changes::Change;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use key_domain::store::devices::{Acts, Device, Lifecycle, Offline, Tries, Waits};
use key_domain::store::logins::Login;
use key_domain::store::pairings::NewPairing;
use key_domain::store::sessions::{Browser, NewSession, Stage};
use key_protocol::call::{CallId, CallIdHash, ContentHash, RunHash};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Commitment, Share};
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::language::Language;
use key_protocol::request::{Place, Subject};
use key_protocol::shown::ShownText;

/// The time of all samples.
pub(crate) const NOW: i64 = 1_795_246_860_000;

pub(crate) const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);
pub(crate) const SESSION: SessionId = SessionId::from_bytes([2; 32]);
pub(crate) const MARK: BrowserMark = BrowserMark::from_bytes([3; 16]);

pub(crate) fn contacts() -> Contacts {
    Contacts {
        email: EmailAddress::parse("mira@example.org").ok(),
        phone: PhoneNumber::parse("+358 40 123 4567").ok(),
    }
}

pub(crate) fn account(id: AccountId, name: &str) -> NewAccount {
    let (username, tenant) = (ShownText::parse(name).unwrap(), Some(ShownText::parse("Laine & Co").unwrap()));
    let account = Account {
        id,
        username,
        tenant,
        password: "phc".to_owned(),
        language: Language::Finnish,
        contacts: contacts(),
    };
    NewAccount { account, one_time: vec![[7; 32], [8; 32]] }
}

/// A device with every field set.
pub(crate) fn device(number: u8) -> Device {
    Device {
        id: DeviceId::from_bytes([number; 16]),
        account: ACCOUNT,
        name: ShownText::parse("Mira's phone").unwrap(),
        platform: ShownText::parse("Android 17").unwrap(),
        state: Lifecycle::Active,
        possession: PublicKey::from_coordinates([number; 32], [9; 32]),
        pinned: Thumbprint::from_bytes([10; 32]),
        knows: Capabilities::ours(),
        commitment: Commitment::from_bytes([11; 32]),
        share: Some(Share::from_bytes([12; 16])),
        factors: Some(Sealed::from_bytes(vec![13; 40])),
        offline: Offline { tries: 4, wrong: 1, step: Some(59_000_000), drift: -2 },
        tries: Tries { run: 2, warned: true, untold: 1, untold_since: Some(NOW - 5) },
        acts: Acts {
            seq: i64::MAX,
            since: 4,
            hash: Some(ContentHash::from_bytes([14; 32])),
            id_hash: Some(CallIdHash::from_bytes([15; 32])),
            result: Some(Ok(serde_json::json!({ "receipt": "ä" }))),
            at: NOW,
        },
        waits: Waits {
            run: 7,
            run_at: NOW,
            run_hash: Some(RunHash::from_bytes([16; 32])),
            seq: 3,
            id: Some(CallId::from_bytes([17; 16])),
            at: NOW,
        },
        claimed_at: NOW - 10,
        active_at: Some(NOW - 9),
        used_at: None,
        ended_at: None,
    }
}

pub(crate) fn confirmation(number: u8) -> Confirmation {
    let (browser, address) = (ShownText::parse("Firefox on Linux").unwrap(), "192.0.2.1".parse().unwrap());
    Confirmation {
        id: ConfirmationId::from_bytes([number; 16]),
        account: ACCOUNT,
        subject: Some(Subject::Login { browser, known: true, place: Place { address, name: None } }),
        digits: true,
        mistyped: false,
        created_at: NOW + i64::from(number),
        expires_at: NOW + 120_000,
        outcome: ConfirmationOutcome::Pending,
        ended_at: None,
        decided_by: None,
    }
}

pub(crate) const fn login(number: u8) -> Login {
    Login {
        confirmation: ConfirmationId::from_bytes([number; 16]),
        known: Some(MARK),
        throttle: ThrottleId::from_bytes([20; 32]),
        taken_at: None,
    }
}

/// A change that removes the first device.
pub(crate) const fn change(number: u8) -> Change {
    Change {
        confirmation: ConfirmationId::from_bytes([number; 16]),
        session: SESSION,
        throttle: ThrottleId::from_bytes([20; 32]),
        device: Some(DeviceId::from_bytes([1; 16])),
        taken_at: None,
    }
}

pub(crate) fn request(confirmation: &Confirmation, device: &Device) -> Request {
    Request {
        id: RequestId::from_bytes(*confirmation.id.as_bytes()),
        confirmation: confirmation.id,
        device: device.id,
        expires_at: confirmation.expires_at,
        jws: None,
        ended_at: None,
        unshown_at: None,
    }
}

pub(crate) const fn session(stage: Stage) -> NewSession {
    NewSession { id: SESSION, account: ACCOUNT, stage, pairing: None, by: None }
}

pub(crate) fn browser(id: u8, account: AccountId, mark: u8) -> Browser {
    Browser {
        id: BrowserId::from_bytes([id; 32]),
        mark: BrowserMark::from_bytes([mark; 16]),
        account,
        name: "Firefox on Linux".to_owned(),
        seen_at: NOW,
        reported_at: None,
    }
}

pub(crate) const fn pairing(number: u8) -> NewPairing {
    NewPairing { id: PairingId::from_bytes([number; 16]), token_hash: [number; 32], by_sms: false }
}
