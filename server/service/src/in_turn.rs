//! Handles a request when it was received completely and its network has a turn.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use key_protocol::jws::MAX_BYTES;

use crate::address;
use crate::app::App;
use crate::pages::form::MAX_FORM_BYTES;
use crate::serve::connections::too_many;
use crate::serve::places::ActiveRequest;

/// The longest body that is read, in bytes. Of a longer one a little more than this is read, and its reader refuses it.
const LONGEST: usize = if MAX_FORM_BYTES > MAX_BYTES { MAX_FORM_BYTES } else { MAX_BYTES };

/// Handles a request when it has its turn, and keeps its connection's place from then on. It was received completely
/// before, so that slow senders delay nobody.
pub(crate) async fn in_turn(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = whole(body).await;
    let Some(turn) = app.turns.take(address::network(&app.settings, &parts)).await else { return too_many() };
    if let Some(asking) = parts.extensions.remove::<ActiveRequest>() {
        asking.is_worked_on();
    }
    parts.extensions.insert(turn.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    turn.end();
    response
}

async fn whole(body: Body) -> Body {
    let (mut parts, mut read) = (body.into_data_stream(), Vec::new());
    while let Some(part) = parts.next().await {
        match part {
            Ok(part) => read.extend_from_slice(&part),
            Err(error) => return Body::from_stream(stream::iter([Err::<Bytes, _>(error)])),
        }
        if read.len() > LONGEST {
            break;
        }
    }
    Body::from(read)
}

#[cfg(test)]
mod tests;
