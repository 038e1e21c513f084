//! Calls: what a device sends to its service, each a JWS by the possession key over address, nonce and body
//! (RFC 8555, 6).
//!
//! All calls are `POST`s of `application/jose` to an [`Endpoint`]; `GET` of [`NONCE_PATH`] gives a first nonce, and
//! every answer brings another in the header [`NONCE_HEADER`]. The first call ([`Claim`]) carries the device's key,
//! all later ones name the device by `kid`.

mod bodies;
mod ids;

use serde::{Deserialize, Serialize};

pub use self::bodies::{
    CannotShow, Change, Check, Claim, Decide, Enrol, Leave, LeftCall, Requests, Resume, Wait,
};
pub use self::ids::{CallId, CallIdHash, ContentHash, RunHash, RunSecret};
use crate::jws::Message;
use crate::origin::Origin;

/// The media type of calls and answers (RFC 7515, 9.2.1).
pub const MEDIA_TYPE: &str = "application/jose";

/// The paths of all endpoints begin so.
pub const PREFIX: &str = "/device/v1/";

/// `GET` it for a nonce.
pub const NONCE_PATH: &str = "/device/v1/nonce";

/// The response header that carries the next nonce (RFC 8555, 6.5.1).
pub const NONCE_HEADER: &str = "replay-nonce";

/// The longest time that a [`Wait`] may be held, in seconds.
pub const MAX_WAIT_SECONDS: u8 = 25;

/// Where a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// [`CannotShow`]
    CannotShow,
    /// [`Change`]
    Change,
    /// [`Check`]
    Check,
    /// [`Claim`]
    Claim,
    /// [`Decide`]
    Decide,
    /// [`Enrol`]
    Enrol,
    /// [`Leave`]
    Leave,
    /// [`Requests`]
    Requests,
    /// [`Resume`]
    Resume,
    /// [`Wait`]
    Wait,
}

impl Endpoint {
    /// All of them, by name.
    pub const ALL: [Self; 10] = [
        Self::CannotShow,
        Self::Change,
        Self::Check,
        Self::Claim,
        Self::Decide,
        Self::Enrol,
        Self::Leave,
        Self::Requests,
        Self::Resume,
        Self::Wait,
    ];

    /// The name: the last part of the path.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CannotShow => "cannot-show",
            Self::Change => "change",
            Self::Check => "check",
            Self::Claim => "claim",
            Self::Decide => "decide",
            Self::Enrol => "enrol",
            Self::Leave => "leave",
            Self::Requests => "requests",
            Self::Resume => "resume",
            Self::Wait => "wait",
        }
    }

    /// The path at the service.
    #[must_use]
    pub fn path(self) -> String {
        format!("{PREFIX}{}", self.name())
    }

    /// The lane whose sequence number the call carries.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Requests | Self::Wait => Lane::Wait,
            _ => Lane::Act,
        }
    }

    /// The address that the header's `url` must name.
    #[must_use]
    pub fn url(self, origin: &Origin) -> String {
        format!("{origin}{}", self.path())
    }
}

/// Calls of a lane are sent one after the other and numbered without gaps. A device that waits for requests must be
/// able to decide meanwhile: hence two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything that changes something. Its numbers go on for as long as the device is paired.
    Act,
    /// Waiting for requests. Its numbers begin at 1 with every [`Resume`].
    Wait,
}

/// A body that belongs to one endpoint.
pub trait Body: Serialize + serde::de::DeserializeOwned {
    /// Where it goes.
    const ENDPOINT: Endpoint;
    /// What a success brings.
    type Ok: Serialize + serde::de::DeserializeOwned;

    /// The run that it belongs to: for calls of the wait lane.
    fn run(&self) -> Option<Run<'_>> {
        None
    }
}

/// What a call of the wait lane says of the device's other calls.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The number of the [`Resume`] that opened the lane.
    pub number: u64,
    /// What that resume has committed to.
    pub secret: &'a RunSecret,
    /// The newest number of a call that changes something.
    pub newest_act: u64,
}

/// The payload of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call<B> {
    /// [`crate::VERSION`]
    pub v: u8,
    /// What is asked.
    pub body: B,
    /// Drawn anew for every call and kept for its retries, so that two copies of a device never say the same.
    pub id: CallId,
    /// One more than that of the call before it in the same [`Lane`]; the first is 1. The same number with the same
    /// content is a retry; with other content it shows that the device was copied. A [`Claim`] has 0.
    pub seq: u64,
}

impl<B: Serialize + serde::de::DeserializeOwned> Message for Call<B> {
    const TYPE: &'static str = "key-call+jws";
}

/// Only the version of a call, to refuse others before reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVersion {
    /// The version that the device speaks.
    pub v: u8,
}
