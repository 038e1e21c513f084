//! Connects the authenticator with a user interface: takes actions, and returns plain screens.
//!
//! [`Presenter::act`] and [`Presenter::watch`] block. A user interface calls them outside its own thread, and draws
//! [`Presenter::view`] whenever a listener is called.

mod stage;
mod tasks;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::answer::Refusal;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use self::stage::{
    Answered, BiometricsChange, Disconnect, DisconnectStep, Done, Stage, given, pairing_event,
};
use self::tasks::Tasks;
use crate::account::{AccountId, AccountState};
use crate::approval::{self, Answer, Approval};
use crate::authenticator::{Authenticator, Watched};
use crate::error::Error;
use crate::pairing::{self, Facts, Pairing};
use crate::platform::Platform;
use crate::screen::{Action, Decided, EditedName, View};
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
    tasks: Tasks,
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
        let state = Mutex::new(Current { language: Language::default(), tasks: Tasks::default() });
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
        let (tasks, platform_language) = {
            let state = self.state();
            (state.tasks.clone(), state.language)
        };
        let language_setting = self.authenticator.language();
        let language = language_setting.unwrap_or(platform_language);
        let stage = tasks.shown();
        let screen = view::screen(stage, &self.authenticator);
        let (theme, waiting) = (self.authenticator.theme(), view::waiting(stage, &self.authenticator));
        View { language, language_setting, screen, theme, waiting }
    }

    /// Carries out an action of the user and all steps that follow from it. Blocks on network and PIN derivation, and
    /// returns whether it did. Ignores an action that does not fit the screen.
    pub fn act(&self, action: Action) -> bool {
        let (language, mut has_blocked) = (self.view().language, false);
        let Some(tasks) = self.step(|tasks| self.react(tasks, &action, language)) else { return false };
        let mut stage = tasks.shown().clone();
        while let Some(done) = self.work(&stage) {
            has_blocked = true;
            let next = |tasks: &Tasks| {
                let is_shown = *tasks.shown() == stage;
                is_shown.then(|| done.apply(&stage)).flatten().map(|next| tasks.go_on(next))
            };
            let Some(tasks) = self.step(next) else { return true };
            stage = tasks.shown().clone();
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

    /// Goes on to the tasks that `next` returns, and calls the listeners. Returns `None` if `next` does. No lock is held
    /// while `next` runs, since it may save something; if the tasks have changed meanwhile, `next` runs again with the
    /// new ones.
    fn step(&self, next: impl Fn(&Tasks) -> Option<Tasks>) -> Option<Tasks> {
        loop {
            let tasks = self.state().tasks.clone();
            let to = next(&tasks)?;
            if self.go(&tasks, &to) {
                return Some(to);
            }
        }
    }

    /// Goes from some tasks to others and calls the listeners. Returns `false`, and does nothing, if the tasks are no
    /// longer `from`.
    fn go(&self, from: &Tasks, to: &Tasks) -> bool {
        {
            let mut state = self.state();
            if state.tasks != *from {
                return false;
            }
            state.tasks = to.clone();
        }
        self.changed();
        true
    }

    fn react(&self, tasks: &Tasks, action: &Action, language: Language) -> Option<Tasks> {
        match action {
            Action::Language(language) => {
                // If the language cannot be saved, it does not change, and the screen shows the old one.
                let _ = self.authenticator.set_language(*language);
                Some(tasks.clone())
            }
            Action::KnownFailures(id) => {
                self.authenticator.dismiss_failures(id).ok()?;
                Some(tasks.clone())
            }
            Action::Open(id) => tasks.bring_up(*id).or_else(|| {
                let shown = self.authenticator.show(*id, language).ok()?;
                Some(tasks.open(Stage::Approval(Box::new(Approval::Reviewing(shown)))))
            }),
            Action::Theme(theme) => {
                let _ = self.authenticator.set_theme(*theme);
                Some(tasks.clone())
            }
            action => match self.opened(tasks.shown(), action) {
                Some(stage) => Some(tasks.open(stage)),
                None => self.advance(tasks.shown(), action).map(|stage| tasks.go_on(stage)),
            },
        }
    }

    /// Returns the page that an action opens over the shown one.
    fn opened(&self, stage: &Stage, action: &Action) -> Option<Stage> {
        Some(match (stage, action) {
            (Stage::Home, Action::OpenAccount(id)) => Stage::Account(id.clone()),
            (Stage::Home, Action::OpenSettings) => Stage::Settings,
            (Stage::Settings, Action::OpenAbout) => Stage::About,
            (Stage::Settings, Action::EditPhoneName) => Stage::EditName(EditedName::Phone),
            (Stage::Settings, Action::SetBiometrics(on)) => Stage::Biometrics(BiometricsChange::new(*on)),
            (Stage::Account(id), Action::EditAccountName) => {
                let service = self.authenticator.account(id).ok()?.service.to_string();
                Stage::EditName(EditedName::Account { id: id.clone(), service })
            }
            (Stage::Account(_) | Stage::Home, Action::OpenAnswered(id)) => {
                let mut history = self.authenticator.history().into_iter();
                let entry = history.find(|entry| view::answered_id(entry) == *id)?;
                Stage::Answered(Box::new(Answered { entry, verified: None }))
            }
            (Stage::Account(account), Action::AskDisconnect(id)) if account == id => {
                Stage::Disconnect(Disconnect { account: id.clone(), step: DisconnectStep::Asking })
            }
            _ => return None,
        })
    }

    /// Saves an edited name. A name that cannot be shown is not taken.
    fn save_name(&self, edited: &EditedName, name: &str) -> Option<Stage> {
        let name = match name.trim() {
            "" => None,
            name => Some(ShownText::clean(name)?),
        };
        let saved = match edited {
            EditedName::Account { id, .. } => self.authenticator.rename(id, name),
            EditedName::Phone => self.authenticator.set_phone_name(name),
        };
        saved.ok().map(|()| Stage::Home)
    }

    /// Returns the next stage of a task.
    fn advance(&self, stage: &Stage, action: &Action) -> Option<Stage> {
        match (stage, action) {
            (Stage::Home | Stage::Approval(_), Action::AskDisconnect(account)) => {
                Some(Stage::Disconnect(Disconnect { account: account.clone(), step: DisconnectStep::Asking }))
            }
            (Stage::Disconnect(state), Action::Disconnect | Action::Retry) => state.go_on(),
            (Stage::Home, Action::AddAccount) => Some(Stage::Pairing(Pairing::Asking)),
            (Stage::Home, Action::ContinuePairing(id)) => self.continued(id),
            (Stage::Home, Action::LinkGiven(text)) => Stage::Pairing(Pairing::Asking).pairing(given(text)),
            (stage, Action::Forget(id)) if stage.may_forget(id) => {
                self.authenticator.forget(id).ok()?;
                Some(Stage::Home)
            }
            (stage, Action::Back) => self.back(stage),
            (Stage::Answered(answered), Action::VerifyReceipt) => {
                let Answered { entry, .. } = &**answered;
                let verified = entry.verify();
                Some(Stage::Answered(Box::new(Answered { entry: entry.clone(), verified })))
            }
            (Stage::Biometrics(change), action) => change.typed(action).map(Stage::Biometrics),
            (Stage::EditName(edited), Action::NameGiven(name)) => self.save_name(edited, name),
            (Stage::Pairing(pairing), Action::GiveUp) => pairing.given_up().map(Stage::GivingUp),
            (Stage::Pairing(_), action) => stage.pairing(pairing_event(action, || self.facts())?),
            (Stage::Approval(approval), Action::Dismiss) => {
                let is_success = matches!(**approval, Approval::Decided { answer: Decided::Confirmed, .. });
                is_success.then_some(Stage::Home)
            }
            (Stage::Approval(approval), action) => stage.approval(self.approval_event(approval, action)?),
            _ => None,
        }
    }

    /// A pairing that the user has left before the end.
    fn continued(&self, id: &AccountId) -> Option<Stage> {
        let offer = self.authenticator.unfinished().into_iter().find(|offer| offer.account.id == *id)?;
        Some(Stage::Pairing(Pairing::resumed(offer)))
    }

    /// Returns the stage one step back, or `None` while a call to the service is under way. A request that the user
    /// leaves stays pending, and a claimed pairing can be continued.
    fn back(&self, stage: &Stage) -> Option<Stage> {
        match stage {
            Stage::Approval(approval) => {
                let at_home = approval.effect().is_none().then_some(Stage::Home);
                stage.approval(approval::Event::Back).or(at_home)
            }
            Stage::Pairing(pairing) if pairing.effect().is_some() => None,
            Stage::Pairing(pairing) => stage.pairing(pairing::Event::Back).or_else(|| {
                if pairing.offer().is_none() {
                    self.authenticator.drop_claim();
                }
                Some(Stage::Home)
            }),
            Stage::Disconnect(state) => (state.step != DisconnectStep::Leaving).then_some(Stage::Home),
            Stage::Biometrics(change) => change.pin.is_none().then_some(Stage::Home),
            Stage::About | Stage::Account(_) | Stage::Answered(_) | Stage::EditName(_) | Stage::Settings => {
                Some(Stage::Home)
            }
            Stage::GivingUp(_) | Stage::Home => None,
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
            Stage::Biometrics(BiometricsChange { on, pin, .. }) => {
                Some(Done::Biometrics(self.authenticator.set_biometrics(*on, pin.as_ref()?)))
            }
            Stage::GivingUp(account) => {
                // If the account cannot be removed, it stays in the list of unfinished pairings until it expires.
                let _ = self.authenticator.give_up(account);
                Some(Done::GivenUp)
            }
            Stage::Pairing(pairing) => Some(Done::Pairing(match pairing.effect()? {
                pairing::Effect::Check(pin, refused_by) => {
                    pairing::Event::Checked(self.authenticator.check(&pin, &refused_by))
                }
                pairing::Effect::Claim(link) => pairing::Event::Claimed(self.authenticator.claim(&link)),
                pairing::Effect::Enrol(offer, pin, biometrics) => {
                    let enrolled = self.authenticator.enrol(&offer, &pin, biometrics);
                    pairing::Event::Enrolled(enrolled.map(|_| ()))
                }
            })),
            _ => None,
        }
    }

    /// Moves on the tasks about which a service has news. Returns whether there are any.
    fn settle(&self) -> bool {
        self.step(|tasks| tasks.advance(|stage| self.settled(stage))).is_some()
    }

    /// The next stage of a pairing that was confirmed or ended by its service, or of a request that is gone.
    fn settled(&self, stage: &Stage) -> Option<Stage> {
        match stage {
            // An account that is gone has no page.
            Stage::Account(id) => self.authenticator.account(id).is_err().then_some(Stage::Home),
            Stage::Pairing(pairing) => {
                let id = &pairing.offer()?.account.id;
                match self.authenticator.account(id) {
                    Ok(account) if account.state == AccountState::Active => {
                        stage.pairing(pairing::Event::Committed)
                    }
                    Ok(account) if account.state == AccountState::Pairing => None,
                    Ok(_) | Err(Error::UnknownAccount) => {
                        let reason = self.authenticator.pairing_end(id).unwrap_or(Refusal::PairingRefused);
                        stage.pairing(pairing::Event::Over(reason))
                    }
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
        }
    }
}

#[cfg(test)]
mod tests;
