//! Parsing and verifying calls: form, address, nonce, then the signature by the device's key. The body is not examined.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use key_domain::rules::admission::{self, CallOrder};
use key_domain::rules::{CallRecord, Lane};
use key_domain::store::devices::Device;
use key_domain::store::error::StoreError;
use key_protocol::VERSION;
use key_protocol::answer::{Refusal, call_hash};
use key_protocol::call::{Body, Call, CallVersion, ContentHash, MEDIA_TYPE};
use key_protocol::id::DeviceId;
use key_protocol::json;
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;

use super::nonce;
use crate::address;
use crate::app::App;

/// A call as received.
pub(super) struct ReceivedCall {
    /// The hash of the call, which every answer carries.
    pub(super) hash: String,
    /// The device that the call names, unproven.
    pub(super) device: Option<DeviceId>,
    pub(super) parsed: Result<ParsedCall, Refusal>,
}

/// A call with the right form; nothing in it is proven.
pub(super) struct ParsedCall {
    pub(super) jws: Jws,
    pub(super) nonce: [u8; 16],
    pub(super) text: String,
    network: IpAddr,
    at_origin: bool,
}

/// A parsed call with a right signature.
pub(super) struct VerifiedCall<B> {
    pub(super) device: Device,
    pub(super) call: Call<B>,
    pub(super) record: CallRecord,
    /// The call as received.
    pub(super) text: String,
    /// Whether the call was sent to the service's current address.
    pub(super) at_origin: bool,
}

/// Parses a call. Always returns its hash, which the answer carries.
pub(super) fn receive<B: Body>(
    app: &App,
    parts: &Parts,
    body: Result<Bytes, BytesRejection>,
) -> ReceivedCall {
    let Ok(body) = body else {
        return ReceivedCall { hash: String::new(), device: None, parsed: Err(Refusal::Malformed) };
    };
    let hash = call_hash(&body);
    let typed =
        parts.headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes() == MEDIA_TYPE.as_bytes());
    let text = typed.then(|| String::from_utf8(body.into()).ok()).flatten();
    let read = text.and_then(|text| Jws::parse(&text).ok().map(|jws| (text, jws)));
    let device = read.as_ref().and_then(|(_, jws)| jws.header().kid.as_deref().and_then(DeviceId::parse));
    let network = address::network(&app.settings, parts);
    let parsed = match (app.limits.take(network, device, app.now()), read) {
        (Err(retry_after), _) => Err(Refusal::TooManyCalls { retry_after }),
        (Ok(()), None) => Err(Refusal::Malformed),
        (Ok(()), Some((text, jws))) => parse::<B>(app, jws, text, network),
    };
    ReceivedCall { hash, device, parsed }
}

fn parse<B: Body>(app: &App, jws: Jws, text: String, network: IpAddr) -> Result<ParsedCall, Refusal> {
    let url = jws.header().url.as_deref();
    let is_at = |origin| url == Some(&B::ENDPOINT.url(origin));
    let at_origin = is_at(&app.settings.origin);
    if !at_origin && !app.settings.former_origins.iter().any(is_at) {
        return Err(Refusal::Malformed);
    }
    let nonce = jws.header().nonce.as_deref().and_then(|nonce| nonce::read(app, nonce));
    nonce.map(|nonce| ParsedCall { jws, nonce, text, network, at_origin }).ok_or(Refusal::BadNonce)
}

/// Looks up the device and verifies its signature. A wrong signature changes nothing: anybody could send it.
pub(super) async fn verify<B: Body>(
    app: &App,
    parsed: ParsedCall,
) -> Result<Result<VerifiedCall<B>, Refusal>, StoreError> {
    let Some(id) = parsed.jws.header().kid.as_deref().and_then(DeviceId::parse) else {
        return Ok(Err(Refusal::Malformed));
    };
    let Some(device) = app.store.device(id).await? else { return Ok(Err(Refusal::UnknownDevice)) };
    app.learn(device.latest_call());
    let network = parsed.network;
    let signed = check_signature::<B>(app, &parsed.jws, &device.possession);
    let verified = match signed.and_then(|(call, hash)| verified(app, parsed, device, call, hash)) {
        Ok(verified) => verified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let refusal = refused_early(app, network, &verified.device, &verified.record).await?;
    Ok(refusal.map_or(Ok(verified), Err))
}

/// Refuses, before any write, a call that would be refused anyway, and a call beyond the limit. A call that reveals a
/// copy is never refused by the limit, and an overtaken call beyond the limit is refused with *bad nonce*, so that it
/// comes again with a new nonce and reveals the copy. Otherwise a copy could use up the calls of its device and stay
/// undetected.
async fn refused_early(
    app: &App,
    network: IpAddr,
    device: &Device,
    call: &CallRecord,
) -> Result<Option<Refusal>, StoreError> {
    if app.store.is_used(&call.nonce).await? {
        return Ok(Some(Refusal::BadNonce));
    }
    if let Some(refusal) = admission::standing(device, call.now) {
        return Ok(Some(refusal));
    }
    app.limits.prove(network, device.id, call.now);
    let seen = admission::classify(device, call);
    if matches!(seen, CallOrder::Copy) {
        return Ok(None);
    }
    Ok(app.limits.device.take(device.id, call.now).err().map(|retry_after| match seen {
        CallOrder::Overtaken => Refusal::BadNonce,
        _ => Refusal::TooManyCalls { retry_after },
    }))
}

fn verified<B: Body>(
    app: &App,
    parsed: ParsedCall,
    device: Device,
    call: Call<B>,
    hash: ContentHash,
) -> Result<VerifiedCall<B>, Refusal> {
    let number = |number: u64| i64::try_from(number).ok().filter(|number| *number > 0);
    let lane = match call.body.run() {
        Some(run) => Lane::Wait {
            id: call.id,
            run: number(run.number).ok_or(Refusal::Malformed)?,
            run_hash: run.secret.hash(),
            newest_act: number(run.newest_act).ok_or(Refusal::Malformed)?,
        },
        None => Lane::Act { hash, id_hash: call.id.hash() },
    };
    let record = CallRecord {
        device: device.id,
        account: device.account,
        nonce: parsed.nonce,
        nonce_at: nonce::issued(&parsed.nonce),
        seq: number(call.seq).ok_or(Refusal::Malformed)?,
        lane,
        at: app.stamp_call(),
        clock_error: app.parts.clock_error,
        now: app.now(),
    };
    Ok(VerifiedCall { device, call, record, text: parsed.text, at_origin: parsed.at_origin })
}

/// Verifies the signature, once, and the version, and returns the call with the hash of its content.
pub(super) fn check_signature<B: Body>(
    app: &App,
    jws: &Jws,
    key: &PublicKey,
) -> Result<(Call<B>, ContentHash), Refusal> {
    let payload =
        jws.verified::<Call<B>>(key, app.parts.verifier.as_ref()).map_err(|_| Refusal::Malformed)?;
    let version: CallVersion = json::read(payload).map_err(|_| Refusal::Malformed)?;
    if version.v != VERSION {
        return Err(Refusal::UnsupportedVersion { oldest: VERSION });
    }
    let call = json::read(payload).map_err(|_| Refusal::Malformed)?;
    Ok((call, ContentHash::of(B::ENDPOINT, payload)))
}
