//! The device interface: what phones say and are answered (`key_protocol::call`, `key_protocol::answer`).
//!
//! Every call goes the same way: it is read ([`call`]), its signature is checked with the key of the device, and it is
//! admitted ([`key_domain::rules::admission`]) before anything within it is looked at. Every answer, refusals too, is signed
//! by the service ([`answer`]).
//!
//! To add an endpoint: give the protocol a `Body`, write a file here with `impl Handle` and its tests, add the route
//! below; what it asks is a rule in [`key_domain::rules`].

mod answer;
mod call;
mod cannot_show;
mod change;
mod check;
mod claim;
mod decide;
mod enrol;
mod leave;
mod nonce;
mod proven;
mod requests;
mod resume;
mod unknown;
mod wait;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::{
    Body, Call, CannotShow, Change, Check, Decide, Endpoint, Enrol, Lane, Leave, Requests, Resume, Wait,
};
use serde_json::{Value, json};

use self::answer::Reply;
use crate::service::App;
use crate::turns::Turn;
use key_domain::rules::admission::{self, Admission, Admitted, CallRecord};
use key_domain::store::Lock;
use key_domain::store::devices::{CallResult as Kept, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;

/// The routes of the device interface.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(key_protocol::call::NONCE_PATH, get(nonce::handle))
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

/// A call that was read and whose signature is right.
struct Heard<B> {
    device: Device,
    call: Call<B>,
    record: CallRecord,
    /// The call as received.
    text: String,
    /// Whether it came to the address that the service has now.
    at_origin: bool,
}

/// A body that a paired or pairing device sends.
trait Handle: Body + Send + Sync {
    /// Carries the call out, or says why not.
    fn handle(app: &Arc<App>, heard: Heard<Self>) -> impl Future<Output = Result<Kept, StoreError>> + Send;
}

fn route<B: Handle + 'static>() -> MethodRouter<Arc<App>> {
    post(take::<B>)
}

async fn take<B: Handle>(
    State(app): State<Arc<App>>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let read = call::read::<B>(&app, &parts, body);
    let reply = Reply::to(&app, &read).await;
    let result = match read.said {
        Ok(said) if B::ENDPOINT.lane() == Lane::Wait => {
            // It does little, and then waits.
            parts.extensions.get::<Turn>().inspect(|turn| turn.end());
            carry_out::<B>(&app, said).await
        }
        Ok(said) => to_its_end(&app, &parts, |app| async move { carry_out::<B>(&app, said).await }).await,
        Err(refusal) => Ok(Err(refusal)),
    };
    reply.sign(&app, or_unavailable(result))
}

/// Goes on when the connection breaks, which ends a handler wherever it stands: a try whose right factor nobody looked at
/// any more would count as wrong, and whoever can cut connections could lock a device. It keeps its turn to its end too.
async fn to_its_end<F>(
    app: &Arc<App>,
    parts: &Parts,
    carry_out: impl FnOnce(Arc<App>) -> F,
) -> Result<Kept, StoreError>
where
    F: Future<Output = Result<Kept, StoreError>> + Send + 'static,
{
    let (calls, call) = (app.calls.clone(), carry_out(app.clone()));
    let turn = parts.extensions.get::<Turn>().cloned();
    let to_its_end = tokio::spawn(async move {
        let _turn = turn;
        let _under_way = calls.read_owned().await;
        call.await
    });
    to_its_end.await.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Ok(Err(Refusal::Unavailable)),
    })
}

async fn carry_out<B: Handle>(app: &Arc<App>, said: call::Said) -> Result<Kept, StoreError> {
    match call::hear::<B>(app, said).await? {
        Ok(heard) => B::handle(app, heard).await,
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// A call that was let in, with the transaction that has written it down.
enum Entered {
    /// To be carried out, and to be committed.
    In(Box<dyn Transaction>, Admitted),
    /// Answered already.
    Out(Kept),
}

/// Lets a call in. Where it is not carried out, what was written is committed.
async fn enter(app: &App, record: &CallRecord) -> Result<Entered, StoreError> {
    let mut tx = app.store.begin(&[Lock::Account(record.account)]).await?;
    match admission::admit(tx.as_mut(), record).await? {
        Admission::In(admitted) => Ok(Entered::In(tx, admitted)),
        Admission::Known(Err(Refusal::Frozen)) => {
            app.commit(tx, record.account).await?;
            Ok(Entered::Out(Err(Refusal::Frozen)))
        }
        Admission::Known(result) => {
            tx.commit().await?;
            Ok(Entered::Out(result))
        }
    }
}

/// Writes down what an act is answered, and commits.
async fn conclude(
    app: &App,
    mut tx: Box<dyn Transaction>,
    device: &mut Device,
    record: &CallRecord,
    result: Kept,
) -> Result<Kept, StoreError> {
    if !admission::conclude(tx.as_mut(), device, record, result.clone()).await? {
        return Ok(overtaken());
    }
    app.commit(tx, record.account).await?;
    Ok(result)
}

/// For a call that another of the same device has overtaken while it was carried out: nothing more was changed.
const fn overtaken() -> Kept {
    Err(Refusal::Unavailable)
}

/// The success that says nothing.
fn done() -> Kept {
    Ok(json!({}))
}

/// A success with content.
fn ok(content: &impl serde::Serialize) -> Kept {
    serde_json::to_value(content).map_err(|_| Refusal::Unavailable)
}

/// A store that fails has changed nothing, and the device may try again.
fn or_unavailable(result: Result<Kept, StoreError>) -> CallResult<Value> {
    match result {
        Ok(Ok(value)) => CallResult::Ok(value),
        Ok(Err(refusal)) => CallResult::Refused(refusal),
        Err(error) => {
            tracing::error!(%error, "a call could not be taken");
            CallResult::Refused(Refusal::Unavailable)
        }
    }
}

#[cfg(test)]
mod tests;
