//! Offline codes, as a page receives them.

use key_domain::rules::factors::FactorKeys;
use key_domain::rules::offline::{Right, steps};
use key_domain::store::devices::Device;
use key_protocol::offline::Purpose;
use subtle::{Choice, ConstantTimeEq as _};
use zeroize::Zeroizing;

use crate::app::App;

/// The number of digits of a code.
const DIGITS: usize = 8;

/// Eight digits that a user has typed.
pub(crate) struct OfflineCode(Zeroizing<String>);

impl OfflineCode {
    /// Reads the digits, which may be in groups.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits: Zeroizing<String> = Zeroizing::new(text.split([' ', '-', '\u{a0}']).collect());
        let are_digits = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        are_digits.then_some(Self(digits))
    }
}

/// The factor and step that a code of the device is right for. The work is the same for right and wrong codes.
pub(crate) fn right(
    app: &App,
    device: &Device,
    keys: &FactorKeys,
    code: &OfflineCode,
    now: i64,
) -> Option<Right> {
    let mut found: Option<Right> = None;
    for (factor, secret) in app.parts.secrets.agreements.secrets(&device.id, keys, Purpose::Login) {
        for step in steps(&device.offline, now) {
            let expected = u64::try_from(step).map(|step| Zeroizing::new(secret.code(step)));
            let expected = expected.as_ref().map_or("", |code| code.as_str());
            let is_right: Choice = code.0.as_bytes().ct_eq(expected.as_bytes());
            if is_right.into() && found.is_none_or(|found| found.step < step) {
                found = Some(Right { factor, step });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::OfflineCode;

    #[test]
    fn codes_may_be_typed_in_groups() {
        for text in ["12345678", " 1234 5678 ", "1234-5678", "1234\u{a0}5678"] {
            assert_eq!(OfflineCode::parse(text).unwrap().0.as_str(), "12345678");
        }
        for text in ["", "1234567", "123456789", "1234567a", "１２３４５６７８", "+1234567"] {
            assert!(OfflineCode::parse(text).is_none(), "{text}");
        }
    }
}
