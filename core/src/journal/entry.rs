//! The journal's entry of one account.

use key_protocol::call::{CallIdHash, LeftCall};
use serde::{Deserialize, Serialize};

use crate::vault::{Kept, Unknown};

/// The acts sent for one account.
///
/// A newer Key puts into its own fields the number that they are about: this one keeps them through all calls and
/// answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The newest number that may have been sent.
    act: u64,
    /// The unanswered call, unless it is a resume.
    left: Option<Kept<LeftCall>>,
    /// The unanswered resume.
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

    /// The unanswered call.
    #[must_use]
    pub fn left(&self) -> Option<LeftCall> {
        self.left.as_ref().map(|left| left.known)
    }

    /// The resume that has to be repeated.
    #[must_use]
    pub const fn resume(&self) -> Option<&SentResume> {
        self.resume.as_ref()
    }

    /// Whether a new call can be sent, because no earlier one is unanswered.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        self.left.is_none() && self.resume.is_none()
    }

    /// Returns the entry for when a call with the next number may have been sent.
    #[must_use]
    pub fn sending(&self, id_hash: CallIdHash) -> Self {
        let seq = self.next();
        let left = Some(LeftCall { id_hash, seq }.into());
        Self { act: seq, left, resume: None, unknown: self.unknown.clone() }
    }

    /// Returns the entry for when a resume with the next number may have been sent.
    #[must_use]
    pub fn resuming(&self, payload: String) -> Self {
        let seq = self.next();
        let resume = Some(SentResume { seq, payload, unknown: Unknown::default() });
        Self { act: seq, resume, ..self.clone() }
    }

    /// Returns the entry for when all calls are answered.
    #[must_use]
    pub fn answered(&self) -> Self {
        Self { act: self.act, left: None, resume: None, unknown: self.unknown.clone() }
    }
}
