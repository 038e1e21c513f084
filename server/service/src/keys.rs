//! The service's keys in one file ([`file`]): those that phones pin, and those that the database must not contain.
//!
//! There is a list of keys for each purpose. Older keys stay as long as they are needed: by phones that have pinned
//! them, and by rows that are sealed with them. [`rotate`] adds and removes them.

mod error;
mod file;
mod public_half;

use std::path::Path;

use key_domain::entropy::Entropy;
use key_domain::fingerprint::Fingerprint;
use key_domain::sealing::Sealer;
use key_protocol::crypto::{Signer as _, sha256};

pub use self::error::KeyError;
use self::file::{KeyFile, Purpose};
pub(crate) use self::public_half::public_half;
use crate::agreements::Agreements;
use crate::secrets::Secrets;
use crate::signing::RingSigner;

/// The keys of the key file.
#[derive(Debug)]
pub struct Keys {
    /// The secrets of the service, besides the signing keys.
    pub secrets: Secrets,
    /// The signing key that phones pin from now on.
    pub signer: RingSigner,
    /// The signing keys that phones have pinned before, newest first.
    pub former_signers: Vec<RingSigner>,
    /// The fingerprint of the file, which reveals nothing of its content.
    pub fingerprint: Fingerprint,
}

/// A change of the keys in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Adds a new sealing key.
    AddSealing,
    /// Adds a new signing key and a new agreement key; the old ones vouch for them to phones.
    AddSigning,
    /// Removes all sealing keys but the newest: nothing may be sealed with them any more.
    DropSealing,
    /// Removes all signing and agreement keys but the newest: phones that have not learned the newest must pair again.
    DropSigning,
    /// Replaces the secret that all else is derived from: sessions, known browsers, links and lists of one-time
    /// passwords become invalid.
    NewSecret,
}

impl Keys {
    /// Reads the key file, or creates it if there is none.
    ///
    /// # Errors
    /// [`KeyError`]; a damaged file is never replaced.
    pub fn load_or_create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let file = KeyFile::open(path, entropy)?;
        Self::of(&file).ok_or_else(|| KeyError::Damaged(path.display().to_string()))
    }

    fn of(file: &KeyFile) -> Option<Self> {
        let (signing, agreement) = (file.keys(Purpose::Signing)?, file.keys(Purpose::Agreement)?);
        let signers: Option<Vec<_>> =
            signing.iter().map(|key| RingSigner::new(key, public_half(key)?)).collect();
        let signers = signers?;
        let services: Vec<_> = signers.iter().map(|signer| signer.public_key().thumbprint()).collect();
        let agreements = Agreements::new(&agreement, &services)?;
        let mut signers = signers.into_iter();
        let sealer = Sealer::new(&file.keys(Purpose::Sealing)?)?;
        let secrets = Secrets::derive(file.keys(Purpose::Secret)?.first()?, agreements, sealer);
        let fingerprint = Fingerprint::from_bytes(sha256(file.check().as_bytes()));
        Some(Self { secrets, signer: signers.next()?, former_signers: signers.collect(), fingerprint })
    }
}

/// Changes the keys in the file, completely or not at all.
///
/// # Errors
/// [`KeyError`]
pub fn rotate(path: &Path, rotation: Rotation, entropy: &dyn Entropy) -> Result<(), KeyError> {
    let purposes: &[Purpose] = match rotation {
        Rotation::AddSealing | Rotation::DropSealing => &[Purpose::Sealing],
        Rotation::AddSigning | Rotation::DropSigning => &[Purpose::Signing, Purpose::Agreement],
        Rotation::NewSecret => &[Purpose::Secret],
    };
    KeyFile::change(path, |file| {
        for purpose in purposes {
            if !matches!(rotation, Rotation::DropSealing | Rotation::DropSigning) {
                file.add(*purpose, entropy);
            }
            if !matches!(rotation, Rotation::AddSealing | Rotation::AddSigning) {
                file.keep_newest(*purpose);
            }
        }
    })
}

#[cfg(test)]
mod tests;
