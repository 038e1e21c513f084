//! What both sides of Key say and sign.
//!
//! The phone (`key-core`) and the service (`key-service`) share these types, so that neither can read a message
//! otherwise than the other wrote it. Nothing here reads a clock, draws a random number or touches a network;
//! signing and verifying come in through [`crypto::Signer`] and [`crypto::Verifier`].
//!
//! `docs/protocol.md` tells the same byte by byte, and `protocol/tests/vectors` holds examples that a second
//! implementation can be held against.
//!
//! | what | where |
//! |---|---|
//! | the link that a QR code or an SMS carries | [`link`] |
//! | the code that page and phone both show while pairing | [`comparison`] |
//! | what a device sends, signed | [`call`] |
//! | what the service answers, signed | [`answer`] |
//! | what there is to confirm, and the words it is shown with | [`request`], [`statement`] |
//! | the user's answer and the service's proof of having it | [`decision`], [`receipt`] |
//! | what each side knows, and what takes the place of what | [`capabilities`], [`enrolment`], [`successor`] |
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

/// The version of the messages. One with another number is refused before it is read further. Links, wordings of
/// statements, labels of derivations and kinds of requests have versions of their own.
pub const VERSION: u8 = 1;

/// Seconds since 1970-01-01T00:00:00Z, by the clock of whoever wrote them.
pub type UnixSeconds = i64;
