//! Answers: signed by the service, with the next nonce in a header.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal};
use key_protocol::call::{MEDIA_TYPE, NONCE_HEADER};
use key_protocol::jws::{self, Header};
use key_protocol::key::{PublicKey, Thumbprint};
use serde_json::Value;

use super::call::ReceivedCall;
use super::nonce;
use crate::app::App;

/// An answer before it is signed: the call that it answers, and the key that signs it.
pub(super) struct Reply {
    /// The hash of the call.
    call: String,
    /// The service key that the device has pinned.
    signer: Thumbprint,
    /// The public key, where the device cannot know it yet.
    key: Option<PublicKey>,
}

impl Reply {
    /// The answer to a received call, whatever its result. The key that the device has pinned signs it, even where
    /// nothing in the call is proven: the device would accept no other key.
    pub(super) async fn to(app: &App, read: &ReceivedCall) -> Self {
        let signer = match read.device.filter(|_| app.has_former_signers()) {
            Some(id) => app.store.device(id).await.ok().flatten().map(|device| device.pinned),
            None => None,
        };
        Self { call: read.hash.clone(), signer: signer.unwrap_or(app.thumbprint), key: None }
    }

    /// The answer to a claim: the device knows the thumbprint of the key from its link.
    pub(super) fn to_claim(app: &App, read: &ReceivedCall) -> Self {
        Self { call: read.hash.clone(), signer: app.thumbprint, key: Some(app.parts.signer.public_key()) }
    }

    /// Signs `result`.
    pub(super) fn sign(self, app: &App, result: CallResult<Value>) -> Response<Body> {
        let status = match &result {
            CallResult::Ok(_) => StatusCode::OK,
            CallResult::Refused(refusal) => status(refusal),
        };
        let mut header = Header::of::<Answer<Value>>().kid(self.signer);
        header.jwk = self.key;
        let answer = Answer { v: VERSION, call: self.call, now: app.now(), result };
        match jws::sign(&header, &answer, |bytes| app.signer(&self.signer).sign(bytes)) {
            Ok(text) => respond(app, status, text),
            Err(_) => respond(app, StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        }
    }
}

/// Builds any response of the device interface.
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

/// The status code is for proxies and logs; devices rely on the signed answer.
const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::BadNonce
        | Refusal::Malformed
        | Refusal::Other { .. }
        | Refusal::UnsupportedVersion { .. } => StatusCode::BAD_REQUEST,
        Refusal::DigitsMistyped
        | Refusal::DigitsWrong
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
        Refusal::UnknownEndpoint => StatusCode::NOT_FOUND,
    }
}
