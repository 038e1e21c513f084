//! Showing an offline code: which account, the PIN, the code.

use crate::account::AccountId;
use crate::authenticator::{Authenticator, OfflineCodes};
use crate::error::Error;
use crate::pin::{Entry, Pin};
use crate::screen::Action;

/// How long codes stay on the screen, in seconds.
const SHOWN_SECONDS: i64 = 120;

/// The state of showing a code.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Offline {
    /// The user chooses one of several accounts.
    Choosing,
    Failed(AccountId, Error),
    Making(AccountId, Pin),
    Shown(AccountId, Showing),
    Typing(AccountId, Entry),
}

/// Codes on the screen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Showing {
    pub(super) codes: OfflineCodes,
    /// Since when, in seconds since 1970 by the phone's clock.
    since: i64,
}

impl Showing {
    /// Whether they are still on the screen.
    pub(super) fn is_visible(&self, now: i64) -> bool {
        (self.since..self.since + SHOWN_SECONDS).contains(&now)
    }
}

impl Offline {
    pub(super) fn typing(account: &AccountId) -> Self {
        Self::Typing(account.clone(), Entry::default())
    }

    /// The account of the code, once there is one.
    pub(super) const fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Choosing => None,
            Self::Failed(account, _)
            | Self::Making(account, _)
            | Self::Shown(account, _)
            | Self::Typing(account, _) => Some(account),
        }
    }

    /// Returns the state after an action, if the action fits.
    pub(super) fn after(&self, action: &Action) -> Option<Self> {
        match (self, action) {
            (Self::Typing(account, entry), Action::Digit(digit)) => {
                let mut entry = entry.clone();
                Some(match entry.push(*digit) {
                    Some(pin) => Self::Making(account.clone(), pin),
                    None => Self::Typing(account.clone(), entry),
                })
            }
            (Self::Typing(account, entry), Action::Erase) => {
                let mut entry = entry.clone();
                entry.erase();
                Some(Self::Typing(account.clone(), entry))
            }
            (Self::Failed(account, _) | Self::Shown(account, _), Action::Retry) => {
                Some(Self::typing(account))
            }
            _ => None,
        }
    }

    /// Makes the codes, if the PIN is complete.
    pub(super) fn work(&self, key: &Authenticator) -> Option<Self> {
        let Self::Making(account, pin) = self else { return None };
        Some(match key.offline_codes(account, pin) {
            Ok(codes) => Self::Shown(account.clone(), Showing { codes, since: key.seconds() }),
            Err(error) => Self::Failed(account.clone(), error),
        })
    }
}
