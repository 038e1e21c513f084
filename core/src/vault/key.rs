//! The random keys that seal the files, in the platform's key store.

use zeroize::Zeroizing;

use super::error::OpenError;
use crate::platform::Platform;

/// A key for [`super::format`].
pub(crate) type FileKey = Zeroizing<[u8; 32]>;

/// Reads the key `name`. Returns `None` if there is none.
///
/// # Errors
/// [`OpenError::Storage`] if the key store cannot be read, [`OpenError::KeyLost`] if the secret `name` is not a key.
pub(crate) fn stored(platform: &Platform, name: &str) -> Result<Option<FileKey>, OpenError> {
    let Some(secret) = platform.keys.secret(name).map_err(|_| OpenError::Storage)? else { return Ok(None) };
    let key: [u8; 32] = secret.as_slice().try_into().map_err(|_| OpenError::KeyLost)?;
    Ok(Some(Zeroizing::new(key)))
}

/// Draws a key and stores it under `name`, replacing an earlier one.
///
/// # Errors
/// [`OpenError::Storage`]; the key is then useless.
pub(crate) fn drawn(platform: &Platform, name: &str) -> Result<FileKey, OpenError> {
    let mut key = Zeroizing::new([0; 32]);
    platform.entropy.fill(&mut *key).map_err(|_| OpenError::Storage)?;
    platform.keys.put_secret(name, &*key).map_err(|_| OpenError::Storage)?;
    Ok(key)
}
