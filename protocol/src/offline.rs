//! Offline codes: eight digits that change every 30 seconds (RFC 6238 with SHA-256), from a secret that the device
//! and the service agree on and that no one can compute without the right PIN.
//!
//! At pairing the phone registers a P-256 public key derived from the PIN; the service has one of its own. The
//! Diffie-Hellman secret of the two gives the codes. Nothing of it is stored on the phone: a wrong PIN gives another
//! private key, and so a wrong code.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::UnixSeconds;
use crate::enrolment::Factor;
use crate::id::DeviceId;
use crate::key::Thumbprint;

/// How long one code lasts, in seconds.
pub const STEP_SECONDS: i64 = 30;

/// The secret of a device's offline codes for one factor: 32 bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OfflineSecret([u8; 32]);

impl std::fmt::Debug for OfflineSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfflineSecret(..)")
    }
}

impl OfflineSecret {
    /// HKDF-SHA256 (RFC 5869) with salt `"key offline 1"`, input key `shared` (the x coordinate of the
    /// Diffie-Hellman point, 32 bytes), info service thumbprint || device identity || `pin` or `biometric`.
    #[must_use]
    pub fn derive(shared: &[u8; 32], service: &Thumbprint, device: &DeviceId, factor: Factor) -> Self {
        let info = [&service.as_bytes()[..], device.as_bytes(), factor.kid().as_bytes()].concat();
        let mut secret = [0; 32];
        // 32 bytes are far below HKDF's limit of 255 blocks, so expanding cannot fail.
        let _ = Hkdf::<Sha256>::new(Some(b"key offline 1"), shared).expand(&info, &mut secret);
        Self(secret)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The code of one step: RFC 4226, 5.3 with HMAC-SHA-256 and eight digits.
    #[must_use]
    pub fn code(&self, step: u64) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[31] & 0x0f);
        let mut word = [0; 4];
        word.copy_from_slice(&hash[offset..offset + 4]);
        format!("{:08}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 100_000_000)
    }
}

/// The step that `now` falls into. Times before 1970 are step 0.
#[must_use]
pub fn step(now: UnixSeconds) -> u64 {
    u64::try_from(now / STEP_SECONDS).unwrap_or(0)
}
