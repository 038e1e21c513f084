//! The worker of the service: it sends the messages that are due, and removes expired rows from the database.
//!
//! Each process has one worker. It delays no requests: it claims messages one by one, and removes a few rows at a time.

use std::sync::{Arc, Weak};
use std::time::Duration;

use key_domain::lifetime::CORRECTION;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::app::App;
use crate::messages;

/// The longest time between two checks for work.
const LOOK_AFTER: Duration = Duration::from_secs(60);

/// The time between two removals of expired rows, in milliseconds.
const TIDY_AFTER: i64 = 10 * 60_000;

/// The pause between two steps, in which other transactions can write.
const BETWEEN_STEPS: Duration = Duration::from_millis(20);

/// Starts the worker, which ends with the service.
pub(crate) fn start(app: &Arc<App>) {
    tokio::spawn(run(Arc::downgrade(app), app.ended.subscribe()));
}

/// How long a clock must have run evenly before it is trusted: removed rows are lost for ever, and a minute of a wrong
/// year would suffice.
const EVEN_FOR: Duration = Duration::from_secs(60 * 60);

/// Checks whether the clock runs evenly.
struct Steady {
    /// The steady time and the clock's time at the last check.
    last: (Instant, i64),
    /// The time since when the clock has run evenly.
    since: Instant,
}

impl Steady {
    fn new(at: Instant, now: i64) -> Self {
        Self { last: (at, now), since: at }
    }

    /// Whether the clock was set since the last check.
    fn was_set(&mut self, at: Instant, now: i64) -> bool {
        let (then, was) = std::mem::replace(&mut self.last, (at, now));
        let passed = i64::try_from(at.duration_since(then).as_millis()).unwrap_or(i64::MAX);
        let was_set = (now - was - passed).abs() > CORRECTION;
        if was_set {
            self.since = at;
        }
        was_set
    }

    /// Whether the clock has run evenly for long enough.
    fn is_believed(&self, at: Instant) -> bool {
        at.duration_since(self.since) >= EVEN_FOR
    }
}

async fn run(app: Weak<App>, mut ended: watch::Receiver<bool>) {
    let (mut tidied_at, mut steady) = (None, None);
    loop {
        let Some(app) = app.upgrade().filter(|_| !*ended.borrow()) else { return };
        // Keeps the database open meanwhile.
        let held = app.calls.clone().read_owned().await;
        messages::deliver(&app).await;
        let (at, now) = (Instant::now(), app.now());
        let is_new = steady.is_none();
        let steady = steady.get_or_insert_with(|| Steady::new(at, now));
        if steady.was_set(at, now) || is_new {
            end_future(&app).await;
        }
        if steady.is_believed(at) && tidied_at.is_none_or(|last| !(last..last + TIDY_AFTER).contains(&now)) {
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

/// Ends what was made in the future: the clock was put back, and it must not become valid again when the clock gets
/// there.
pub(crate) async fn end_future(app: &App) {
    let now = app.now();
    if let Err(error) = app.store.end_future(now + CORRECTION, now).await {
        tracing::warn!(%error, "what was made before the clock was put back may live again");
    }
}

/// Removes expired rows, in small steps.
pub(crate) async fn tidy(app: &App, ended: &watch::Receiver<bool>) {
    while !*ended.borrow() {
        let now = app.now();
        match app.store.tidy(&app.settings.retention.at(now), now).await {
            Ok(0) => return,
            Ok(_) => tokio::time::sleep(BETWEEN_STEPS).await,
            Err(error) => return tracing::warn!(%error, "the database could not be tidied"),
        }
    }
}

async fn until_next(app: &App) -> Duration {
    let next = app.store.next_notification_at().await.ok().flatten();
    let left = next.map(|at| Duration::from_millis(u64::try_from(at - app.now()).unwrap_or(0)));
    left.map_or(LOOK_AFTER, |left| left.clamp(Duration::from_secs(1), LOOK_AFTER))
}

#[cfg(test)]
mod tests;
