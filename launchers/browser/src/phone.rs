//! The phone behind the page: opened from a folder, shared by all handlers.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use dioxus_liveview::LiveViewPool;
use key_app::Host;
use key_computer::{
    FolderFiles, SimulatedBiometrics, SimulatedNetwork, SoftwareKeys, StorageError, SystemClock,
    SystemEntropy,
};
use key_core::platform::{DeviceDescription, EntropyError, Platform};
use key_core::vault::OpenError;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

use crate::code_reader::CodeReader;
use crate::secret::Secret;

/// The settings of a browser phone.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How much longer each call to a service takes.
    pub distance: Duration,
    /// The folder of its files, keys and simulated sensor.
    pub folder: PathBuf,
    /// The pages that may show the phone in a frame, beside its own.
    pub framed_by: Vec<Origin>,
    /// The name of the phone.
    pub name: ShownText,
}

/// The reason why the phone did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The machine's randomness failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// Key's own storage failed.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The folder, or a file in it, cannot be used.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A phone that can be shown in a browser.
#[derive(Clone)]
pub struct BrowserPhone(pub(crate) Arc<Parts>);

/// The state that the handlers share.
pub(crate) struct Parts {
    pub(crate) clock: Arc<SystemClock>,
    pub(crate) code_reader: CodeReader,
    pub(crate) framed_by: Vec<Origin>,
    pub(crate) host: Host,
    /// The language in a real phone's own settings.
    pub(crate) language: OnceLock<Language>,
    pub(crate) pool: LiveViewPool,
    pub(crate) biometrics: Arc<SimulatedBiometrics>,
    pub(crate) network: Arc<SimulatedNetwork>,
    pub(crate) ticket: Secret,
}

impl BrowserPhone {
    /// Opens the phone in the settings' folder, or makes a new one there.
    ///
    /// # Errors
    /// [`StartError`]
    pub fn open(settings: Settings) -> Result<Self, StartError> {
        let (clock, entropy) = (Arc::new(SystemClock::default()), Arc::new(SystemEntropy));
        let files = Arc::new(FolderFiles::open(&settings.folder)?);
        let biometrics = Arc::new(SimulatedBiometrics::open(&settings.folder, entropy.clone())?);
        let network = Arc::new(SimulatedNetwork::new(settings.distance));
        let host = Host::start(Platform {
            clock: clock.clone(),
            device: DeviceDescription {
                name: settings.name.clone(),
                platform: platform_name(&settings.name),
            },
            keys: Arc::new(SoftwareKeys::open(&settings.folder, entropy.clone())?),
            entropy: entropy.clone(),
            files,
            biometrics: biometrics.clone(),
            transport: network.clone(),
        })?;
        let pool = LiveViewPool::new();
        let (code_reader, framed_by, ticket) =
            (CodeReader::default(), settings.framed_by, Secret::draw(&*entropy)?);
        let language = OnceLock::new();
        Ok(Self(Arc::new(Parts {
            clock,
            code_reader,
            framed_by,
            host,
            language,
            pool,
            biometrics,
            network,
            ticket,
        })))
    }

    /// The address that opens the phone when it is served at `origin`. It carries the ticket of this start: anybody who
    /// knows it can use the phone.
    #[must_use]
    pub fn address(&self, origin: &Origin) -> Zeroizing<String> {
        Zeroizing::new(format!("{origin}/?ticket={}", self.0.ticket.as_str()))
    }

    /// Stops watching the accounts.
    pub fn end(&self) {
        self.0.host.end();
    }
}

impl std::fmt::Debug for BrowserPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserPhone(..)")
    }
}

/// The platform of a phone that is only simulated, as a shown text.
fn platform_name(name: &ShownText) -> ShownText {
    ShownText::clean("Simulated phone").unwrap_or_else(|| name.clone())
}
