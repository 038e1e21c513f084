//! Answers, signed by the service and carrying the next nonce.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal};
use key_protocol::call::{MEDIA_TYPE, NONCE_HEADER};
use key_protocol::jws::{self, Header};
use key_protocol::key::PublicKey;
use serde_json::Value;

use super::nonce;
use crate::service::App;

/// Signs `result` as the answer to the call with the hash `call`; `key` goes along where the device cannot know it yet.
pub(super) fn sign(
    app: &App,
    call: String,
    result: CallResult<Value>,
    key: Option<PublicKey>,
) -> Response<Body> {
    let status = match &result {
        CallResult::Ok(_) => StatusCode::OK,
        CallResult::Refused(refusal) => status(refusal),
    };
    let mut header = Header::of::<Answer<Value>>().kid(app.thumbprint);
    header.jwk = key;
    let answer = Answer { v: VERSION, call, now: app.now(), result };
    match jws::sign(&header, &answer, |bytes| app.parts.signer.sign(bytes)) {
        Ok(text) => respond(app, status, text),
        Err(_) => respond(app, StatusCode::INTERNAL_SERVER_ERROR, String::new()),
    }
}

/// Any response of the device interface.
pub(super) fn respond(app: &App, status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(nonce) = HeaderValue::from_str(&nonce::issue(app)) {
        headers.insert(NONCE_HEADER, nonce);
    }
    response
}

/// The status code is for proxies and logs; what counts is signed.
const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::BadNonce | Refusal::Malformed | Refusal::UnsupportedVersion { .. } => {
            StatusCode::BAD_REQUEST
        }
        Refusal::DigitsWrong
        | Refusal::Disconnected
        | Refusal::NotConfirmed { .. }
        | Refusal::PairingRefused
        | Refusal::UnknownDevice => StatusCode::FORBIDDEN,
        Refusal::LinkExpired | Refusal::RequestEnded => StatusCode::GONE,
        Refusal::LinkUsed | Refusal::RequestAnswered { .. } | Refusal::StatementChanged => {
            StatusCode::CONFLICT
        }
        Refusal::Frozen | Refusal::Locked => StatusCode::LOCKED,
        Refusal::TooManyCalls { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}
