//! What each endpoint is told.

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

/// Claims a pairing link for the key in the header. The link is used up; the same key may ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What the device's hardware attests about the key ([`crate::attestation`]): certificates in DER, base64url, the
    /// key's own first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Vec<String>>,
    /// Commits to the device's share of the comparison code.
    pub commitment: Commitment,
    /// What the device knows.
    pub knows: Capabilities,
    /// What the page will call the device.
    pub name: ShownText,
    /// What it runs on, such as `Android 16` or `Browser`.
    pub platform: ShownText,
    /// The token of the link.
    pub token: PairingToken,
}

impl Body for Claim {
    const ENDPOINT: Endpoint = Endpoint::Claim;
    type Ok = answer::Claimed;
}

/// Registers the second factor's keys after the user has confirmed the pairing on the phone, and reveals the device's
/// share of the comparison code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// The device's own key for agreeing on offline codes, where its key store can agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<PublicKey>,
    /// [`crate::enrolment::Enrolment`] by the biometric key, where biometrics are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub biometric: Option<String>,
    /// [`crate::enrolment::Enrolment`] by the PIN key.
    pub pin: String,
    /// What [`Claim::commitment`] has committed to.
    pub share: Share,
}

impl Body for Enrol {
    const ENDPOINT: Endpoint = Endpoint::Enrol;
    type Ok = answer::Done;
}

/// Begins a run of the app: tells what was left unanswered and opens the wait lane. The first call after each start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// What the device knows.
    pub knows: Capabilities,
    /// The call with the number before this one, where its answer never came and it cannot be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<LeftCall>,
    /// The thumbprint of the service key that the device has pinned.
    pub pinned: Thumbprint,
    /// [`RunSecret::hash`] of what the waits of this run will show.
    pub run_hash: RunHash,
}

impl Body for Resume {
    const ENDPOINT: Endpoint = Endpoint::Resume;
    type Ok = answer::Resumed;
}

/// A call that may or may not have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftCall {
    /// The hash of its identity.
    pub id_hash: CallIdHash,
    /// Its number.
    pub seq: u64,
}

/// Asks for pending requests, and waits while there is nothing new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The digest of the last answer; empty at first. The service answers at once if its digest differs.
    pub have: String,
    /// The newest number of a call that changes something, as the device has written it down. It is looked up after the
    /// nonce was received, for each time that the call is sent: whoever has used a higher one is a copy.
    pub newest_act: u64,
    /// The number of the [`Resume`] that opened the lane.
    pub run: u64,
    /// What that resume has committed to.
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
    /// To confirm: the proof of a factor over the decision ([`crate::jws::prove`]). Nothing else has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

impl Body for Decide {
    const ENDPOINT: Endpoint = Endpoint::Decide;
    type Ok = answer::Decided;
}

/// Says that the device cannot show a request: something in it is unknown to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannotShow {
    /// Which.
    pub request: RequestId,
    /// [`crate::decision::request_hash`]
    pub request_hash: String,
}

impl Body for CannotShow {
    const ENDPOINT: Endpoint = Endpoint::CannotShow;
    type Ok = answer::Done;
}

/// Proves a factor without deciding anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The JSON of a [`FactorCheck`], base64url.
    pub check: String,
    /// The proof of a factor over it.
    pub proof: String,
}

impl Check {
    /// What is to be proven.
    #[must_use]
    pub fn content(check: &FactorCheck) -> String {
        base64url::encode(&json::write(check))
    }
}

impl Body for Check {
    const ENDPOINT: Endpoint = Endpoint::Check;
    type Ok = answer::Confirmed;
}

/// Changes a factor: another PIN, biometrics added, renewed or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The JSON of a [`FactorChange`], base64url.
    pub change: String,
    /// The proof of the PIN that is registered, over it.
    pub proof: String,
}

impl Change {
    /// What is to be proven.
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
