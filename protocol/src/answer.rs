//! Answers: what the service says to a call, signed by the service's key and bound to the very bytes of the call, so
//! that nobody between can feign a refusal either.

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
/// service's key as `jwk`, to be held against the thumbprint of the link.
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
    /// It was done.
    Ok(T),
    /// It was not.
    Refused(Refusal),
}

/// An answer without content: the call was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// The link was claimed by this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// The service's key for agreeing on offline codes.
    pub agreement: PublicKey,
    /// What the service will know this device by.
    pub device: DeviceId,
    /// What the service knows.
    pub knows: Capabilities,
    /// The service's name.
    pub service: ShownText,
    /// The service's share of the comparison code.
    pub share: Share,
    /// The company that the account belongs to, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<ShownText>,
    /// The account's username.
    pub username: ShownText,
}

/// A run of the app has begun: waits may follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// What the service knows.
    pub knows: Capabilities,
    /// How the call that was left unanswered ended, where the device has named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<LeftResult>,
    /// A [`crate::successor::Successor`] as a JWS by the key that the device has pinned, where that key is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
}

/// How a call ended whose answer the device never saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftResult {
    /// It arrived, and this is its result.
    Answered(CallResult<Value>),
    /// It never arrived, and will not be taken any more.
    GivenUp(Done),
}

/// Where a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceState {
    /// Paired.
    Active,
    /// Enrolled, and not yet recognised by the user on the page.
    Pairing,
}

/// What there is for a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Changes when anything else here does; opaque.
    pub digest: String,
    /// Requests that ended in the last ten minutes, so that a device can say how.
    pub ended: Vec<EndedRequest>,
    /// How many requests are pending in all; what is not here is fetched with [`crate::call::Requests`].
    pub pending: u32,
    /// The oldest pending requests, each a [`crate::request::Request`] as a JWS by the service.
    pub requests: Vec<String>,
    /// Where the device stands.
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
    /// What failed before, where a factor was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
    /// A [`crate::receipt::Receipt`] as a JWS by the service.
    pub receipt: String,
}

/// A factor was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// What failed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failed>,
}

/// Wrong factors since the last right one, told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// How many.
    pub count: u32,
    /// When the first of them was, by the service's clock.
    pub since: UnixSeconds,
}
