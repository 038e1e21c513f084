//! Offline codes: eight digits that change every 30 seconds (RFC 6238 with SHA-256), from a secret that the device
//! and the service agree on and that no one can compute without the right PIN.
//!
//! At pairing the phone registers a P-256 public key derived from the PIN, and one of the phone itself where its key
//! store can agree; the service has one of its own. The Diffie-Hellman secrets give the codes. Nothing of the PIN's is
//! stored on the phone: a wrong PIN gives another private key, and so a wrong code.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::UnixSeconds;
use crate::factor::Factor;
use crate::hotp;
use crate::id::DeviceId;
use crate::key::Thumbprint;

/// How long one code lasts, in seconds.
pub const STEP_SECONDS: i64 = 30;

/// What a code is for: one that is seen for one purpose is of no use for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Answers a request that was shown to the phone as a QR code.
    Challenge,
    /// Logs in.
    Login,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Challenge, Self::Login];

    /// The name in derivations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Login => "login",
        }
    }
}

/// What the two sides have agreed on: x coordinates of Diffie-Hellman points with the service's agreement key, 32 bytes
/// each.
#[derive(Debug)]
pub struct Agreed<'a> {
    /// With the factor's agreement key.
    pub factor: &'a [u8; 32],
    /// With the device's own agreement key, where it has registered one.
    pub possession: Option<&'a [u8; 32]>,
}

/// Whose codes they are.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The service.
    pub service: &'a Thumbprint,
    /// The device.
    pub device: &'a DeviceId,
    /// The factor that was used.
    pub factor: Factor,
    /// What the codes are for.
    pub purpose: Purpose,
}

/// The secret of a device's offline codes for one factor and purpose: 32 bytes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OfflineSecret([u8; 32]);

impl std::fmt::Debug for OfflineSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfflineSecret(..)")
    }
}

impl OfflineSecret {
    /// HKDF-SHA256 (RFC 5869) with salt `"key offline 1"`, input key factor secret || possession secret (none, where
    /// the device has none), info service thumbprint || device identity || `FACTOR.PURPOSE.WITH`, where `WITH` is
    /// `possession` or `factor-only`.
    #[must_use]
    pub fn derive(agreed: &Agreed<'_>, scope: &Scope<'_>) -> Self {
        let possession = agreed.possession.map_or(&[][..], |secret| &secret[..]);
        let key = Zeroizing::new([&agreed.factor[..], possession].concat());
        let with = if agreed.possession.is_some() { "possession" } else { "factor-only" };
        let names = format!("{}.{}.{with}", scope.factor.kid(), scope.purpose.name());
        let info = [&scope.service.as_bytes()[..], scope.device.as_bytes(), names.as_bytes()].concat();
        let mut secret = [0; 32];
        // 32 bytes are far below HKDF's limit of 255 blocks, so expanding cannot fail.
        let _ = Hkdf::<Sha256>::new(Some(b"key offline 1"), &key).expand(&info, &mut secret);
        Self(secret)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The code of one step: HOTP with HMAC-SHA-256 and eight digits.
    #[must_use]
    pub fn code(&self, step: u64) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        hotp::code(&mac.finalize().into_bytes(), 8).unwrap_or_default()
    }
}

/// The step that `now` falls into. Times before 1970 are step 0.
#[must_use]
pub fn step(now: UnixSeconds) -> u64 {
    u64::try_from(now / STEP_SECONDS).unwrap_or(0)
}
