//! A verifier that counts verifications by key, and that lets a test act during one.

use std::collections::HashMap;
use std::sync::Mutex;

use key_protocol::crypto::{Signature, Verifier};
use key_protocol::key::PublicKey;

use crate::signing::RingVerifier;

type Act = Box<dyn FnOnce() + Send>;

#[derive(Default)]
pub(crate) struct Watch {
    looks: Mutex<HashMap<PublicKey, u32>>,
    act: Mutex<Option<(PublicKey, Act)>>,
}

impl Watch {
    /// How many signatures it has verified with this key.
    pub(crate) fn looks(&self, key: &PublicKey) -> u32 {
        self.looks.lock().unwrap().get(key).copied().unwrap_or_default()
    }

    /// Runs `act` once, when the next signature is about to be verified with this key.
    pub(crate) fn at(&self, key: PublicKey, act: impl FnOnce() + Send + 'static) {
        *self.act.lock().unwrap() = Some((key, Box::new(act)));
    }
}

impl Verifier for Watch {
    fn verify(&self, key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
        *self.looks.lock().unwrap().entry(*key).or_default() += 1;
        let act = self.act.lock().unwrap().take_if(|(at, _)| at == key);
        if let Some((_, act)) = act {
            act();
        }
        RingVerifier.verify(key, message, signature)
    }
}
