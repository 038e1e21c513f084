//! Offline codes: eight digits that change every 30 seconds (RFC 6238 with SHA-256), from a secret that the device
//! and the service agree on and that nobody can compute without the right PIN.
//!
//! At pairing the phone registers a P-256 public key derived from the PIN, and a key of its own if its key store
//! supports agreement; the service has one too. The codes are derived from the Diffie-Hellman secrets. The phone stores
//! nothing that depends on the PIN: a wrong PIN gives another private key, and so a wrong code.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::UnixSeconds;
use crate::factor::Factor;
use crate::hotp;
use crate::id::DeviceId;
use crate::key::Thumbprint;

/// How long one code is valid, in seconds.
pub const STEP_SECONDS: i64 = 30;

/// The purpose of a code: a code for one purpose is not valid for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A code that answers a request that the phone scanned as a QR code.
    Challenge,
    /// A code that logs in.
    Login,
}

impl Purpose {
    /// All purposes.
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

/// The secrets that the two sides agree on: x coordinates of Diffie-Hellman points with the service agreement key,
/// 32 bytes each.
#[derive(Debug)]
pub struct Agreed<'a> {
    /// The secret with the factor's agreement key.
    pub factor: &'a [u8; 32],
    /// The secret with the device agreement key, if the device has registered one.
    pub possession: Option<&'a [u8; 32]>,
}

/// The service, device, factor and purpose of the codes.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The service.
    pub service: &'a Thumbprint,
    /// The device.
    pub device: &'a DeviceId,
    /// The factor that proves the user.
    pub factor: Factor,
    /// The purpose of the codes.
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

/// The step that contains `now`. Times before 1970 are step 0.
#[must_use]
pub fn step(now: UnixSeconds) -> u64 {
    u64::try_from(now / STEP_SECONDS).unwrap_or(0)
}
