//! The state that all handlers share: settings, parts, counts, and what is kept in memory.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use key_domain::ids::{AccountId, PairingId, SessionId};
use key_domain::pruned::Pruned;
use key_domain::rules::factors::FactorKeys;
use key_domain::rules::limits::Limiter;
use key_domain::sealing::Context;
use key_domain::store::Store;
use key_domain::store::devices::Device;
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::VERSION;
use key_protocol::crypto::Signer;
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header};
use key_protocol::key::Thumbprint;
use key_protocol::link::PairingLink;
use key_protocol::successor::Successor;
use tokio::sync::{Mutex, Notify, RwLock, Semaphore, watch};
use zeroize::Zeroizing;

use crate::held::{Held, STREAMS_OF_ACCOUNT, STREAMS_OF_SESSION, WAITS_OF_DEVICE};
use crate::outbox;
use crate::parts::Parts;
use crate::password::Hasher;
use crate::settings::{CallLimits, Settings};
use crate::turns::Turns;

/// The state that every handler gets.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) parts: Parts,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) hasher: Hasher,
    pub(crate) account_streams: Held<AccountId>,
    pub(crate) streams: Held<SessionId>,
    pub(crate) waits: Held<DeviceId>,
    pub(crate) thumbprint: Thumbprint,
    pub(crate) limits: Limits,
    pub(crate) turns: Turns,
    former_signers: Vec<(Thumbprint, Arc<dyn Signer>)>,
    /// Held by each call that continues when its connection is lost.
    pub(crate) calls: Arc<RwLock<()>>,
    latest_call: AtomicI64,
    /// Random bytes of this start.
    pub(crate) start: [u8; 16],
    /// Held while messages are delivered.
    pub(crate) delivering: Mutex<()>,
    /// Held by each message that is being sent.
    pub(crate) sending: Arc<Semaphore>,
    /// Whether the service has ended.
    pub(crate) ended: watch::Sender<bool>,
    /// Wakes [`crate::worker`], because there is something to do.
    pub(crate) work: Arc<Notify>,
}

/// Limits of phones' calls and sessions' forms.
pub(crate) struct Limits {
    pub(crate) address: Limiter<IpAddr>,
    pub(crate) device: Limiter<DeviceId>,
    pub(crate) forms: Limiter<SessionId>,
    /// Which devices have recently proven themselves at which address, and until when: calls of others at the address
    /// do not count for them.
    proven: std::sync::Mutex<Pruned<(IpAddr, DeviceId), i64>>,
}

/// The path of the page that leads to the app.
pub(crate) const GET_KEY: &str = "/get-key";

/// How long a device counts as proven at an address after a call, in milliseconds. Paired devices call all the time.
const PROVEN_FOR: i64 = 60 * 60_000;

impl Limits {
    fn new(limits: &CallLimits) -> Self {
        let CallLimits { address, device, forms, .. } = *limits;
        let (address, device, forms) = (Limiter::new(address), Limiter::new(device), Limiter::new(forms));
        Self { address, device, forms, proven: Default::default() }
    }

    /// Counts a call from an address before it is examined, or returns the number of seconds after which to try again.
    pub(crate) fn take(&self, address: IpAddr, device: Option<DeviceId>, now: i64) -> Result<(), u32> {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        let until = device.and_then(|device| proven.map().get(&(address, device)));
        if until.is_some_and(|until| (now..=now + PROVEN_FOR).contains(until)) {
            return Ok(());
        }
        drop(proven);
        self.address.take(address, now)
    }

    /// Records that a device has proven itself by its signature.
    pub(crate) fn prove(&self, address: IpAddr, device: DeviceId, now: i64) {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.pruned(|until| *until > now).insert((address, device), now + PROVEN_FOR);
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App(..)")
    }
}

impl App {
    pub(crate) fn new(settings: Settings, parts: Parts, latest_call: i64) -> Self {
        // Processes with a shared clock accept each other's nonces.
        let start = if parts.store.clock().is_some() {
            [0; 16]
        } else {
            key_domain::entropy::random(parts.entropy.as_ref())
        };
        Self {
            store: parts.store.clone(),
            calls: Arc::default(),
            latest_call: AtomicI64::new(latest_call),
            start,
            hasher: Hasher::default(),
            thumbprint: parts.signer.public_key().thumbprint(),
            limits: Limits::new(&settings.call_limits),
            turns: Turns::new(settings.call_limits.requests),
            account_streams: Held::new(STREAMS_OF_ACCOUNT),
            streams: Held::new(STREAMS_OF_SESSION),
            waits: Held::new(WAITS_OF_DEVICE),
            delivering: Mutex::default(),
            sending: Arc::new(Semaphore::new(outbox::SENDING)),
            ended: watch::Sender::new(false),
            work: Arc::default(),
            former_signers: parts
                .former_signers
                .iter()
                .map(|key| (key.public_key().thumbprint(), key.clone()))
                .collect(),
            parts,
            settings,
        }
    }

    /// The time in milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> i64 {
        self.parts.clock.now_ms()
    }

    /// The time of calls: the clock, except that it never goes back, not even at restarts. The order of two calls must
    /// not depend on changes of the clock.
    pub(crate) fn call_time(&self) -> i64 {
        self.latest_call.load(Ordering::Relaxed).max(self.now())
    }

    /// The stamp of a new nonce: later than every call before. Nonces alone do not advance this time, however many
    /// there are. It also expires nonces while the clock is behind.
    pub(crate) fn nonce_time(&self) -> i64 {
        self.now().max(self.latest_call.load(Ordering::Relaxed) + 1)
    }

    /// The stamp of a verified call: not before any nonce that was issued until now.
    pub(crate) fn stamp_call(&self) -> i64 {
        let now = self.now();
        let next = |latest: i64| now.max(latest + 1);
        self.latest_call
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |latest| Some(next(latest)))
            .map_or(now, next)
    }

    /// Learns a stamp of another process: later stamps of this process are later than that.
    pub(crate) fn learn(&self, stamped: i64) {
        self.latest_call.fetch_max(stamped, Ordering::Relaxed);
    }

    /// Draws `N` random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        key_domain::entropy::random(self.parts.entropy.as_ref())
    }

    /// Whether phones may have pinned a key other than the current one.
    pub(crate) const fn has_former_signers(&self) -> bool {
        !self.former_signers.is_empty()
    }

    /// Whether a key is, or was, a signing key of the service.
    pub(crate) fn knows_signer(&self, pinned: &Thumbprint) -> bool {
        *pinned == self.thumbprint || self.former_signers.iter().any(|(thumbprint, _)| thumbprint == pinned)
    }

    /// The signer for a device that has pinned this key; the current one if that key was removed.
    pub(crate) fn signer(&self, pinned: &Thumbprint) -> &dyn Signer {
        let former = self.former_signers.iter().find(|(thumbprint, _)| thumbprint == pinned);
        former.map_or(self.parts.signer.as_ref(), |(_, signer)| signer.as_ref())
    }

    /// The service's current keys and address, signed with a key that was pinned.
    pub(crate) fn successor(&self, pinned: &Thumbprint) -> Option<String> {
        let successor = Successor {
            v: VERSION,
            agreement: self.parts.secrets.agreements.public_key(),
            origin: self.settings.origin.clone(),
            signing: self.parts.signer.public_key(),
        };
        let header = Header::of::<Successor>().kid(pinned);
        jws::sign(&header, &successor, |bytes| self.signer(pinned).sign(bytes)).ok()
    }

    /// The address of the page that leads to the app.
    pub(crate) fn get_key_link(&self) -> String {
        format!("{}{GET_KEY}", self.settings.origin)
    }

    /// The link of a pairing. It is computed each time: the database does not have its token.
    pub(crate) fn pairing_link(&self, id: &PairingId) -> Option<Zeroizing<String>> {
        let token = self.parts.secrets.pairing_token(id);
        let link = PairingLink { origin: self.settings.origin.clone(), service: self.thumbprint, token };
        link.to_text().ok().map(Zeroizing::new)
    }

    /// The registered keys of a device's factors.
    pub(crate) fn factor_keys(&self, device: &Device) -> Option<FactorKeys> {
        let sealed = device.factors.as_ref()?;
        let opened = self.parts.secrets.sealer.open(Context::Factors(device.id.as_bytes()), sealed)?;
        serde_json::from_slice(&opened).ok()
    }

    /// Commits changes of an account, and wakes those that wait for it and the worker, which sends notifications.
    pub(crate) async fn commit(
        &self,
        tx: Box<dyn Transaction>,
        account: AccountId,
    ) -> Result<(), StoreError> {
        tx.commit_and_wake(account).await?;
        self.work.notify_one();
        Ok(())
    }
}
