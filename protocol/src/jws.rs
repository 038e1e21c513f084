//! Signed messages: JWS in compact form (RFC 7515, 3.1) with ES256 and nothing else.
//!
//! Every message has a `typ` of its own (RFC 8725, 3.11), so that none can be passed off as another. A payload is
//! only handed out by [`Jws::verify`].

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base64url;
use crate::crypto::{Signature, Verifier};
use crate::factor::Factor;
use crate::json;
use crate::key::{PublicKey, Thumbprint};

/// The most bytes that a message may have, but for answers.
pub const MAX_BYTES: usize = 16 * 1024;

/// The most bytes that an answer may have.
pub const MAX_ANSWER_BYTES: usize = 128 * 1024;

/// Something that is said in a JWS.
pub trait Message: Serialize + DeserializeOwned {
    /// The `typ` of its header.
    const TYPE: &'static str;
}

/// The protected header of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always `ES256`.
    pub alg: Algorithm,
    /// Extensions that must be understood; there are none, so a message that has any is refused (RFC 7515, 4.1.11).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub crit: Option<serde_json::Value>,
    /// The key itself, where the other side cannot know it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk: Option<PublicKey>,
    /// Which key: a device's identity, `pin`, `biometric`, or the service's thumbprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// The service's nonce that a call uses up (RFC 8555, 6.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// What the message is.
    pub typ: String,
    /// The address that a call is sent to (RFC 8555, 6.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Whatever stands there, `null` too, is there.
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

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Not a JWS of the expected form, or longer than it may be.
    #[error("the message cannot be read")]
    Malformed,
    /// The signature does not fit the key and the content.
    #[error("the message was not signed by whom it should be")]
    Signature,
    /// A message of another kind than expected.
    #[error("the message is of another kind")]
    Type,
}

/// Writes and signs `message`; `sign` gets the bytes to sign.
///
/// # Errors
/// Whatever `sign` fails with.
pub fn sign<M: Message, E>(
    header: &Header,
    message: &M,
    sign: impl FnOnce(&[u8]) -> Result<Signature, E>,
) -> Result<String, E> {
    sign_bytes(header, &json::write(message), sign)
}

/// The same for a payload that is there already as JSON, which must be of type `M`.
///
/// # Errors
/// Whatever `sign` fails with.
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

/// The proof of a factor over `content`, which stands beside it: a JWS with detached content (RFC 7515, F) of type `M`,
/// whose `kid` names the factor.
///
/// # Errors
/// Whatever `sign` fails with.
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

/// A proof that was read and not yet verified.
#[derive(Clone, Debug)]
pub struct Proof {
    factor: Factor,
    signature: Signature,
    signed: String,
}

impl Proof {
    /// Reads the proof of a factor over `content`; `None` for everything else.
    #[must_use]
    pub fn parse<M: Message>(text: &str, content: &str) -> Option<Self> {
        let (header, signature) = text.split_once("..")?;
        let read: Header = json::read(&base64url::decode(header)?).ok()?;
        let signature = Signature::from_bytes(base64url::decode_array(signature)?);
        let factor = Factor::from_kid(read.kid.as_deref()?)?;
        let sound = read.typ == M::TYPE && read.crit.is_none();
        sound.then(|| Self { factor, signature, signed: format!("{header}.{content}") })
    }

    /// The factor that it names.
    #[must_use]
    pub const fn factor(&self) -> Factor {
        self.factor
    }

    /// Whether `key` has signed it.
    #[must_use]
    pub fn verify(&self, key: &PublicKey, verifier: &dyn Verifier) -> bool {
        verifier.verify(key, self.signed.as_bytes(), &self.signature)
    }
}

/// A message that was read but not yet verified: only its header can be seen.
#[derive(Clone, Debug)]
pub struct Jws {
    header: Header,
    payload: Vec<u8>,
    signature: Signature,
    signed: String,
}

impl Jws {
    /// Reads the compact form.
    ///
    /// # Errors
    /// [`JwsError::Malformed`]
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        Self::read(text, MAX_BYTES).ok_or(JwsError::Malformed)
    }

    /// Reads the compact form of an answer, which may be longer.
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

    /// The header. Nothing in it is proven before [`Jws::verify`].
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Checks type and signature and hands the content out.
    ///
    /// # Errors
    /// [`JwsError`]
    pub fn verify<M: Message>(&self, key: &PublicKey, verifier: &dyn Verifier) -> Result<M, JwsError> {
        json::read(self.verified::<M>(key, verifier)?).map_err(|_| JwsError::Malformed)
    }

    /// Checks type and signature and hands out the bytes of the payload, to be read in one way or another.
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

    /// Checks type and signature against the key that the message carries itself, provided the key has the
    /// `expected` thumbprint (or any, where none is expected yet).
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

    /// The key that the message carries, provided it has the `expected` thumbprint (or any).
    ///
    /// # Errors
    /// [`JwsError::Signature`]
    pub fn carried_key(&self, expected: Option<&Thumbprint>) -> Result<PublicKey, JwsError> {
        let key = self.header.jwk.ok_or(JwsError::Signature)?;
        let other = expected.is_some_and(|expected| key.thumbprint() != *expected);
        if other { Err(JwsError::Signature) } else { Ok(key) }
    }
}
