//! The service's keys in one file: what a phone pins, and what the database must not know.
//!
//! The file is JSON with a list for each purpose, newest first: `signing` and `agreement` (P-256 private keys),
//! `sealing` (32 bytes), and one `secret` that all else is derived from. Older keys stay for as long as something hangs
//! on them: phones that have pinned them, rows that are sealed with them. [`rotate`] adds and drops them.

use std::fs;
use std::io;
use std::path::Path;

use key_domain::entropy::Entropy;
use key_domain::entropy::random;
use key_domain::fingerprint::Fingerprint;
use key_domain::sealing::Sealer;
use key_protocol::base64url;
use key_protocol::crypto::sha256;
use key_protocol::key::PublicKey;
use key_store::private;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::secrets::Secrets;
use crate::signing::RingSigner;

/// What the key file gives.
#[derive(Debug)]
pub struct Keys {
    /// What only this service knows, besides the signing keys.
    pub secrets: Secrets,
    /// What phones pin from now on.
    pub signer: RingSigner,
    /// What phones have pinned before, newest first.
    pub former_signers: Vec<RingSigner>,
    /// What tells this file from any other, and nothing of what is in it.
    pub fingerprint: Fingerprint,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is there but is not what was written.
    #[error("the key file {0} is damaged; put it back from a backup (a new one would part all phones)")]
    Damaged(String),
    /// The file cannot be read or written.
    #[error("the key file {0} cannot be used: {1}")]
    File(String, #[source] io::Error),
    /// Others can read the file.
    #[error(
        "others can read the key file {0}: chmod 600 it, and if somebody else may have done so, run key-server rotate \
         sealing, signing and secret"
    )]
    Open(String),
    /// The file is gone, and the database that was written with it is there.
    #[error(
        "the key file {0} is missing, and the database {1} is in use with it; copy it from another machine or put it back \
         from a backup (a new one would part all phones)"
    )]
    Missing(String, String),
}

impl KeyError {
    fn is_missing(&self) -> bool {
        matches!(self, Self::File(_, error) if error.kind() == io::ErrorKind::NotFound)
    }
}

/// What is done to the keys in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// A new sealing key is added.
    AddSealing,
    /// A new signing key and a new agreement key are added: phones are led over by the old ones.
    AddSigning,
    /// All sealing keys but the newest go: nothing may be sealed with them any more.
    DropSealing,
    /// All signing and agreement keys but the newest go: phones that have not been led over have to pair again.
    DropSigning,
    /// The secret that all else is derived from is another: sessions, known browsers, links and lists of one-time passwords
    /// are worth nothing any more.
    NewSecret,
}

impl Keys {
    /// Reads the key file, or makes it where there is none.
    ///
    /// # Errors
    /// [`KeyError`]; a damaged file is never replaced.
    pub fn load_or_create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let file = match read_file(path) {
            Err(error) if error.is_missing() => make_file(path, entropy)?,
            file => file?,
        };
        Self::of(&file).ok_or_else(|| KeyError::Damaged(path.display().to_string()))
    }

    fn of(file: &KeyFile) -> Option<Self> {
        let keys = |texts: &[String]| -> Option<Vec<_>> {
            texts.iter().map(|text| base64url::decode_array::<32>(text).map(Zeroizing::new)).collect()
        };
        let (signing, agreement) = (keys(&file.signing)?, keys(&file.agreement)?);
        let secret = Zeroizing::new(base64url::decode_array::<32>(&file.secret)?);
        let signers: Option<Vec<_>> =
            signing.iter().map(|key| RingSigner::new(key, public_half(key)?)).collect();
        let mut signers = signers?.into_iter();
        let agreement = public_half(agreement.first()?)?;
        let sealer = Sealer::new(&keys(&file.sealing)?)?;
        let secrets = Secrets::derive(&secret, agreement, sealer);
        let fingerprint = Fingerprint::from_bytes(sha256(file.check.as_bytes()));
        Some(Self { secrets, signer: signers.next()?, former_signers: signers.collect(), fingerprint })
    }
}

/// Changes the keys in the file, whole or not at all.
///
/// # Errors
/// [`KeyError`]
pub fn rotate(path: &Path, rotation: Rotation, entropy: &dyn Entropy) -> Result<(), KeyError> {
    let mut file = read_file(path)?;
    match rotation {
        Rotation::AddSealing => file.sealing.insert(0, secret(entropy)),
        Rotation::AddSigning => {
            file.signing.insert(0, scalar(entropy));
            file.agreement.insert(0, scalar(entropy));
        }
        Rotation::DropSealing => file.sealing.truncate(1),
        Rotation::DropSigning => {
            file.signing.truncate(1);
            file.agreement.truncate(1);
        }
        Rotation::NewSecret => file.secret = secret(entropy),
    }
    file.check = file.checksum();
    write_file(path, &file)
}

/// The public half of a private scalar; `None` for zero and for numbers beyond the order.
pub(crate) fn public_half(scalar: &[u8; 32]) -> Option<PublicKey> {
    let key = SecretKey::from_slice(scalar).ok()?;
    PublicKey::from_sec1(key.public_key().to_sec1_point(false).as_bytes())
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    v: u8,
    agreement: Vec<String>,
    sealing: Vec<String>,
    secret: String,
    signing: Vec<String>,
    check: String,
}

impl KeyFile {
    fn new(entropy: &dyn Entropy) -> Self {
        let mut file = Self {
            v: 1,
            agreement: vec![scalar(entropy)],
            sealing: vec![secret(entropy)],
            secret: secret(entropy),
            signing: vec![scalar(entropy)],
            check: String::new(),
        };
        file.check = file.checksum();
        file
    }

    fn checksum(&self) -> String {
        let lists =
            [&self.agreement, &self.sealing, &self.signing].map(|keys| Zeroizing::new(keys.join(",")));
        let [agreement, sealing, signing] = &lists;
        let all = Zeroizing::new(format!("{}.{}.{}.{}", **agreement, **sealing, self.secret, **signing));
        base64url::encode(&sha256(all.as_bytes()))
    }
}

fn secret(entropy: &dyn Entropy) -> String {
    base64url::encode(&*Zeroizing::new(random::<32>(entropy)))
}

fn scalar(entropy: &dyn Entropy) -> String {
    std::iter::repeat_with(|| Zeroizing::new(random::<32>(entropy)))
        .find(|bytes| public_half(bytes).is_some())
        .map(|bytes| base64url::encode(&*bytes))
        .unwrap_or_default()
}

fn read_file(path: &Path) -> Result<KeyFile, KeyError> {
    let name = || path.display().to_string();
    let failed = |error| KeyError::File(name(), error);
    if !private::is_private(path).map_err(failed)? {
        return Err(KeyError::Open(name()));
    }
    private::check_owners(path).map_err(failed)?;
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(KeyError::Damaged(name())),
        Err(error) => return Err(KeyError::File(name(), error)),
    };
    let file: Option<KeyFile> = serde_json::from_str(&text).ok();
    let whole = file.filter(|file| file.v == 1 && file.check == file.checksum());
    whole.ok_or_else(|| KeyError::Damaged(name()))
}

/// Makes the file, unless another process has done so meanwhile.
fn make_file(path: &Path, entropy: &dyn Entropy) -> Result<KeyFile, KeyError> {
    let folder = private::folder_of(path);
    let alone = private::make_folder(folder).and_then(|()| private::alone_in(folder));
    let _alone = alone.map_err(|error| KeyError::File(path.display().to_string(), error))?;
    match read_file(path) {
        Err(error) if error.is_missing() => {
            let file = KeyFile::new(entropy);
            write_file(path, &file)?;
            Ok(file)
        }
        file => file,
    }
}

/// Writes a file that is there whole or not at all, readable by its owner only.
fn write_file(path: &Path, file: &KeyFile) -> Result<(), KeyError> {
    let write = || -> io::Result<()> {
        let text = Zeroizing::new(serde_json::to_string_pretty(file)?);
        private::make_folder(private::folder_of(path))?;
        private::replace(path, text.as_bytes())
    };
    write().map_err(|error| KeyError::File(path.display().to_string(), error))
}

#[cfg(test)]
mod tests;
