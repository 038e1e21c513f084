//! `enrol`: a device that has claimed its link registers the keys of its factors, and reveals its share of the
//! comparison code.

use std::sync::Arc;

use key_domain::rules::factors::{FactorKey, FactorKeys};
use key_domain::rules::pairing;
use key_domain::sealing::{Context, Sealed};
use key_domain::store::devices::CallResult as Kept;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::Enrol;
use key_protocol::enrolment::{Enrolment, Factor};
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;

use super::admission::{Admission, admit, conclude};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::done;
use crate::app::App;

impl Handle for Enrol {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<Kept, StoreError> {
        let VerifiedCall { call, record, .. } = verified;
        let (mut tx, mut device) = match admit(app, &record).await? {
            Admission::Admitted(tx, admitted) => (tx, admitted.device),
            Admission::Answered(answered) => return Ok(answered),
        };
        // An active device's keys are not even read: see `pairing::enrol`.
        let keys = match device.state {
            Lifecycle::Pairing => factor_keys(app, &device, &call.body),
            _ => None,
        };
        let enrolled = match keys {
            Some(keys) => {
                let sealed = seal(app, &device, &keys)?;
                pairing::enrol(tx.as_mut(), &mut device, sealed, call.body.share).await?
            }
            None => false,
        };
        let result = if enrolled { done() } else { Err(Refusal::Malformed) };
        conclude(app, tx, &mut device, &record, result).await
    }
}

fn factor_keys(app: &App, device: &Device, enrol: &Enrol) -> Option<FactorKeys> {
    let pin = enrolment(app, device, Factor::Pin, &enrol.pin)?;
    let biometric = match &enrol.biometric {
        Some(text) => Some(enrolment(app, device, Factor::Biometric, text)?),
        None => None,
    };
    let keys = FactorKeys { agreement: enrol.agreement, biometric, pin };
    let agrees = enrol.agreement.is_none_or(|key| is_point(&key));
    (agrees && keys.are_distinct(&device.possession)).then_some(keys)
}

/// The factor key, if the enrolment proves that the device holds it and that it is meant for this pairing.
pub(super) fn enrolment(app: &App, device: &Device, factor: Factor, text: &str) -> Option<FactorKey> {
    let jws = Jws::parse(text).ok()?;
    let (signing, said): (_, Enrolment) = jws.verify_carried(None, app.parts.verifier.as_ref()).ok()?;
    let Enrolment { v, agreement, device: id, factor: meant, service } = said;
    let meant = v == VERSION && id == device.id && meant == factor && service == device.pinned;
    let agrees = agreement.map_or(factor == Factor::Biometric, |key| is_point(&key));
    (meant && agrees).then_some(FactorKey { agreement, signing })
}

fn is_point(key: &PublicKey) -> bool {
    p256::PublicKey::from_sec1_bytes(&key.to_sec1()).is_ok()
}

/// Seals the keys for the database.
pub(super) fn seal(app: &App, device: &Device, keys: &FactorKeys) -> Result<Sealed, StoreError> {
    let content =
        zeroize::Zeroizing::new(serde_json::to_vec(keys).map_err(|_| StoreError::Damaged("factors"))?);
    let place = Context::Factors(device.id.as_bytes());
    let sealed = app.parts.secrets.sealer.seal(place, &content, app.parts.entropy.as_ref());
    sealed.ok_or(StoreError::Damaged("factors"))
}

#[cfg(test)]
mod tests;
