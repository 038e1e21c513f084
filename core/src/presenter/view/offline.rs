//! The screens of an offline code.

use super::super::offline::Offline;
use super::accounts::account_view;
use super::ending::ended;
use crate::account::{Account, AccountState};
use crate::authenticator::Authenticator;
use crate::screen::{Ended, OfflineView, Purpose, Screen, Work};

/// The accounts that have offline codes.
pub(in crate::presenter) fn accounts(authenticator: &Authenticator) -> Vec<Account> {
    let mut accounts = authenticator.accounts();
    accounts.retain(|account| account.state == AccountState::Active);
    accounts
}

pub(super) fn screen(state: &Offline, authenticator: &Authenticator) -> Screen {
    let service = |id| authenticator.account(id).map(|account| account.service.to_string());
    match state {
        Offline::Choosing => {
            let accounts = accounts(authenticator).into_iter();
            Screen::ChooseAccount {
                accounts: accounts.map(|account| account_view(account, authenticator)).collect(),
            }
        }
        Offline::Failed(account, error) => ended(Ended::Error(error.clone()), true, service(account).ok()),
        Offline::Making(..) => Screen::Working { what: Work::MakingCode },
        Offline::Shown(id, showing) => {
            let account = authenticator.account(id).ok();
            let is_visible = showing.is_visible(authenticator.seconds());
            Screen::OfflineCode(OfflineView {
                code: is_visible.then(|| authenticator.offline_code(&showing.codes)),
                service: service(id).unwrap_or_default(),
                tenant: account.as_ref().and_then(|account| account.tenant.as_ref()).map(ToString::to_string),
                username: account.map(|account| account.username.to_string()).unwrap_or_default(),
            })
        }
        Offline::Typing(id, entry) => Screen::Identify {
            biometrics: false,
            behind: authenticator.is_behind(id),
            filled: entry.len(),
            problem: None,
            purpose: Purpose::OfflineCode,
            question: None,
            service: service(id).unwrap_or_default(),
        },
    }
}
