//! The device interface: the calls of phones and their answers (`key_protocol::call`, `key_protocol::answer`).
//!
//! Every call takes the same path: it is parsed ([`call`]), its signature is verified with the key of the device, and
//! it is admitted ([`key_domain::rules::admission`]) before its body is examined. The service signs every answer,
//! refusals too ([`answer`]).
//!
//! To add an endpoint: give the protocol a `Body`, write a file here with `impl Handle` ([`handle`]) and its tests, add
//! the route below. Its checks are a rule in [`key_domain::rules`], between [`admission::admit`] and
//! [`admission::conclude`].

mod admission;
mod answer;
mod call;
mod cannot_show;
mod change;
mod check;
mod claim;
mod decide;
mod enrol;
mod first_nonce;
mod handle;
mod leave;
mod nonce;
mod proven;
mod requests;
mod result;
mod resume;
mod unknown;
mod wait;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use key_protocol::call::{CannotShow, Change, Check, Decide, Endpoint, Enrol, Leave, Requests, Resume, Wait};

use self::handle::route;
use crate::app::App;

/// The routes of the device interface.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(key_protocol::call::NONCE_PATH, get(first_nonce::handle))
        .route(&Endpoint::CannotShow.path(), route::<CannotShow>())
        .route(&Endpoint::Change.path(), route::<Change>())
        .route(&Endpoint::Check.path(), route::<Check>())
        .route(&Endpoint::Claim.path(), post(claim::handle))
        .route(&Endpoint::Decide.path(), route::<Decide>())
        .route(&Endpoint::Enrol.path(), route::<Enrol>())
        .route(&Endpoint::Leave.path(), route::<Leave>())
        .route(&Endpoint::Requests.path(), route::<Requests>())
        .route(&Endpoint::Resume.path(), route::<Resume>())
        .route(&Endpoint::Wait.path(), route::<Wait>())
        .route(&format!("{}{{*rest}}", key_protocol::call::PREFIX), axum::routing::any(unknown::handle))
        .method_not_allowed_fallback(unknown::handle)
        .layer(DefaultBodyLimit::max(key_protocol::jws::MAX_BYTES))
        .with_state(app)
}

#[cfg(test)]
mod tests;
