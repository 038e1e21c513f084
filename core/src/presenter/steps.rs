//! The steps of a task: what an action of the user, an effect, or news of a service makes of its stage.

use key_protocol::answer::Refusal;
use key_protocol::receipt::Outcome;
use key_protocol::shown::ShownText;

use super::offline::Offline;
use super::pin_change::PinChange;
use super::stage::{
    Answered, BiometricsChange, Disconnect, DisconnectStep, Done, Stage, given, pairing_event,
};
use super::view;
use crate::account::{AccountId, AccountState};
use crate::approval::{self, Answer, Approval};
use crate::authenticator::{Authenticator, Offer};
use crate::error::Error;
use crate::pairing::{self, Facts, Pairing};
use crate::screen::{Action, Decided, EditedName, Ended, NameProblem};

/// Returns the page that an action opens over the shown one.
pub(super) fn opened(key: &Authenticator, stage: &Stage, action: &Action) -> Option<Stage> {
    Some(match (stage, action) {
        (Stage::Home, Action::OpenAccount(id)) => Stage::Account(id.clone()),
        (Stage::Home, Action::OpenOffline) => Stage::Offline(match &*view::offline_accounts(key) {
            [] => return None,
            [only] => Offline::typing(&only.id),
            _ => Offline::Choosing,
        }),
        (Stage::Home, Action::OpenSettings) => Stage::Settings,
        (Stage::Settings, Action::OpenAbout) => Stage::About,
        (Stage::Settings, Action::ChangePin) => Stage::PinChange(PinChange::new(!key.behind().is_empty())),
        (Stage::Settings, Action::EditPhoneName) => Stage::EditName(EditedName::Phone, None),
        (Stage::Settings, Action::SetBiometrics(on)) => Stage::Biometrics(BiometricsChange::new(*on)),
        (Stage::Account(_) | Stage::Offline(Offline::Choosing), Action::OpenOfflineOf(id)) => {
            let mut able = view::offline_accounts(key).into_iter();
            Stage::Offline(Offline::typing(&able.find(|account| account.id == *id)?.id))
        }
        (Stage::Account(id), Action::EditAccountName) => {
            let service = key.account(id).ok()?.service.to_string();
            Stage::EditName(EditedName::Account { id: id.clone(), service }, None)
        }
        (Stage::Account(_) | Stage::Home, Action::OpenAnswered(id)) => {
            let mut history = key.history().into_iter();
            let entry = history.find(|entry| view::answered_id(entry) == *id)?;
            Stage::Answered(Box::new(Answered { entry, verified: None }))
        }
        (Stage::Account(account), Action::AskDisconnect(id)) if account == id => {
            Stage::Disconnect(Disconnect { account: id.clone(), step: DisconnectStep::Asking })
        }
        _ => return None,
    })
}

/// Returns the next stage of a task.
pub(super) fn advance(key: &Authenticator, stage: &Stage, action: &Action) -> Option<Stage> {
    match (stage, action) {
        (Stage::Home | Stage::Approval(_), Action::AskDisconnect(account)) => {
            Some(Stage::Disconnect(Disconnect { account: account.clone(), step: DisconnectStep::Asking }))
        }
        (Stage::Disconnect(state), Action::Disconnect | Action::Retry) => state.go_on(),
        (Stage::Home, Action::AddAccount) => Some(Stage::Pairing(Pairing::Asking)),
        (Stage::Home, Action::ContinuePairing(id)) => continued(key, id),
        (Stage::Home, Action::LinkGiven(text)) => with_link(text),
        (stage, Action::Forget(id)) if stage.may_forget(id) => {
            key.forget(id).ok()?;
            Some(Stage::Home)
        }
        (stage, Action::Back) => back(key, stage),
        (Stage::Answered(answered), Action::VerifyReceipt) => {
            let Answered { entry, .. } = &**answered;
            let verified = entry.verify();
            Some(Stage::Answered(Box::new(Answered { entry: entry.clone(), verified })))
        }
        (Stage::Biometrics(change), action) => change.typed(action).map(Stage::Biometrics),
        (Stage::PinChange(change), action) => change.after(action).map(Stage::PinChange),
        (Stage::Offline(offline), action) => offline.after(action).map(Stage::Offline),
        (Stage::EditName(edited, _), Action::NameGiven(name)) => Some(save_name(key, edited, name)),
        (Stage::Pairing(pairing), Action::GiveUp) => pairing.given_up().map(Stage::GivingUp),
        (Stage::Pairing(pairing), Action::ConfirmPairing) if has_unpaired_pin(key, pairing) => key
            .unfinished()
            .into_iter()
            .find(is_enrolling)
            .map(|first| Stage::Pairing(Pairing::resumed(first))),
        (Stage::Pairing(_), action) => stage.pairing(pairing_event(action, || facts(key))?),
        (Stage::Approval(approval), Action::Dismiss) => {
            let is_success = matches!(**approval, Approval::Decided { answer: Decided::Confirmed, .. });
            is_success.then_some(Stage::Home)
        }
        (Stage::Approval(approval), action) => stage.approval(approval_event(key, approval, action)?),
        _ => None,
    }
}

/// A pairing that begins with a link that the user has given.
fn with_link(text: &str) -> Option<Stage> {
    Stage::Pairing(Pairing::Asking).pairing(given(text))
}

/// A pairing that begins with a link from outside: the user is asked before anybody is called.
pub(super) fn with_opened(text: &str) -> Option<Stage> {
    match given(text) {
        pairing::Event::LinkGiven(link) => Some(Stage::Pairing(Pairing::Opened(link))),
        problem => Stage::Pairing(Pairing::Asking).pairing(problem),
    }
}

/// Whether the shown stage is a pairing that has no link yet, or none that works.
pub(super) fn awaits_link(stage: &Stage) -> bool {
    matches!(stage, Stage::Pairing(pairing) if pairing.offer().is_none() && pairing.effect().is_none())
}

/// Carries out the effect of a stage, without holding a lock.
pub(super) fn work(key: &Authenticator, stage: &Stage) -> Option<Done> {
    match stage {
        Stage::Approval(approval) => {
            let approval::Effect { answer, shown } = approval.effect()?;
            let sent = match answer {
                Answer::Confirm(who, digits) => key.confirm(&shown, &who, digits),
                Answer::Decline => key.decline(&shown, false),
                Answer::NotMe => key.decline(&shown, true),
            };
            Some(Done::Approval(approval::Event::Sent(sent)))
        }
        Stage::Disconnect(Disconnect { account, step: DisconnectStep::Leaving }) => {
            Some(Done::Left(key.leave(account)))
        }
        Stage::Biometrics(BiometricsChange { on, pin, .. }) => {
            Some(Done::Biometrics(key.set_biometrics(*on, pin.as_ref()?)))
        }
        Stage::GivingUp(account) => {
            // If the account cannot be removed, it stays in the list of unfinished pairings until it expires.
            let _ = key.give_up(account);
            Some(Done::GivenUp)
        }
        Stage::Offline(offline) => offline.work(key).map(Done::Offline),
        Stage::PinChange(change) => change.work(key).map(Done::PinChange),
        Stage::Pairing(pairing) => Some(Done::Pairing(match pairing.effect()? {
            pairing::Effect::Check(pin, refused_by) => pairing::Event::Checked(key.check(&pin, &refused_by)),
            pairing::Effect::Claim(link) => pairing::Event::Claimed(key.claim(&link)),
            pairing::Effect::Enrol(offer, pin, biometrics) => {
                let enrolled = key.enrol(&offer, &pin, biometrics);
                pairing::Event::Enrolled(enrolled.map(|_| ()))
            }
        })),
        _ => None,
    }
}

/// The next stage of a pairing that was confirmed or ended by its service, or of a request that is gone.
pub(super) fn settled(key: &Authenticator, stage: &Stage) -> Option<Stage> {
    match stage {
        // An account that is gone has no page.
        Stage::Account(id) => key.account(id).is_err().then_some(Stage::Home),
        Stage::Offline(offline) => {
            let id = offline.account()?;
            let is_able = view::offline_accounts(key).iter().any(|account| account.id == *id);
            (!is_able).then_some(Stage::Home)
        }
        Stage::Pairing(pairing @ Pairing::ChoosingPin { offer, .. })
            if key.has_pin() || has_unpaired_pin(key, pairing) =>
        {
            // Another pairing has come between: the PIN is its, and is asked for here.
            Some(Stage::Pairing(Pairing::Reviewing(offer.clone())))
        }
        Stage::Pairing(pairing) => {
            let id = &pairing.offer()?.account.id;
            match key.account(id) {
                Ok(account) if account.state == AccountState::Active => {
                    stage.pairing(pairing::Event::Committed)
                }
                Ok(account) if account.state == AccountState::Pairing => None,
                Ok(_) | Err(Error::UnknownAccount) => {
                    let reason = key.pairing_end(id).unwrap_or(Refusal::PairingRefused);
                    stage.pairing(pairing::Event::Over(reason))
                }
                Err(_) => None,
            }
        }
        Stage::Approval(approval) => {
            let id = approval.shown().request.id;
            let pending = key.requests().iter().any(|(_, request)| request.id == id);
            if pending { None } else { stage.approval(approval::Event::Gone(why_gone(key, approval))) }
        }
        _ => None,
    }
}

/// Why a request is no longer pending: its phone was stopped, it was answered on another one, or it has just ended.
fn why_gone(key: &Authenticator, approval: &Approval) -> Ended {
    let refused = |refusal| Ended::Error(Error::Refused(refusal));
    match key.account(&approval.shown().account).map(|account| account.state) {
        Ok(AccountState::Disconnected) => refused(Refusal::Disconnected),
        Ok(AccountState::Frozen) => refused(Refusal::Frozen),
        Ok(AccountState::Locked) => refused(Refusal::Locked),
        _ => match key.outcome(approval.shown().request.id) {
            Some(outcome) => Ended::AnsweredElsewhere { confirmed: outcome == Outcome::Confirmed },
            None => Ended::RequestEnded,
        },
    }
}

/// Returns the stage one step back, or `None` while a call to the service is under way. A request that the user
/// leaves stays pending, and a claimed pairing can be continued.
fn back(key: &Authenticator, stage: &Stage) -> Option<Stage> {
    match stage {
        Stage::Approval(approval) => {
            let at_home = approval.effect().is_none().then_some(Stage::Home);
            stage.approval(approval::Event::Back).or(at_home)
        }
        Stage::Pairing(pairing) if pairing.effect().is_some() => None,
        Stage::Pairing(pairing) => stage.pairing(pairing::Event::Back).or_else(|| {
            if matches!(pairing, Pairing::ClaimFailed(..)) {
                key.drop_claim();
            }
            Some(Stage::Home)
        }),
        Stage::Disconnect(state) => (state.step != DisconnectStep::Leaving).then_some(Stage::Home),
        Stage::Biometrics(change) => change.pin.is_none().then_some(Stage::Home),
        Stage::PinChange(change) if change.is_working() => None,
        Stage::PinChange(change) => Some(change.back().map_or(Stage::Home, Stage::PinChange)),
        Stage::Offline(offline) => (!matches!(offline, Offline::Making(..))).then_some(Stage::Home),
        Stage::About | Stage::Account(_) | Stage::Answered(_) | Stage::EditName(..) | Stage::Settings => {
            Some(Stage::Home)
        }
        Stage::GivingUp(_) | Stage::Home => None,
    }
}

/// A pairing that the user has left before the end.
fn continued(key: &Authenticator, id: &AccountId) -> Option<Stage> {
    let offer = key.unfinished().into_iter().find(|offer| offer.account.id == *id)?;
    Some(Stage::Pairing(Pairing::resumed(offer)))
}

/// Whether the PIN was chosen for another pairing that is not finished: nobody can check it yet, so that one has to be
/// finished or given up first. Otherwise two accounts could get two PINs.
fn has_unpaired_pin(key: &Authenticator, pairing: &Pairing) -> bool {
    let is_other = |offer: &Offer| {
        is_enrolling(offer) && pairing.offer().is_some_and(|own| own.account.id != offer.account.id)
    };
    !key.has_pin() && key.unfinished().iter().any(is_other)
}

fn is_enrolling(offer: &Offer) -> bool {
    offer.account.has_pin()
}

/// Saves an edited name, or says why it cannot be saved.
fn save_name(key: &Authenticator, edited: &EditedName, name: &str) -> Stage {
    let again = |problem| Stage::EditName(edited.clone(), Some(problem));
    let name = match (name.trim(), ShownText::clean(name)) {
        ("", _) => None,
        (_, None) => return again(NameProblem::NotShown),
        (_, name) => name,
    };
    let saved = match edited {
        EditedName::Account { id, .. } => key.rename(id, name),
        EditedName::Phone => key.set_phone_name(name),
    };
    saved.map_or_else(|_| again(NameProblem::NotSaved), |()| Stage::Home)
}

fn facts(key: &Authenticator) -> Facts {
    Facts {
        biometrics: key.offers_biometrics(),
        has_pin: key.has_pin(),
        uses_biometrics: key.uses_biometrics(),
    }
}

fn approval_event(key: &Authenticator, approval: &Approval, action: &Action) -> Option<approval::Event> {
    Some(match action {
        Action::Confirm => {
            approval::Event::Confirmed { biometrics: key.takes_biometrics(&approval.shown().account) }
        }
        Action::Decline => approval::Event::Declined,
        Action::Digit(digit) => approval::Event::Digit(*digit),
        Action::Erase => approval::Event::Erased,
        Action::NotMe => approval::Event::NotMe,
        Action::Retry => approval::Event::Retried,
        Action::UseBiometrics => approval::Event::Biometrics,
        _ => return None,
    })
}
