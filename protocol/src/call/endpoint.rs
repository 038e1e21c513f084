//! The endpoints of a service, and the lanes in which calls to them are numbered.

use crate::origin::Origin;

/// The beginning of every endpoint's path.
pub const PREFIX: &str = "/device/v1/";

/// The endpoint of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// [`CannotShow`](super::CannotShow)
    CannotShow,
    /// [`Change`](super::Change)
    Change,
    /// [`Check`](super::Check)
    Check,
    /// [`Claim`](super::Claim)
    Claim,
    /// [`Decide`](super::Decide)
    Decide,
    /// [`Enrol`](super::Enrol)
    Enrol,
    /// [`Leave`](super::Leave)
    Leave,
    /// [`Requests`](super::Requests)
    Requests,
    /// [`Resume`](super::Resume)
    Resume,
    /// [`Wait`](super::Wait)
    Wait,
}

impl Endpoint {
    /// All endpoints, by name.
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

    /// The lane of the call's number.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Requests | Self::Wait => Lane::Wait,
            _ => Lane::Act,
        }
    }

    /// The address that the header's `url` must contain.
    #[must_use]
    pub fn url(self, origin: &Origin) -> String {
        format!("{origin}{}", self.path())
    }
}

/// Calls of a lane are sent one after the other and numbered without gaps. There are two lanes, so that a device that
/// waits for requests can decide meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Calls that change something. Their numbers go on for as long as the device is paired.
    Act,
    /// Calls that wait for requests. Their numbers begin at 1 with every [`Resume`](super::Resume).
    Wait,
}
