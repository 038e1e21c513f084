//! Reading calls: form, address, nonce, then the signature by the device's key.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use key_protocol::VERSION;
use key_protocol::answer::{Refusal, call_hash};
use key_protocol::base64url;
use key_protocol::call::{Body, Call, CallVersion, MEDIA_TYPE};
use key_protocol::crypto::sha256;
use key_protocol::id::DeviceId;
use key_protocol::jws::{Jws, Message};
use key_protocol::key::PublicKey;

use super::{Heard, nonce};
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::CallRecord;

/// A call whose form is right; nothing in it is proven.
pub(super) struct Said {
    pub(super) jws: Jws,
    pub(super) nonce: [u8; 16],
    pub(super) text: String,
}

/// Reads the form. The hash of the call comes back in any case: the answer carries it.
pub(super) fn read<B: Body>(
    app: &App,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> (String, Result<Said, Refusal>) {
    let typed = headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes() == MEDIA_TYPE.as_bytes());
    let Ok(body) = body else { return (String::new(), Err(Refusal::Malformed)) };
    let hash = call_hash(&body);
    let text = typed.then(|| String::from_utf8(body.into()).ok()).flatten();
    let Some((text, jws)) = text.and_then(|text| Jws::parse(&text).ok().map(|jws| (text, jws))) else {
        return (hash, Err(Refusal::Malformed));
    };
    let here = B::ENDPOINT.url(&app.settings.origin);
    if jws.header().url.as_deref() != Some(&here) {
        return (hash, Err(Refusal::Malformed));
    }
    let nonce = jws.header().nonce.as_deref().and_then(|nonce| nonce::read(app, nonce));
    (hash, nonce.map(|nonce| Said { jws, nonce, text }).ok_or(Refusal::BadNonce))
}

/// Finds the device and checks its signature. A wrong one changes nothing: anybody could send it.
pub(super) async fn hear<B: Body>(app: &App, said: Said) -> Result<Result<Heard<B>, Refusal>, StoreError> {
    let Some(id) = said.jws.header().kid.as_deref().and_then(DeviceId::parse) else {
        return Ok(Err(Refusal::Malformed));
    };
    let Some(device) = app.store.device(id).await? else { return Ok(Err(Refusal::UnknownDevice)) };
    let call = match prove::<B>(app, &said.jws, &device.possession) {
        Ok(call) => call,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(seq) = i64::try_from(call.seq).ok().filter(|seq| *seq > 0) else {
        return Ok(Err(Refusal::Malformed));
    };
    let record = CallRecord {
        device: id,
        nonce: said.nonce,
        nonce_at: nonce::issued(&said.nonce),
        lane: B::ENDPOINT.lane(),
        seq,
        hash: content_hash::<B>(app, &said.text),
        now: app.now(),
    };
    Ok(Ok(Heard { device, call, record, text: said.text }))
}

/// Checks the signature and the version, and hands the call out.
pub(super) fn prove<B: Body>(app: &App, jws: &Jws, key: &PublicKey) -> Result<Call<B>, Refusal> {
    let verifier = app.parts.verifier.as_ref();
    let version: CallVersion = jws.verify(key, verifier).map_err(|_| Refusal::Malformed)?;
    if version.v != VERSION {
        return Err(Refusal::UnsupportedVersion { oldest: VERSION });
    }
    jws.verify(key, verifier).map_err(|_| Refusal::Malformed)
}

/// The content of a message before its signature was checked: to tell what it is about, never to act on.
pub(super) fn unproven<M: Message>(text: &str) -> Option<M> {
    let payload = text.split('.').nth(1)?;
    serde_json::from_slice(&base64url::decode(payload)?).ok()
}

/// What a retry has in common with the call that it repeats: address and payload, to the byte.
fn content_hash<B: Body>(app: &App, text: &str) -> [u8; 32] {
    let payload = text.split('.').nth(1).unwrap_or_default();
    sha256(format!("{}\n{payload}", B::ENDPOINT.url(&app.settings.origin)).as_bytes())
}
