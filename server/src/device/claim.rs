//! Claim: a device takes a pairing link.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use key_protocol::VERSION;
use key_protocol::answer::{Claimed, Refusal};
use key_protocol::call::{Call, CallVersion, Claim};
use key_protocol::id::DeviceId;
use serde_json::Value;

use super::{answer, call, or_unavailable};
use crate::service::App;
use crate::store::StoreError;
use crate::store::accounts::Account;
use crate::store::pairings::{ClaimOutcome, Claiming};

/// The answer carries the service's key: the device knows its thumbprint from the link.
pub(super) async fn handle(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (call, said) = call::read::<Claim>(&app, &headers, body);
    let result = match said {
        Ok(said) => claim(&app, said).await,
        Err(refusal) => Ok(Err(refusal)),
    };
    answer::sign(&app, call, or_unavailable(result), Some(app.parts.signer.public_key()))
}

async fn claim(app: &Arc<App>, said: call::Said) -> Result<Result<Value, Refusal>, StoreError> {
    let claiming = match read(app, &said) {
        Ok(claiming) => claiming,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Anybody can send claims of made-up links: they cost no write.
    if !app.store.may_be_claimed(claiming.token_hash, app.now()).await? {
        return Ok(Err(Refusal::LinkExpired));
    }
    Ok(match app.store.claim(claiming, app.now()).await? {
        ClaimOutcome::Claimed { device, account } => {
            app.changed(account.id);
            claimed(app, device, *account)
        }
        ClaimOutcome::Expired => Err(Refusal::LinkExpired),
        ClaimOutcome::KeyInUse => Err(Refusal::Malformed),
        ClaimOutcome::NonceUsed => Err(Refusal::BadNonce),
        ClaimOutcome::Refused => Err(Refusal::PairingRefused),
        ClaimOutcome::Used => Err(Refusal::LinkUsed),
    })
}

/// Checks the claim with the key that it carries: whoever holds the link may bring any.
fn read(app: &App, said: &call::Said) -> Result<Claiming, Refusal> {
    let verifier = app.parts.verifier.as_ref();
    let (possession, version) =
        said.jws.verify_carried::<CallVersion>(None, verifier).map_err(|_| Refusal::Malformed)?;
    if version.v != VERSION {
        return Err(Refusal::UnsupportedVersion { oldest: VERSION });
    }
    let Call { body, seq, .. } = call::prove::<Claim>(app, &said.jws, &possession)?;
    if seq != 0 {
        return Err(Refusal::Malformed);
    }
    Ok(Claiming {
        nonce: said.nonce,
        token_hash: body.token.hash(),
        possession,
        device: DeviceId::from_bytes(app.random()),
        name: body.name,
        platform: body.platform,
    })
}

fn claimed(app: &App, device: DeviceId, account: Account) -> Result<Value, Refusal> {
    let claimed = Claimed {
        agreement: app.parts.secrets.agreement,
        device,
        service: app.settings.name.clone(),
        tenant: account.tenant,
        username: account.username,
    };
    serde_json::to_value(claimed).map_err(|_| Refusal::Unavailable)
}

#[cfg(test)]
mod tests;
