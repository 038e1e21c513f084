//! The device interface: what phones say and are answered (`key_protocol::call`, `key_protocol::answer`).
//!
//! Every call goes the same way: it is read ([`call`]), its signature is checked with the key of the device, and its
//! nonce, number and effect are one transaction of the store. Every answer, refusals too, is signed by the service
//! ([`answer`]).
//!
//! To add an endpoint: give the protocol a `Body`, write a file here with `impl Handle` and its tests, add the route
//! below, and let one method of the store do what it asks, beginning with its admission.

mod answer;
mod call;
mod check;
mod claim;
mod decide;
mod enrol;
mod factor;
mod leave;
mod nonce;
mod wait;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::{Body, Call, Decide, Endpoint, Enrol, FactorCheckCall, Leave, Wait};
use serde_json::Value;

use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::{CallRecord, Device, Taken};

/// The routes of the device interface.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(key_protocol::call::NONCE_PATH, get(nonce::handle))
        .route(Endpoint::Claim.path(), post(claim::handle))
        .route(Endpoint::Check.path(), route::<FactorCheckCall>())
        .route(Endpoint::Decide.path(), route::<Decide>())
        .route(Endpoint::Enrol.path(), route::<Enrol>())
        .route(Endpoint::Leave.path(), route::<Leave>())
        .route(Endpoint::Wait.path(), route::<Wait>())
        .layer(DefaultBodyLimit::max(key_protocol::jws::MAX_BYTES))
        .with_state(app)
}

/// A call that was read and whose signature is right.
struct Heard<B> {
    device: Device,
    call: Call<B>,
    record: CallRecord,
    /// The call as received.
    text: String,
}

/// A body that a paired or pairing device sends.
trait Handle: Body + Send {
    /// Carries the call out, or says why not.
    fn handle(app: &Arc<App>, heard: Heard<Self>) -> impl Future<Output = Result<Taken, StoreError>> + Send;
}

fn route<B: Handle + 'static>() -> MethodRouter<Arc<App>> {
    post(take::<B>)
}

async fn take<B: Handle>(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (call, said) = call::read::<B>(&app, &headers, body);
    let result = match said {
        Ok(said) => carry_out::<B>(&app, said).await,
        Err(refusal) => Ok(Err(refusal)),
    };
    answer::sign(&app, call, or_unavailable(result), None)
}

async fn carry_out<B: Handle>(
    app: &Arc<App>,
    said: call::Said,
) -> Result<Result<Value, Refusal>, StoreError> {
    let heard = match call::hear::<B>(app, said).await? {
        Ok(heard) => heard,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let account = heard.device.account;
    let taken = B::handle(app, heard).await?;
    if taken.changed {
        app.changed(account);
    }
    Ok(taken.result)
}

/// A store that fails has changed nothing, and the device may try again.
fn or_unavailable(result: Result<Result<Value, Refusal>, StoreError>) -> CallResult<Value> {
    match result {
        Ok(Ok(value)) => CallResult::Ok(value),
        Ok(Err(refusal)) => CallResult::Refused(refusal),
        Err(error) => {
            tracing::error!(%error, "a call could not be taken");
            CallResult::Refused(Refusal::Unavailable)
        }
    }
}
