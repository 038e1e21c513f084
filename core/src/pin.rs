//! The six-digit PIN and the keys derived from it.
//!
//! Key neither stores nor checks the PIN. From the PIN and the salt of an account it derives two P-256 keys: one signs
//! decisions, the other agrees on offline codes. Every PIN gives valid keys; only the service, which has the public
//! keys, can tell whether they are the right ones.

mod parameters;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub use self::parameters::PinParameters;
use crate::crypto::SoftwareKey;
use crate::wipe::leaving_no_trace;

/// Argon2id uses one lane: phones have few fast cores, and the cost is in the memory.
const LANES: u32 = 1;

/// Six decimal digits that only their owner knows. The PIN is on the heap, so that moving it copies no digit, wiped
/// when dropped, and never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pin(Box<[u8; 6]>);

/// Why a text cannot be the PIN for a new pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not six decimal digits.
    #[error("a PIN has six digits")]
    NotSixDigits,
    /// Among the first PINs that anybody would try.
    #[error("this PIN is too easy to guess")]
    Trivial,
}

impl Pin {
    /// Reads an existing PIN: any six digits.
    ///
    /// # Errors
    /// [`PinError::NotSixDigits`]
    pub fn parse(text: &str) -> Result<Self, PinError> {
        let digits = text.as_bytes();
        if digits.len() != 6 || !digits.iter().all(u8::is_ascii_digit) {
            return Err(PinError::NotSixDigits);
        }
        let mut pin = Self(Box::new([0; 6]));
        pin.0.copy_from_slice(digits);
        Ok(pin)
    }

    /// Reads a newly chosen PIN, and refuses trivial ones (PK09).
    ///
    /// # Errors
    /// [`PinError`]
    pub fn choose(text: &str) -> Result<Self, PinError> {
        let pin = Self::parse(text)?;
        if pin.is_trivial() { Err(PinError::Trivial) } else { Ok(pin) }
    }

    /// Whether the PIN is among the first that anybody would try. A new pairing does not accept such a PIN.
    ///
    /// Repeats of one, two or three digits, runs, mirrored halves, pairs, and keypad shapes.
    #[must_use]
    pub fn is_trivial(&self) -> bool {
        let d = &self.0[..];
        let repeats = (1..=3).any(|period| (period..6).all(|i| d[i] == d[i - period]));
        let run = |step: i16| d.windows(2).all(|w| (i16::from(w[1]) - i16::from(w[0]) - step) % 10 == 0);
        let mirrored = d[0] == d[5] && d[1] == d[4] && d[2] == d[3];
        let pairs = d[0] == d[1] && d[2] == d[3] && d[4] == d[5];
        let halves = d[0] == d[1] && d[1] == d[2] && d[3] == d[4] && d[4] == d[5];
        let few = (b'0'..=b'9').any(|digit| d.iter().filter(|&&other| other == digit).count() >= 5);
        repeats
            || mirrored
            || pairs
            || halves
            || few
            || [1, -1, 2, -2].into_iter().any(run)
            || SHAPES.iter().any(|shape| shape[..] == d[..])
    }
}

/// Frequently used PINs that the rules above do not catch.
const SHAPES: [&[u8; 6]; 12] = [
    b"102030", b"123654", b"142536", b"147258", b"147852", b"159357", b"159753", b"258456", b"321654",
    b"741852", b"789456", b"963852",
];

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// Up to six digits that are being typed. Like a [`Pin`], they are on the heap, wiped when dropped, and never printed.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Entry {
    digits: Box<[u8; 6]>,
    len: usize,
}

impl Entry {
    /// The number of digits typed.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether no digit was typed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a digit, 0 to 9; the sixth completes the PIN. Ignores further digits and other numbers.
    #[must_use]
    pub fn push(&mut self, digit: u8) -> Option<Pin> {
        if digit <= 9 && self.len < self.digits.len() {
            self.digits[self.len] = b'0' + digit;
            self.len += 1;
        }
        (self.len == self.digits.len()).then(|| Pin(self.digits.clone()))
    }

    /// Removes the last digit.
    pub fn erase(&mut self) {
        self.len = self.len.saturating_sub(1);
        self.digits[self.len] = 0;
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry(..)")
    }
}

/// The secret salt of one account: 32 random bytes, stored in the platform's key store.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct PinSalt([u8; 32]);

impl PinSalt {
    /// Makes a salt from 32 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, for the key store only.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for PinSalt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinSalt(..)")
    }
}

/// The keys derived from one PIN for one account.
#[derive(Debug)]
pub struct PinKeys {
    /// Agrees on offline codes.
    pub agreement: SoftwareKey,
    /// Signs decisions.
    pub signing: SoftwareKey,
}

impl PinKeys {
    /// Derives the keys: Argon2id (RFC 9106) with `parameters` and 1 lane over the six ASCII digits and the salt gives
    /// 32 bytes; from these, HKDF-SHA256 with salt `"key pin 1"` gives each key as described at `key_from`.
    ///
    /// Takes about 150 ms and 64 MiB. Returns `None` only if that memory cannot be allocated.
    #[must_use]
    pub fn derive(pin: &Pin, salt: &PinSalt, parameters: PinParameters) -> Option<Self> {
        leaving_no_trace(|| {
            let stretched = stretch(pin, salt, &parameters)?;
            let hkdf = Hkdf::<Sha256>::new(Some(b"key pin 1"), &**stretched);
            Some(Self { agreement: key_from(&hkdf, b"agree")?, signing: key_from(&hkdf, b"sign")? })
        })
    }
}

fn stretch(pin: &Pin, salt: &PinSalt, parameters: &PinParameters) -> Option<Box<Zeroizing<[u8; 32]>>> {
    let params = Params::new(parameters.memory_kib, parameters.passes, LANES, Some(32)).ok()?;
    let mut memory = Vec::new();
    memory.try_reserve_exact(params.block_count()).ok()?;
    memory.resize(params.block_count(), Block::default());
    let mut stretched = Box::new(Zeroizing::new([0; 32]));
    let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        &*pin.0,
        &salt.0,
        &mut **stretched,
        &mut memory,
    );
    memory.zeroize();
    done.ok()?;
    Some(stretched)
}

/// Returns the first candidate with info `use` || counter (one byte, from 0) that is a valid private key: testing
/// candidates as in FIPS 186-5, A.2.2. The first candidate fails in one of 2^32 cases.
fn key_from(hkdf: &Hkdf<Sha256>, purpose: &[u8]) -> Option<SoftwareKey> {
    (0..=u8::MAX).find_map(|counter| {
        let mut candidate = Zeroizing::new([0; 32]);
        hkdf.expand_multi_info(&[purpose, &[counter]], &mut *candidate).ok()?;
        SoftwareKey::from_bytes(&candidate)
    })
}

#[cfg(test)]
mod tests {
    use super::{Pin, PinError, PinKeys, PinParameters, PinSalt};
    use key_protocol::crypto::Signer as _;

    #[test]
    fn pk09_trivial_pins_are_refused() {
        let trivial = [
            "000000", "111111", "123456", "654321", "012345", "789012", "098765", "246802", "121212",
            "123123", "112233", "111222", "123321", "777767", "159753", "147258",
        ];
        for pin in trivial {
            assert_eq!(Pin::choose(pin).unwrap_err(), PinError::Trivial, "{pin}");
            assert!(Pin::parse(pin).is_ok(), "{pin} may still be typed");
        }
        for pin in ["", "12345", "1234567", "12345a", "１２３４５６", "12 456"] {
            assert_eq!(Pin::choose(pin).unwrap_err(), PinError::NotSixDigits, "{pin}");
        }
        for pin in ["271828", "904516", "380217"] {
            assert!(Pin::choose(pin).is_ok(), "{pin}");
        }
    }

    #[test]
    fn few_pins_are_lost_to_the_rules() {
        let refused = (0..1_000_000).filter(|n| Pin::choose(&format!("{n:06}")).is_err()).count();
        assert!(refused < 5_000, "{refused}");
    }

    #[test]
    fn pin_and_salt_both_decide_the_keys() {
        let keys = |pin: &str, salt| {
            let (pin, salt) = (Pin::parse(pin).unwrap(), PinSalt::from_bytes([salt; 32]));
            let keys = PinKeys::derive(&pin, &salt, PinParameters::default()).unwrap();
            (keys.signing.public_key(), keys.agreement.public_key())
        };
        let (signing, agreement) = keys("271828", 1);
        assert_eq!(keys("271828", 1), (signing, agreement));
        assert_ne!(signing, agreement);
        assert_ne!(keys("271829", 1).0, signing);
        assert_ne!(keys("271828", 2).0, signing);
    }

    #[test]
    fn parameters_are_bounded_and_decide_the_keys() {
        for (memory_kib, passes) in [(8 * 1024 - 1, 3), (1024 * 1024 + 1, 3), (64 * 1024, 0), (64 * 1024, 17)]
        {
            assert_eq!(PinParameters::new(memory_kib, passes), None);
        }
        assert!(serde_json::from_str::<PinParameters>(r#"{"memory_kib":8,"passes":1}"#).is_err());
        let derive = |parameters| {
            let keys =
                PinKeys::derive(&Pin::parse("271828").unwrap(), &PinSalt::from_bytes([1; 32]), parameters);
            keys.unwrap().signing.public_key()
        };
        let cheap = PinParameters::new(8 * 1024, 1).unwrap();
        assert_ne!(derive(cheap), derive(PinParameters::default()));
    }

    #[test]
    fn a_pin_is_never_printed() {
        assert_eq!(format!("{:?}", Pin::parse("271828").unwrap()), "Pin(..)");
    }
}
