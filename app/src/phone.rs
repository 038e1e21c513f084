//! Draws the core's current screen, again after every change, and every second if the screen shows an age.

use std::sync::Arc;
use std::time::Duration;

use dioxus::prelude::*;
use key_core::screen::{Action, Fresh, View};
use tokio::sync::watch;

use crate::dispatch::Dispatch;
use crate::screens;

/// The source of the frames that the phone draws. A launcher puts one, and a [`crate::dispatch::Dispatch`], into the
/// context of [`phone`].
#[derive(Clone)]
pub struct Source {
    changes: watch::Receiver<u64>,
    now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    view: Arc<dyn Fn() -> View + Send + Sync>,
}

impl Source {
    /// Makes a source that reads `view` at the start, after each of the `changes`, and every second if the screen needs
    /// it. `now_ms` returns milliseconds since 1970.
    pub fn new(
        changes: watch::Receiver<u64>,
        now_ms: impl Fn() -> i64 + Send + Sync + 'static,
        view: impl Fn() -> View + Send + Sync + 'static,
    ) -> Self {
        Self { changes, now_ms: Arc::new(now_ms), view: Arc::new(view) }
    }

    /// Returns the current view, and the current time in seconds since 1970.
    fn frame(&self) -> (View, i64) {
        ((self.view)(), (self.now_ms)().div_euclid(1000))
    }

    /// Waits for the frame after one that stays correct for `fresh`. Returns `None` if there can be no more changes.
    async fn next(&mut self, fresh: Fresh) -> Option<(View, i64)> {
        match fresh {
            Fresh::EachSecond => {
                let second = tokio::time::timeout(self.rest_of_second(), self.changes.changed());
                second.await.unwrap_or(Ok(()))
            }
            Fresh::UntilChanged => self.changes.changed().await,
        }
        .ok()
        .map(|()| self.frame())
    }

    /// The time until the clock's next second.
    fn rest_of_second(&self) -> Duration {
        let gone = (self.now_ms)().rem_euclid(1000).unsigned_abs();
        Duration::from_millis(1000 - gone)
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source(..)")
    }
}

/// The root of the app's components.
pub fn phone() -> Element {
    let (view, now) = use_frame()();
    rsx! {
        screens::Shown { now, view }
    }
}

/// The current view and time, kept up to date.
pub fn use_frame() -> Signal<(View, i64)> {
    let source = use_context::<Source>();
    let mut frame = use_signal(|| source.frame());
    use_future(move || {
        let mut source = source.clone();
        async move {
            let mut fresh = frame.peek().0.fresh();
            while let Some(next) = source.next(fresh).await {
                fresh = next.0.fresh();
                frame.set(next);
            }
        }
    });
    use_dismissal(frame);
    frame
}

/// Closes a success that needs no answer after its time.
fn use_dismissal(frame: Signal<(View, i64)>) {
    let dispatch = use_context::<Dispatch>();
    // Counts the frames, so that the time of one success does not end the next.
    let mut frames = use_signal(|| 0_u64);
    use_effect(move || {
        let stays = frame.read().0.closes_after();
        let this = frames.peek().wrapping_add(1);
        frames.set(this);
        let Some(stays) = stays else { return };
        let dispatch = dispatch.clone();
        spawn(async move {
            tokio::time::sleep(stays).await;
            if *frames.peek() == this {
                dispatch.send(Action::Dismiss);
            }
        });
    });
}

#[cfg(test)]
mod tests;
