//! The phone in a browser page, for trying and testing: the app's own screens through LiveView.
//!
//! It listens on loopback only and answers its own page only, which opens by the ticket of this start (see `guard`). All state lives in the [`Host`], so a
//! reloaded page shows the screen that was open.

mod assets;
mod camera;
mod guard;
mod live;
mod page;
mod secret;
mod strip;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use dioxus_liveview::LiveViewPool;
use key_core::platform::{DeviceDescription, Platform};
use key_core::vault::OpenError;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::platform::{
    FolderFiles, HttpTransport, SimulatedBiometrics, SoftwareKeys, StorageError, SystemClock, SystemEntropy,
};
use camera::Eye;
use guard::Guard;
use secret::Secret;

/// What a browser phone needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where its files, keys and simulated sensor are kept.
    pub folder: PathBuf,
    /// The pages that may show the phone in a frame, beside its own.
    pub framed_by: Vec<Origin>,
    /// What the phone is called.
    pub name: ShownText,
}

/// Why the phone did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Key's own storage.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The folder, or a file in it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A phone that is ready to be shown in a browser.
#[derive(Clone)]
pub struct BrowserPhone(Arc<Parts>);

/// What the handlers share.
struct Parts {
    clock: Arc<SystemClock>,
    eye: Eye,
    framed_by: Vec<Origin>,
    host: Host,
    /// What a real phone's own settings say.
    language: OnceLock<Language>,
    pool: LiveViewPool,
    biometrics: Arc<SimulatedBiometrics>,
    ticket: Secret,
}

impl BrowserPhone {
    /// Opens the phone that is kept in the settings' folder, or makes a new one there.
    ///
    /// # Errors
    /// [`StartError`]
    pub fn open(settings: Settings) -> Result<Self, StartError> {
        let (clock, entropy) = (Arc::new(SystemClock::default()), Arc::new(SystemEntropy));
        let files = Arc::new(FolderFiles::open(&settings.folder)?);
        let biometrics = Arc::new(SimulatedBiometrics::open(&settings.folder, entropy.clone())?);
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
            transport: Arc::new(HttpTransport::default()),
        })?;
        let pool = LiveViewPool::new();
        let (eye, framed_by, ticket) = (Eye::default(), settings.framed_by, Secret::draw(&*entropy));
        let language = OnceLock::new();
        Ok(Self(Arc::new(Parts { clock, eye, framed_by, host, language, pool, biometrics, ticket })))
    }

    /// The address that opens the phone where it is reached at `origin`. It carries the ticket of this start: whoever
    /// knows it has the phone.
    #[must_use]
    pub fn address(&self, origin: &Origin) -> Zeroizing<String> {
        Zeroizing::new(format!("{origin}/?ticket={}", self.0.ticket.as_str()))
    }

    /// Ends the watching of accounts.
    pub fn end(&self) {
        self.0.host.end();
    }

    /// The routes of a phone that listens on `port`.
    pub fn router(&self, port: u16) -> Router {
        let guard = Arc::new(Guard::new(&SystemEntropy, port, self.clone()));
        let own_page_only = Router::new()
            .route("/camera/frame", post(camera::frame).layer(DefaultBodyLimit::max(camera::MAX_FRAME)))
            .route("/camera/picture", post(camera::picture).layer(DefaultBodyLimit::max(camera::MAX_PICTURE)))
            .route("/camera/refused", post(camera::refused))
            .route("/here", post(page::here))
            .route("/ws", get(live::connect))
            .route_layer(from_fn(guard::own_page_only));
        let user_only = Router::new()
            .route("/", get(page::show))
            .route("/app/{name}", get(assets::script))
            .route("/health", get(async || "ok"))
            .merge(own_page_only)
            .layer(from_fn_with_state(guard, guard::admit));
        Router::new()
            .merge(user_only)
            .route("/assets/{*path}", get(assets::asset))
            .layer(from_fn(guard::loopback_only))
            .with_state(self.clone())
    }
}

impl std::fmt::Debug for BrowserPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserPhone(..)")
    }
}

/// `Browser`, which is text to show.
fn platform_name(name: &ShownText) -> ShownText {
    ShownText::clean("Browser").unwrap_or_else(|| name.clone())
}

#[cfg(test)]
mod tests;
