//! The random keys that files are sealed with, in the platform's key store.

use zeroize::Zeroizing;

use super::error::OpenError;
use crate::platform::Platform;

/// A key for [`super::format`].
pub(crate) type FileKey = Zeroizing<[u8; 32]>;

/// The key of that name, `None` where there is none.
///
/// # Errors
/// [`OpenError::Storage`] where the key store cannot be read, [`OpenError::KeyLost`] where it holds something else.
pub(crate) fn stored(platform: &Platform, name: &str) -> Result<Option<FileKey>, OpenError> {
    let Some(secret) = platform.keys.secret(name).map_err(|_| OpenError::Storage)? else { return Ok(None) };
    let key: [u8; 32] = secret.as_slice().try_into().map_err(|_| OpenError::KeyLost)?;
    Ok(Some(Zeroizing::new(key)))
}

/// Draws a key and keeps it under that name, in the place of whatever was there.
///
/// # Errors
/// [`OpenError::Storage`]; the key is then of no use.
pub(crate) fn drawn(platform: &Platform, name: &str) -> Result<FileKey, OpenError> {
    let mut key = Zeroizing::new([0; 32]);
    platform.entropy.fill(&mut *key).map_err(|_| OpenError::Storage)?;
    platform.keys.put_secret(name, &*key).map_err(|_| OpenError::Storage)?;
    Ok(key)
}
