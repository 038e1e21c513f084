//! The parts that every launcher needs: the presenter, its actions, its watchers, and its changes.

use std::sync::Arc;

use key_core::platform::{Clock, Platform};
use key_core::presenter::Presenter;
use key_core::screen::Action;
use key_core::vault::OpenError;
use tokio::sync::watch;

use crate::actions;
use crate::dispatch::Dispatch;
use crate::phone::Source;
use crate::watchers::Watchers;

/// A running phone. A launcher only has to give [`Host::source`] and [`Host::dispatch`] to the components.
#[derive(Clone)]
pub struct Host {
    changes: watch::Receiver<u64>,
    clock: Arc<dyn Clock>,
    dispatch: Dispatch,
    presenter: Arc<Presenter>,
    watchers: Watchers,
}

impl Host {
    /// Opens Key on a platform and starts to watch its accounts.
    ///
    /// # Errors
    /// [`OpenError`]
    pub fn start(platform: Platform) -> Result<Self, OpenError> {
        let clock = platform.clock.clone();
        let presenter = Presenter::open(platform)?;
        let watchers = Watchers::start(presenter.clone());
        let (changed, changes) = watch::channel(0);
        let looking = watchers.clone();
        presenter.on_change(Arc::new(move || {
            looking.look();
            changed.send_modify(|count| *count += 1);
        }));
        let dispatch = actions::one_by_one(act(&presenter));
        Ok(Self { changes, clock, dispatch, presenter, watchers })
    }

    /// Receives every change of the view. The number has no meaning.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    /// The dispatch for the user's actions.
    #[must_use]
    pub fn dispatch(&self) -> Dispatch {
        self.dispatch.clone()
    }

    /// Stops watching the accounts.
    pub fn end(&self) {
        self.watchers.end();
    }

    /// The presenter that the host uses.
    #[must_use]
    pub fn presenter(&self) -> &Arc<Presenter> {
        &self.presenter
    }

    /// The source that the components draw from.
    #[must_use]
    pub fn source(&self) -> Source {
        let (clock, presenter) = (self.clock.clone(), self.presenter.clone());
        Source::new(self.changes.clone(), move || clock.now_ms(), move || presenter.view())
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host(..)")
    }
}

fn act(presenter: &Arc<Presenter>) -> actions::Act {
    let presenter = presenter.clone();
    Box::new(move |action: Action| presenter.act(action))
}
