//! Connects the authenticator with a user interface: takes actions, and returns plain screens.
//!
//! [`Presenter::act`] and [`Presenter::watch`] block. A user interface calls them outside its own thread, and draws
//! [`Presenter::view`] whenever a listener is called.

mod offline;
mod pin_change;
mod stage;
mod steps;
mod tasks;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_protocol::language::Language;

use self::stage::Stage;
use self::tasks::Tasks;
use crate::account::AccountId;
use crate::approval::Approval;
use crate::authenticator::{Authenticator, Watched};
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
        // What has run out since the last call of a service is not shown as if it could still be answered.
        let stage = steps::settled(&self.authenticator, tasks.shown());
        let stage = stage.as_ref().unwrap_or_else(|| tasks.shown());
        let screen = view::screen(stage, &self.authenticator);
        let (theme, waiting) = (self.authenticator.theme(), view::waiting(stage, &self.authenticator));
        View { language, language_setting, screen, theme, waiting }
    }

    /// Carries out an action of the user and all steps that follow from it. Blocks on network and PIN derivation, and
    /// returns whether it did. Ignores an action that does not fit the screen.
    pub fn act(&self, action: Action) -> bool {
        self.settle();
        let (language, mut has_blocked) = (self.view().language, false);
        let Some(tasks) = self.step(|tasks| self.react(tasks, &action, language)) else { return false };
        let mut stage = tasks.shown().clone();
        while let Some(done) = steps::work(&self.authenticator, &stage) {
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
            Action::LinkOpened(text) => {
                let pairing = steps::with_opened(text)?;
                let is_open = steps::awaits_link(tasks.shown());
                Some(if is_open { tasks.go_on(pairing) } else { tasks.open(pairing) })
            }
            Action::Theme(theme) => {
                let _ = self.authenticator.set_theme(*theme);
                Some(tasks.clone())
            }
            action => match steps::opened(&self.authenticator, tasks.shown(), action) {
                Some(stage) => Some(tasks.open(stage)),
                None => {
                    let next = steps::advance(&self.authenticator, tasks.shown(), action)?;
                    let tasks = tasks.go_on(next);
                    Some(if matches!(action, Action::Digit(_)) {
                        tasks.without_older_digits()
                    } else {
                        tasks
                    })
                }
            },
        }
    }

    /// Moves on the tasks about which a service has news. Returns whether there are any.
    fn settle(&self) -> bool {
        self.step(|tasks| tasks.advance(|stage| steps::settled(&self.authenticator, stage))).is_some()
    }
}

#[cfg(test)]
mod tests;
