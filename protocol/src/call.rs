//! Calls: what a device sends to its service, each a JWS by the possession key over address, nonce and body
//! (RFC 8555, 6).
//!
//! All calls are `POST`s of `application/jose` to an [`Endpoint`]. `GET` of [`NONCE_PATH`] returns a first nonce, and
//! every answer carries another in the header [`NONCE_HEADER`]. The first call ([`Claim`]) carries the device's key;
//! all later calls name the device by `kid`.

mod bodies;
mod endpoint;
mod ids;

use serde::{Deserialize, Serialize};

pub use self::bodies::{
    Body, CannotShow, Change, Check, Claim, Decide, Enrol, Leave, LeftCall, Requests, Resume, Run, Wait,
};
pub use self::endpoint::{Endpoint, Lane, PREFIX};
pub use self::ids::{CallId, CallIdHash, ContentHash, RunHash, RunSecret};
use crate::jws::Message;

/// The media type of calls and answers (RFC 7515, 9.2.1).
pub const MEDIA_TYPE: &str = "application/jose";

/// The path whose `GET` returns a nonce.
pub const NONCE_PATH: &str = "/device/v1/nonce";

/// The response header that carries the next nonce (RFC 8555, 6.5.1).
pub const NONCE_HEADER: &str = "replay-nonce";

/// The longest time that a [`Wait`] may be held, in seconds.
pub const MAX_WAIT_SECONDS: u8 = 25;

/// The payload of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call<B> {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The body, by endpoint.
    pub body: B,
    /// The call id: random, new for every call and kept for its retries, so that two copies of a device never send the
    /// same.
    pub id: CallId,
    /// The number: one more than that of the call before it in the same [`Lane`]; the first is 1. The same number with
    /// the same content is a retry; with other content it shows that the device was copied. A [`Claim`] has 0.
    pub seq: u64,
}

impl<B: Serialize + serde::de::DeserializeOwned> Message for Call<B> {
    const TYPE: &'static str = "key-call+jws";
}

/// Only the version of a call, to refuse other versions before reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVersion {
    /// The version of the call.
    pub v: u8,
}
