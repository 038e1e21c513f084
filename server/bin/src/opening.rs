//! Opening the service as its configuration says.

use key_service::config::Config;
use key_service::{Parts, Service, open};

/// Why a command could not be carried out, for an operator's eyes.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Opens the service with the parts of real use.
///
/// # Errors
/// When the configuration is wrong, or the keys or the database cannot be opened.
pub(crate) async fn open_service(config: &Config) -> Result<Service, Failure> {
    let settings = config.settings()?;
    let parts = Parts::real(&settings).await?;
    Ok(open(settings, parts).await?)
}
