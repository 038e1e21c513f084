//! The state of a pairing, as the page shows it.

use key_domain::store::devices::{Device, FINISH_WITHIN, HEAR_WITHIN, Lifecycle};
use key_domain::store::pairings::Pairing;
use key_protocol::comparison::Share;

/// The state of a pairing, as the page shows it.
#[derive(Clone, Debug)]
pub(super) enum Stand {
    /// A device has claimed the link and has to finish.
    Claimed(Device),
    /// The device has enrolled: page and phone show the code, and the user has to recognise the device.
    Comparing(Device, Share),
    /// The phone is paired.
    Connected(Device),
    /// The link, or the time to finish, has expired.
    Expired,
    /// The user has recognised the device, which has not called since.
    Finishing(Device, Share),
    /// The user has given up the pairing on the phone.
    GivenUp,
    /// Nobody has claimed the link.
    Open,
    /// The user has not recognised the device.
    Refused,
}

impl Stand {
    pub(super) fn of(pairing: &Pairing, now: i64) -> Self {
        let Some(device) = pairing.device.clone() else {
            return if pairing.is_open(now) { Self::Open } else { Self::Expired };
        };
        match device.state {
            Lifecycle::Active => match device.share.clone() {
                Some(share) if device.is_finishing(now) => Self::Finishing(device, share),
                _ => Self::Connected(device),
            },
            Lifecycle::Disconnected if device.active_at.is_none() => Self::GivenUp,
            Lifecycle::Pairing if device.has_lapsed(now) => Self::Expired,
            Lifecycle::Pairing => match device.share.clone() {
                Some(share) => Self::Comparing(device, share),
                None => Self::Claimed(device),
            },
            Lifecycle::Refused if !pairing.ended => Self::Refused,
            _ => Self::Expired,
        }
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Claimed(_) => "claimed",
            Self::Comparing(..) => "comparing",
            Self::Connected(_) => "connected",
            Self::Expired => "expired",
            Self::Finishing(..) => "finishing",
            Self::GivenUp => "given-up",
            Self::Open => "open",
            Self::Refused => "refused",
        }
    }

    /// When the state changes by itself.
    pub(super) fn until(&self, pairing: &Pairing) -> i64 {
        match self {
            Self::Open => pairing.expires_at,
            Self::Claimed(device) | Self::Comparing(device, _) => device.claimed_at + FINISH_WITHIN,
            Self::Finishing(device, _) => device.active_at.unwrap_or_default() + HEAR_WITHIN,
            Self::Connected(_) | Self::Expired | Self::GivenUp | Self::Refused => i64::MAX,
        }
    }
}

/// Whether the pairing was completed, even if the device has left since.
pub(in crate::pages) fn has_paired(pairing: &Pairing) -> bool {
    pairing.device.as_ref().is_some_and(|device| device.active_at.is_some())
}
