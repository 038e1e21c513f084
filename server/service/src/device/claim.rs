//! `claim`: a device claims a pairing link, and commits to its share of the comparison code.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::request::Parts;
use axum::response::Response;
use key_domain::ids::PairingId;
use key_domain::rules::admission;
use key_domain::rules::pairing::{self, Claiming, Unclaimed};
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::devices::CallResult;
use key_domain::store::error::StoreError;
use key_domain::store::pairings::PairingRow;
use key_protocol::answer::{Claimed, Refusal};
use key_protocol::call::{Call, Claim};
use key_protocol::capabilities::Capabilities;
use key_protocol::id::DeviceId;

use super::answer::Reply;
use super::call;
use super::handle::run_to_completion;
use super::result::{ok, or_unavailable};
use crate::app::App;

/// The answer carries the service key: the device knows its thumbprint from the link.
pub(super) async fn handle(
    State(app): State<Arc<App>>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = call::receive::<Claim>(&app, &parts, body);
    let reply = Reply::to_claim(&app, &received);
    let result = match received.parsed {
        Ok(parsed) => run_to_completion(&app, &parts, |app| async move { claim(&app, parsed).await }).await,
        Err(refusal) => Ok(Err(refusal)),
    };
    reply.sign(&app, or_unavailable(result))
}

async fn claim(app: &Arc<App>, parsed: call::ParsedCall) -> Result<CallResult, StoreError> {
    let claiming = match read(app, &parsed) {
        Ok(claiming) => claiming,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Anybody can send claims of made-up links, and of links that are already claimed: they cost no write.
    let is_registered = app.store.is_registered(&claiming.possession).await?;
    let Some(link) = app.store.link(claiming.token_hash).await? else { return Ok(Err(Refusal::LinkExpired)) };
    if app.store.is_used(&parsed.nonce).await? {
        return Ok(Err(Refusal::BadNonce));
    }
    if let Some(device) = link.device {
        return again(app, &claiming, &link, device).await;
    }
    if !link.is_open(app.now()) {
        return Ok(Err(Refusal::LinkExpired));
    }
    if is_registered {
        return answer(app, Err(Unclaimed::KeyInUse), &link).await;
    }
    let mut tx = app.store.begin(&[Lock::Account(link.account)]).await?;
    if !tx.insert_nonce(&parsed.nonce, app.call_time() + admission::NONCE_MEMORY).await? {
        return Ok(Err(Refusal::BadNonce));
    }
    let claim = pairing::claim(tx.as_mut(), &claiming, app.now()).await?;
    app.commit(tx, link.account).await?;
    answer(app, claim, &link).await
}

/// Answers a claim of a link that has a device already: the same key gets the same answer. Nothing is changed.
async fn again(
    app: &App,
    claiming: &Claiming,
    link: &PairingRow,
    device: DeviceId,
) -> Result<CallResult, StoreError> {
    let Some(device) = app.store.device(device).await? else { return Ok(Err(Refusal::LinkExpired)) };
    answer(app, pairing::again(claiming, &device, app.now()), link).await
}

async fn answer(
    app: &App,
    claim: Result<DeviceId, Unclaimed>,
    link: &PairingRow,
) -> Result<CallResult, StoreError> {
    Ok(match claim {
        Ok(device) => {
            let account = app.store.account(link.account).await?.ok_or(StoreError::Damaged("pairing"))?;
            claimed(app, device, account, link.id)
        }
        Err(Unclaimed::Expired) => Err(Refusal::LinkExpired),
        Err(Unclaimed::KeyInUse) => Err(Refusal::Malformed),
        Err(Unclaimed::Refused) => Err(Refusal::PairingRefused),
        Err(Unclaimed::Used) => Err(Refusal::LinkUsed),
    })
}

/// Verifies the claim with the key that it carries: the holder of a link may use any key.
fn read(app: &App, parsed: &call::ParsedCall) -> Result<Claiming, Refusal> {
    let possession = parsed.jws.carried_key(None).map_err(|_| Refusal::Malformed)?;
    let (Call { body, seq, .. }, _) = call::check_signature::<Claim>(app, &parsed.jws, &possession)?;
    if seq != 0 {
        return Err(Refusal::Malformed);
    }
    Ok(Claiming {
        token_hash: body.token.hash(),
        possession,
        commitment: body.commitment,
        device: DeviceId::from_bytes(app.random()),
        name: body.name,
        platform: body.platform,
        knows: body.knows,
        service: app.thumbprint,
    })
}

fn claimed(app: &App, device: DeviceId, account: Account, pairing: PairingId) -> CallResult {
    ok(&Claimed {
        agreement: app.parts.secrets.agreements.public_key(),
        device,
        knows: Capabilities::ours(),
        service: app.settings.name.clone(),
        share: app.parts.secrets.pairing_share(&pairing),
        tenant: account.tenant,
        username: account.username,
    })
}

#[cfg(test)]
mod tests;
