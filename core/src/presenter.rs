//! Connects the authenticator with a user interface: takes actions, and returns plain screens.
//!
//! [`Presenter::act`] and [`Presenter::watch`] block. A user interface calls them outside its own thread, and draws
//! [`Presenter::view`] whenever a listener is called.

mod stage;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::language::Language;

use self::stage::{Disconnect, DisconnectStep, Done, Stage, given, pairing_event};
use crate::account::{AccountId, AccountState};
use crate::approval::{self, Answer, Approval};
use crate::authenticator::{Authenticator, Watched};
use crate::error::Error;
use crate::pairing::{self, Facts, Pairing};
use crate::platform::Platform;
use crate::screen::{Action, View};
use crate::vault::OpenError;

/// A function called after every change of the view.
pub type Listener = Arc<dyn Fn() + Send + Sync>;

/// The screens and actions of one phone.
pub struct Presenter {
    authenticator: Authenticator,
    listeners: Mutex<Vec<Listener>>,
    state: Mutex<Current>,
}

struct Current {
    language: Language,
    stage: Stage,
}

impl std::fmt::Debug for Presenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presenter").finish_non_exhaustive()
    }
}

impl Presenter {
    /// Opens Key on this device.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn open(platform: Platform) -> Result<Arc<Self>, OpenError> {
        let authenticator = Authenticator::open(platform)?;
        let state = Mutex::new(Current { language: Language::default(), stage: Stage::Home });
        Ok(Arc::new(Self { authenticator, listeners: Mutex::default(), state }))
    }

    /// The authenticator that the presenter uses.
    #[must_use]
    pub const fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    /// The view to draw.
    #[must_use]
    pub fn view(&self) -> View {
        let (stage, platform_language) = {
            let state = self.state();
            (state.stage.clone(), state.language)
        };
        let language_setting = self.authenticator.language();
        let language = language_setting.unwrap_or(platform_language);
        View { language, language_setting, screen: view::screen(&stage, &self.authenticator) }
    }

    /// Carries out an action of the user and all steps that follow from it. Blocks on network and PIN derivation, and
    /// returns whether it did. Ignores an action that does not fit the screen.
    pub fn act(&self, action: Action) -> bool {
        let (language, mut has_blocked) = (self.view().language, false);
        let Some(mut stage) = self.step(|stage| self.react(stage, &action, language)) else { return false };
        while let Some(done) = self.work(&stage) {
            has_blocked = true;
            let Some(next) = done.apply(&stage).filter(|next| self.go(&stage, next)) else { return true };
            stage = next;
        }
        self.settle();
        has_blocked
    }

    /// Calls `listener` after every change of the view.
    pub fn on_change(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Sets the platform's language, which Key uses if the user has set none.
    pub fn follow(&self, language: Language) {
        self.state().language = language;
        self.changed();
    }

    /// The accounts whose services can have news.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let accounts = self.authenticator.accounts().into_iter().map(|account| account.id);
        accounts.filter(|id| self.authenticator.is_worth_watching(id)).collect()
    }

    /// Waits up to 25 seconds for news of an account. Call it in a loop, one thread for each account.
    pub fn watch(&self, account: &AccountId) -> Watched {
        let was_reachable = self.authenticator.is_reachable(account);
        let watched = self.authenticator.watch(account);
        let settled = self.settle();
        if watched != Watched::Unchanged
            || settled
            || self.authenticator.is_reachable(account) != was_reachable
        {
            self.changed();
        }
        watched
    }

    fn state(&self) -> MutexGuard<'_, Current> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner).clone();
        listeners.iter().for_each(|listener| listener());
    }

    /// Goes to the stage that `next` returns, and calls the listeners. Returns `None` if `next` does. No lock is held
    /// while `next` runs, since it may save something; if the stage has changed meanwhile, `next` runs again with the
    /// new one.
    fn step(&self, next: impl Fn(&Stage) -> Option<Stage>) -> Option<Stage> {
        loop {
            let stage = self.state().stage.clone();
            let to = next(&stage)?;
            if self.go(&stage, &to) {
                return Some(to);
            }
        }
    }

    /// Goes from one stage to another and calls the listeners. Returns `false`, and does nothing, if the stage is no
    /// longer `from`.
    fn go(&self, from: &Stage, to: &Stage) -> bool {
        {
            let mut state = self.state();
            if state.stage != *from {
                return false;
            }
            state.stage = to.clone();
        }
        self.changed();
        true
    }

    fn react(&self, stage: &Stage, action: &Action, language: Language) -> Option<Stage> {
        match (stage, action) {
            (stage, Action::Language(language)) => {
                // If the language cannot be saved, it does not change, and the screen shows the old one.
                let _ = self.authenticator.set_language(*language);
                Some(stage.clone())
            }
            (stage, Action::KnownFailures(id)) => {
                self.authenticator.dismiss_failures(id).ok()?;
                Some(stage.clone())
            }
            (Stage::Home | Stage::Approval(_), Action::AskDisconnect(account)) => {
                Some(Stage::Disconnect(Disconnect { account: account.clone(), step: DisconnectStep::Asking }))
            }
            (Stage::Disconnect(state), Action::Disconnect | Action::Retry) => state.go_on(),
            (Stage::Home, Action::AddAccount) => Some(Stage::Pairing(Pairing::Asking)),
            (Stage::Home, Action::LinkGiven(text)) => Stage::Pairing(Pairing::Asking).pairing(given(text)),
            (stage, Action::Forget(id)) if stage.may_forget(id) => {
                self.authenticator.forget(id).ok()?;
                Some(Stage::Home)
            }
            (Stage::Home, Action::Open(id)) => {
                let shown = self.authenticator.show(*id, language).ok()?;
                Some(Stage::Approval(Box::new(Approval::Reviewing(shown))))
            }
            (stage, Action::Back) => self.back(stage),
            (Stage::Pairing(_), action) => stage.pairing(pairing_event(action, || self.facts())?),
            (Stage::Approval(approval), action) => stage.approval(self.approval_event(approval, action)?),
            _ => None,
        }
    }

    /// Returns the stage one step back, or `None` while a call to the service is under way. A request that the user
    /// leaves stays pending.
    fn back(&self, stage: &Stage) -> Option<Stage> {
        match stage {
            Stage::Approval(approval) => match &**approval {
                Approval::TypingDigits { shown, .. } | Approval::Identifying { shown, .. } => {
                    Some(Stage::Approval(Box::new(Approval::Reviewing(shown.clone()))))
                }
                approval => approval.effect().is_none().then_some(Stage::Home),
            },
            Stage::Pairing(Pairing::Scanning { .. } | Pairing::Typing(_)) => {
                Some(Stage::Pairing(Pairing::Asking))
            }
            Stage::Pairing(pairing) if pairing.effect().is_some() => None,
            Stage::Pairing(pairing) => {
                match pairing.abandoned() {
                    Some(offer) => self.authenticator.refuse(offer),
                    None => self.authenticator.drop_claim(),
                }
                Some(Stage::Home)
            }
            Stage::Disconnect(state) => (state.step != DisconnectStep::Leaving).then_some(Stage::Home),
            Stage::Home => None,
        }
    }

    fn facts(&self) -> Facts {
        Facts {
            biometrics: self.authenticator.offers_biometrics(),
            has_pin: self.authenticator.has_pin(),
            uses_biometrics: self.authenticator.uses_biometrics(),
        }
    }

    fn approval_event(&self, approval: &Approval, action: &Action) -> Option<approval::Event> {
        Some(match action {
            Action::Confirm => approval::Event::Confirmed {
                biometrics: self.authenticator.takes_biometrics(&approval.shown().account),
            },
            Action::Decline => approval::Event::Declined,
            Action::Digit(digit) => approval::Event::Digit(*digit),
            Action::Erase => approval::Event::Erased,
            Action::NotMe => approval::Event::NotMe,
            Action::Retry => approval::Event::Retried,
            Action::UseBiometrics => approval::Event::Biometrics,
            _ => return None,
        })
    }

    /// Carries out the effect of a stage, without holding a lock.
    fn work(&self, stage: &Stage) -> Option<Done> {
        match stage {
            Stage::Approval(approval) => {
                let approval::Effect { answer, shown } = approval.effect()?;
                let sent = match answer {
                    Answer::Confirm(who, digits) => self.authenticator.confirm(&shown, &who, digits),
                    Answer::Decline => self.authenticator.decline(&shown, false),
                    Answer::NotMe => self.authenticator.decline(&shown, true),
                };
                Some(Done::Approval(approval::Event::Sent(sent)))
            }
            Stage::Disconnect(Disconnect { account, step: DisconnectStep::Leaving }) => {
                Some(Done::Left(self.authenticator.leave(account)))
            }
            Stage::Disconnect(_) | Stage::Home => None,
            Stage::Pairing(pairing) => Some(Done::Pairing(match pairing.effect()? {
                pairing::Effect::Check(pin, refused_by) => {
                    pairing::Event::Checked(self.authenticator.check(&pin, &refused_by))
                }
                pairing::Effect::Claim(link) => pairing::Event::Claimed(self.authenticator.claim(&link)),
                pairing::Effect::Enrol(offer, pin, biometrics) => {
                    pairing::Event::Enrolled(self.authenticator.enrol(&offer, &pin, biometrics))
                }
            })),
        }
    }

    /// Advances a stage that waits for the service: a pairing that was confirmed or refused on the login page, or a
    /// request that is gone. Returns whether the stage has changed.
    fn settle(&self) -> bool {
        let moved = self.step(|stage| match stage {
            Stage::Pairing(Pairing::Committing { account, .. }) => {
                match self.authenticator.account(account) {
                    Ok(account) if account.state == AccountState::Active => {
                        stage.pairing(pairing::Event::Committed)
                    }
                    Ok(account) if account.state == AccountState::Pairing => None,
                    Ok(_) | Err(Error::UnknownAccount) => stage.pairing(pairing::Event::PageRefused),
                    Err(_) => None,
                }
            }
            Stage::Approval(approval) => {
                let id = approval.shown().request.id;
                let pending = self.authenticator.requests().iter().any(|(_, request)| request.id == id);
                if pending {
                    None
                } else {
                    stage.approval(approval::Event::Gone(self.authenticator.outcome(id)))
                }
            }
            _ => None,
        });
        moved.is_some()
    }
}

#[cfg(test)]
mod tests;
