//! Answers: what the service says to a call, signed by the service's key and bound to the very bytes of the call, so
//! that nobody between can feign a refusal either.

use serde::{Deserialize, Serialize};

use crate::base64url;
use crate::crypto::sha256;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;
use crate::key::PublicKey;
use crate::receipt::Outcome;
use crate::shown::ShownText;

/// The payload of an answer. The header names the service's thumbprint as `kid`; the answer to a claim carries the
/// service's key as `jwk`, to be held against the thumbprint of the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer<T> {
    /// [`crate::VERSION`]
    pub v: u8,
    /// [`call_hash`] of the call that is answered.
    pub call: String,
    /// The service's clock: milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// What came of it.
    pub result: CallResult<T>,
}

impl<T: Serialize + serde::de::DeserializeOwned> Message for Answer<T> {
    const TYPE: &'static str = "key-answer+jws";
}

/// The hash that binds an answer to its call: base64url of SHA-256 over the call's compact JWS, as sent.
#[must_use]
pub fn call_hash(call: &[u8]) -> String {
    base64url::encode(&sha256(call))
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallResult<T> {
    /// It was done.
    Ok(T),
    /// It was not.
    Refused(Refusal),
}

/// Why the service did not do what a call asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Refusal {
    /// The nonce is unknown, old or used: try again with the one that came along.
    BadNonce,
    /// The digits were not those of the page; the login has ended.
    DigitsWrong,
    /// The service has disconnected the device: pair again.
    Disconnected,
    /// Two copies of the device have spoken; neither is trusted any more: pair again.
    Frozen,
    /// The link has run out or never was: make a new one.
    LinkExpired,
    /// Another device has used the link.
    LinkUsed,
    /// Too many wrong factors; the device is locked for this account: pair again.
    Locked,
    /// The call does not have the form that the protocol asks for.
    Malformed,
    /// The factor was wrong.
    NotConfirmed {
        /// How many tries are left.
        tries_left: u8,
    },
    /// The user did not recognise this device on the page.
    PairingRefused,
    /// The request has been answered already, here or on another device.
    RequestAnswered {
        /// How.
        outcome: Outcome,
    },
    /// The request has run out or was ended in the browser.
    RequestEnded,
    /// What was shown is not what the service asks.
    StatementChanged,
    /// Too many calls from here.
    TooManyCalls {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The service does not know this device.
    UnknownDevice,
    /// The service speaks another version of the protocol.
    UnsupportedVersion {
        /// The oldest version that it takes.
        oldest: u8,
    },
    /// The service cannot do this now; nothing was changed.
    Unavailable,
}

/// The link was claimed by this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// The service's key for agreeing on offline codes.
    pub agreement: PublicKey,
    /// What the service will know this device by.
    pub device: DeviceId,
    /// The service's name.
    pub service: ShownText,
    /// The company that the account belongs to, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<ShownText>,
    /// The account's username.
    pub username: ShownText,
}

/// The factor's keys are registered; the user's word on the page is what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {}

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceState {
    /// Paired.
    Active,
    /// Enrolled, and not yet recognised by the user on the page; or recognised, and not yet enrolled.
    Pairing,
}

/// What there is for a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Changes when anything else here does; opaque.
    pub digest: String,
    /// Requests that ended in the last ten minutes, so that a device can say how.
    pub ended: Vec<EndedRequest>,
    /// The pending requests, each a [`crate::request::Request`] as a JWS by the service.
    pub requests: Vec<String>,
    /// Where the device stands.
    pub state: DeviceState,
}

/// A request that is not pending any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedRequest {
    /// How it was answered; `None` when it ran out or was ended in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Which.
    pub request: RequestId,
}

/// The decision was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// A [`crate::receipt::Receipt`] as a JWS by the service.
    pub receipt: String,
}

/// The factor was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {}

/// The device is disconnected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {}
