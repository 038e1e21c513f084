//! Enrol: a device that has claimed its link registers the keys of its factors.

use std::sync::Arc;

use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::Enrol;
use key_protocol::enrolment::{Enrolment, Factor};
use key_protocol::jws::Jws;
use key_protocol::key::PublicKey;

use super::{Handle, Heard};
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::{Device, FactorKeys, Taken};

impl Handle for Enrol {
    async fn handle(app: &Arc<App>, heard: Heard<Self>) -> Result<Taken, StoreError> {
        match factor_keys(app, &heard.device, &heard.call.body) {
            Some(keys) => app.store.enrol(&heard.record, keys).await,
            None => app.store.refuse(&heard.record, Refusal::Malformed).await,
        }
    }
}

fn factor_keys(app: &App, device: &Device, enrol: &Enrol) -> Option<FactorKeys> {
    let (pin, pin_agreement) = enrolment(app, device, Factor::Pin, &enrol.pin)?;
    let biometric = match &enrol.biometric {
        Some(text) => Some(enrolment(app, device, Factor::Biometric, text)?),
        None => None,
    };
    let keys = [Some(device.possession), Some(pin), biometric.map(|(key, _)| key)];
    let sound = pin_agreement.is_some_and(|key| p256::PublicKey::from_sec1_bytes(&key.to_sec1()).is_ok());
    let distinct = keys[0] != keys[1] && keys[0] != keys[2] && keys[1] != keys[2];
    (distinct && sound).then_some(FactorKeys { pin, pin_agreement: pin_agreement?, biometric })
}

/// Checks that the device holds the key, and that it is meant for this pairing.
fn enrolment(
    app: &App,
    device: &Device,
    factor: Factor,
    text: &str,
) -> Option<(PublicKey, Option<PublicKey>)> {
    let jws = Jws::parse(text).ok()?;
    let (key, said): (_, Enrolment) = jws.verify_carried(None, app.parts.verifier.as_ref()).ok()?;
    let meant = said.v == VERSION
        && said.device == device.id
        && said.factor == factor
        && said.service == app.thumbprint;
    meant.then_some((key, said.agreement))
}

#[cfg(test)]
mod tests;
