//! An account as lists and pages show it.

use key_protocol::decision::DecisionAnswer;
use key_protocol::origin::Origin;

use crate::account::{Account, AccountId};
use crate::authenticator::Authenticator;
use crate::screen::AccountView;
use crate::vault::HistoryEntry;

pub(super) fn account_view(account: Account, authenticator: &Authenticator) -> AccountView {
    AccountView {
        last_confirmed: last_confirmed(&account.id, authenticator),
        label: account.label.map(Into::into),
        reachable: authenticator.is_reachable(&account.id),
        service: account.service.into(),
        state: account.state,
        tenant: account.tenant.map(Into::into),
        username: account.username.into(),
        id: account.id,
    }
}

/// The service's host name.
pub(super) fn host(origin: &Origin) -> String {
    let origin = origin.as_str();
    origin.split_once("://").map_or(origin, |(_, host)| host).to_owned()
}

/// Whether an answered request was for the account.
pub(super) fn is_of(entry: &HistoryEntry, id: &AccountId) -> bool {
    entry.evidence.as_ref().is_some_and(|evidence| evidence.account == *id)
}

/// When a request was last confirmed for an account.
fn last_confirmed(id: &AccountId, authenticator: &Authenticator) -> Option<i64> {
    let contents = authenticator.contents();
    let confirmed = |entry: &HistoryEntry| entry.answer() == Some(DecisionAnswer::Confirm);
    contents.history.iter().rev().find(|entry| is_of(entry, id) && confirmed(entry)).map(|entry| entry.at)
}
