//! Decides what a text is that was scanned, pasted, or opened Key, before Key does anything with it.

use key_protocol::jws::{Jws, Message as _};
use key_protocol::link::{LinkError, PairingLink};
use key_protocol::request::Request;

/// The schemes of standard one-time codes: for one code, and for several that another app exports.
const ONE_TIME_CODES: [&str; 2] = ["otpauth", "otpauth-migration"];

/// The kind of a text. It contains only a pairing link: other texts may contain secrets that Key does not need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Standard one-time codes to be added (`otpauth://`).
    OneTimeCodes,
    /// Another text, with the reason why it is not a pairing link.
    Other(LinkError),
    /// A pairing link.
    PairingLink(PairingLink),
    /// A request as a QR code. Its signature has not been verified.
    Request,
}

impl Scanned {
    /// Decides what `text` is. Ignores spaces, tabs and line ends around it. Recognises a request by its header alone.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        match PairingLink::parse(text) {
            Ok(link) => Self::PairingLink(link),
            Err(_) if is_one_time_codes(text) => Self::OneTimeCodes,
            Err(_) if is_request(text) => Self::Request,
            Err(error) => Self::Other(error),
        }
    }
}

/// Schemes are case-insensitive (RFC 3986, 3.1).
fn is_one_time_codes(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ONE_TIME_CODES.iter().any(|known| known.eq_ignore_ascii_case(scheme)))
}

fn is_request(text: &str) -> bool {
    Jws::parse(text).is_ok_and(|jws| jws.header().typ == Request::TYPE)
}

#[cfg(test)]
mod tests;
