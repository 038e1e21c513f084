//! The pages of an account, of an answered request, and of the settings.

use key_protocol::decision::DecisionAnswer;

use super::super::stage::{Answered, BiometricsChange};
use super::accounts::{account_view, host, is_of};
use crate::account::{AccountId, AccountState};
use crate::authenticator::Authenticator;
use crate::screen::{
    AccountPage, AnsweredId, AnsweredSummary, AnsweredView, Asked, Decided, EditedName, NameProblem, Purpose,
    Screen, SettingsView, Work,
};
use crate::vault::HistoryEntry;

/// How many answered requests the page of an account shows.
const ANSWERED_FOR_ACCOUNT: usize = 5;

/// How many characters of a receipt's end identify it: its signature is there.
const ID_CHARS: usize = 22;

/// The page of an account; `None` if it is gone.
pub(super) fn account(id: &AccountId, authenticator: &Authenticator) -> Option<Screen> {
    let account = authenticator.account(id).ok()?;
    Some(Screen::Account(AccountPage {
        answered: answered_for(Some(id), ANSWERED_FOR_ACCOUNT, authenticator),
        biometrics: authenticator.takes_biometrics(id),
        device_name: account.device_name.as_ref().map(ToString::to_string),
        host: host(&account.origin),
        offline: account.state == AccountState::Active,
        account: account_view(account, authenticator),
    }))
}

pub(super) fn answered(answered: &Answered, authenticator: &Authenticator) -> Screen {
    let Answered { entry, verified } = answered;
    Screen::Answered(AnsweredView {
        lines: entry.statement.lines().skip(1).map(str::to_owned).collect(),
        summary: summary(entry),
        utc_offset: authenticator.utc_offset(),
        verifiable: entry.evidence.is_some(),
        verified: *verified,
    })
}

pub(super) fn biometrics(change: &BiometricsChange, authenticator: &Authenticator) -> Screen {
    if change.pin.is_some() {
        return Screen::Working { what: Work::ChangingBiometrics };
    }
    let service = authenticator.checkers(&[]).into_iter().next().map(|account| account.service.to_string());
    Screen::Identify {
        biometrics: false,
        behind: false,
        filled: change.entry.len(),
        problem: change.problem.clone(),
        purpose: Purpose::ChangeBiometrics { on: change.on },
        question: None,
        service: service.unwrap_or_default(),
    }
}

pub(super) fn edit_name(
    edited: &EditedName,
    problem: Option<NameProblem>,
    authenticator: &Authenticator,
) -> Screen {
    let text = match edited {
        EditedName::Account { id, .. } => {
            authenticator.account(id).ok().and_then(|account| account.label).map(|label| label.to_string())
        }
        EditedName::Phone => Some(authenticator.phone_name().to_string()),
    };
    Screen::EditName { edited: edited.clone(), problem, text: text.unwrap_or_default() }
}

pub(super) fn settings(authenticator: &Authenticator) -> SettingsView {
    let has_account = authenticator.accounts().iter().any(|account| account.state == AccountState::Active);
    let offers = authenticator.offers_biometrics() && has_account;
    SettingsView {
        behind: authenticator.behind().into_iter().map(|account| account.service.to_string()).collect(),
        biometrics: offers.then(|| authenticator.uses_biometrics()),
        has_pin: has_account,
        language: authenticator.language(),
        phone_name: authenticator.phone_name().to_string(),
        theme: authenticator.theme(),
    }
}

/// The `count` requests answered last for an account, or for all, newest first. Reads no more than these: a screen that
/// shows ages is drawn each second.
pub(super) fn answered_for(
    id: Option<&AccountId>,
    count: usize,
    authenticator: &Authenticator,
) -> Vec<AnsweredSummary> {
    let contents = authenticator.contents();
    let of_account = contents.history.iter().rev().filter(|entry| id.is_none_or(|id| is_of(entry, id)));
    of_account.take(count).map(summary).collect()
}

/// The identity of an answered request.
pub(in crate::presenter) fn answered_id(entry: &HistoryEntry) -> AnsweredId {
    let receipt: Vec<char> = entry.receipt.chars().collect();
    AnsweredId(receipt[receipt.len().saturating_sub(ID_CHARS)..].iter().collect())
}

fn summary(entry: &HistoryEntry) -> AnsweredSummary {
    let request = entry.request();
    let account = request.as_ref().map(|asked| (asked.service.to_string(), asked.username.to_string()));
    let subject = request.as_ref().map(|request| &request.subject);
    let answer = entry.answer().map(|answer| match answer {
        DecisionAnswer::Confirm => Decided::Confirmed,
        DecisionAnswer::Decline => Decided::Declined,
        DecisionAnswer::NotMe => Decided::NotMe,
    });
    AnsweredSummary {
        id: answered_id(entry),
        account,
        answer,
        asked: subject.map(Asked::of),
        at: entry.at,
        browser: subject.map(|subject| subject.browser().to_string()),
        title: entry.statement.lines().next().unwrap_or_default().to_owned(),
    }
}
