//! The phone: the screen that the core says, drawn anew whenever it changes.

use std::sync::Arc;
use std::time::Duration;

use dioxus::prelude::*;
use key_core::screen::View;
use tokio::sync::watch;

use crate::screens;

/// How long a drawing that tells how old something is may stand.
const FRESH: Duration = Duration::from_secs(20);

/// Where the phone gets what it draws. A launcher puts one, and a [`crate::dispatch::Dispatch`], into the context of
/// [`phone`].
#[derive(Clone)]
pub struct Source {
    changes: watch::Receiver<u64>,
    now: Arc<dyn Fn() -> i64 + Send + Sync>,
    view: Arc<dyn Fn() -> View + Send + Sync>,
}

impl Source {
    /// Draws `view` at first and after each of the `changes`; `now` gives seconds since 1970.
    pub fn new(
        changes: watch::Receiver<u64>,
        now: impl Fn() -> i64 + Send + Sync + 'static,
        view: impl Fn() -> View + Send + Sync + 'static,
    ) -> Self {
        Self { changes, now: Arc::new(now), view: Arc::new(view) }
    }

    fn frame(&self) -> (View, i64) {
        ((self.view)(), (self.now)())
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
    let first = source.frame();
    let mut frame = use_signal(|| first);
    use_future(move || {
        let source = source.clone();
        async move {
            let mut changes = source.changes.clone();
            while is_time_to_draw(&mut changes).await {
                frame.set(source.frame());
            }
        }
    });
    frame
}

/// Waits for a change, or for as long as a "just now" stays true. `false` when there can be no more.
async fn is_time_to_draw(changes: &mut watch::Receiver<u64>) -> bool {
    match tokio::time::timeout(FRESH, changes.changed()).await {
        Ok(changed) => changed.is_ok(),
        Err(_) => true,
    }
}
