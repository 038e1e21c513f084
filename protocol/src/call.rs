//! Calls: what a device sends to its service, each a JWS by the possession key over address, nonce and body
//! (RFC 8555, 6).
//!
//! All calls are `POST`s of `application/jose` to an [`Endpoint`]; `GET` of [`NONCE_PATH`] gives a first nonce, and
//! every answer brings another in the header [`NONCE_HEADER`]. The first call ([`Claim`]) carries the device's key,
//! all later ones name the device by `kid`.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::answer;
use crate::base64url::{self, serde_as_base64url};
use crate::capabilities::Capabilities;
use crate::comparison::{Commitment, Share};
use crate::crypto::sha256;
use crate::enrolment::{FactorChange, FactorCheck};
use crate::id::RequestId;
use crate::json;
use crate::jws::Message;
use crate::key::{PublicKey, Thumbprint};
use crate::link::PairingToken;
use crate::origin::Origin;
use crate::shown::ShownText;

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

/// 16 random bytes that tell one call from another; base64url in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId([u8; 16]);

impl CallId {
    /// Takes 16 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

serde_as_base64url!(CallId);

impl CallId {
    /// What a device keeps of it.
    #[must_use]
    pub fn hash(&self) -> CallIdHash {
        CallIdHash(sha256(&self.0))
    }
}

impl std::fmt::Debug for CallId {
    /// It hides the PIN signature in [`ContentHash`], so it is never printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallId(..)")
    }
}

/// SHA-256 of a [`CallId`]: 32 bytes, base64url in JSON. A device writes it down before it sends a call: it names the
/// call without telling anything of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallIdHash([u8; 32]);

impl CallIdHash {
    /// Takes the 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

serde_as_base64url!(CallIdHash);

/// What shows that a wait belongs to a run: 16 random bytes, base64url in JSON. It is drawn for each start of the app and
/// never stored, so that nobody who has copied what is stored can wait in the run of another.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RunSecret([u8; 16]);

impl RunSecret {
    /// Takes 16 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// What the resume carries: SHA-256.
    #[must_use]
    pub fn hash(&self) -> RunHash {
        RunHash(sha256(&self.0))
    }
}

serde_as_base64url!(RunSecret);

impl std::fmt::Debug for RunSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RunSecret(..)")
    }
}

/// SHA-256 of a [`RunSecret`]: 32 bytes, base64url in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunHash([u8; 32]);

impl RunHash {
    /// Takes the 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

serde_as_base64url!(RunHash);

/// What a retry has in common with the call that it repeats: SHA-256(name of the endpoint || `.` || payload as sent,
/// base64url). 32 bytes, base64url in JSON. A service keeps it; without the call's [`CallId`] it tells nothing of what was
/// signed within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Takes the 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Of a call by its payload's JSON.
    #[must_use]
    pub fn of(endpoint: Endpoint, payload: &[u8]) -> Self {
        Self(sha256(format!("{}.{}", endpoint.name(), base64url::encode(payload)).as_bytes()))
    }
}

serde_as_base64url!(ContentHash);

/// Only the version of a call, to refuse others before reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVersion {
    /// The version that the device speaks.
    pub v: u8,
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
    /// How long to wait for a change: 0 to [`MAX_WAIT_SECONDS`].
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
