//! A decision: the user's answer to a request, over the exact words that were shown.

use serde::{Deserialize, Serialize};

use crate::UnixSeconds;
use crate::digits::SixDigits;
use crate::hash::sha256;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;
use crate::statement::StatementView;

/// The answer to one request. A confirmation comes with the proof of a factor ([`crate::jws::prove`]) inside a call
/// that the possession key signs; to decline needs only the possession key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// [`crate::VERSION`]
    pub v: u8,
    /// What the user decided.
    pub answer: DecisionAnswer,
    /// When, by the clock of the device; informative.
    pub at: UnixSeconds,
    /// The device that answers.
    pub device: DeviceId,
    /// The digits that the user read from the page, where the request asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<SixDigits>,
    /// The request that is answered.
    pub request: RequestId,
    /// SHA-256 of the request's compact JWS, base64url: [`request_hash`].
    pub request_hash: String,
    /// The text that was shown: [`crate::statement::Statement::text`].
    pub statement: String,
    /// How it was shown: language, offset from UTC, wording.
    pub view: StatementView,
}

impl Message for Decision {
    const TYPE: &'static str = "key-decision+jws";
}

/// What the user decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionAnswer {
    /// Yes.
    Confirm,
    /// No.
    Decline,
    /// No, and I did not start this.
    NotMe,
}

/// The hash that binds a decision to a request: base64url of SHA-256 over the request's compact JWS.
#[must_use]
pub fn request_hash(request_jws: &str) -> String {
    crate::base64url::encode(&sha256(request_jws.as_bytes()))
}
