//! A request: something that the service asks one device to confirm, signed by the service.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::UnixSeconds;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;
use crate::shown::ShownText;

/// How long a login request waits for its answer, in seconds.
pub const LIFETIME_SECONDS: i64 = 120;

/// What the service asks. It is addressed to one device and means nothing to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The identity of this request.
    pub id: RequestId,
    /// The device that it is for.
    pub device: DeviceId,
    /// Who asks.
    pub service: ShownText,
    /// Whose account it is about.
    pub username: ShownText,
    /// The company that the account belongs to, where the service has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<ShownText>,
    /// When it was made, by the service's clock.
    pub issued: UnixSeconds,
    /// When it ends unanswered, by the service's clock.
    pub expires: UnixSeconds,
    /// Whether the six digits of the page have to be typed into Key.
    pub digits: bool,
    /// What is asked.
    pub subject: Subject,
}

/// As much of a request as every version of Key can read: enough to say that it cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestHead {
    /// The identity of this request.
    pub id: RequestId,
    /// The device that it is for.
    pub device: DeviceId,
}

impl Message for RequestHead {
    const TYPE: &'static str = Request::TYPE;
}

impl Message for Request {
    const TYPE: &'static str = "key-request+jws";
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Subject {
    /// Somebody logs in.
    Login {
        /// The browser, such as `Chrome on Windows`.
        browser: ShownText,
        /// Whether this browser has signed in to this account before.
        known: bool,
        /// Where the browser connects from.
        place: Place,
    },
}

impl Subject {
    /// The kind of a login.
    pub const LOGIN: &'static str = "login";

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Login { .. } => Self::LOGIN,
        }
    }
}

/// Where a browser connects from, as far as the service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The address as the service sees it.
    pub address: IpAddr,
    /// A name that the service's operator gave to the network, such as `Head office`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ShownText>,
}
