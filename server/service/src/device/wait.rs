//! `wait`: a device asks for news, and waits while there is none.

use std::sync::Arc;
use std::time::Duration;

use key_domain::hub::Woken;
use key_domain::rules::admission;
use key_domain::store::confirmations::{ConfirmationOutcome, Pending};
use key_domain::store::devices::{CallResult, Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_protocol::VERSION;
use key_protocol::answer::{DeviceState, EndedRequest, Refusal, Waiting};
use key_protocol::base64url;
use key_protocol::call::{MAX_WAIT_SECONDS, Wait};
use key_protocol::crypto::sha256;
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header};
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;

use super::admission::{Admission, admit};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::ok;
use super::resume::successor;
use crate::app::App;

/// How long the end of a request is reported to a device, in milliseconds.
const TELL_ENDED: i64 = 10 * 60_000;

/// The most requests, and the most bytes of them, in one answer: far below the longest answer, whatever the requests
/// contain.
const PAGE_REQUESTS: usize = 20;
const PAGE_BYTES: usize = 48 * 1024;

impl Handle for Wait {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<CallResult, StoreError> {
        let VerifiedCall { device, call, record, at_origin, .. } = verified;
        match admit(app, &record).await? {
            // The page waits for the first call after the pairing was completed.
            Admission::Admitted(tx, _) if device.is_finishing(record.now) => {
                app.commit(tx, device.account).await?;
            }
            Admission::Admitted(tx, _) => tx.commit().await?,
            Admission::Answered(answered) => return Ok(answered),
        }
        let seconds = call.body.seconds.min(MAX_WAIT_SECONDS);
        let waiter = Waiter { app, id: device.id, at_origin };
        waiter.wait(&device, &call.body.have, seconds).await
    }
}

struct Waiter<'a> {
    app: &'a App,
    id: DeviceId,
    at_origin: bool,
}

impl Waiter<'_> {
    async fn wait(&self, device: &Device, have: &str, seconds: u8) -> Result<CallResult, StoreError> {
        let mut listener = self.app.parts.hub.listen(device.account);
        let end = tokio::time::sleep(Duration::from_secs(seconds.into()));
        let too_many = self.app.waits.begin(self.id);
        tokio::pin!(end, too_many);
        let mut over = seconds == 0;
        loop {
            let seen = match self.look().await? {
                Ok(seen) => seen,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if over || seen.digest != have {
                return self.deliver(seen).await;
            }
            over = tokio::select! {
                woken = listener.next() => woken == Woken::Closed,
                () = &mut end => true,
                () = &mut too_many => true,
            };
        }
    }

    /// The current news for the device.
    async fn look(&self) -> Result<Result<Seen, Refusal>, StoreError> {
        let (app, id, now) = (self.app, self.id, self.app.now());
        let Some(device) = app.store.device(id).await? else { return Ok(Err(Refusal::UnknownDevice)) };
        if let Some(refusal) = admission::standing(&device, now) {
            return Ok(Err(refusal));
        }
        let state =
            if device.state == Lifecycle::Active { DeviceState::Active } else { DeviceState::Pairing };
        let pending = app.store.pending(id, now).await?;
        let ended = app.store.ended(id, now - TELL_ENDED, now).await?;
        let ended: Vec<_> = ended.into_iter().map(told).collect();
        let successor = successor(app, &device, self.at_origin);
        let digest = digest(state, &pending, &ended, successor.is_some());
        Ok(Ok(Seen { device, digest, ended, pending, state, successor }))
    }

    async fn deliver(&self, seen: Seen) -> Result<CallResult, StoreError> {
        let pending = u32::try_from(seen.pending.len()).unwrap_or(u32::MAX);
        let Some(requests) = page(self.app, &seen.device, seen.pending).await? else {
            return Ok(Err(Refusal::Unavailable));
        };
        let Seen { digest, ended, state, successor, .. } = seen;
        Ok(ok(&Waiting { digest, ended, pending, requests, state, successor }))
    }
}

struct Seen {
    device: Device,
    digest: String,
    ended: Vec<EndedRequest>,
    pending: Vec<Pending>,
    state: DeviceState,
    successor: Option<String>,
}

fn told((request, outcome): (key_protocol::id::RequestId, ConfirmationOutcome)) -> EndedRequest {
    let outcome = match outcome {
        ConfirmationOutcome::Confirmed => Some(Outcome::Confirmed),
        ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe => Some(Outcome::Declined),
        _ => None,
    };
    EndedRequest { outcome, request }
}

fn digest(state: DeviceState, pending: &[Pending], ended: &[EndedRequest], replaced: bool) -> String {
    let mut text = format!("{state:?} {replaced}");
    for Pending { id, .. } in pending {
        text.push_str(&format!(" {id}"));
    }
    for EndedRequest { outcome, request } in ended {
        text.push_str(&format!(" {request}{outcome:?}"));
    }
    base64url::encode(&sha256(text.as_bytes())[..16])
}

/// The first of the requests, as many as fit; signs those that were not delivered before. `None` if one cannot be
/// signed.
pub(super) async fn page(
    app: &App,
    device: &Device,
    pending: Vec<Pending>,
) -> Result<Option<Vec<String>>, StoreError> {
    let (mut requests, mut bytes) = (Vec::new(), 0);
    for pending in pending.into_iter().take(PAGE_REQUESTS) {
        let jws = match pending.jws {
            Some(jws) => jws,
            None => match sign(app, device, &pending).await? {
                Some(jws) => app.store.keep_signed(pending.id, jws).await?,
                None => return Ok(None),
            },
        };
        bytes += jws.len();
        if bytes > PAGE_BYTES && !requests.is_empty() {
            break;
        }
        requests.push(jws);
    }
    Ok(Some(requests))
}

/// The signed request; `None` if a part of it no longer exists, or is of another version.
async fn sign(app: &App, device: &Device, pending: &Pending) -> Result<Option<String>, StoreError> {
    let Some(asked) = app.store.confirmation(pending.confirmation).await? else { return Ok(None) };
    let Some(account) = app.store.account(device.account).await? else { return Ok(None) };
    let Some(subject) = asked.subject else { return Ok(None) };
    let request = Request {
        v: VERSION,
        id: pending.id,
        device: device.id,
        service: app.settings.name.clone(),
        username: account.username,
        tenant: account.tenant,
        issued: asked.created_at / 1000,
        expires: asked.expires_at / 1000,
        digits: asked.digits,
        subject,
    };
    let header = Header::of::<Request>().kid(device.pinned);
    Ok(jws::sign(&header, &request, |bytes| app.signer(&device.pinned).sign(bytes)).ok())
}

#[cfg(test)]
mod tests;
