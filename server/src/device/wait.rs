//! Wait: a device asks what there is, and is kept waiting while there is nothing new.

use std::sync::Arc;
use std::time::Duration;

use key_protocol::VERSION;
use key_protocol::answer::{DeviceState, EndedRequest, Refusal, Waiting};
use key_protocol::base64url;
use key_protocol::call::{MAX_WAIT_SECONDS, Wait};
use key_protocol::crypto::sha256;
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header};
use key_protocol::receipt::Outcome;
use key_protocol::request::{Place, Request, Subject};
use key_protocol::shown::ShownText;

use super::{Handle, Heard};
use crate::notify::Woken;
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::{Device, State, Taken};
use crate::store::logins::{LoginOutcome, Pending};

/// For how long a device is told how a request ended, in milliseconds.
const TELL_ENDED: i64 = 10 * 60_000;

impl Handle for Wait {
    async fn handle(app: &Arc<App>, heard: Heard<Self>) -> Result<Taken, StoreError> {
        let Heard { device, call, record, .. } = heard;
        let taken = app.store.let_wait(&record).await?;
        if taken.result.is_err() {
            return Ok(taken);
        }
        let seconds = call.body.seconds.min(MAX_WAIT_SECONDS);
        let result = wait(app, &device, &call.body.have, seconds).await?;
        Ok(Taken { result, changed: false })
    }
}

type WaitResult = Result<serde_json::Value, Refusal>;

async fn wait(app: &App, device: &Device, have: &str, seconds: u8) -> Result<WaitResult, StoreError> {
    let mut listener = app.parts.hub.listen(device.account);
    let end = tokio::time::sleep(Duration::from_secs(seconds.into()));
    tokio::pin!(end);
    let mut over = seconds == 0;
    loop {
        let seen = match look(app, device.id).await? {
            Ok(seen) => seen,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if over || seen.digest != have {
            return deliver(app, seen).await;
        }
        over = tokio::select! {
            woken = listener.next() => woken == Woken::Closed,
            () = &mut end => true,
        };
    }
}

struct Seen {
    device: Device,
    digest: String,
    ended: Vec<EndedRequest>,
    pending: Vec<Pending>,
    state: DeviceState,
}

/// What there is for the device now.
async fn look(app: &App, id: DeviceId) -> Result<Result<Seen, Refusal>, StoreError> {
    let now = app.now();
    let Some(device) = app.store.device(id).await? else { return Ok(Err(Refusal::UnknownDevice)) };
    let state = match device.state {
        State::Active => DeviceState::Active,
        State::Pairing if !device.has_lapsed(now) => DeviceState::Pairing,
        State::Pairing => return Ok(Err(Refusal::LinkExpired)),
        State::Disconnected => return Ok(Err(Refusal::Disconnected)),
        State::Frozen => return Ok(Err(Refusal::Frozen)),
        State::Locked => return Ok(Err(Refusal::Locked)),
        State::Refused => return Ok(Err(Refusal::PairingRefused)),
    };
    let pending = app.store.pending(id, now).await?;
    let ended: Vec<_> = app.store.ended(id, now - TELL_ENDED, now).await?.into_iter().map(told).collect();
    let digest = digest(state, &pending, &ended);
    Ok(Ok(Seen { device, digest, ended, pending, state }))
}

fn told((request, outcome): (key_protocol::id::RequestId, LoginOutcome)) -> EndedRequest {
    let outcome = match outcome {
        LoginOutcome::Confirmed => Some(Outcome::Confirmed),
        LoginOutcome::Declined | LoginOutcome::NotMe => Some(Outcome::Declined),
        _ => None,
    };
    EndedRequest { outcome, request }
}

fn digest(state: DeviceState, pending: &[Pending], ended: &[EndedRequest]) -> String {
    let mut text = format!("{state:?}");
    for Pending { id, .. } in pending {
        text.push_str(&format!(" {id}"));
    }
    for EndedRequest { outcome, request } in ended {
        text.push_str(&format!(" {request}{outcome:?}"));
    }
    base64url::encode(&sha256(text.as_bytes())[..16])
}

/// Signs what was not delivered before, and hands all out.
async fn deliver(app: &App, seen: Seen) -> Result<WaitResult, StoreError> {
    let mut requests = Vec::with_capacity(seen.pending.len());
    for pending in seen.pending {
        match pending.jws {
            Some(jws) => requests.push(jws),
            None => match sign(app, &seen.device, &pending).await? {
                Some(jws) => requests.push(app.store.keep_signed(pending.id, jws).await?),
                None => return Ok(Err(Refusal::Unavailable)),
            },
        }
    }
    let waiting = Waiting { digest: seen.digest, ended: seen.ended, requests, state: seen.state };
    Ok(serde_json::to_value(waiting).map_err(|_| Refusal::Unavailable))
}

/// The signed request; `None` if something it is made of is gone or cannot be shown.
async fn sign(app: &App, device: &Device, pending: &Pending) -> Result<Option<String>, StoreError> {
    let Some(login) = app.store.login(pending.login).await? else { return Ok(None) };
    let Some(account) = app.store.account(device.account).await? else { return Ok(None) };
    let Some(browser) = ShownText::clean(&login.browser) else { return Ok(None) };
    let Ok(address) = login.address.parse() else { return Ok(None) };
    let place = Place { address, name: login.place.as_deref().and_then(ShownText::clean) };
    let request = Request {
        v: VERSION,
        id: pending.id,
        device: device.id,
        service: app.settings.name.clone(),
        username: account.username,
        tenant: account.tenant,
        issued: login.created_at / 1000,
        expires: login.expires_at / 1000,
        digits: login.digits,
        subject: Subject::Login { browser, known: login.known, place },
    };
    let header = Header::of::<Request>().kid(app.thumbprint);
    Ok(jws::sign(&header, &request, |bytes| app.parts.signer.sign(bytes)).ok())
}

#[cfg(test)]
mod tests;
