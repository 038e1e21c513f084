//! The state that every handler has: settings, parts, and what is counted or held in memory.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use key_domain::ids::{AccountId, SessionId};
use key_domain::pruned::Pruned;
use key_domain::rules::limits::Limiter;
use key_domain::store::Store;
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::VERSION;
use key_protocol::crypto::Signer;
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header};
use key_protocol::key::Thumbprint;
use key_protocol::successor::Successor;
use tokio::sync::{Mutex, Notify, RwLock, Semaphore, watch};

use crate::held::{Held, STREAMS_OF_ACCOUNT, STREAMS_OF_SESSION, WAITS_OF_DEVICE};
use crate::outbox;
use crate::parts::Parts;
use crate::password::Hasher;
use crate::settings::{CallLimits, Settings};
use crate::turns::Turns;

/// What every handler gets.
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
    /// Held by each call that goes on whatever becomes of its connection.
    pub(crate) calls: Arc<RwLock<()>>,
    latest_call: AtomicI64,
    /// Drawn at each start.
    pub(crate) start: [u8; 16],
    /// Held by whoever delivers messages.
    pub(crate) delivering: Mutex<()>,
    /// Taken by each message that is on its way.
    pub(crate) sending: Arc<Semaphore>,
    /// Whether the service ends.
    pub(crate) ended: watch::Sender<bool>,
    /// There is something to do for [`crate::worker`].
    pub(crate) work: Arc<Notify>,
}

/// Counts the calls of phones, and the forms of sessions.
pub(crate) struct Limits {
    pub(crate) address: Limiter<IpAddr>,
    pub(crate) device: Limiter<DeviceId>,
    pub(crate) forms: Limiter<SessionId>,
    /// Which devices have proven themselves where, and until when that counts: what others do at an address is not held
    /// against them.
    proven: std::sync::Mutex<Pruned<(IpAddr, DeviceId), i64>>,
}

/// For how long a device that has called from an address is known there, in milliseconds. Devices that are paired call all
/// the time.
const PROVEN_FOR: i64 = 60 * 60_000;

impl Limits {
    fn new(limits: &CallLimits) -> Self {
        let CallLimits { address, device, forms, .. } = *limits;
        let (address, device, forms) = (Limiter::new(address), Limiter::new(device), Limiter::new(forms));
        Self { address, device, forms, proven: Default::default() }
    }

    /// Counts a call from an address before anything of it is looked at; or says after how many seconds to try again.
    pub(crate) fn take(&self, address: IpAddr, device: Option<DeviceId>, now: i64) -> Result<(), u32> {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        let until = device.and_then(|device| proven.map().get(&(address, device)));
        if until.is_some_and(|until| (now..=now + PROVEN_FOR).contains(until)) {
            return Ok(());
        }
        drop(proven);
        self.address.take(address, now)
    }

    /// The signature of a device was right.
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
        // Processes on one clock know each other's nonces.
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

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> i64 {
        self.parts.clock.now_ms()
    }

    /// The time of calls: the clock, but it never goes back, restarts included. Which of two came first must not depend on
    /// who sets the clock.
    pub(crate) fn call_time(&self) -> i64 {
        self.latest_call.load(Ordering::Relaxed).max(self.now())
    }

    /// What a nonce is stamped with: later than every call before. Nonces alone do not drive time on, however many there
    /// are. Nonces go out of date by this too where the clock is behind.
    pub(crate) fn nonce_time(&self) -> i64 {
        self.now().max(self.latest_call.load(Ordering::Relaxed) + 1)
    }

    /// What a call is stamped with that was proven: not before any nonce that was given until now.
    pub(crate) fn stamp_call(&self) -> i64 {
        let now = self.now();
        let next = |latest: i64| now.max(latest + 1);
        self.latest_call
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |latest| Some(next(latest)))
            .map_or(now, next)
    }

    /// Another process has stamped something with this time: what is stamped here from now on is later.
    pub(crate) fn learn(&self, stamped: i64) {
        self.latest_call.fetch_max(stamped, Ordering::Relaxed);
    }

    /// `N` random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        key_domain::entropy::random(self.parts.entropy.as_ref())
    }

    /// Whether some phones may have pinned another key than today's.
    pub(crate) const fn has_former_signers(&self) -> bool {
        !self.former_signers.is_empty()
    }

    /// Whether a key is, or was, the service's.
    pub(crate) fn knows_signer(&self, pinned: &Thumbprint) -> bool {
        *pinned == self.thumbprint || self.former_signers.iter().any(|(thumbprint, _)| thumbprint == pinned)
    }

    /// Signs for a device that has pinned this key; today's, where that key is gone.
    pub(crate) fn signer(&self, pinned: &Thumbprint) -> &dyn Signer {
        let former = self.former_signers.iter().find(|(thumbprint, _)| thumbprint == pinned);
        former.map_or(self.parts.signer.as_ref(), |(_, signer)| signer.as_ref())
    }

    /// The service's keys and address of today, vouched for by a key that was pinned.
    pub(crate) fn successor(&self, pinned: &Thumbprint) -> Option<String> {
        let successor = Successor {
            v: VERSION,
            agreement: self.parts.secrets.agreement,
            origin: self.settings.origin.clone(),
            signing: self.parts.signer.public_key(),
        };
        let header = Header::of::<Successor>().kid(pinned);
        jws::sign(&header, &successor, |bytes| self.signer(pinned).sign(bytes)).ok()
    }

    /// Commits what has changed of an account: who waits for it is woken, and who sends what is to be told.
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
