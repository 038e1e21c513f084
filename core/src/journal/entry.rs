//! What was sent to one service.

use key_protocol::call::{CallIdHash, LeftCall};
use serde::{Deserialize, Serialize};

use crate::vault::{Kept, Unknown};

/// What was sent to one service, in the lane of calls that change something.
///
/// A newer Key names the number that its own fields are about: they are kept here whatever is sent and answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The newest number that may have been sent.
    act: u64,
    /// The call that was sent with no answer, but for a resume.
    left: Option<Kept<LeftCall>>,
    /// A resume that was sent with no answer.
    resume: Option<SentResume>,
    #[serde(flatten)]
    unknown: Unknown,
}

/// A resume as it was sent. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentResume {
    /// Its number.
    pub seq: u64,
    /// The JSON of its call.
    pub payload: String,
    #[serde(flatten)]
    unknown: Unknown,
}

impl Entry {
    /// The newest number that may have been sent.
    #[must_use]
    pub const fn newest(&self) -> u64 {
        self.act
    }

    /// The number of the next call.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.act + 1
    }

    /// The call that was left without an answer.
    #[must_use]
    pub fn left(&self) -> Option<LeftCall> {
        self.left.as_ref().map(|left| left.known)
    }

    /// The resume that has to be repeated.
    #[must_use]
    pub const fn resume(&self) -> Option<&SentResume> {
        self.resume.as_ref()
    }

    /// Whether a call can be sent: nothing is open.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        self.left.is_none() && self.resume.is_none()
    }

    /// The entry once a call with the next number may have been sent.
    #[must_use]
    pub fn sending(&self, id_hash: CallIdHash) -> Self {
        let seq = self.next();
        let left = Some(LeftCall { id_hash, seq }.into());
        Self { act: seq, left, resume: None, unknown: self.unknown.clone() }
    }

    /// The entry once a resume with the next number may have been sent.
    #[must_use]
    pub fn resuming(&self, payload: String) -> Self {
        let seq = self.next();
        let resume = Some(SentResume { seq, payload, unknown: Unknown::default() });
        Self { act: seq, resume, ..self.clone() }
    }

    /// The entry once all that was sent is answered.
    #[must_use]
    pub fn answered(&self) -> Self {
        Self { act: self.act, left: None, resume: None, unknown: self.unknown.clone() }
    }
}
