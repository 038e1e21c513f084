//! The screen of each stage.

mod accounts;
mod ending;
mod offline;
mod pages;
mod pin_change;

use key_protocol::request::{Request, Subject};

use self::accounts::{account_view, host};
use self::ending::ended;
pub(super) use self::offline::accounts as offline_accounts;
pub(super) use self::pages::answered_id;
use super::stage::{BiometricsChange, Disconnect, DisconnectStep, Stage};
use crate::account::{Account, AccountId, AccountState};
use crate::approval::Approval;
use crate::authenticator::{Authenticator, Offer, Remembered, Shown};
use crate::error::Error;
use crate::pairing::{CheckProblem, Checking, Pairing};
use crate::screen::{
    Asked, Ended, FailureView, Home, IdentifyProblem, Lifetime, Purpose, Question, RequestSummary,
    RequestView, Screen, UnfinishedView, Work,
};
use crate::vault::FailureNotice;

/// How many answered requests the first screen shows.
const LAST_ANSWERED: usize = 3;

pub(super) fn screen(stage: &Stage, authenticator: &Authenticator) -> Screen {
    match stage {
        Stage::About => {
            Screen::About { protection: authenticator.protection(), version: env!("CARGO_PKG_VERSION") }
        }
        Stage::Account(id) => {
            pages::account(id, authenticator).unwrap_or_else(|| Screen::Home(home(authenticator)))
        }
        Stage::Answered(answered) => pages::answered(answered, authenticator),
        Stage::Approval(approval) => approval_screen(approval, authenticator),
        Stage::Biometrics(BiometricsChange { failed: Some(error), .. }) => {
            ended(Ended::Error(error.clone()), error.may_pass(), None)
        }
        Stage::Biometrics(change) => pages::biometrics(change, authenticator),
        Stage::Disconnect(state) => disconnect_screen(state, authenticator),
        Stage::EditName(edited, problem) => pages::edit_name(edited, *problem, authenticator),
        Stage::GivingUp(_) => Screen::Working { what: Work::GivingUp },
        Stage::Home => Screen::Home(home(authenticator)),
        Stage::Offline(state) => offline::screen(state, authenticator),
        Stage::Pairing(pairing) => pairing_screen(pairing, authenticator),
        Stage::PinChange(change) => pin_change::screen(change, authenticator),
        Stage::Settings => Screen::Settings(pages::settings(authenticator)),
    }
}

/// The pending requests other than that of the stage.
pub(super) fn waiting(stage: &Stage, authenticator: &Authenticator) -> Vec<RequestSummary> {
    let others =
        authenticator.requests().into_iter().filter(|(_, request)| stage.request() != Some(request.id));
    others.map(|(account, request)| summary(&account, &request, authenticator)).collect()
}

fn home(authenticator: &Authenticator) -> Home {
    let is_paired = |account: &Account| account.state != AccountState::Pairing;
    let accounts = authenticator.accounts().into_iter().filter(is_paired);
    Home {
        accounts: accounts.map(|account| account_view(account, authenticator)).collect(),
        answered: pages::answered_for(None, LAST_ANSWERED, authenticator),
        failures: failures(authenticator),
        offline: !offline::accounts(authenticator).is_empty(),
        unfinished: authenticator.unfinished().into_iter().map(unfinished).collect(),
    }
}

fn unfinished(offer: Offer) -> UnfinishedView {
    let Account { id, claim, service, username, .. } = *offer.account;
    UnfinishedView {
        account: id,
        finish_by: claim.map(|claim| claim.finish_by),
        service: service.into(),
        username: username.into(),
    }
}

fn failures(authenticator: &Authenticator) -> Vec<FailureView> {
    let view = |notice: FailureNotice| {
        let service = authenticator.account(&notice.account).ok()?.service.to_string();
        let FailureNotice { account, count, since, .. } = notice;
        Some(FailureView { account, count, service, since, utc_offset: authenticator.utc_offset() })
    };
    authenticator.failures().into_iter().filter_map(view).collect()
}

fn disconnect_screen(state: &Disconnect, authenticator: &Authenticator) -> Screen {
    let account = authenticator.account(&state.account);
    let (service, username) = account
        .map(|account| (account.service.to_string(), account.username.to_string()))
        .unwrap_or_default();
    match &state.step {
        DisconnectStep::Asking => Screen::AskDisconnect { account: state.account.clone(), service, username },
        DisconnectStep::Failed(error @ (Error::Storage | Error::UnknownAccount)) => {
            ended(Ended::Error(error.clone()), true, Some(service))
        }
        DisconnectStep::Failed(_) => Screen::NotDisconnected { account: state.account.clone(), service },
        DisconnectStep::Leaving => Screen::Working { what: Work::Disconnecting },
    }
}

fn summary(account: &AccountId, request: &Request, authenticator: &Authenticator) -> RequestSummary {
    RequestSummary {
        id: request.id,
        asked: Asked::of(&request.subject),
        browser: request.subject.browser().to_string(),
        lifetime: lifetime(account, request, authenticator),
        service: request.service.to_string(),
        username: request.username.to_string(),
    }
}

fn lifetime(account: &AccountId, request: &Request, authenticator: &Authenticator) -> Lifetime {
    let here = |seconds| authenticator.device_time(account, seconds);
    Lifetime { issued: here(request.issued), expires: here(request.expires) }
}

fn approval_screen(approval: &Approval, authenticator: &Authenticator) -> Screen {
    let service = approval.shown().request.service.to_string();
    match approval {
        Approval::Decided { answer, remembered, shown } => {
            let mut failures = failures(authenticator).into_iter();
            let failures = failures.find(|failure| failure.account == shown.account);
            let saved = *remembered == Remembered::Yes;
            let asked = Asked::of(&shown.request.subject);
            Screen::Decided { answer: *answer, asked, failures, saved, service }
        }
        Approval::Deciding { .. } => Screen::Working { what: Work::Deciding },
        Approval::Ended { reason, retry, .. } => ended(reason.clone(), *retry, Some(service)),
        Approval::Identifying { biometrics, entry, problem, shown, .. } => Screen::Identify {
            biometrics: *biometrics,
            behind: authenticator.is_behind(&shown.account),
            filled: entry.len(),
            problem: problem.clone(),
            purpose: Purpose::Confirm,
            question: Some(question(shown, authenticator)),
            service,
        },
        Approval::Reviewing(shown) => Screen::Request(request_view(shown, authenticator)),
        Approval::TypingDigits { digits, mistyped, shown, .. } => {
            let question = question(shown, authenticator);
            Screen::TypeDigits { digits: digits.clone(), mistyped: *mistyped, question, service }
        }
    }
}

fn question(shown: &Shown, authenticator: &Authenticator) -> Question {
    Question {
        lifetime: lifetime(&shown.account, &shown.request, authenticator),
        title: shown.statement.title.clone(),
        username: shown.request.username.to_string(),
    }
}

fn request_view(shown: &Shown, authenticator: &Authenticator) -> RequestView {
    RequestView {
        asked: Asked::of(&shown.request.subject),
        digits: shown.request.digits,
        id: shown.request.id,
        lifetime: lifetime(&shown.account, &shown.request, authenticator),
        new_browser: matches!(shown.request.subject, Subject::Login { known: false, .. }),
        service: shown.request.service.to_string(),
        statement: shown.statement.clone(),
        tenant: shown.request.tenant.as_ref().map(ToString::to_string),
        this_device: match &shown.request.subject {
            Subject::RemoveDevice { name, .. } => {
                let account = authenticator.account(&shown.account);
                account.is_ok_and(|account| account.device_name.as_ref() == Some(name))
            }
            _ => false,
        },
        username: shown.request.username.to_string(),
    }
}

fn pairing_screen(pairing: &Pairing, authenticator: &Authenticator) -> Screen {
    let name = |offer: &Offer| offer.account.service.to_string();
    match pairing {
        Pairing::Asking => Screen::AskVisible,
        Pairing::CheckFailed { service, error, .. } => {
            let service = service.as_ref().map(ToString::to_string);
            ended(Ended::Unchecked(error.clone()), error.may_pass(), service)
        }
        Pairing::CheckingPin(checking) => checking_screen(checking, authenticator),
        Pairing::ChoosingPin { entry, first, problem, .. } => {
            Screen::ChoosePin { filled: entry.len(), problem: *problem, repeat: first.is_some() }
        }
        Pairing::ClaimFailed(_, error) => ended(Ended::Error(error.clone()), true, None),
        Pairing::Claiming(_) => Screen::Working { what: Work::Claiming },
        Pairing::Committing { offer } => {
            Screen::PairCommit { code: offer.account.code.clone(), service: name(offer) }
        }
        Pairing::Done(offer) => {
            Screen::Paired { service: name(offer), username: offer.account.username.to_string() }
        }
        Pairing::Ended(reason) => ended(reason.clone(), false, None),
        Pairing::EnrolFailed { offer, error, .. } => {
            ended(Ended::Error(error.clone()), true, Some(name(offer)))
        }
        Pairing::Enrolling { .. } => Screen::Working { what: Work::Enrolling },
        Pairing::OfferingBiometrics { .. } => Screen::BiometricsOffer,
        Pairing::Opened(link) => Screen::OpenLink { host: host(&link.origin) },
        Pairing::Reviewing(offer) => review(&offer.account, authenticator),
        Pairing::Scanning { camera, problem } => Screen::Scan { camera: *camera, problem: *problem },
        Pairing::Typing(problem) => Screen::PasteLink { problem: *problem },
        Pairing::Verifying(..) => Screen::Working { what: Work::Checking },
    }
}

fn review(account: &Account, authenticator: &Authenticator) -> Screen {
    let accounts = &authenticator.contents().accounts;
    let is_active = |other: &Account| other.state == AccountState::Active && other.is_same_as(account);
    Screen::ReviewPairing {
        already: accounts.iter().any(is_active),
        host: host(&account.origin),
        service: account.service.to_string(),
        tenant: account.tenant.as_ref().map(ToString::to_string),
        username: account.username.to_string(),
    }
}

fn checking_screen(checking: &Checking, authenticator: &Authenticator) -> Screen {
    let problem = checking.problem.as_ref().map(|problem| match problem {
        CheckProblem::NotConfirmed { service, tries_left } => IdentifyProblem::RefusedBy {
            next: second_opinion(checking, authenticator),
            service: service.to_string(),
            tries_left: *tries_left,
        },
        CheckProblem::NotReached { service } => IdentifyProblem::NotReached { service: service.to_string() },
    });
    let first = authenticator.checkers(&[]).into_iter().next();
    Screen::Identify {
        biometrics: false,
        behind: false,
        filled: checking.entry.len(),
        problem,
        purpose: Purpose::AddAccount,
        question: None,
        service: first.map(|account| account.service.to_string()).unwrap_or_default(),
    }
}

/// The service that is asked if the user types the refused PIN again, unless it has already refused it.
fn second_opinion(checking: &Checking, authenticator: &Authenticator) -> Option<String> {
    let by = &checking.refused.as_ref()?.by;
    let next = authenticator.checkers(by).into_iter().next()?;
    let has_refused = |id| authenticator.account(id).is_ok_and(|refuser| refuser.shares_service(&next));
    (!by.iter().any(has_refused)).then(|| next.service.to_string())
}
