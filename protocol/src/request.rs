//! A request: something that the service asks one device to confirm, signed by the service.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::UnixSeconds;
use crate::id::{DeviceId, RequestId};
use crate::jws::Message;
use crate::shown::ShownText;

/// The lifetime of a request, in seconds.
pub const LIFETIME_SECONDS: i64 = 120;

/// A request for confirmation. It is addressed to one device and invalid for any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The identity of this request.
    pub id: RequestId,
    /// The device that it is for.
    pub device: DeviceId,
    /// The name of the service.
    pub service: ShownText,
    /// The username of the account.
    pub username: ShownText,
    /// The tenant: the company that the account belongs to, where the service has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<ShownText>,
    /// When it was made, by the service's clock.
    pub issued: UnixSeconds,
    /// When it ends if it is not answered, by the service's clock.
    pub expires: UnixSeconds,
    /// Number matching: whether the user has to type the six digits of the page into Key.
    pub digits: bool,
    /// What the user is to confirm.
    pub subject: Subject,
}

/// The part of a request that every version of Key can read: enough to report that it cannot be shown.
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

/// What the user is to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Subject {
    /// The pairing of another device with the account.
    AddDevice {
        /// The browser, such as `Chrome on Windows`.
        browser: ShownText,
        /// The place that the browser connects from.
        place: Place,
    },
    /// A login.
    Login {
        /// The browser, such as `Chrome on Windows`.
        browser: ShownText,
        /// Whether this browser has signed in to this account before.
        known: bool,
        /// The place that the browser connects from.
        place: Place,
    },
    /// A new list of one-time passwords for the account, instead of the one it has.
    NewList {
        /// The browser, such as `Chrome on Windows`.
        browser: ShownText,
        /// The place that the browser connects from.
        place: Place,
    },
    /// The removal of a device from the account.
    RemoveDevice {
        /// The browser, such as `Chrome on Windows`.
        browser: ShownText,
        /// The name of the device.
        name: ShownText,
        /// The place that the browser connects from.
        place: Place,
    },
}

impl Subject {
    /// All kinds.
    pub const KINDS: [&'static str; 4] = ["add-device", "login", "new-list", "remove-device"];

    /// The kind of the subject.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AddDevice { .. } => Self::KINDS[0],
            Self::Login { .. } => Self::KINDS[1],
            Self::NewList { .. } => Self::KINDS[2],
            Self::RemoveDevice { .. } => Self::KINDS[3],
        }
    }

    /// The browser that has asked.
    #[must_use]
    pub const fn browser(&self) -> &ShownText {
        match self {
            Self::AddDevice { browser, .. }
            | Self::Login { browser, .. }
            | Self::NewList { browser, .. }
            | Self::RemoveDevice { browser, .. } => browser,
        }
    }

    /// The place that the browser connects from.
    #[must_use]
    pub const fn place(&self) -> &Place {
        match self {
            Self::AddDevice { place, .. }
            | Self::Login { place, .. }
            | Self::NewList { place, .. }
            | Self::RemoveDevice { place, .. } => place,
        }
    }
}

/// The place that a browser connects from, as far as the service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The address as the service sees it.
    pub address: IpAddr,
    /// A name that the service's operator gave to the network, such as `Head office`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ShownText>,
}
