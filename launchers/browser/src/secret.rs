//! Secrets of one start: they are not stored, so the next start has others.

use key_core::platform::{Entropy, EntropyError};
use key_protocol::base64url;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// 32 random bytes as text for an address or a cookie.
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn draw(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(&mut *bytes)?;
        Ok(Self(Zeroizing::new(base64url::encode(&*bytes))))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` is this secret. Compares in constant time.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}
