//! A phone with paired accounts, over a [`FakeService`](crate::platform::fake::service::FakeService).

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use key_protocol::answer::{Claimed, DeviceState, LeftResult, Resumed, Waiting};
use key_protocol::call::{Resume, Wait};
use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::Share;
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::key::PublicKey;
use key_protocol::origin::Origin;
use key_protocol::request::{Place, Request, Subject};
use key_protocol::shown::ShownText;

use super::state::Authenticator;
use crate::account::{Account, AccountId, AccountState};
use crate::journal::Entry;
use crate::pin::{Pin, PinKeys, PinParameters, PinSalt};
use crate::platform::fake::parts::Parts;
use crate::platform::fake::service::{NOW_MS, service_key, signed};
use crate::platform::{Biometrics as _, KeyStore as _};
use crate::vault::{format, key};

/// The PIN of all accounts.
pub(super) const PIN: &str = "271828";

/// What the clocks show when a test begins, in seconds.
pub(super) const NOW: i64 = NOW_MS / 1000;

/// A phone, and its service.
pub(super) struct Phone {
    pub(super) key: Arc<Authenticator>,
    pub(super) parts: Parts,
}

impl std::ops::Deref for Phone {
    type Target = Authenticator;

    fn deref(&self) -> &Authenticator {
        &self.key
    }
}

impl Phone {
    /// One without accounts.
    pub(super) fn new() -> Self {
        Self::of(Parts::new())
    }

    /// One with an account that is paired and whose service has heard nothing yet.
    pub(super) fn paired() -> (Self, AccountId) {
        let phone = Self::new();
        let id = phone.add(1, |_| {});
        (phone, id)
    }

    fn of(parts: Parts) -> Self {
        Self { key: Arc::new(Authenticator::open(parts.platform()).unwrap()), parts }
    }

    /// Key is stopped and started again, on what is stored.
    pub(super) fn restart(self) -> Self {
        let Self { key, parts } = self;
        drop(key);
        Self::of(parts)
    }

    /// Another account; `change` says what it is like.
    pub(super) fn add(&self, number: u8, change: impl FnOnce(&mut Account)) -> AccountId {
        let mut account = account(number);
        change(&mut account);
        let id = account.id.clone();
        let possession = self.parts.keys.create(&id.possession_key(), &[0; 32]).unwrap();
        self.parts.service.knows(account.device, possession);
        self.parts.keys.put_secret(&id.salt(), &[number; 32]).unwrap();
        self.change(|contents| contents.accounts.push(account)).unwrap();
        self.write_down(&id, Entry::default()).unwrap();
        id
    }

    /// The account as it is on disk now.
    pub(super) fn stored(&self, id: &AccountId) -> Account {
        stored(&self.parts, id)
    }

    pub(super) fn state_of(&self, id: &AccountId) -> AccountState {
        self.account(id).unwrap().state
    }

    /// Biometrics are there, match, and are registered for an account. Its key.
    pub(super) fn with_biometrics(&self, id: &AccountId) -> PublicKey {
        self.parts.biometrics.answer(Some(Ok(())));
        let key = self.parts.biometrics.create(&id.biometric_key()).unwrap();
        self.change(|contents| contents.biometrics = true).unwrap();
        self.change_account(id, |account| account.biometric = true).unwrap();
        key
    }

    /// The public half of what a PIN gives for an account.
    pub(super) fn pin_key(&self, id: &AccountId, pin: &str) -> PublicKey {
        let salt = self.parts.keys.secret(&id.salt()).unwrap().unwrap();
        let salt = PinSalt::from_bytes(salt.as_slice().try_into().unwrap());
        let keys = PinKeys::derive(&parsed(pin), &salt, self.account(id).unwrap().pin).unwrap();
        keys.signing.public_key()
    }

    /// The service will let a run begin.
    pub(super) fn expect_resume(&self) {
        self.parts.service.answer::<Resume>(resumed(None));
    }

    /// The service will have these requests pending, and nothing else.
    pub(super) fn expect_wait(&self, digest: &str, requests: &[&str]) {
        self.parts.service.answer::<Wait>(waiting(digest, requests));
    }

    /// The run has begun, and these requests are pending.
    pub(super) fn wait_for(&self, id: &AccountId, requests: &[&str]) {
        self.expect_resume();
        self.expect_wait("first", requests);
        assert_eq!(self.refresh(id, 0), Ok(true));
        self.parts.service.log();
    }

    pub(super) fn log(&self) -> Vec<String> {
        self.parts.service.log()
    }

    /// The identities of the pending requests, as the user would see them.
    pub(super) fn pending(&self) -> Vec<RequestId> {
        self.requests().into_iter().map(|(_, request)| request.id).collect()
    }
}

/// An account as these parts have it on disk, read by another Key.
pub(super) fn stored(parts: &Parts, id: &AccountId) -> Account {
    stopped(parts).account(id).unwrap()
}

/// What would be there if Key was stopped now and started again.
pub(super) fn stopped(parts: &Parts) -> Authenticator {
    Authenticator::open(parts.copy(99).platform()).unwrap()
}

/// What would be there if Key was stopped after any of the writes that were recorded, and started again.
pub(super) fn stopped_anywhere(parts: &Parts) -> Vec<Authenticator> {
    let recorded = parts.files.recorded();
    assert!(recorded.len() > 1);
    let open = |files| {
        let parts = parts.copy(99);
        parts.files.restore(files);
        Authenticator::open(parts.platform()).unwrap()
    };
    recorded.into_iter().map(open).collect()
}

/// The content of every file, each opened with the key that is its own.
pub(super) fn unsealed(parts: &Parts) -> Vec<(String, String)> {
    let platform = parts.platform();
    let [vault, journal] =
        ["vault-key", "journal-key"].map(|name| key::stored(&platform, name).unwrap().unwrap());
    assert_ne!(*vault, *journal);
    let unseal = |(name, sealed): (String, Vec<u8>)| {
        let key = if name.starts_with("calls") { &journal } else { &vault };
        let plain = format::open(key, &sealed).unwrap();
        (name, String::from_utf8(plain.to_vec()).unwrap())
    };
    let files: Vec<_> = parts.files.dump().into_iter().map(unseal).collect();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.starts_with(&["calls", "calls.previous", "vault"]));
    files
}

/// From now on the journal has room and the vault has none.
pub(super) fn leave_no_room_for_the_vault(parts: &Parts) {
    let files = parts.files.dump();
    parts.files.set_too_large(Some(files["vault"].len()));
    assert!(files["calls"].len() + 400 < files["vault"].len());
}

/// The names of all keys and secrets that belong to an account.
pub(super) fn keys_of(parts: &Parts, id: &AccountId) -> Vec<String> {
    parts.keys.dump().into_keys().filter(|name| name.ends_with(id.as_str())).collect()
}

pub(super) fn parsed(pin: &str) -> Pin {
    Pin::parse(pin).unwrap()
}

pub(super) fn text(text: &str) -> ShownText {
    ShownText::parse(text).unwrap()
}

pub(super) fn origin(number: u8) -> Origin {
    Origin::parse(&format!("https://login-{number}.example")).unwrap()
}

pub(super) fn device(number: u8) -> DeviceId {
    DeviceId::from_bytes([number; 16])
}

/// A paired account at a service of its own. Its PIN costs little.
fn account(number: u8) -> Account {
    Account {
        id: AccountId::from_bytes([0x10 + number; 16]),
        agreement: service_key(9).public_key(),
        agrees: false,
        biometric: false,
        change: None,
        claim: None,
        code: SixDigits::from_number(416_207),
        device: device(number),
        device_name: None,
        former_key: None,
        label: None,
        knows: Capabilities::ours().into(),
        origin: origin(number),
        pin: PinParameters::new(8 * 1024, 1).unwrap(),
        pin_behind: false,
        service: text("Ledger"),
        service_key: service_key(1).public_key(),
        state: AccountState::Active,
        tenant: None,
        username: text("mira.laine"),
        unknown: Default::default(),
    }
}

pub(super) fn claimed(number: u8) -> Claimed {
    let Account { agreement, device, knows, service, tenant, username, .. } = account(number);
    let knows = knows.known;
    Claimed { agreement, device, knows, service, share: Share::from_bytes([4; 16]), tenant, username }
}

pub(super) fn resumed(left: Option<LeftResult>) -> Resumed {
    Resumed { knows: Capabilities::ours(), left, successor: None }
}

pub(super) fn waiting(digest: &str, requests: &[&str]) -> Waiting {
    Waiting {
        digest: digest.to_owned(),
        ended: Vec::new(),
        pending: requests.len().try_into().unwrap(),
        requests: requests.iter().map(|request| (*request).to_owned()).collect(),
        state: DeviceState::Active,
        successor: None,
    }
}

/// A login of the user of account 1, from a browser that the service knows.
pub(super) fn request(number: u8) -> Request {
    let place = Place { address: "192.0.2.7".parse().unwrap(), name: None };
    Request {
        v: 1,
        id: RequestId::from_bytes([number; 16]),
        device: device(1),
        service: text("Ledger"),
        username: text("mira.laine"),
        tenant: None,
        issued: NOW,
        expires: NOW + 120,
        digits: false,
        subject: Subject::Login { browser: text("Chrome on Windows"), known: true, place },
    }
}

/// The same as the service of account 1 signs it.
pub(super) fn signed_request(number: u8) -> String {
    signed(1, &request(number))
}

/// Does something in another thread, and fails the test where it is never done.
pub(super) fn meanwhile<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    wait.recv_timeout(Duration::from_secs(60)).expect("it waits for what has to wait for it")
}
