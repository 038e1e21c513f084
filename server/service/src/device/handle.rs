//! Handling of calls: each runs to its end, whatever happens to its connection.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use key_domain::store::devices::CallResult as Kept;
use key_domain::store::error::StoreError;
use key_protocol::answer::Refusal;
use key_protocol::call::{Body, Lane};

use super::answer::Reply;
use super::call::{self, VerifiedCall};
use super::result::or_unavailable;
use crate::app::App;
use crate::turns::Turn;

/// A body that a paired or pairing device sends.
pub(super) trait Handle: Body + Send + Sync {
    /// Carries the call out, or refuses it.
    fn handle(
        app: &Arc<App>,
        verified: VerifiedCall<Self>,
    ) -> impl Future<Output = Result<Kept, StoreError>> + Send;
}

pub(super) fn route<B: Handle + 'static>() -> MethodRouter<Arc<App>> {
    post(receive::<B>)
}

pub(super) async fn receive<B: Handle>(
    State(app): State<Arc<App>>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = call::receive::<B>(&app, &parts, body);
    let reply = Reply::to(&app, &received).await;
    let result = match received.parsed {
        Ok(parsed) if B::ENDPOINT.lane() == Lane::Wait => {
            // Such a call does little, and then waits.
            parts.extensions.get::<Turn>().inspect(|turn| turn.end());
            carry_out::<B>(&app, parsed).await
        }
        Ok(parsed) => {
            run_to_completion(&app, &parts, |app| async move { carry_out::<B>(&app, parsed).await }).await
        }
        Err(refusal) => Ok(Err(refusal)),
    };
    reply.sign(&app, or_unavailable(result))
}

/// Runs a call to its end even if the connection breaks, which stops a handler at any point: a try whose right factor
/// was never verified would count as wrong, and an attacker who can cut connections could lock a device. The call keeps
/// its turn to its end too.
pub(super) async fn run_to_completion<F>(
    app: &Arc<App>,
    parts: &Parts,
    carry_out: impl FnOnce(Arc<App>) -> F,
) -> Result<Kept, StoreError>
where
    F: Future<Output = Result<Kept, StoreError>> + Send + 'static,
{
    let (calls, call) = (app.calls.clone(), carry_out(app.clone()));
    let turn = parts.extensions.get::<Turn>().cloned();
    let completion = tokio::spawn(async move {
        let _turn = turn;
        let _under_way = calls.read_owned().await;
        call.await
    });
    completion.await.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Ok(Err(Refusal::Unavailable)),
    })
}

pub(super) async fn carry_out<B: Handle>(
    app: &Arc<App>,
    parsed: call::ParsedCall,
) -> Result<Kept, StoreError> {
    match call::verify::<B>(app, parsed).await? {
        Ok(verified) => B::handle(app, verified).await,
        Err(refusal) => Ok(Err(refusal)),
    }
}
