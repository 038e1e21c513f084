//! The pairing link: one https link that works as QR code, as SMS and as pasted text.
//!
//! `ORIGIN/k#PAYLOAD`, 120 characters or fewer. The payload is base64url of 49 bytes: version (1), one-time token
//! (16), thumbprint of the service key (32). It is in the fragment, which no browser sends, so no log of a server or
//! proxy contains the token.

use url::Url;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::base64url::{self, as_base64url};
use crate::hash::sha256;
use crate::key::Thumbprint;
use crate::origin::{Origin, OriginError};

/// The most characters that a link may have: more read badly as a QR code.
pub const MAX_CHARS: usize = 120;

/// The version of the link's payload.
const VERSION: u8 = 1;

/// The path that every pairing link has.
pub const PATH: &str = "/k";

/// How long a link is valid, in seconds (PK06).
pub const LIFETIME_SECONDS: i64 = 120;

/// The secret of a pairing link: 16 random bytes that claim it once.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PairingToken([u8; 16]);

impl PairingToken {
    /// The hash that the service stores instead of the token.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.0)
    }
}

as_base64url!(PairingToken, 16);

impl std::fmt::Debug for PairingToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairingToken(..)")
    }
}

/// The content of a pairing link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairingLink {
    /// The service to pair with.
    pub origin: Origin,
    /// The thumbprint of the service key.
    pub service: Thumbprint,
    /// The token that claims the link, once.
    pub token: PairingToken,
}

/// Why a text is not a pairing link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Plain `http` to a host other than this machine.
    #[error("this link is not protected (https)")]
    Insecure,
    /// Not a pairing link.
    #[error("this is not a pairing link")]
    NotALink,
    /// A link of another version of Key.
    #[error("this link is for another version of Key")]
    OtherVersion,
    /// The service's address leaves no room for the link.
    #[error("the service's address is too long for a pairing link")]
    TooLong,
}

impl PairingLink {
    /// Parses a link; spaces, tabs and line ends around it are ignored. A text that is not exactly as
    /// [`PairingLink::to_text`] writes it is not a link, so that each link has one spelling.
    ///
    /// # Errors
    /// [`LinkError`]
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        if text.len() > MAX_CHARS {
            return Err(LinkError::NotALink);
        }
        let url = Url::parse(text).map_err(|_| LinkError::NotALink)?;
        let origin = Origin::of(&url).map_err(|error| match error {
            OriginError::Insecure => LinkError::Insecure,
            OriginError::Malformed => LinkError::NotALink,
        })?;
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        let payload = url.fragment().and_then(base64url::decode).filter(|_| bare && url.path() == PATH);
        let (version, rest) = payload.as_deref().and_then(<[u8]>::split_first).ok_or(LinkError::NotALink)?;
        if *version != VERSION {
            return Err(LinkError::OtherVersion);
        }
        let (token, service) = rest.split_at_checked(16).ok_or(LinkError::NotALink)?;
        match (token.try_into(), service.try_into()) {
            (Ok(token), Ok(service)) => {
                let link =
                    Self { origin, service: Thumbprint::from_bytes(service), token: PairingToken(token) };
                if link.to_text().is_ok_and(|written| written == text) {
                    Ok(link)
                } else {
                    Err(LinkError::NotALink)
                }
            }
            _ => Err(LinkError::NotALink),
        }
    }

    /// The text of the link.
    ///
    /// # Errors
    /// [`LinkError::TooLong`] when the origin has more than 51 characters.
    pub fn to_text(&self) -> Result<String, LinkError> {
        let mut payload = Vec::with_capacity(49);
        payload.push(VERSION);
        payload.extend_from_slice(self.token.as_bytes());
        payload.extend_from_slice(self.service.as_bytes());
        let text = format!("{}{PATH}#{}", self.origin, base64url::encode(&payload));
        if text.len() > MAX_CHARS { Err(LinkError::TooLong) } else { Ok(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::{LinkError, PairingLink, PairingToken};
    use crate::base64url;
    use crate::key::Thumbprint;
    use crate::origin::Origin;

    fn link(origin: &str) -> PairingLink {
        PairingLink {
            origin: Origin::parse(origin).unwrap(),
            service: Thumbprint::from_bytes([7; 32]),
            token: PairingToken::from_bytes([9; 16]),
        }
    }

    #[test]
    fn a_link_comes_back_as_it_was() {
        let link = link("https://login.example:8443");
        let text = link.to_text().unwrap();
        assert!(text.len() <= 120);
        assert_eq!(PairingLink::parse(&format!("  {text}\n")).unwrap(), link);
        assert!(!format!("{link:?}").contains("9, 9"));
    }

    #[test]
    fn an_address_of_51_characters_just_fits() {
        let host = |n| format!("https://{}.example", "a".repeat(n));
        assert_eq!(link(&host(35)).to_text().unwrap().len(), 120);
        assert_eq!(link(&host(36)).to_text(), Err(LinkError::TooLong));
    }

    #[test]
    fn what_is_not_a_link_says_why() {
        let good = link("https://a.example").to_text().unwrap();
        let mut other = vec![2];
        other.extend([0; 48]);
        let other = format!("https://a.example/k#{}", base64url::encode(&other));
        assert_eq!(PairingLink::parse(&other), Err(LinkError::OtherVersion));
        assert_eq!(PairingLink::parse(&good.replace("https", "http")), Err(LinkError::Insecure));
        let cut = &good[..good.len() - 4];
        let bad = [
            "",
            "hello",
            "otpauth://totp/a?secret=b",
            "https://a.example/k",
            cut,
            &good.replace("/k#", "/x#"),
        ];
        for text in bad {
            assert_eq!(PairingLink::parse(text), Err(LinkError::NotALink), "{text}");
        }
    }
}
