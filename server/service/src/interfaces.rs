//! The interfaces of the service. Each is a router with rules of its own that stand before its handlers.
//!
//! | interface | who calls | what stands before its handlers |
//! |---|---|---|
//! | [`pages`] | browsers | the right host, forms from our own pages only, words for failures: `pages/guard.rs`, `pages/form.rs` |
//! | [`device`] | phones | a signature over the call, a nonce, a number: `device/call.rs`, `device/entered.rs` |
//! | [`pages::unguarded`] | browsers, load balancers | nothing: the same for everybody |
//!
//! Before all of them each request waits for its turn (`in_turn.rs`), and all answers get the headers for security
//! (`pages/headers.rs`).
//!
//! To add one, such as for relying parties or for administrators: a module beside [`device`] that gives a router, with a
//! catch-all route under its prefix (what no route takes is answered by a page), and a line below.

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::{device, pages};

/// All that the service answers.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(pages::router(app.clone()))
        .merge(pages::unguarded(app.clone()))
        .merge(device::router(app.clone()))
}
