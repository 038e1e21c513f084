//! E-mail addresses.

use serde::{Deserialize, Serialize};

/// The most characters of an address, and of the parts before and after its `@`: what fits into SMTP.
const MAX_CHARS: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// An e-mail address as people have them, such as `mira@example.org`, in ASCII. It needs no quoting anywhere, and cannot
/// break out of a header or a command. The domain is in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The reason why a text is not an e-mail address, worded for the person who typed it. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEmailAddress {
    /// The part after the `@` is not a domain.
    #[error(
        "after the @ there must be a domain such as example.org; letters other than a to z are written in its form xn--"
    )]
    Domain,
    /// There is not one `@`.
    #[error("an e-mail address is written as name@example.org")]
    Form,
    /// The part before the `@` has characters that cannot be there.
    #[error("before the @ there can be letters a to z, digits, single dots and most signs, but no spaces")]
    Local,
    /// The address is longer than mail servers take.
    #[error("an e-mail address has {MAX_CHARS} characters at most, and {MAX_LOCAL} before the @")]
    TooLong,
}

impl EmailAddress {
    /// Parses an address. Spaces around it are dropped.
    ///
    /// # Errors
    /// [`NotAnEmailAddress`]
    pub fn parse(text: &str) -> Result<Self, NotAnEmailAddress> {
        let text = text.trim_matches(' ');
        let (local, domain) = text.split_once('@').ok_or(NotAnEmailAddress::Form)?;
        if domain.contains('@') {
            return Err(NotAnEmailAddress::Form);
        }
        if text.len() > MAX_CHARS || local.len() > MAX_LOCAL {
            return Err(NotAnEmailAddress::TooLong);
        }
        if !local.split('.').all(|part| !part.is_empty() && part.chars().all(is_plain)) {
            return Err(NotAnEmailAddress::Local);
        }
        if !is_domain(domain) {
            return Err(NotAnEmailAddress::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address for a page, such as `m•••@example.org`: its owner recognises it, others cannot write to it.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}@{}", self.beginning(), self.domain())
    }

    /// The first character; how many follow is not shown.
    fn beginning(&self) -> String {
        self.0.chars().take(1).chain("•••".chars()).collect()
    }
}

/// Whether a character may stand in the part before the `@` without quoting.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Whether `text` is a name of the DNS with at least two labels, and not an IP address.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_long_enough = (1..=MAX_LABEL).contains(&label.len());
        let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_long_enough && is_plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = text.rsplit_once('.').map(|(_, last)| last);
    text.split('.').all(is_label) && last.is_some_and(|last| last.bytes().any(|byte| !byte.is_ascii_digit()))
}

impl std::fmt::Debug for EmailAddress {
    /// The domain alone can name a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailAddress({})", self.beginning())
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnEmailAddress;

    fn try_from(text: String) -> Result<Self, NotAnEmailAddress> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::{EmailAddress, NotAnEmailAddress};

    fn error(text: &str) -> NotAnEmailAddress {
        EmailAddress::parse(text).unwrap_err()
    }

    #[test]
    fn addresses_as_people_have_them() {
        for good in [
            "mira@example.org",
            "Mira.Koski+key@mail.example.co.uk",
            "o'neil_7@xn--kyttj-buad9g.example",
            "a@b.fi",
            "1@1.example",
            "x-y=z@a-b.example",
        ] {
            assert_eq!(EmailAddress::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(EmailAddress::parse(" Mira@EXAMPLE.org ").unwrap().as_str(), "Mira@example.org");
        let address = EmailAddress::parse("mira@example.org").unwrap();
        assert_eq!((address.local(), address.domain()), ("mira", "example.org"));
    }

    #[test]
    fn an_address_cannot_break_out_of_its_place() {
        for bad in ["", "mira", "mira.example.org", "a@b@example.org", "a@example.org@", "@@"] {
            assert_eq!(error(bad), NotAnEmailAddress::Form, "{bad:?}");
        }
        for bad in [
            "@example.org",
            ".a@example.org",
            "a.@example.org",
            "a..b@example.org",
            "a b@example.org",
            "\"a b\"@example.org",
            "a\r\nBcc: b@example.org",
            "a\0@example.org",
            "a,b@example.org",
            "<a@example.org",
            "a:b@example.org",
            "a;b@example.org",
            "a\\b@example.org",
            "ä@example.org",
            "a\u{202e}@example.org",
            "(a)@example.org",
        ] {
            assert_eq!(error(bad), NotAnEmailAddress::Local, "{bad:?}");
        }
        for bad in [
            "a@",
            "a@localhost",
            "a@.example",
            "a@example.",
            "a@a..b",
            "a@-a.example",
            "a@a-.example",
            "a@a_b.example",
            "a@käyttäjä.example",
            "a@[192.0.2.1]",
            "a@192.0.2.1",
            "a@example.org>",
            "a@example.org\r\nDATA",
            "a@example.org\n",
            "a@exam ple.org",
            "a@example.org, b",
        ] {
            assert_eq!(error(bad), NotAnEmailAddress::Domain, "{bad:?}");
        }
    }

    #[test]
    fn an_address_fits_into_smtp() {
        let (local, label) = ("a".repeat(64), "b".repeat(63));
        let longest = format!("{local}@{label}.{label}.{}", "c".repeat(61));
        assert_eq!(EmailAddress::parse(&longest).unwrap().as_str().len(), 254);
        assert_eq!(error(&format!("{longest}c")), NotAnEmailAddress::TooLong);
        assert_eq!(error(&format!("a{local}@b.example")), NotAnEmailAddress::TooLong);
        assert_eq!(error(&format!("a@b{label}.example")), NotAnEmailAddress::Domain);
    }

    #[test]
    fn a_log_shows_nothing_of_it_and_a_page_little() {
        let address = EmailAddress::parse("mira.koski@koski.example").unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(m•••)");
        assert_eq!(address.masked(), "m•••@koski.example");
        assert_eq!(address.to_string(), "mira.koski@koski.example");
        assert!(!error("geheim@").to_string().contains("geheim"));
    }

    #[test]
    fn it_is_stored_as_text_and_parsed_again() {
        let address: EmailAddress = serde_json::from_str("\"mira@Example.org\"").unwrap();
        assert_eq!(serde_json::to_string(&address).unwrap(), "\"mira@example.org\"");
        assert!(serde_json::from_str::<EmailAddress>("\"a\\nb@example.org\"").is_err());
    }
}
