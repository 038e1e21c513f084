//! A verifier that counts whose signatures it has looked at, and at which a test can do something in the middle.

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
    /// How many signatures it has looked at with this key.
    pub(crate) fn looks(&self, key: &PublicKey) -> u32 {
        self.looks.lock().unwrap().get(key).copied().unwrap_or_default()
    }

    /// Does `act`, once, when the next signature is about to be looked at with this key.
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
