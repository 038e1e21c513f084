//! Six decimal digits that a page shows and a person types or compares.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

/// Six decimal digits, leading zeros kept.
#[derive(Clone, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SixDigits([u8; 6]);

/// The text is not six decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("six digits are needed")]
pub struct NotSixDigits;

impl SixDigits {
    /// The last six digits of `number`. Draw it from at least 8 random bytes: the bias is then below 2^-44.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        let mut digits = [b'0'; 6];
        let mut rest = number % 1_000_000;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        Self(digits)
    }

    /// Parses six ASCII digits as a person types them; spaces are ignored, since pages show the digits in groups.
    ///
    /// # Errors
    /// [`NotSixDigits`]
    pub fn parse(text: &str) -> Result<Self, NotSixDigits> {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(NotSixDigits);
        }
        digits.try_into().map(Self).map_err(|_| NotSixDigits)
    }

    /// The six digits without a gap.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The digits as people read them: `416 207`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (left, right) = self.as_str().split_at(3);
        format!("{left} {right}")
    }
}

impl PartialEq for SixDigits {
    /// Compares in constant time.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl std::fmt::Debug for SixDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SixDigits(..)")
    }
}

impl TryFrom<String> for SixDigits {
    type Error = NotSixDigits;

    /// Messages accept only the form without spaces.
    fn try_from(text: String) -> Result<Self, NotSixDigits> {
        if text.contains(' ') { Err(NotSixDigits) } else { Self::parse(&text) }
    }
}

impl From<SixDigits> for String {
    fn from(digits: SixDigits) -> Self {
        digits.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::SixDigits;

    #[test]
    fn digits_keep_their_zeros() {
        assert_eq!(SixDigits::from_number(17).as_str(), "000017");
        assert_eq!(SixDigits::from_number(9_416_207).grouped(), "416 207");
        assert_eq!(SixDigits::parse("416 207").unwrap(), SixDigits::from_number(416_207));
        for bad in ["", "12345", "1234567", "12345x", "１２３４５６"] {
            assert!(SixDigits::parse(bad).is_err(), "{bad}");
        }
    }
}
