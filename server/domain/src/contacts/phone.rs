//! Phone numbers.

use serde::{Deserialize, Serialize};

/// How many digits a number has with its country: the most by E.164, and more than any short number.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A phone number in the form of E.164: `+`, the country and the number, digits only, such as `+358401234567`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The reason why a text is not a phone number to write to, worded for the person who typed it. It does not repeat the
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoneNumber {
    /// The number begins without `+` and a country, or has characters that are not of a number.
    #[error("write the phone number with its country, such as +358 40 123 4567")]
    Form,
    /// The number has too few or too many digits.
    #[error("a phone number with its country has {} to {} digits", DIGITS.start(), DIGITS.end())]
    Length,
    /// A message to the number would be charged for, or would reach an emergency or a helpline.
    #[error("this is a number for special services; write the number of a mobile phone")]
    Special,
}

impl PhoneNumber {
    /// Parses a number. Spaces, hyphens, brackets and a `(0)` after the country are dropped.
    ///
    /// # Errors
    /// [`NotAPhoneNumber`]
    pub fn parse(text: &str) -> Result<Self, NotAPhoneNumber> {
        let text = text.replace("(0)", "");
        let number = text.trim_matches(is_space).strip_prefix('+').ok_or(NotAPhoneNumber::Form)?;
        let is_filling = |c: char| is_space(c) || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '(' | ')');
        let digits: String = number.chars().filter(|c| !is_filling(*c)).collect();
        if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAPhoneNumber::Form);
        }
        if !DIGITS.contains(&digits.len()) {
            return Err(NotAPhoneNumber::Length);
        }
        if is_special(&digits) {
            return Err(NotAPhoneNumber::Special);
        }
        Ok(Self(format!("+{digits}")))
    }

    /// The number in the form of E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number for a page, such as `+358 •• ••• 67`: its owner recognises it, others cannot call it.
    #[must_use]
    pub fn masked(&self) -> String {
        let country = &self.0[..=country_digits(&self.0[1..])];
        format!("{country} •• ••• {}", self.end())
    }

    /// The last two digits.
    fn end(&self) -> &str {
        &self.0[self.0.len() - 2..]
    }
}

/// A space of one line; the ones that do not break are what people copy.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// How many digits the country has: E.164 gives codes of one and two digits to these, and of three to all others.
fn country_digits(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    }
}

/// Ranges of numbers that charge their callers: the international one, those of the countries whose languages Key
/// speaks, and of some neighbours. The gateway's own barring has to do the rest.
const CHARGED: &[&str] = &[
    "1900", "31900", "31906", "31909", "358600", "358700", "372900", "449", "4590", "46900", "46939",
    "46944", "4699", "4782", "49137", "49900", "979",
];

fn is_special(digits: &str) -> bool {
    let national = &digits[country_digits(digits)..];
    let is_helpline = national.len() == 6 && national.starts_with("116");
    is_helpline || CHARGED.iter().any(|range| digits.starts_with(range))
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhoneNumber(••• {})", self.end())
    }
}

impl std::fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;

    fn try_from(text: String) -> Result<Self, NotAPhoneNumber> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAPhoneNumber, PhoneNumber};

    fn error(text: &str) -> NotAPhoneNumber {
        PhoneNumber::parse(text).unwrap_err()
    }

    #[test]
    fn numbers_as_people_type_them() {
        for typed in [
            "+358401234567",
            "+358 40 123 4567",
            " +358 (40) 123-4567 ",
            "+358 (0)40 123 4567",
            "+358\u{a0}40\u{202f}123\u{2011}4567",
            "+(358)401234567",
        ] {
            assert_eq!(PhoneNumber::parse(typed).unwrap().as_str(), "+358401234567", "{typed:?}");
        }
        for good in ["+4520123456", "+46701234567", "+447700900123", "+12025550123", "+390612345678"] {
            assert_eq!(PhoneNumber::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_is_not_a_whole_number_is_refused() {
        for bad in [
            "",
            "+",
            "0401234567",
            "00358401234567",
            "358401234567",
            "+0401234567",
            "++358401234567",
            "+358 40 123 456x",
            "+358401234567\r\n",
            "+358\t401234567",
            "+358401234567,+358401234568",
            "+35840123456\u{0667}",
            "tel:+358401234567",
        ] {
            let error = error(bad);
            assert!([NotAPhoneNumber::Form, NotAPhoneNumber::Length].contains(&error), "{bad:?}: {error}");
        }
        for (length, fits) in [(6, false), (7, true), (15, true), (16, false)] {
            let number = format!("+{}", "5".repeat(length));
            assert_eq!(PhoneNumber::parse(&number).is_ok(), fits, "{number}");
        }
    }

    #[test]
    fn numbers_that_cost_or_reach_a_helpline_are_refused() {
        for short in ["+112", "+358112", "+1911", "+45112"] {
            assert_eq!(error(short), NotAPhoneNumber::Length, "{short}");
        }
        for special in ["+979123456789", "+1 900 555 0123", "+358 600 12345", "+45 9012 3456", "+49 116117"] {
            assert_eq!(error(special), NotAPhoneNumber::Special, "{special}");
        }
    }

    #[test]
    fn a_log_and_a_page_show_little_of_it() {
        let masked = |text: &str| PhoneNumber::parse(text).unwrap().masked();
        assert_eq!(masked("+358401234567"), "+358 •• ••• 67");
        assert_eq!(masked("+4520123456"), "+45 •• ••• 56");
        assert_eq!(masked("+12025550123"), "+1 •• ••• 23");
        assert_eq!(masked("+3581234"), "+358 •• ••• 34");
        let number = PhoneNumber::parse("+358401234567").unwrap();
        assert_eq!(format!("{number:?}"), "PhoneNumber(••• 67)");
        assert_eq!(number.to_string(), "+358401234567");
        assert!(!error("0401234567").to_string().contains("040123"));
    }

    #[test]
    fn it_is_stored_as_text_and_parsed_again() {
        let number: PhoneNumber = serde_json::from_str("\"+358 40 1234567\"").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"+358401234567\"");
        assert!(serde_json::from_str::<PhoneNumber>("\"112\"").is_err());
    }
}
