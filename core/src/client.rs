//! Calls to a service: nonce, signature, retry, and the service's signature on what comes back.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
use key_protocol::call::{Body, Call, Mark, NONCE_PATH};
use key_protocol::id::DeviceId;
use key_protocol::jws::{self, Header, Jws, JwsError};
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::origin::Origin;

use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::{HttpRequest, HttpResponse, Platform};

/// How often one call is sent at most: anew for a stale nonce, once more for a lost response.
const ATTEMPTS: usize = 3;

/// How long an ordinary call waits for its answer.
const TIMEOUT_SECONDS: u32 = 15;

/// Who calls whom.
pub(crate) struct Line<'a> {
    /// The service's address.
    pub(crate) origin: &'a Origin,
    /// The possession key's name in the key store.
    pub(crate) key_name: &'a str,
    /// How the call names its key.
    pub(crate) caller: Caller,
    /// How the service must prove itself.
    pub(crate) service: ServiceProof,
}

/// How a call names its key.
pub(crate) enum Caller {
    Device(DeviceId),
    New(PublicKey),
}

/// How the service must prove itself.
pub(crate) enum ServiceProof {
    /// By the key pinned at pairing.
    Key(PublicKey),
    /// By a key that it sends along and that has this thumbprint.
    Thumbprint(Thumbprint),
}

/// An answer whose signature was checked.
pub(crate) struct Answered<T> {
    /// The key that signed it.
    pub(crate) key: PublicKey,
    /// The service's clock, milliseconds since 1970.
    pub(crate) now: i64,
    pub(crate) result: Result<T, Refusal>,
}

/// Makes calls; keeps the latest nonce of each service.
#[derive(Default)]
pub(crate) struct Client {
    nonces: Mutex<HashMap<Origin, String>>,
}

impl Client {
    /// Makes one call and checks the answer. `hold` is how long the service may take on purpose, in seconds.
    pub(crate) fn call<B: Body>(
        &self,
        platform: &Platform,
        line: &Line<'_>,
        seq: u64,
        body: B,
        hold: u8,
    ) -> Result<Answered<B::Ok>, Error> {
        let mut mark = [0; 8];
        platform.entropy.fill(&mut mark);
        let call = Call { v: VERSION, body, mark: Mark::from_bytes(mark), seq };
        let timeout = TIMEOUT_SECONDS + u32::from(hold);
        let mut last = Error::Offline;
        for _ in 0..ATTEMPTS {
            match self.attempt::<B>(platform, line, &call, timeout) {
                Ok(Answered { result: Err(Refusal::BadNonce), .. }) => last = Error::ServiceFault,
                Err(Error::Offline) if hold == 0 => last = Error::Offline,
                other => return other,
            }
        }
        Err(last)
    }

    fn attempt<B: Body>(
        &self,
        platform: &Platform,
        line: &Line<'_>,
        call: &Call<B>,
        timeout_seconds: u32,
    ) -> Result<Answered<B::Ok>, Error> {
        let nonce = self.nonce(platform, line.origin)?;
        let url = B::ENDPOINT.url(line.origin);
        let mut header = match &line.caller {
            Caller::Device(device) => Header::of::<Call<B>>().kid(device),
            Caller::New(key) => Header::of::<Call<B>>().jwk(*key),
        };
        (header.nonce, header.url) = (Some(nonce), Some(url.clone()));
        let body = jws::sign(&header, call, |bytes| platform.keys.sign(line.key_name, bytes))?;
        let call = call_hash(body.as_bytes());
        let response =
            self.send(platform, line.origin, HttpRequest { body: Some(body), timeout_seconds, url })?;
        read_answer::<B::Ok>(&response, &line.service, &call)
    }

    /// The latest nonce of the service, used up by taking it; a new one where there is none.
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

    fn nonces(&self) -> std::sync::MutexGuard<'_, HashMap<Origin, String>> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_answer<T: serde::Serialize + serde::de::DeserializeOwned>(
    response: &HttpResponse,
    service: &ServiceProof,
    call: &str,
) -> Result<Answered<T>, Error> {
    let jws = Jws::parse(&response.body).map_err(|_| Error::ServiceFault)?;
    let (key, answer): (_, Answer<T>) = match service {
        ServiceProof::Key(key) => (*key, jws.verify(key, &SoftwareVerifier).map_err(proof_error)?),
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

const fn proof_error(error: JwsError) -> Error {
    match error {
        JwsError::Signature => Error::ServiceKey,
        JwsError::Malformed | JwsError::Type => Error::ServiceFault,
    }
}
