//! What a text is that was scanned, pasted, or opened Key: decided before anything begins with it.

use key_protocol::jws::{Jws, Message as _};
use key_protocol::link::{LinkError, PairingLink};
use key_protocol::request::Request;

/// The schemes of standard one-time codes: of one, and of several that another app hands over.
const ONE_TIME_CODES: [&str; 2] = ["otpauth", "otpauth-migration"];

/// What a text is. Only a pairing link is kept of it: the others may hold secrets that nobody here needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Standard one-time codes are to be added (`otpauth://`).
    OneTimeCodes,
    /// Something else, and why it is no pairing link.
    Other(LinkError),
    /// A pairing link.
    PairingLink(PairingLink),
    /// A request as a QR code: signed by some service, and not verified.
    Request,
}

impl Scanned {
    /// Decides what `text` is. Spaces, tabs and line ends around it are left aside. A request is told by its header alone.
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

/// A scheme may be written in letters of either size (RFC 3986, 3.1).
fn is_one_time_codes(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ONE_TIME_CODES.iter().any(|known| known.eq_ignore_ascii_case(scheme)))
}

fn is_request(text: &str) -> bool {
    Jws::parse(text).is_ok_and(|jws| jws.header().typ == Request::TYPE)
}

#[cfg(test)]
mod tests;
