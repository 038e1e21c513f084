//! The phone: the screen that the core says, drawn anew whenever it changes, and each second where it shows time.

use std::sync::Arc;
use std::time::Duration;

use dioxus::prelude::*;
use key_core::screen::{Fresh, View};
use tokio::sync::watch;

use crate::screens;

/// Where the phone gets what it draws. A launcher puts one, and a [`crate::dispatch::Dispatch`], into the context of
/// [`phone`].
#[derive(Clone)]
pub struct Source {
    changes: watch::Receiver<u64>,
    now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    view: Arc<dyn Fn() -> View + Send + Sync>,
}

impl Source {
    /// Draws `view` at first, after each of the `changes`, and with each second that a screen shows; `now_ms` gives
    /// milliseconds since 1970.
    pub fn new(
        changes: watch::Receiver<u64>,
        now_ms: impl Fn() -> i64 + Send + Sync + 'static,
        view: impl Fn() -> View + Send + Sync + 'static,
    ) -> Self {
        Self { changes, now_ms: Arc::new(now_ms), view: Arc::new(view) }
    }

    /// What there is to draw now, and when that is: seconds since 1970.
    fn frame(&self) -> (View, i64) {
        ((self.view)(), (self.now_ms)().div_euclid(1000))
    }

    /// The frame after one that stays right for so long. `None` when there can be no more.
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

    /// How long the second lasts that the clock shows.
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

/// What there is to draw, kept up to date.
pub fn use_frame() -> Signal<(View, i64)> {
    let source = use_context::<Source>();
    let mut frame = use_signal(|| source.frame());
    use_future(move || {
        let mut source = source.clone();
        async move {
            let mut fresh = frame.peek().0.screen.fresh();
            while let Some(next) = source.next(fresh).await {
                fresh = next.0.screen.fresh();
                frame.set(next);
            }
        }
    });
    frame
}

#[cfg(test)]
mod tests;
