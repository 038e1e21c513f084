//! Opens the service by its configuration.

use key_service::config::Config;
use key_service::{Parts, Service, open};

/// The reason why a command failed, for the operator.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Opens the service with its production parts.
///
/// # Errors
/// When the configuration is wrong, or the keys or the database cannot be opened.
pub(crate) async fn open_service(config: &Config) -> Result<Service, Failure> {
    let settings = config.settings()?;
    let parts = Parts::real(&settings).await?;
    Ok(open(settings, parts).await?)
}
