//! The service itself: opened once, shared by all that it answers.

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use key_protocol::VERSION;
use key_protocol::crypto::Signer;
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header};
use key_protocol::key::Thumbprint;
use key_protocol::successor::Successor;

use tokio::sync::{Mutex, Notify, RwLock, Semaphore, watch};

use crate::accounts::Accounts;
use crate::held::{Held, STREAMS_OF_ACCOUNT, STREAMS_OF_SESSION, WAITS_OF_DEVICE};
use crate::keys::KeyError;
use crate::parts::Parts;
use crate::password::Hasher;
use crate::rotation::{self, RotationError};
use crate::settings::{CallLimits, Settings};
use crate::turns::{self, Turns};
use crate::{device, messages, pages, worker};
use key_domain::ids::{AccountId, SessionId};
use key_domain::pruned::Pruned;
use key_domain::rules::limits::Limiter;
use key_domain::store::Store;
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_store::Database;
use key_store::OpenError;
use key_store::postgres;
use key_store::private;

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened, or is of another version.
    #[error("the database {0} cannot be used: {1}")]
    Database(String, #[source] OpenError),
    /// The folder of the database cannot be made.
    #[error("the folder {0} cannot be used: {1}")]
    Folder(String, #[source] std::io::Error),
    /// The keys cannot be read or made.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// Another process serves from the same database.
    #[error("another process uses {0} already; stop it first")]
    Locked(String),
    /// Another process that uses the database has another key file.
    #[error(
        "the key file {0} is not the one that another process has which uses {1}; give all of them the same one"
    )]
    OtherKeys(String, String),
    /// The origin leaves no room for a pairing link.
    #[error("the address {0} is too long: a pairing link takes at most 51 characters of it")]
    OriginTooLong(String),
    /// The database was opened and cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long a service that ends waits for calls whose connections are gone.
const CALLS_END_WITHIN: Duration = Duration::from_secs(5);

/// Makes a service of its parts, and starts what it does by itself.
///
/// # Errors
/// [`StartError`]
pub async fn open(settings: Settings, parts: Parts) -> Result<Service, StartError> {
    if settings.origin.as_str().len() > 51 {
        return Err(StartError::OriginTooLong(settings.origin.to_string()));
    }
    if !parts.store.agree(parts.fingerprint).await? {
        return Err(StartError::OtherKeys(
            settings.key_file.display().to_string(),
            settings.database.to_string(),
        ));
    }
    let latest_call = parts.store.latest_call().await?;
    // Processes on one clock know each other's nonces.
    let start = if parts.store.clock().is_some() {
        [0; 16]
    } else {
        key_domain::entropy::random(parts.entropy.as_ref())
    };
    let app = App {
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
        sending: Arc::new(Semaphore::new(messages::SENDING)),
        ended: watch::Sender::new(false),
        work: Arc::default(),
        former_signers: parts
            .former_signers
            .iter()
            .map(|key| (key.public_key().thumbprint(), key.clone()))
            .collect(),
        parts,
        settings,
    };
    let app = Arc::new(app);
    worker::start(&app);
    Ok(Service { app })
}

/// Held by a process as long as it uses a database.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held, not read")] Holding);

#[derive(Debug)]
#[expect(dead_code, reason = "it is held, not read")]
enum Holding {
    Database(postgres::Held),
    File(std::fs::File),
}

/// What a process does with a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It changes the keys. Nothing else may use the database.
    Keys,
    /// It serves. Of an SQLite file only one process may.
    Serve,
}

/// Locks a database against other processes, before anything of it is touched. Commands that work beside a service that
/// runs need no lock.
///
/// # Errors
/// [`StartError::Locked`], [`StartError::Folder`], [`StartError::Database`]
pub async fn lock(database: &Database, to: Use) -> Result<Lock, StartError> {
    let held = match database {
        Database::Postgres(address) => {
            let held = postgres::hold(address, to == Use::Keys).await;
            held.map_err(|error| StartError::Database(database.to_string(), error))?.map(Holding::Database)
        }
        Database::Sqlite(file) => {
            let folder = private::folder_of(file);
            let locked =
                private::make_folder(folder).and_then(|()| private::lock(&file.with_extension("lock")));
            locked
                .map_err(|error| StartError::Folder(folder.display().to_string(), error))?
                .map(Holding::File)
        }
    };
    Ok(Lock(held.ok_or_else(|| StartError::Locked(database.to_string()))?))
}

/// A service that runs.
#[derive(Clone, Debug)]
pub struct Service {
    app: Arc<App>,
}

impl Service {
    /// Everything that it answers: pages, device interface, assets. Serve it with
    /// `into_make_service_with_connect_info::<SocketAddr>()`, so that it sees where browsers connect from.
    pub fn router(&self) -> Router {
        let harden = from_fn_with_state(self.app.clone(), pages::harden);
        let in_turn = from_fn_with_state(self.app.clone(), turns::in_turn);
        let all = pages::router(self.app.clone()).merge(device::router(self.app.clone()));
        all.layer(in_turn).layer(harden)
    }

    /// Seals everything with a new key ([`crate::rotation`]). Nothing else may use the database meanwhile.
    ///
    /// # Errors
    /// [`RotationError`]
    pub async fn rotate_sealing(&self) -> Result<u64, RotationError> {
        let (app, entropy) = (&self.app, self.app.parts.entropy.as_ref());
        rotation::rotate_sealing(&app.settings.key_file, app.store.as_ref(), entropy).await
    }

    /// Makes a new secret ([`crate::rotation`]): all are signed out, and lists of one-time passwords are dead. Nothing else
    /// may use the database meanwhile, and this service is of no use afterwards.
    ///
    /// # Errors
    /// [`RotationError`]
    pub async fn rotate_secret(&self) -> Result<(), RotationError> {
        let (app, entropy) = (&self.app, self.app.parts.entropy.as_ref());
        rotation::rotate_secret(&app.settings.key_file, app.store.as_ref(), entropy).await
    }

    /// Adding users and what belongs to them.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self.app.clone())
    }

    pub(crate) const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Lets all go who wait, so that a graceful shutdown need not wait for them.
    pub fn close(&self) {
        self.app.ended.send_replace(true);
        self.app.parts.hub.close();
    }

    /// Closes the database too, after the calls that are under way. Call it when nothing is served any more.
    pub async fn close_database(&self) {
        self.close();
        // Held until it is closed: a call that comes now has counted nothing yet.
        let ended = tokio::time::timeout(CALLS_END_WITHIN, self.app.calls.write()).await;
        if ended.is_err() {
            tracing::warn!("the database is closed with calls under way");
        }
        self.app.store.close().await;
    }
}

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
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> i64 {
        self.parts.clock.now_ms()
    }

    /// What calls and nonces are stamped with: the clock, but it never goes back, restarts included. Which of two came
    /// first must not depend on who sets the clock.
    pub(crate) fn call_time(&self) -> i64 {
        let now = self.now();
        self.latest_call.fetch_max(now, Ordering::Relaxed).max(now)
    }

    /// What a nonce is stamped with: later than every call before and every nonce, whatever the clock does. Nonces go out
    /// of date by this too where the clock is behind.
    pub(crate) fn nonce_time(&self) -> i64 {
        let now = self.now();
        let next = |latest: i64| now.max(latest + 1);
        self.latest_call
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |latest| Some(next(latest)))
            .map_or(now, next)
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

#[cfg(test)]
mod tests;
