//! Signed messages: JWS in compact form (RFC 7515, 3.1) with ES256 and nothing else.
//!
//! Every message has a `typ` of its own (RFC 8725, 3.11), so that none can be passed off as another. Only
//! [`Jws::verify`] hands out a payload.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base64url;
use crate::crypto::{Signature, Verifier};
use crate::factor::Factor;
use crate::json;
use crate::key::{PublicKey, Thumbprint};

/// The most bytes that a message may have, except an answer.
pub const MAX_BYTES: usize = 16 * 1024;

/// The most bytes that an answer may have.
pub const MAX_ANSWER_BYTES: usize = 128 * 1024;

/// A type that can be the payload of a JWS.
pub trait Message: Serialize + DeserializeOwned {
    /// The `typ` of its header.
    const TYPE: &'static str;
}

/// The protected header of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always `ES256`.
    pub alg: Algorithm,
    /// Critical extensions (RFC 7515, 4.1.11). None are supported, so a message that has any is refused.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub crit: Option<serde_json::Value>,
    /// The key itself, if the other side cannot know it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk: Option<PublicKey>,
    /// The key that signs: a device id, `pin`, `biometric`, or the service's thumbprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The service's nonce, which a call uses up (RFC 8555, 6.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The type of the message.
    pub typ: String,
    /// The address that a call is sent to (RFC 8555, 6.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Any value of the field, also `null`, counts as present.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(from).map(Some)
}

/// The one algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
}

impl Header {
    /// A header for a message of type `M`, without a key, nonce or address.
    #[must_use]
    pub fn of<M: Message>() -> Self {
        let typ = M::TYPE.to_owned();
        Self { alg: Algorithm::Es256, crit: None, jwk: None, kid: None, nonce: None, typ, url: None }
    }

    /// Names the key by `kid`.
    #[must_use]
    pub fn kid(mut self, kid: impl ToString) -> Self {
        self.kid = Some(kid.to_string());
        self
    }

    /// Carries the key itself.
    #[must_use]
    pub fn jwk(mut self, key: PublicKey) -> Self {
        self.jwk = Some(key);
        self
    }
}

/// The reason why a message was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Not a JWS of the expected form, or longer than it may be.
    #[error("the message cannot be read")]
    Malformed,
    /// The signature does not verify with the key and the content.
    #[error("the message was not signed by whom it should be")]
    Signature,
    /// A message of another type than expected.
    #[error("the message is of another kind")]
    Type,
}

/// Writes and signs `message`; `sign` gets the bytes to sign.
///
/// # Errors
/// The error of `sign`.
pub fn sign<M: Message, E>(
    header: &Header,
    message: &M,
    sign: impl FnOnce(&[u8]) -> Result<Signature, E>,
) -> Result<String, E> {
    sign_bytes(header, &json::write(message), sign)
}

/// Signs a payload that is already JSON; it must be of type `M`.
///
/// # Errors
/// The error of `sign`.
pub fn sign_bytes<E>(
    header: &Header,
    payload: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<Signature, E>,
) -> Result<String, E> {
    let mut text = base64url::encode(&json::write(header));
    text.push('.');
    text.push_str(&base64url::encode(payload));
    let signature = sign(text.as_bytes())?;
    text.push('.');
    text.push_str(&base64url::encode(signature.as_bytes()));
    Ok(text)
}

/// The proof of a factor over the `content` beside it: a JWS with detached content (RFC 7515, F) of type `M`,
/// whose `kid` names the factor.
///
/// # Errors
/// The error of `sign`.
pub fn prove<M: Message, E>(
    factor: Factor,
    content: &str,
    sign: impl FnOnce(&[u8]) -> Result<Signature, E>,
) -> Result<String, E> {
    let header = base64url::encode(&json::write(&Header::of::<M>().kid(factor.kid())));
    let signed = Zeroizing::new(format!("{header}.{content}"));
    let signature = sign(signed.as_bytes())?;
    Ok(format!("{header}..{}", base64url::encode(signature.as_bytes())))
}

/// A proof that was parsed and not yet verified.
#[derive(Clone, Debug)]
pub struct Proof {
    factor: Factor,
    signature: Signature,
    signed: String,
}

impl Proof {
    /// Parses the proof of a factor over `content`; `None` for any other text.
    #[must_use]
    pub fn parse<M: Message>(text: &str, content: &str) -> Option<Self> {
        let (header, signature) = text.split_once("..")?;
        let read: Header = json::read(&base64url::decode(header)?).ok()?;
        let signature = Signature::from_bytes(base64url::decode_array(signature)?);
        let factor = Factor::from_kid(read.kid.as_deref()?)?;
        let sound = read.typ == M::TYPE && read.crit.is_none();
        sound.then(|| Self { factor, signature, signed: format!("{header}.{content}") })
    }

    /// The factor that the proof names.
    #[must_use]
    pub const fn factor(&self) -> Factor {
        self.factor
    }

    /// Whether `key` has signed the proof.
    #[must_use]
    pub fn verify(&self, key: &PublicKey, verifier: &dyn Verifier) -> bool {
        verifier.verify(key, self.signed.as_bytes(), &self.signature)
    }
}

/// A message that was parsed but not yet verified: only its header is accessible.
#[derive(Clone, Debug)]
pub struct Jws {
    header: Header,
    payload: Vec<u8>,
    signature: Signature,
    signed: String,
}

impl Jws {
    /// Parses the compact form.
    ///
    /// # Errors
    /// [`JwsError::Malformed`]
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        Self::read(text, MAX_BYTES).ok_or(JwsError::Malformed)
    }

    /// Parses the compact form of an answer, which may be longer.
    ///
    /// # Errors
    /// [`JwsError::Malformed`]
    pub fn parse_answer(text: &str) -> Result<Self, JwsError> {
        Self::read(text, MAX_ANSWER_BYTES).ok_or(JwsError::Malformed)
    }

    fn read(text: &str, most: usize) -> Option<Self> {
        if text.len() > most {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header: Header = json::read(&base64url::decode(header)?).ok()?;
        let signature = Signature::from_bytes(base64url::decode_array(signature)?);
        let payload = base64url::decode(payload)?;
        header.crit.is_none().then(|| Self { header, payload, signature, signed: signed.to_owned() })
    }

    /// The header, which is unproven before [`Jws::verify`].
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Checks type and signature and returns the content.
    ///
    /// # Errors
    /// [`JwsError`]
    pub fn verify<M: Message>(&self, key: &PublicKey, verifier: &dyn Verifier) -> Result<M, JwsError> {
        json::read(self.verified::<M>(key, verifier)?).map_err(|_| JwsError::Malformed)
    }

    /// Checks type and signature and returns the bytes of the payload, for either reader.
    ///
    /// # Errors
    /// [`JwsError::Type`], [`JwsError::Signature`]
    pub fn verified<M: Message>(&self, key: &PublicKey, verifier: &dyn Verifier) -> Result<&[u8], JwsError> {
        if self.header.typ != M::TYPE {
            return Err(JwsError::Type);
        }
        if !verifier.verify(key, self.signed.as_bytes(), &self.signature) {
            return Err(JwsError::Signature);
        }
        Ok(&self.payload)
    }

    /// Checks type and signature with the key that the message itself carries, if the key has the `expected`
    /// thumbprint (or any, if none is expected yet).
    ///
    /// # Errors
    /// [`JwsError`]; a missing key or another thumbprint is [`JwsError::Signature`].
    pub fn verify_carried<M: Message>(
        &self,
        expected: Option<&Thumbprint>,
        verifier: &dyn Verifier,
    ) -> Result<(PublicKey, M), JwsError> {
        let key = self.carried_key(expected)?;
        Ok((key, self.verify(&key, verifier)?))
    }

    /// The key that the message carries, if it has the `expected` thumbprint (or any).
    ///
    /// # Errors
    /// [`JwsError::Signature`]
    pub fn carried_key(&self, expected: Option<&Thumbprint>) -> Result<PublicKey, JwsError> {
        let key = self.header.jwk.ok_or(JwsError::Signature)?;
        let other = expected.is_some_and(|expected| key.thumbprint() != *expected);
        if other { Err(JwsError::Signature) } else { Ok(key) }
    }
}
