//! Makes calls to a service: takes a nonce, signs, retries, and checks the service's signature on the answer.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
use key_protocol::call::{Body, Call, NONCE_PATH};
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header, Jws, JwsError};
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::origin::Origin;

use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::{HttpRequest, HttpResponse, Platform};

/// The most times that one call is sent: again after a stale nonce or a lost response.
const ATTEMPTS: usize = 3;

/// The timeout of an ordinary call.
const TIMEOUT_SECONDS: u32 = 15;

/// The two sides of a call.
pub(crate) struct Line<'a> {
    /// The service's address.
    pub(crate) origin: &'a Origin,
    /// The name of the possession key in the key store.
    pub(crate) key_name: &'a str,
    /// How the call names its key.
    pub(crate) caller: Caller,
    /// How the service proves its identity.
    pub(crate) service: ServiceProof,
}

/// How a call names its key.
pub(crate) enum Caller {
    Device(DeviceId),
    New(PublicKey),
}

/// How the service proves its identity.
pub(crate) enum ServiceProof {
    /// With one of the pinned keys.
    Keys(Vec<PublicKey>),
    /// With a key that it sends along and that has this thumbprint.
    Thumbprint(Thumbprint),
}

/// A call to be sent, once or several times.
pub(crate) struct Outgoing<'a> {
    /// Writes the JSON of the call, each time before it is sent and after the nonce has come.
    pub(crate) payload: &'a dyn Fn() -> Vec<u8>,
    /// How long the service may hold the call, in seconds.
    pub(crate) hold: u8,
    /// Asked before the nonce is taken; what it returns is held until the call is signed.
    pub(crate) gate: &'a dyn Fn() -> Gate<'a>,
}

/// Whether a call may be sent.
pub(crate) enum Gate<'a> {
    /// It may no longer be sent.
    Closed,
    /// It may be sent. The lock is held until the call is signed.
    Held(#[expect(dead_code, reason = "it is held, not read")] MutexGuard<'a, ()>),
    /// It may be sent.
    Open,
}

/// An answer whose signature was checked.
pub(crate) struct Answered<T> {
    /// The key that signed it.
    pub(crate) key: PublicKey,
    /// The service's clock, in milliseconds since 1970.
    pub(crate) now: i64,
    pub(crate) result: Result<T, Refusal>,
}

impl<T> Answered<T> {
    /// Whether the call's number is used up. After one of the refusals below, the service may or may not have accepted
    /// the call.
    pub(crate) const fn is_conclusive(&self) -> bool {
        !matches!(
            self.result,
            Err(Refusal::BadNonce
                | Refusal::Malformed
                | Refusal::Other { .. }
                | Refusal::TooManyCalls { .. }
                | Refusal::Unavailable
                | Refusal::UnknownDevice
                | Refusal::UnknownEndpoint
                | Refusal::UnsupportedVersion { .. })
        )
    }
}

/// Makes calls, and keeps the latest nonce of each service.
#[derive(Default)]
pub(crate) struct Client {
    nonces: Mutex<HashMap<Origin, String>>,
}

impl Client {
    /// Makes one call and checks the answer. Returns `None` if its gate is closed.
    pub(crate) fn call<B: Body>(
        &self,
        platform: &Platform,
        line: &Line<'_>,
        outgoing: &Outgoing<'_>,
    ) -> Result<Option<Answered<B::Ok>>, Error> {
        let mut last = Error::Offline;
        for _ in 0..ATTEMPTS {
            match self.attempt::<B>(platform, line, outgoing) {
                Ok(Some(Answered { result: Err(Refusal::BadNonce), .. })) => last = Error::ServiceFault,
                Err(Error::Offline) if outgoing.hold == 0 => last = Error::Offline,
                other => return other,
            }
        }
        Err(last)
    }

    fn attempt<B: Body>(
        &self,
        platform: &Platform,
        line: &Line<'_>,
        outgoing: &Outgoing<'_>,
    ) -> Result<Option<Answered<B::Ok>>, Error> {
        let url = B::ENDPOINT.url(line.origin);
        let body = {
            let gate = (outgoing.gate)();
            if matches!(gate, Gate::Closed) {
                return Ok(None);
            }
            let mut header = match &line.caller {
                Caller::Device(device) => Header::of::<Call<B>>().kid(device),
                Caller::New(key) => Header::of::<Call<B>>().jwk(*key),
            };
            let nonce = self.nonce(platform, line.origin)?;
            (header.nonce, header.url) = (Some(nonce), Some(url.clone()));
            let payload = (outgoing.payload)();
            jws::sign_bytes(&header, &payload, |bytes| platform.keys.sign(line.key_name, bytes))?
        };
        let call = call_hash(body.as_bytes());
        let timeout_seconds = TIMEOUT_SECONDS + u32::from(outgoing.hold);
        let response =
            self.send(platform, line.origin, HttpRequest { body: Some(body), timeout_seconds, url })?;
        read_answer::<B::Ok>(&response, &line.service, &call).map(Some)
    }

    /// Takes the latest nonce of the service, which is then used up, or asks for a new one if there is none.
    fn nonce(&self, platform: &Platform, origin: &Origin) -> Result<String, Error> {
        if let Some(nonce) = self.nonces().remove(origin) {
            return Ok(nonce);
        }
        let url = format!("{origin}{NONCE_PATH}");
        self.send(platform, origin, HttpRequest { body: None, timeout_seconds: TIMEOUT_SECONDS, url })?;
        self.nonces().remove(origin).ok_or(Error::ServiceFault)
    }

    fn send(
        &self,
        platform: &Platform,
        origin: &Origin,
        request: HttpRequest,
    ) -> Result<HttpResponse, Error> {
        let response = platform.transport.send(&request).map_err(|_| Error::Offline)?;
        if let Some(nonce) = &response.nonce {
            self.nonces().insert(origin.clone(), nonce.clone());
        }
        Ok(response)
    }

    fn nonces(&self) -> MutexGuard<'_, HashMap<Origin, String>> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_answer<T: serde::Serialize + serde::de::DeserializeOwned>(
    response: &HttpResponse,
    service: &ServiceProof,
    call: &str,
) -> Result<Answered<T>, Error> {
    let jws = Jws::parse_answer(&response.body).map_err(|_| Error::ServiceFault)?;
    let (key, answer): (_, Answer<T>) = match service {
        ServiceProof::Keys(keys) => by_one_of(&jws, keys)?,
        ServiceProof::Thumbprint(thumbprint) => {
            jws.verify_carried(Some(thumbprint), &SoftwareVerifier).map_err(proof_error)?
        }
    };
    if answer.v != VERSION || answer.call != call {
        return Err(Error::ServiceFault);
    }
    let result = match answer.result {
        CallResult::Ok(ok) => Ok(ok),
        CallResult::Refused(refusal) => Err(refusal),
    };
    Ok(Answered { key, now: answer.now, result })
}

fn by_one_of<M: jws::Message>(jws: &Jws, keys: &[PublicKey]) -> Result<(PublicKey, M), Error> {
    for key in keys {
        match jws.verify(key, &SoftwareVerifier) {
            Ok(message) => return Ok((*key, message)),
            Err(JwsError::Signature) => {}
            Err(error) => return Err(proof_error(error)),
        }
    }
    Err(Error::ServiceKey)
}

const fn proof_error(error: JwsError) -> Error {
    match error {
        JwsError::Signature => Error::ServiceKey,
        JwsError::Malformed | JwsError::Type => Error::ServiceFault,
    }
}

#[cfg(test)]
mod tests;
