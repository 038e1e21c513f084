//! Calls to no endpoint: another path or method. The refusal is signed like every answer, so that a device can trust
//! it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::request::Parts;
use axum::response::Response;
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::Leave;

use super::answer::Reply;
use super::call;
use crate::app::App;

/// Parses the call as far as needed to bind the answer to it.
pub(super) async fn handle(
    State(app): State<Arc<App>>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = call::receive::<Leave>(&app, &parts, body);
    let refusal = match &received.parsed {
        Err(refusal @ Refusal::TooManyCalls { .. }) => refusal.clone(),
        _ => Refusal::UnknownEndpoint,
    };
    Reply::to(&app, &received).await.sign(&app, CallResult::Refused(refusal))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Method, Request, StatusCode};
    use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
    use key_protocol::call::{MEDIA_TYPE, NONCE_HEADER};
    use key_protocol::jws::Jws;

    use crate::signing::RingVerifier;
    use crate::testing::{World, text};

    #[tokio::test]
    async fn an_unknown_endpoint_or_method_is_refused_with_a_signature_and_a_nonce() {
        let world = World::new().await;
        let calls = [
            (Method::POST, "/device/v1/payments"),
            (Method::GET, "/device/v1/payments/more"),
            (Method::GET, "/device/v1/wait"),
            (Method::PUT, "/device/v1/nonce"),
        ];
        for (method, path) in calls {
            let request = Request::builder().method(method.clone()).uri(path);
            let request = request.header("content-type", MEDIA_TYPE).body(Body::from("a call")).unwrap();
            let response = world.send(request).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{method} {path}");
            assert!(response.headers().contains_key(NONCE_HEADER), "{method} {path}");
            let answer = Jws::parse(&text(response).await).unwrap();
            let key = world.app().parts.signer.public_key();
            let answer: Answer<serde_json::Value> = answer.verify(&key, &RingVerifier).unwrap();
            assert_eq!(answer.call, call_hash(b"a call"));
            assert_eq!(answer.result, CallResult::Refused(Refusal::UnknownEndpoint));
        }
    }
}
