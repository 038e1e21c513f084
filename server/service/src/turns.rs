//! Turns limit how many requests of one network are handled at the same time and per second, so that no network fills
//! the queues that all share. Further requests of the network wait for their turn; if very many wait, the next one is
//! told to try again.
//!
//! A request that only waits, for news or for the hashing of a password, gives its turn back early.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use key_domain::pruned::Pruned;
use key_domain::rules::limits::Limit;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// How many requests of one network are handled at the same time.
pub(crate) const AT_ONCE: usize = 8;

/// How many more may wait: one for each connection that an address may have.
pub(crate) const WAITING: usize = 256;

/// Gives out turns.
#[derive(Debug)]
pub(crate) struct Turns {
    pace: Limit,
    networks: Mutex<Pruned<IpAddr, Network>>,
}

#[derive(Clone, Debug)]
struct Network {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// The time when all of its requests are forgiven.
    forgiven_at: Arc<Mutex<Instant>>,
}

impl Network {
    fn new() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(WAITING)),
            forgiven_at: Arc::new(Mutex::new(Instant::now())),
        }
    }

    fn is_busy(&self) -> bool {
        let (turns, waiting) = (self.turns.available_permits(), self.waiting.available_permits());
        turns < AT_ONCE || waiting < WAITING || *lock(&self.forgiven_at) > Instant::now()
    }

    /// Waits until one more request keeps to the pace. A request that is cancelled meanwhile does not count.
    async fn keep_pace(&self, pace: Limit) {
        let [interval, longest] =
            [pace.interval(), pace.longest()].map(|it| Duration::from_micros(it as u64));
        loop {
            let ready_at = {
                let (now, mut forgiven_at) = (Instant::now(), lock(&self.forgiven_at));
                let next = now.max(*forgiven_at) + interval;
                if next <= now + longest {
                    *forgiven_at = next;
                    return;
                }
                next - longest
            };
            sleep_until(ready_at).await;
        }
    }
}

impl Turns {
    pub(crate) fn new(pace: Limit) -> Self {
        Self { pace, networks: Mutex::default() }
    }

    /// Waits for a turn; `None` if too many wait already.
    pub(crate) async fn take(&self, network: IpAddr) -> Option<Turn> {
        let network = {
            let mut networks = lock(&self.networks);
            networks.pruned(Network::is_busy).entry(network).or_insert_with(Network::new).clone()
        };
        let permit = match network.turns.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let _waiting = network.waiting.clone().try_acquire_owned().ok()?;
                network.turns.clone().acquire_owned().await.ok()?
            }
        };
        network.keep_pace(self.pace).await;
        Some(Turn(Arc::new(Mutex::new(Some(permit)))))
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The turn of a request, which ends with its answer or before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turn(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

impl Turn {
    /// Ends the turn, because the request only waits from now on.
    pub(crate) fn end(&self) {
        lock(&self.0).take();
    }
}

#[cfg(test)]
mod tests;
