//! Everything that differs between a service in production and one in a test, in one struct.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use key_domain::clock::Clock;
use key_domain::entropy::Entropy;
use key_domain::fingerprint::Fingerprint;
use key_domain::hub::Hub;
use key_domain::store::Store;
use key_protocol::crypto::{Signer, Verifier};
use key_store::private;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::keys::{KeyError, Keys};
use crate::outbox::{Outbox, Outboxes};
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::signing::RingVerifier;
use crate::start::StartError;

/// The parts that a service is built from. [`Parts::real`] returns those for production.
#[derive(Clone)]
#[non_exhaustive]
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// How much the clocks of processes that share a database may differ, in milliseconds.
    pub clock_error: i64,
    /// The source of random numbers.
    pub entropy: Arc<dyn Entropy>,
    /// The fingerprint of the keys.
    pub fingerprint: Fingerprint,
    /// The hub that wakes requests when an account has changed. The store notifies it.
    pub hub: Arc<Hub>,
    /// The outbox for messages to users.
    pub outbox: Arc<dyn Outbox>,
    /// The keys that only this service knows.
    pub secrets: Arc<Secrets>,
    /// The database.
    pub store: Arc<dyn Store>,
    /// The key that phones pin.
    pub signer: Arc<dyn Signer>,
    /// The keys that phones have pinned before.
    pub former_signers: Vec<Arc<dyn Signer>>,
    /// The verifier of signatures.
    pub verifier: Arc<dyn Verifier>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parts(..)")
    }
}

/// How much the times of two processes that read one database's clock may differ, in milliseconds.
const CLOCK_ERROR: i64 = 250;

impl Parts {
    /// Creates the parts for production: the keys of [`Settings::key_file`] and the database, both created on the first
    /// start.
    ///
    /// # Errors
    /// [`StartError`] if the key file or the database is damaged or cannot be read or created, or if a file for sending
    /// messages cannot be used.
    pub async fn real(settings: &Settings) -> Result<Self, StartError> {
        let mut parts =
            Self::with(settings, Arc::new(SystemClock), Arc::new(SystemEntropy::default())).await?;
        if let Some(clock) = parts.store.clock() {
            parts.outbox = Arc::new(Outboxes::open(settings, &clock)?);
            (parts.clock, parts.clock_error) = (clock, CLOCK_ERROR);
        }
        Ok(parts)
    }

    /// Creates the parts for production with another clock and other randomness.
    ///
    /// # Errors
    /// [`StartError`] if the key file or the database is damaged or cannot be read or created, or if a file for sending
    /// messages cannot be used.
    pub async fn with(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StartError> {
        let outbox = Arc::new(Outboxes::open(settings, &clock)?);
        let hub = Arc::new(Hub::default());
        if let Some(file) = settings.database.file() {
            let folder = private::folder_of(file);
            private::make_folder(folder)
                .map_err(|error| StartError::Folder(folder.display().to_string(), error))?;
        }
        let store = settings.database.open(settings.busy_timeout, hub.clone()).await;
        let store = store.map_err(|error| StartError::Database(settings.database.to_string(), error))?;
        if !settings.key_file.exists() && !store.is_new().await? {
            let (file, database) = (settings.key_file.display().to_string(), settings.database.to_string());
            return Err(KeyError::Missing(file, database).into());
        }
        let keys = Keys::load_or_create(&settings.key_file, entropy.as_ref())?;
        Ok(Self {
            clock,
            clock_error: 0,
            entropy,
            fingerprint: keys.fingerprint,
            hub,
            outbox,
            secrets: Arc::new(keys.secrets),
            store: Arc::new(store),
            signer: Arc::new(keys.signer),
            former_signers: keys.former_signers.into_iter().map(|key| Arc::new(key) as _).collect(),
            verifier: Arc::new(RingVerifier),
        })
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is passed to everything else")]
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The machine's randomness.
#[derive(Debug)]
pub struct SystemEntropy(SystemRandom);

impl Default for SystemEntropy {
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    /// Ends the process if the machine has no randomness: it could not continue safely.
    fn fill(&self, bytes: &mut [u8]) {
        if self.0.fill(bytes).is_err() {
            tracing::error!("the machine gives no random numbers; the service ends");
            std::process::abort();
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
