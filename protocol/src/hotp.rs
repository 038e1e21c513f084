//! One-time codes from a hash: the truncation of HOTP (RFC 4226, 5.3), which TOTP (RFC 6238) uses too.

/// The code of `digits` digits, at most nine, from the output of an HMAC of at least 20 bytes. `None` for fewer
/// bytes.
#[must_use]
pub fn code(hash: &[u8], digits: u8) -> Option<String> {
    let offset = usize::from(hash.get(19..)?.last()? & 0x0f);
    let word = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(word) & 0x7fff_ffff;
    let modulus = 10u32.checked_pow(digits.into())?;
    Some(format!("{:0width$}", number % modulus, width = usize::from(digits)))
}

#[cfg(test)]
mod tests {
    use super::code;

    fn hash(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    /// RFC 4226, appendix D: the HMAC-SHA-1 of each count, and its code.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (hex, expected) in [
            ("cc93cf18508d94934c64b65d8ba7667fb7cde4b0", "755224"),
            ("75a48a19d4cbe100644e8ac1397eea747a2d33ab", "287082"),
            ("0bacb7fa082fef30782211938bc1c5e70416ff44", "359152"),
            ("66c28227d03a2d5529262ff016a1e6ef76557ece", "969429"),
            ("a904c900a64b35909874b33e61c5938a8e15ed1c", "338314"),
            ("a37e783d7b7233c083d4f62926c7a25f238d0316", "254676"),
        ] {
            assert_eq!(code(&hash(hex), 6).as_deref(), Some(expected), "{hex}");
        }
    }

    #[test]
    fn what_is_no_hash_gives_no_code() {
        for length in [0, 4, 19] {
            assert_eq!(code(&vec![0; length], 6), None);
        }
        assert_eq!(code(&[0xff; 20], 10), None);
    }
}
