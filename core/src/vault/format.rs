//! The bytes of the vault file.
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `KEYVAULT` |
//! | 8 | 1 | version: 1 |
//! | 9 | 1 | what releases the key: 0, the platform's key store |
//! | 10 | 24 | nonce, random for every save |
//! | 34 | … | XChaCha20-Poly1305 of the JSON content, with bytes 0 to 33 as associated data |

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::error::OpenError;

/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 24;

const MAGIC: &[u8; 8] = b"KEYVAULT";
const VERSION: u8 = 1;
const BY_PLATFORM: u8 = 0;
const HEADER_BYTES: usize = 10 + NONCE_BYTES;

/// Encrypts `plain`. Returns `None` only if memory cannot be allocated.
#[must_use]
pub fn seal(key: &[u8; 32], nonce: &[u8; NONCE_BYTES], plain: &[u8]) -> Option<Vec<u8>> {
    let mut file = MAGIC.to_vec();
    file.extend([VERSION, BY_PLATFORM]);
    file.extend(nonce);
    let payload = Payload { msg: plain, aad: &file };
    let sealed = XChaCha20Poly1305::new(key.into()).encrypt(&XNonce::from(*nonce), payload).ok()?;
    file.extend(sealed);
    Some(file)
}

/// Decrypts a file that [`seal`] wrote.
///
/// # Errors
/// [`OpenError::NewerVersion`], or [`OpenError::Damaged`] for anything else that is not such a file.
pub fn open(key: &[u8; 32], file: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (header, sealed) = file.split_at_checked(HEADER_BYTES).ok_or(OpenError::Damaged)?;
    if !header.starts_with(MAGIC) {
        return Err(OpenError::Damaged);
    }
    if header[8] > VERSION {
        return Err(OpenError::NewerVersion);
    }
    let nonce: [u8; NONCE_BYTES] = header[10..].try_into().map_err(|_| OpenError::Damaged)?;
    let payload = Payload { msg: sealed, aad: header };
    let plain = XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(nonce), payload);
    plain.map(Zeroizing::new).map_err(|_| OpenError::Damaged)
}
