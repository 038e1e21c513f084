//! Runs one thread for each account, which waits for requests while the app is open.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use key_core::account::AccountId;
use key_core::authenticator::Watched;
use key_core::presenter::Presenter;

/// The first pause after the service could not be reached. Each further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The pause between two turns, so that a service that always answers at once cannot keep the phone busy.
const BREATH: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A phone whose accounts can be watched.
pub(crate) trait Watchable: Send + Sync + 'static {
    /// The accounts whose services can have news.
    fn accounts(&self) -> Vec<AccountId>;

    /// Waits for news of an account.
    fn watch(&self, account: &AccountId) -> Watched;
}

impl Watchable for Presenter {
    fn accounts(&self) -> Vec<AccountId> {
        Self::accounts(self)
    }

    fn watch(&self, account: &AccountId) -> Watched {
        Self::watch(self, account)
    }
}

/// Watches accounts until it is dropped. The threads then end after their current wait.
#[derive(Clone, Debug)]
pub(crate) struct Watchers(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    changed: Condvar,
    state: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    ended: bool,
    look: bool,
    watched: HashSet<AccountId>,
}

impl Watchers {
    /// Starts to watch all accounts of `phone`. Later accounts are watched from the next call of [`Watchers::look`].
    pub(crate) fn start<W: Watchable>(phone: Arc<W>) -> Self {
        let shared = Arc::new(Shared::default());
        let (watchers, keeper) = (Self(shared.clone()), shared);
        thread::spawn(move || while keep(&keeper, &phone) {});
        watchers.look();
        watchers
    }

    /// Starts watching accounts that are not watched yet. Returns at once.
    pub(crate) fn look(&self) {
        self.0.state().look = true;
        self.0.changed.notify_all();
    }

    /// Stops watching.
    pub(crate) fn end(&self) {
        self.0.state().ended = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pauses for `time`, or until watching stops.
    fn pause(&self, time: Duration) {
        let until_end = |state: &mut Progress| !state.ended;
        drop(self.changed.wait_timeout_while(self.state(), time, until_end));
    }
}

/// Waits for a call of [`Watchers::look`], then starts a thread for every account without one. Returns whether to go
/// on.
fn keep<W: Watchable>(shared: &Arc<Shared>, phone: &Arc<W>) -> bool {
    let waiting = shared.changed.wait_while(shared.state(), |state| !state.look && !state.ended);
    let mut state = waiting.unwrap_or_else(PoisonError::into_inner);
    state.look = false;
    let ended = state.ended;
    drop(state);
    if !ended {
        for account in phone.accounts() {
            if shared.state().watched.insert(account.clone()) {
                let (shared, phone) = (shared.clone(), phone.clone());
                thread::spawn(move || watch(&shared, &*phone, &account));
            }
        }
    }
    !ended
}

fn watch(shared: &Shared, phone: &dyn Watchable, account: &AccountId) {
    let mut failures = 0;
    while !shared.state().ended {
        match phone.watch(account) {
            Watched::Changed | Watched::Unchanged => {
                failures = 0;
                shared.pause(BREATH);
            }
            Watched::Offline => {
                shared.pause(pause_after(failures));
                failures += 1;
            }
            Watched::Stop => break,
        }
    }
    shared.state().watched.remove(account);
}

/// Returns the pause after a failure that followed `failures` earlier ones.
fn pause_after(failures: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << failures.min(10)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::{Watchable, Watchers, pause_after};
    use key_core::account::AccountId;
    use key_core::authenticator::Watched;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    /// A phone whose news the test gives one by one.
    struct Scripted {
        accounts: Mutex<Vec<AccountId>>,
        asked: Sender<AccountId>,
        news: Mutex<Receiver<Watched>>,
    }

    impl Watchable for Scripted {
        fn accounts(&self) -> Vec<AccountId> {
            self.accounts.lock().unwrap().clone()
        }

        fn watch(&self, account: &AccountId) -> Watched {
            self.asked.send(account.clone()).unwrap();
            self.news.lock().unwrap().recv().unwrap_or(Watched::Stop)
        }
    }

    #[test]
    fn every_account_is_watched_again_and_again() {
        let account = |number| AccountId::from_bytes([number; 16]);
        let ((asked, watched), (tell, news)) = (channel(), channel());
        let accounts = Mutex::new(vec![account(1)]);
        let phone = Arc::new(Scripted { accounts, asked, news: Mutex::new(news) });
        let watchers = Watchers::start(phone.clone());
        assert_eq!(watched.recv().unwrap(), account(1));
        for news in [Watched::Changed, Watched::Unchanged] {
            tell.send(news).unwrap();
            assert_eq!(watched.recv().unwrap(), account(1));
        }
        tell.send(Watched::Stop).unwrap();
        phone.accounts.lock().unwrap()[0] = account(2);
        watchers.look();
        assert_eq!(watched.recv().unwrap(), account(2));
        watchers.end();
    }

    #[test]
    fn pauses_grow_to_ten_seconds() {
        let pauses = [0, 1, 2, 4, 5, 40].map(pause_after);
        assert_eq!(pauses, [500, 1000, 2000, 8000, 10_000, 10_000].map(Duration::from_millis));
    }
}
