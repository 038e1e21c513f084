//! The bodies of calls, one for each endpoint.

use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;
use super::ids::{CallIdHash, RunHash, RunSecret};
use crate::answer;
use crate::base64url;
use crate::capabilities::Capabilities;
use crate::comparison::{Commitment, Share};
use crate::enrolment::{FactorChange, FactorCheck};
use crate::id::RequestId;
use crate::json;
use crate::key::{PublicKey, Thumbprint};
use crate::link::PairingToken;
use crate::shown::ShownText;

/// A body that belongs to one endpoint.
pub trait Body: Serialize + serde::de::DeserializeOwned {
    /// The endpoint.
    const ENDPOINT: Endpoint;
    /// The content of a successful answer.
    type Ok: Serialize + serde::de::DeserializeOwned;

    /// The run that the call belongs to: for calls of the wait lane.
    fn run(&self) -> Option<Run<'_>> {
        None
    }
}

/// The run of a call of the wait lane, and the newest act.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The number of the [`Resume`] that opened the lane.
    pub number: u64,
    /// The secret whose hash that resume carried.
    pub secret: &'a RunSecret,
    /// The newest number of the act lane.
    pub newest_act: u64,
}

/// Claims a pairing link for the key in the header. The link is used up; the same key may claim it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The attestation of the key by the device's hardware ([`crate::attestation`]): certificates in DER, base64url,
    /// the key's own first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Vec<String>>,
    /// The commitment to the device's share of the comparison code.
    pub commitment: Commitment,
    /// The device's capabilities.
    pub knows: Capabilities,
    /// The name of the device on the page.
    pub name: ShownText,
    /// The device's platform, such as `Android 16` or `Browser`.
    pub platform: ShownText,
    /// The token of the link.
    pub token: PairingToken,
}

impl Body for Claim {
    const ENDPOINT: Endpoint = Endpoint::Claim;
    type Ok = answer::Claimed;
}

/// Registers the factors' keys after the user has confirmed the pairing on the phone, and reveals the device's
/// share of the comparison code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// The device agreement key, for offline codes, if its key store supports agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<PublicKey>,
    /// [`crate::enrolment::Enrolment`] by the biometric key, if the biometric is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biometric: Option<String>,
    /// [`crate::enrolment::Enrolment`] by the PIN key.
    pub pin: String,
    /// The share that [`Claim::commitment`] has committed to.
    pub share: Share,
}

impl Body for Enrol {
    const ENDPOINT: Endpoint = Endpoint::Enrol;
    type Ok = answer::Done;
}

/// Begins a run of the app: reports the unanswered call and opens the wait lane. The first call after each start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// The device's capabilities.
    pub knows: Capabilities,
    /// The call with the number before this one, if it was never answered and cannot be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<LeftCall>,
    /// The thumbprint of the service key that the device has pinned.
    pub pinned: Thumbprint,
    /// [`RunSecret::hash`] of the secret that the waits of this run carry.
    pub run_hash: RunHash,
}

impl Body for Resume {
    const ENDPOINT: Endpoint = Endpoint::Resume;
    type Ok = answer::Resumed;
}

/// A call that may or may not have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftCall {
    /// The hash of its call id.
    pub id_hash: CallIdHash,
    /// Its number.
    pub seq: u64,
}

/// Asks for pending requests, and waits while there are no new ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The digest of the last answer; empty at first. The service answers at once if its digest differs.
    pub have: String,
    /// The newest number of the act lane, as the device has written it down. The device looks it up after it has
    /// received the nonce, each time that it sends the call: a call with a higher number comes from a copy.
    pub newest_act: u64,
    /// The number of the [`Resume`] that opened the lane.
    pub run: u64,
    /// The secret whose hash that resume carried.
    pub run_secret: RunSecret,
    /// How long to wait for a change: 0 to [`super::MAX_WAIT_SECONDS`].
    pub seconds: u8,
}

impl Body for Wait {
    const ENDPOINT: Endpoint = Endpoint::Wait;
    type Ok = answer::Waiting;

    fn run(&self) -> Option<Run<'_>> {
        Some(Run { number: self.run, secret: &self.run_secret, newest_act: self.newest_act })
    }
}

/// Fetches pending requests that did not fit into the answer to a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// The last request that the device has.
    pub after: RequestId,
    /// As in [`Wait::newest_act`].
    pub newest_act: u64,
    /// As in [`Wait::run`].
    pub run: u64,
    /// As in [`Wait::run_secret`].
    pub run_secret: RunSecret,
}

impl Body for Requests {
    const ENDPOINT: Endpoint = Endpoint::Requests;
    type Ok = answer::RequestPage;

    fn run(&self) -> Option<Run<'_>> {
        Some(Run { number: self.run, secret: &self.run_secret, newest_act: self.newest_act })
    }
}

/// Answers a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    /// The JSON of a [`crate::decision::Decision`], base64url. These bytes are signed, and hashed into the receipt.
    pub decision: String,
    /// The proof of a factor over the decision ([`crate::jws::prove`]); only a confirmation has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

impl Body for Decide {
    const ENDPOINT: Endpoint = Endpoint::Decide;
    type Ok = answer::Decided;
}

/// Reports that the device cannot show a request, because something in it is unknown to the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannotShow {
    /// The request.
    pub request: RequestId,
    /// [`crate::decision::request_hash`]
    pub request_hash: String,
}

impl Body for CannotShow {
    const ENDPOINT: Endpoint = Endpoint::CannotShow;
    type Ok = answer::Done;
}

/// Proves a factor without a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The JSON of a [`FactorCheck`], base64url.
    pub check: String,
    /// The proof of a factor over the check.
    pub proof: String,
}

impl Check {
    /// The content to prove.
    #[must_use]
    pub fn content(check: &FactorCheck) -> String {
        base64url::encode(&json::write(check))
    }
}

impl Body for Check {
    const ENDPOINT: Endpoint = Endpoint::Check;
    type Ok = answer::Confirmed;
}

/// Changes a factor: another PIN, or a biometric that is added, renewed or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The JSON of a [`FactorChange`], base64url.
    pub change: String,
    /// The proof of the registered PIN over the change.
    pub proof: String,
}

impl Change {
    /// The content to prove.
    #[must_use]
    pub fn content(change: &FactorChange) -> String {
        base64url::encode(&json::write(change))
    }
}

impl Body for Change {
    const ENDPOINT: Endpoint = Endpoint::Change;
    type Ok = answer::Confirmed;
}

/// Disconnects this device from its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {}

impl Body for Leave {
    const ENDPOINT: Endpoint = Endpoint::Leave;
    type Ok = answer::Done;
}
