//! Messages by the PIN or biometric key, inside a call.

use key_protocol::enrolment::Factor;
use key_protocol::jws::{Jws, JwsError, Message};

use super::call;
use crate::service::App;
use crate::store::devices::{CheckedFactor, Device};

/// What a factor's message says, and whether the factor was right. What it says is proven only if it was.
pub(super) struct FactorMessage<M> {
    pub(super) content: M,
    pub(super) checked: CheckedFactor,
}

/// Reads a message by a factor of the device. `None` if it has another form: that counts against nobody.
pub(super) fn read<M: Message>(app: &App, device: &Device, text: &str) -> Option<FactorMessage<M>> {
    let jws = Jws::parse(text).ok()?;
    let factor = Factor::from_kid(jws.header().kid.as_deref()?)?;
    let key = device.factor_key(factor)?;
    match jws.verify::<M>(&key, app.parts.verifier.as_ref()) {
        Ok(content) => Some(FactorMessage { content, checked: CheckedFactor { factor, right: true } }),
        Err(JwsError::Signature) => {
            let content = call::unproven(text)?;
            Some(FactorMessage { content, checked: CheckedFactor { factor, right: false } })
        }
        Err(JwsError::Malformed | JwsError::Type) => None,
    }
}
