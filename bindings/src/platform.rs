//! The parts that an app provides. Every part may block, and none may call back into Key.

mod adapters;
mod own;
mod parts;

use std::sync::Arc;

use key_core::platform::DeviceDescription;
use key_protocol::shown::ShownText;

pub use self::parts::{BiometricError, Biometrics, FileStore, KeyStore, PartError, Transport, UtcOffset};
use crate::error::OpenError;

/// The parts that an app provides.
#[derive(Clone, uniffi::Record)]
pub struct Platform {
    /// The owner's name for the device, such as `Mira's phone`. Characters that cannot be shown in one line are left
    /// out.
    pub device_name: String,
    /// The operating system, such as `Android 16`.
    pub device_platform: String,
    /// Files of this app.
    pub files: Arc<dyn FileStore>,
    /// Keys and small secrets.
    pub keys: Arc<dyn KeyStore>,
    /// Biometrics.
    pub biometrics: Arc<dyn Biometrics>,
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The offset of local time from UTC.
    pub utc_offset: Arc<dyn UtcOffset>,
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("device_name", &self.device_name).finish_non_exhaustive()
    }
}

impl TryFrom<Platform> for key_core::platform::Platform {
    type Error = OpenError;

    fn try_from(parts: Platform) -> Result<Self, OpenError> {
        let shown = |text: &str| ShownText::clean(text).ok_or(OpenError::Description);
        Ok(Self {
            clock: Arc::new(own::SystemClock(parts.utc_offset)),
            device: DeviceDescription {
                name: shown(&parts.device_name)?,
                platform: shown(&parts.device_platform)?,
            },
            entropy: Arc::new(own::SystemEntropy),
            files: Arc::new(adapters::Files(parts.files)),
            keys: Arc::new(adapters::Keys(parts.keys)),
            biometrics: Arc::new(adapters::Sensor(parts.biometrics)),
            transport: Arc::new(adapters::Network(parts.transport)),
        })
    }
}

#[cfg(test)]
mod tests;
