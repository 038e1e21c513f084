//! The service, which is opened once and shared by all handlers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;

use crate::accounts::Accounts;
use crate::app::App;
use crate::in_turn::in_turn;
use crate::pages::headers::harden;
use crate::parts::Parts;
use crate::rotation::{self, RotationError};
use crate::settings::Settings;
use crate::start::StartError;
use crate::{interfaces, worker};

/// How long an ending service waits for calls whose connections are lost.
const CALLS_END_WITHIN: Duration = Duration::from_secs(5);

/// Creates a service from its parts, and starts its worker.
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
    let app = Arc::new(App::new(settings, parts, latest_call));
    worker::start(&app);
    Ok(Service { app })
}

/// A running service.
#[derive(Clone, Debug)]
pub struct Service {
    app: Arc<App>,
}

impl Service {
    /// The router of everything that it answers: pages, device interface, assets. Serve it with
    /// `into_make_service_with_connect_info::<SocketAddr>()`, so that it sees the addresses of clients.
    pub fn router(&self) -> Router {
        let harden = from_fn_with_state(self.app.clone(), harden);
        let in_turn = from_fn_with_state(self.app.clone(), in_turn);
        interfaces::router(&self.app).layer(in_turn).layer(harden)
    }

    /// Seals all rows with a new key ([`crate::rotation`]). Nothing else may use the database meanwhile.
    ///
    /// # Errors
    /// [`RotationError`]
    pub async fn rotate_sealing(&self) -> Result<u64, RotationError> {
        let (app, entropy) = (&self.app, self.app.parts.entropy.as_ref());
        rotation::rotate_sealing(&app.settings.key_file, app.store.as_ref(), entropy).await
    }

    /// Creates a new secret ([`crate::rotation`]): all users are signed out, and lists of one-time passwords become
    /// invalid. Nothing else may use the database meanwhile, and this service is unusable afterwards.
    ///
    /// # Errors
    /// [`RotationError`]
    pub async fn rotate_secret(&self) -> Result<(), RotationError> {
        let (app, entropy) = (&self.app, self.app.parts.entropy.as_ref());
        rotation::rotate_secret(&app.settings.key_file, app.store.as_ref(), entropy).await
    }

    /// Returns the interface for adding users and managing what belongs to them.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self.app.clone())
    }

    pub(crate) const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Ends all waits, so that a graceful shutdown need not wait for them.
    pub fn close(&self) {
        self.app.ended.send_replace(true);
        self.app.parts.hub.close();
    }

    /// Also closes the database, after the running calls. Call it when nothing is served any more.
    pub async fn close_database(&self) {
        self.close();
        // Held until the database is closed: a call that arrives now has counted nothing yet.
        let ended = tokio::time::timeout(CALLS_END_WITHIN, self.app.calls.write()).await;
        if ended.is_err() {
            tracing::warn!("the database is closed with calls under way");
        }
        self.app.store.close().await;
    }
}

#[cfg(test)]
mod tests;
