//! Calls: what a device sends to its service, each a JWS by the possession key over address, nonce and body
//! (RFC 8555, 6).
//!
//! All calls are `POST`s of `application/jose` to an [`Endpoint`]; `GET` of [`NONCE_PATH`] gives a first nonce, and
//! every answer brings another in the header [`NONCE_HEADER`]. The first call ([`Claim`]) carries the device's key,
//! all later ones name the device by `kid`.

use serde::{Deserialize, Serialize};

use crate::base64url::serde_as_base64url;
use crate::decision::Decision;
use crate::jws::Message;
use crate::link::PairingToken;
use crate::origin::Origin;
use crate::shown::ShownText;

/// The media type of calls and answers (RFC 7515, 9.2.1).
pub const MEDIA_TYPE: &str = "application/jose";

/// `GET` it for a nonce.
pub const NONCE_PATH: &str = "/device/v1/nonce";

/// The response header that carries the next nonce (RFC 8555, 6.5.1).
pub const NONCE_HEADER: &str = "replay-nonce";

/// The longest time that a [`Wait`] may be held, in seconds.
pub const MAX_WAIT_SECONDS: u8 = 25;

/// Where a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// [`FactorCheckCall`]
    Check,
    /// [`Claim`]
    Claim,
    /// [`Decide`]
    Decide,
    /// [`Enrol`]
    Enrol,
    /// [`Leave`]
    Leave,
    /// [`Wait`]
    Wait,
}

impl Endpoint {
    /// The path at the service.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Check => "/device/v1/check",
            Self::Claim => "/device/v1/claim",
            Self::Decide => "/device/v1/decide",
            Self::Enrol => "/device/v1/enrol",
            Self::Leave => "/device/v1/leave",
            Self::Wait => "/device/v1/wait",
        }
    }

    /// The lane whose sequence number the call carries.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Wait => Lane::Wait,
            Self::Check | Self::Claim | Self::Decide | Self::Enrol | Self::Leave => Lane::Act,
        }
    }

    /// The address that the header's `url` must name.
    #[must_use]
    pub fn url(self, origin: &Origin) -> String {
        format!("{origin}{}", self.path())
    }
}

/// Calls of a lane are sent one after the other, so their numbers arrive in order. A device that waits for requests
/// must be able to decide meanwhile: hence two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything that changes something.
    Act,
    /// Waiting for requests.
    Wait,
}

/// A body that belongs to one endpoint.
pub trait Body: Serialize + serde::de::DeserializeOwned {
    /// Where it goes.
    const ENDPOINT: Endpoint;
    /// What a success brings.
    type Ok: Serialize + serde::de::DeserializeOwned;
}

/// The payload of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call<B> {
    /// [`crate::VERSION`]
    pub v: u8,
    /// What is asked.
    pub body: B,
    /// Drawn anew for every call and kept for its retries, so that two copies of a device never say the same.
    pub mark: Mark,
    /// Grows by at least one with every new call of a device in the same [`Lane`], from 1. The same number with the
    /// same payload is a retry; with another payload it shows that the device was copied. A [`Claim`] has 0.
    pub seq: u64,
}

impl<B: Serialize + serde::de::DeserializeOwned> Message for Call<B> {
    const TYPE: &'static str = "key-call+jws";
}

/// 8 random bytes that tell one call from another; base64url in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark([u8; 8]);

impl Mark {
    /// Takes 8 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The 8 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

serde_as_base64url!(Mark);

/// Only the version of a call, to refuse others before reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVersion {
    /// The version that the device speaks.
    pub v: u8,
}

impl Message for CallVersion {
    const TYPE: &'static str = "key-call+jws";
}

/// Claims a pairing link for the key in the header. The link is used up; the same key may ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What the page will call the device.
    pub name: ShownText,
    /// What it runs on, such as `Android 16` or `Browser`.
    pub platform: ShownText,
    /// The token of the link.
    pub token: PairingToken,
}

impl Body for Claim {
    const ENDPOINT: Endpoint = Endpoint::Claim;
    type Ok = crate::answer::Claimed;
}

/// Registers the second factor's keys after the user has confirmed the pairing on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// [`crate::enrolment::Enrolment`] by the PIN key.
    pub pin: String,
    /// [`crate::enrolment::Enrolment`] by the biometric key, where biometrics are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biometric: Option<String>,
}

impl Body for Enrol {
    const ENDPOINT: Endpoint = Endpoint::Enrol;
    type Ok = crate::answer::Enrolled;
}

/// Asks for pending requests, and waits while there is nothing new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The digest of the last answer; empty at first. The service answers at once if its digest differs.
    pub have: String,
    /// How long to wait for a change: 0 to [`MAX_WAIT_SECONDS`].
    pub seconds: u8,
}

impl Body for Wait {
    const ENDPOINT: Endpoint = Endpoint::Wait;
    type Ok = crate::answer::Waiting;
}

/// Answers a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decide {
    /// A [`Decision`] to confirm, as a JWS by the PIN or biometric key, `kid` naming the factor.
    Confirm(String),
    /// A [`Decision`] that declines.
    Decline(Box<Decision>),
}

impl Body for Decide {
    const ENDPOINT: Endpoint = Endpoint::Decide;
    type Ok = crate::answer::Decided;
}

/// Proves a factor: a [`crate::enrolment::FactorCheck`] as a JWS by the PIN or biometric key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorCheckCall {
    /// The JWS, `kid` naming the factor.
    pub proof: String,
}

impl Body for FactorCheckCall {
    const ENDPOINT: Endpoint = Endpoint::Check;
    type Ok = crate::answer::Checked;
}

/// Disconnects this device from its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {}

impl Body for Leave {
    const ENDPOINT: Endpoint = Endpoint::Leave;
    type Ok = crate::answer::Left;
}
