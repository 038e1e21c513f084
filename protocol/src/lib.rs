//! The messages that both sides of Key send and sign.
//!
//! The phone (`key-core`) and the service (`key-service`) share these types, so that a reader cannot interpret a
//! message differently from its writer. Nothing here reads a clock, draws a random number or touches a network;
//! [`crypto::Signer`] and [`crypto::Verifier`] provide signing and verifying.
//!
//! `docs/protocol.md` specifies the same byte by byte, and `protocol/tests/vectors` has examples to test a second
//! implementation with.
//!
//! | what | where |
//! |---|---|
//! | the link that a QR code or an SMS carries | [`link`] |
//! | the code that page and phone both show during pairing | [`comparison`] |
//! | the signed calls of a device | [`call`] |
//! | the signed answers of the service | [`answer`] |
//! | the request to confirm, and the words that show it | [`request`], [`statement`] |
//! | the user's answer, and the service's proof that it took it | [`decision`], [`receipt`] |
//! | what each side knows, and how keys are registered and replaced | [`capabilities`], [`enrolment`], [`successor`] |
//! | how JSON is read | [`json`] |
//! | codes without a network | [`offline`] |

#![deny(missing_docs)]

pub mod answer;
pub mod attestation;
pub mod base64url;
pub mod call;
pub mod capabilities;
pub mod comparison;
pub mod crypto;
pub mod decision;
pub mod digits;
pub mod enrolment;
mod factor;
mod hash;
pub mod hotp;
pub mod id;
pub mod json;
pub mod jws;
pub mod key;
pub mod language;
pub mod link;
pub mod offline;
pub mod origin;
pub mod receipt;
pub mod request;
pub mod shown;
pub mod statement;
pub mod successor;
#[cfg(feature = "testing")]
pub mod testing;

/// The version of the messages. A message with another version is refused before it is read further. Links, wordings of
/// statements, labels of derivations and kinds of requests have versions of their own.
pub const VERSION: u8 = 1;

/// Seconds since 1970-01-01T00:00:00Z, by the writer's clock.
pub type UnixSeconds = i64;
