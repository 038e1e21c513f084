//! Refusals: the reasons why the service did not carry out a call.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::capabilities::is_name;
use crate::receipt::Outcome;

/// The reason why the service did not carry out a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub enum Refusal {
    /// The nonce is unknown, too old or used: send the call again with the nonce of this response.
    BadNonce,
    /// The digits were not those of the page; the login is still pending, and one more number may be tried.
    DigitsMistyped,
    /// The digits were not those of the page; the login has ended.
    DigitsWrong,
    /// The service has disconnected the device: pair again.
    Disconnected,
    /// Two copies of the device have sent calls; the service trusts neither any more: pair again.
    Frozen,
    /// The link has expired or never existed: make a new one.
    LinkExpired,
    /// Another device has used the link.
    LinkUsed,
    /// Too many wrong factors; the device is locked for this account: pair again.
    Locked,
    /// The call does not have the form that the protocol requires.
    Malformed,
    /// The factor was wrong.
    NotConfirmed {
        /// How many tries are left.
        tries_left: u8,
    },
    /// A refusal of a newer protocol.
    Other {
        /// Its code.
        code: String,
    },
    /// The user did not recognise this device on the page.
    PairingRefused,
    /// The request has been answered already, on this or another device.
    RequestAnswered {
        /// The answer.
        outcome: Outcome,
    },
    /// The request has expired or was ended in the browser.
    RequestEnded,
    /// The request or statement that was signed is not the service's.
    StatementChanged,
    /// Too many calls from this device or address.
    TooManyCalls {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The service does not know this device.
    UnknownDevice,
    /// The service does not know the endpoint that was called.
    UnknownEndpoint,
    /// The service supports other versions of the protocol.
    UnsupportedVersion {
        /// The oldest version that it supports.
        oldest: u8,
    },
    /// Not possible now; nothing was changed.
    Unavailable,
}

/// A refusal in JSON: its code, and the field of that code.
#[derive(Serialize, Deserialize)]
struct Fields {
    code: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Fields {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    fn field<T: DeserializeOwned>(&self, name: &str) -> Result<T, &'static str> {
        let value = self.more.get(name).cloned().ok_or("a field of the refusal is lacking")?;
        serde_json::from_value(value).map_err(|_| "a field of the refusal is of another form")
    }
}

impl From<Refusal> for Fields {
    fn from(refusal: Refusal) -> Self {
        let fields = Self { code: refusal.code().to_owned(), more: Map::new() };
        match refusal {
            Refusal::NotConfirmed { tries_left } => fields.with("tries_left", tries_left),
            Refusal::RequestAnswered { outcome: Outcome::Confirmed } => fields.with("outcome", "confirmed"),
            Refusal::RequestAnswered { outcome: Outcome::Declined } => fields.with("outcome", "declined"),
            Refusal::TooManyCalls { retry_after } => fields.with("retry_after", retry_after),
            Refusal::UnsupportedVersion { oldest } => fields.with("oldest", oldest),
            _ => fields,
        }
    }
}

impl TryFrom<Fields> for Refusal {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, &'static str> {
        Ok(match fields.code.as_str() {
            "bad-nonce" => Self::BadNonce,
            "digits-mistyped" => Self::DigitsMistyped,
            "digits-wrong" => Self::DigitsWrong,
            "disconnected" => Self::Disconnected,
            "frozen" => Self::Frozen,
            "link-expired" => Self::LinkExpired,
            "link-used" => Self::LinkUsed,
            "locked" => Self::Locked,
            "malformed" => Self::Malformed,
            "not-confirmed" => Self::NotConfirmed { tries_left: fields.field("tries_left")? },
            "pairing-refused" => Self::PairingRefused,
            "request-answered" => Self::RequestAnswered { outcome: fields.field("outcome")? },
            "request-ended" => Self::RequestEnded,
            "statement-changed" => Self::StatementChanged,
            "too-many-calls" => Self::TooManyCalls { retry_after: fields.field("retry_after")? },
            "unavailable" => Self::Unavailable,
            "unknown-device" => Self::UnknownDevice,
            "unknown-endpoint" => Self::UnknownEndpoint,
            "unsupported-version" => Self::UnsupportedVersion { oldest: fields.field("oldest")? },
            code if is_name(code) => Self::Other { code: fields.code },
            _ => return Err("not the code of a refusal"),
        })
    }
}

impl Refusal {
    /// The code in JSON.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::BadNonce => "bad-nonce",
            Self::DigitsMistyped => "digits-mistyped",
            Self::DigitsWrong => "digits-wrong",
            Self::Disconnected => "disconnected",
            Self::Frozen => "frozen",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::Locked => "locked",
            Self::Malformed => "malformed",
            Self::NotConfirmed { .. } => "not-confirmed",
            Self::Other { code } => code,
            Self::PairingRefused => "pairing-refused",
            Self::RequestAnswered { .. } => "request-answered",
            Self::RequestEnded => "request-ended",
            Self::StatementChanged => "statement-changed",
            Self::TooManyCalls { .. } => "too-many-calls",
            Self::Unavailable => "unavailable",
            Self::UnknownDevice => "unknown-device",
            Self::UnknownEndpoint => "unknown-endpoint",
            Self::UnsupportedVersion { .. } => "unsupported-version",
        }
    }
}
