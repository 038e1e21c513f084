//! The service itself: opened once, shared by all that it answers.

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
    let app = Arc::new(App::new(settings, parts, latest_call));
    worker::start(&app);
    Ok(Service { app })
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
        let harden = from_fn_with_state(self.app.clone(), harden);
        let in_turn = from_fn_with_state(self.app.clone(), in_turn);
        interfaces::router(&self.app).layer(in_turn).layer(harden)
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

#[cfg(test)]
mod tests;
