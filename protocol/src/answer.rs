//! Answers: the service's response to a call, signed by the service key and bound to the exact bytes of the call, so
//! that nobody in between can forge a refusal.

mod refusal;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use refusal::Refusal;

use crate::UnixSeconds;
use crate::base64url;
use crate::capabilities::Capabilities;
use crate::comparison::Share;
use crate::hash::sha256;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;
use crate::key::PublicKey;
use crate::receipt::Outcome;
use crate::shown::ShownText;

/// The payload of an answer. The header names the service's thumbprint as `kid`; the answer to a claim carries the
/// service key as `jwk`, which the device compares with the thumbprint of the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer<T> {
    /// [`crate::VERSION`]
    pub v: u8,
    /// [`call_hash`] of the call that is answered.
    pub call: String,
    /// The service's clock: milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// The result of the call.
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

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallResult<T> {
    /// The call was carried out.
    Ok(T),
    /// The call was refused.
    Refused(Refusal),
}

/// An answer without content: the service carried out the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// The answer to a successful claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// The service agreement key, for offline codes.
    pub agreement: PublicKey,
    /// The device id that the service has assigned.
    pub device: DeviceId,
    /// The service's capabilities.
    pub knows: Capabilities,
    /// The service's name.
    pub service: ShownText,
    /// The service's share of the comparison code.
    pub share: Share,
    /// The tenant: the company that the account belongs to, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<ShownText>,
    /// The account's username.
    pub username: ShownText,
}

/// The answer to a resume: a run of the app has begun, and waits may follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// The service's capabilities.
    pub knows: Capabilities,
    /// How the unanswered call ended that the device has named, if it has named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<LeftResult>,
    /// A [`crate::successor::Successor`] as a JWS by the pinned key, if that key is being replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

/// The end of a call whose answer the device never received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftResult {
    /// The call arrived, and this is its result.
    Answered(CallResult<Value>),
    /// The call never arrived, and the service will not take it any more.
    GivenUp(Done),
}

/// The state of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceState {
    /// Paired.
    Active,
    /// Enrolled, but not yet recognised by the user on the page.
    Pairing,
}

/// The answer to a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Opaque; differs whenever anything else here differs.
    pub digest: String,
    /// Requests that ended in the last ten minutes, so that the device can show how.
    pub ended: Vec<EndedRequest>,
    /// How many requests are pending in all; [`crate::call::Requests`] fetches those that are not here.
    pub pending: u32,
    /// The oldest pending requests, each a [`crate::request::Request`] as a JWS by the service.
    pub requests: Vec<String>,
    /// The state of the device.
    pub state: DeviceState,
    /// As in [`Resumed::successor`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

/// More pending requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    /// As in [`Waiting::requests`]; empty after the last.
    pub requests: Vec<String>,
}

/// A request that is no longer pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedRequest {
    /// How it was answered; `None` when it expired or was ended in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The request.
    pub request: RequestId,
}

/// The service took the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Earlier failures, if a factor was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
    /// A [`crate::receipt::Receipt`] as a JWS by the service.
    pub receipt: String,
}

/// The factor was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Earlier failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
}

/// Wrong factors since the last right one, reported once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// How many.
    pub count: u32,
    /// When the first of them was, by the service's clock.
    pub since: UnixSeconds,
}
