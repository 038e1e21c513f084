//! Sends the user's actions from the screens.

use std::sync::Arc;

use key_core::screen::Action;

/// Takes the user's actions. Every screen has one in its context.
#[derive(Clone)]
pub struct Dispatch(Arc<dyn Fn(Action) + Send + Sync>);

impl Dispatch {
    /// Makes a dispatch that passes every action to `take`, which must not block.
    pub fn new(take: impl Fn(Action) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Sends an action.
    pub fn send(&self, action: Action) {
        (self.0)(action);
    }
}

impl std::fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dispatch(..)")
    }
}
