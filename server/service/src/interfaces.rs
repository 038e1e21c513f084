//! The interfaces of the service. Each is a router with checks of its own before its handlers.
//!
//! | interface | clients | checks before its handlers |
//! |---|---|---|
//! | [`pages`] | browsers | the right host, forms from our own pages only, errors shown as pages: `pages/guard.rs`, `pages/form.rs` |
//! | [`device`] | phones | a signature over the call, a nonce, a number: `device/call.rs`, `device/admission.rs` |
//! | [`pages::unguarded`] | browsers, load balancers | none: the content is the same for everybody |
//!
//! Each request waits for its turn before that (`in_turn.rs`), and all answers get the security headers
//! (`pages/headers.rs`).
//!
//! To add an interface, such as for relying parties or for administrators, add a module beside [`device`] that returns
//! a router with a catch-all route under its prefix (otherwise a page answers unknown paths), and a line below.

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::{device, pages};

/// The router of the whole service.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(pages::router(app.clone()))
        .merge(pages::unguarded(app.clone()))
        .merge(device::router(app.clone()))
}
