//! Sealing: content that the database alone must not reveal (keys of the PIN, signatures by it) is encrypted with a key
//! that only the key file has.
//!
//! A sealed content is the first 4 bytes of SHA-256 of its key, a nonce of 24 random bytes, and XChaCha20-Poly1305 over
//! the content, with its context in the database as associated data: it does not open in another row. The newest key
//! seals; older ones still open until everything was sealed anew (`key-server rotate sealing`).

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use key_protocol::crypto::sha256;
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::entropy::random;

const ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

/// A sealed content, as stored in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Creates it from the bytes in the database.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes in the database.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed(..)")
    }
}

/// The context of a sealed content.
#[derive(Clone, Copy, Debug)]
pub enum Context<'a> {
    /// The call of a decision, with the identity of its request.
    Call(&'a [u8; 16]),
    /// The factors of a device, with its identity.
    Factors(&'a [u8; 16]),
}

impl Context<'_> {
    fn bytes(self) -> Vec<u8> {
        let (name, id) = match self {
            Self::Call(request) => ("decisions.call ", request),
            Self::Factors(device) => ("devices.factors ", device),
        };
        [name.as_bytes(), id].concat()
    }
}

/// The sealing keys, newest first.
pub struct Sealer(Vec<SealingKey>);

struct SealingKey {
    cipher: XChaCha20Poly1305,
    id: [u8; ID_BYTES],
}

impl Sealer {
    /// Creates a sealer from the keys, newest first; `None` if there are none.
    #[must_use]
    pub fn new(keys: &[Zeroizing<[u8; 32]>]) -> Option<Self> {
        let keys = keys.iter().map(|key| {
            let mut id = [0; ID_BYTES];
            id.copy_from_slice(&sha256(&**key)[..ID_BYTES]);
            SealingKey { cipher: XChaCha20Poly1305::new((&**key).into()), id }
        });
        let keys: Vec<_> = keys.collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// Seals with the newest key. `None` only if memory is exhausted.
    pub fn seal(&self, context: Context<'_>, content: &[u8], entropy: &dyn Entropy) -> Option<Sealed> {
        let key = self.0.first()?;
        let nonce: [u8; NONCE_BYTES] = random(entropy);
        let payload = Payload { msg: content, aad: &context.bytes() };
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(Sealed([&key.id[..], &nonce, &sealed].concat()))
    }

    /// Opens with the key that sealed it.
    pub fn open(&self, context: Context<'_>, sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
        let (id, rest) = sealed.0.split_at_checked(ID_BYTES)?;
        let (nonce, content) = rest.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let aad = context.bytes();
        let open = |key: &SealingKey| {
            key.cipher.decrypt(&XNonce::from(nonce), Payload { msg: content, aad: &aad }).ok()
        };
        self.0.iter().filter(|key| key.id == id).find_map(open).map(Zeroizing::new)
    }

    /// Whether the newest key sealed it.
    pub fn is_newest(&self, sealed: &Sealed) -> bool {
        self.0.first().is_some_and(|key| sealed.0.starts_with(&key.id))
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(..)")
    }
}

#[cfg(test)]
mod tests;
