//! Adapters from an app's parts to the core's.

use std::sync::Arc;

use key_core::platform as core;
use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use p256::pkcs8::{DecodePublicKey as _, EncodePublicKey as _};
use zeroize::Zeroizing;

use super::parts::{BiometricError, Biometrics, FileStore, KeyStore, PartError, Transport};
use crate::types::{HttpRequest, HttpResponse};

pub(super) struct Files(pub(super) Arc<dyn FileStore>);

impl core::FileStore for Files {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, core::FileError> {
        Ok(self.0.read(name.to_owned())?)
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<(), core::FileError> {
        Ok(self.0.replace(name.to_owned(), content.to_owned())?)
    }
}

pub(super) struct Keys(pub(super) Arc<dyn KeyStore>);

impl core::KeyStore for Keys {
    fn create(&self, name: &str, challenge: &[u8; 32]) -> Result<PublicKey, core::KeyStoreError> {
        let der = self.0.create(name.to_owned(), challenge.to_vec())?;
        public_key(&der).ok_or(core::KeyStoreError)
    }

    fn attestation(&self, name: &str) -> Result<Vec<Vec<u8>>, core::KeyStoreError> {
        Ok(self.0.attestation(name.to_owned())?)
    }

    fn create_agreement(&self, name: &str) -> Result<Option<PublicKey>, core::KeyStoreError> {
        let der = self.0.create_agreement(name.to_owned())?;
        der.map(|der| public_key(&der).ok_or(core::KeyStoreError)).transpose()
    }

    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, core::KeyStoreError> {
        let other = der(other).ok_or(core::KeyStoreError)?;
        let shared = Zeroizing::new(self.0.agree(name.to_owned(), other)?);
        let shared = shared.as_slice().try_into().map_err(|_| core::KeyStoreError)?;
        Ok(Zeroizing::new(shared))
    }

    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, core::KeyStoreError> {
        signature(&self.0.sign(name.to_owned(), message.to_owned())?).ok_or(core::KeyStoreError)
    }

    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, core::KeyStoreError> {
        Ok(self.0.secret(name.to_owned())?.map(Zeroizing::new))
    }

    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), core::KeyStoreError> {
        Ok(self.0.put_secret(name.to_owned(), secret.to_owned())?)
    }

    fn remove(&self, name: &str) -> Result<(), core::KeyStoreError> {
        Ok(self.0.remove(name.to_owned())?)
    }
}

pub(super) struct Sensor(pub(super) Arc<dyn Biometrics>);

impl core::Biometrics for Sensor {
    fn is_available(&self) -> bool {
        self.0.is_available().unwrap_or_default()
    }

    fn create(&self, name: &str) -> Result<PublicKey, core::BiometricError> {
        public_key(&self.0.create(name.to_owned())?).ok_or(core::BiometricError::Unavailable)
    }

    fn sign(&self, name: &str, message: &[u8], reason: &str) -> Result<Signature, core::BiometricError> {
        let der = self.0.sign(name.to_owned(), message.to_owned(), reason.to_owned())?;
        signature(&der).ok_or(core::BiometricError::Unavailable)
    }

    fn remove(&self, name: &str) -> Result<(), core::BiometricError> {
        Ok(self.0.remove(name.to_owned())?)
    }
}

pub(super) struct Network(pub(super) Arc<dyn Transport>);

impl core::Transport for Network {
    fn send(&self, request: &core::HttpRequest) -> Result<core::HttpResponse, core::TransportError> {
        let core::HttpRequest { body, timeout_seconds, url } = request.clone();
        let HttpResponse { body, nonce, status } = self.0.send(HttpRequest { body, timeout_seconds, url })?;
        Ok(core::HttpResponse { body, nonce, status })
    }
}

/// Reads a `SubjectPublicKeyInfo` with a P-256 key.
pub(super) fn public_key(der: &[u8]) -> Option<PublicKey> {
    let key = p256::PublicKey::from_public_key_der(der).ok()?;
    PublicKey::from_sec1(key.to_sec1_point(false).as_bytes())
}

/// Writes a `SubjectPublicKeyInfo`.
fn der(key: &PublicKey) -> Option<Vec<u8>> {
    let key = p256::PublicKey::from_sec1_bytes(&key.to_sec1()).ok()?;
    Some(key.to_public_key_der().ok()?.into_vec())
}

/// Reads an `ECDSA-Sig-Value`.
pub(super) fn signature(der: &[u8]) -> Option<Signature> {
    let signature = p256::ecdsa::Signature::from_der(der).ok()?;
    Some(Signature::from_bytes(signature.to_bytes().into()))
}

impl From<PartError> for core::FileError {
    fn from(_: PartError) -> Self {
        Self
    }
}

impl From<PartError> for core::KeyStoreError {
    fn from(_: PartError) -> Self {
        Self
    }
}

impl From<BiometricError> for core::BiometricError {
    fn from(error: BiometricError) -> Self {
        match error {
            BiometricError::Cancelled => Self::Cancelled,
            BiometricError::Invalidated => Self::Invalidated,
            BiometricError::NoMatch => Self::NoMatch,
            BiometricError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<PartError> for core::TransportError {
    fn from(_: PartError) -> Self {
        Self
    }
}
