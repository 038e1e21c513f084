//! What the service does by itself: it sends the messages that are due, and tidies its database.
//!
//! One worker in each process. It holds nobody up: messages are claimed one by one, and rows go a few at a time.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::messages;
use crate::service::App;

/// It looks for something to do at least this often.
const LOOK_AFTER: Duration = Duration::from_secs(60);

/// The database is tidied once in this time, in milliseconds.
const TIDY_AFTER: i64 = 10 * 60_000;

/// Others come to write between two steps.
const BETWEEN_STEPS: Duration = Duration::from_millis(20);

/// Starts the worker. It ends with the service.
pub(crate) fn start(app: &Arc<App>) {
    tokio::spawn(run(Arc::downgrade(app), app.ended.subscribe()));
}

/// A clock is believed when it has gone evenly for so long, in milliseconds: what goes is gone for good, and a minute of a
/// wrong year would be enough.
const EVEN_FOR: i64 = 60 * 60_000;

/// Whether the clock goes as time does.
struct Steady {
    /// When it was last set, or seen for the first time, by both.
    since: (Instant, i64),
}

impl Steady {
    fn new(at: Instant, now: i64) -> Self {
        Self { since: (at, now) }
    }

    /// Whether it has gone evenly for long enough.
    fn is_believed(&mut self, at: Instant, now: i64) -> bool {
        let (since, then) = self.since;
        let passed = i64::try_from(at.duration_since(since).as_millis()).unwrap_or(i64::MAX);
        if (now - then - passed).abs() > passed / 1000 + 10_000 {
            self.since = (at, now);
            return false;
        }
        passed >= EVEN_FOR
    }
}

async fn run(app: Weak<App>, mut ended: watch::Receiver<bool>) {
    let (mut tidied_at, mut steady) = (None, None);
    loop {
        let Some(app) = app.upgrade().filter(|_| !*ended.borrow()) else { return };
        // The database is not closed meanwhile.
        let held = app.calls.clone().read_owned().await;
        messages::deliver(&app).await;
        let (at, now) = (Instant::now(), app.now());
        let is_believed = steady.get_or_insert_with(|| Steady::new(at, now)).is_believed(at, now);
        if is_believed && tidied_at.is_none_or(|last| !(last..last + TIDY_AFTER).contains(&now)) {
            tidied_at = Some(now);
            tidy(&app, &ended).await;
        }
        let (wait, work) = (until_next(&app).await, app.work.clone());
        drop((held, app));
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            () = work.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Removes what has had its time, in small steps.
pub(crate) async fn tidy(app: &App, ended: &watch::Receiver<bool>) {
    while !*ended.borrow() {
        let now = app.now();
        match app.store.tidy(&app.settings.retention.at(now), now, app.call_time()).await {
            Ok(0) => return,
            Ok(_) => tokio::time::sleep(BETWEEN_STEPS).await,
            Err(error) => return tracing::warn!(%error, "the database could not be tidied"),
        }
    }
}

async fn until_next(app: &App) -> Duration {
    let next = app.store.next_event_at().await.ok().flatten();
    let left = next.map(|at| Duration::from_millis(u64::try_from(at - app.now()).unwrap_or(0)));
    left.map_or(LOOK_AFTER, |left| left.clamp(Duration::from_secs(1), LOOK_AFTER))
}

#[cfg(test)]
mod tests;
