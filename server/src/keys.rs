//! The service's keys in one file: what a phone pins, and what the database must not know.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use key_protocol::base64url;
use key_protocol::crypto::sha256;
use key_protocol::key::PublicKey;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::ids::random;
use crate::parts::Entropy;
use crate::private;
use crate::secrets::Secrets;
use crate::signing::RingSigner;

/// What the key file gives.
#[derive(Debug)]
pub struct Keys {
    /// What only this service knows, besides the signing key.
    pub secrets: Secrets,
    /// What phones pin.
    pub signer: RingSigner,
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
    /// The file is gone, and the database that was written with it is there.
    #[error(
        "the key file {0} is missing beside the database {1}; put it back from a backup (a new one would part all phones)"
    )]
    Missing(String, String),
}

impl Keys {
    /// Reads the key file, or makes it where there is none.
    ///
    /// # Errors
    /// [`KeyError`]; a damaged file is never replaced.
    pub fn load_or_create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        let name = || path.display().to_string();
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path, entropy).map_err(|error| KeyError::File(name(), error))?
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(KeyError::Damaged(name()));
            }
            Err(error) => return Err(KeyError::File(name(), error)),
        };
        Self::read(&text).ok_or_else(|| KeyError::Damaged(name()))
    }

    fn read(text: &str) -> Option<Self> {
        let file: KeyFile = serde_json::from_str(text).ok()?;
        if file.v != 1 || file.check != file.checksum() {
            return None;
        }
        let [signing, agreement, secret] = [&file.signing, &file.agreement, &file.secret]
            .map(|text| base64url::decode_array::<32>(text).map(Zeroizing::new));
        let (signing, agreement, secret) = (signing?, agreement?, secret?);
        let signer = RingSigner::new(&signing, public_half(&signing)?)?;
        Some(Self { secrets: Secrets::derive(&secret, public_half(&agreement)?), signer })
    }
}

/// The public half of a private scalar; `None` for zero and for numbers beyond the order.
pub(crate) fn public_half(scalar: &[u8; 32]) -> Option<PublicKey> {
    let key = SecretKey::from_slice(scalar).ok()?;
    PublicKey::from_sec1(key.public_key().to_sec1_point(false).as_bytes())
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct KeyFile {
    v: u8,
    signing: String,
    agreement: String,
    secret: String,
    check: String,
}

impl KeyFile {
    fn checksum(&self) -> String {
        let all = Zeroizing::new(format!("{}.{}.{}", self.signing, self.agreement, self.secret));
        base64url::encode(&sha256(all.as_bytes()))
    }
}

fn create(path: &Path, entropy: &dyn Entropy) -> io::Result<Zeroizing<String>> {
    let scalar = || {
        std::iter::repeat_with(|| Zeroizing::new(random::<32>(entropy)))
            .find(|bytes| public_half(bytes).is_some())
            .map(|bytes| base64url::encode(&*bytes))
            .unwrap_or_default()
    };
    let secret = Zeroizing::new(random::<32>(entropy));
    let mut file = KeyFile {
        v: 1,
        signing: scalar(),
        agreement: scalar(),
        secret: base64url::encode(&*secret),
        check: String::new(),
    };
    file.check = file.checksum();
    let text = Zeroizing::new(serde_json::to_string_pretty(&file)?);
    write_new(path, text.as_bytes())?;
    Ok(text)
}

/// Writes a file that is there whole or not at all, readable by its owner only.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private::make_folder(folder)?;
    let draft = path.with_extension("new");
    let mut file = private::open(&draft, fs::OpenOptions::new().truncate(true))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use key_protocol::crypto::Signer as _;

    use super::{KeyError, Keys};
    use crate::parts::SystemEntropy;

    #[test]
    fn keys_are_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/service.key");
        let load = || Keys::load_or_create(&path, &SystemEntropy::default());
        let first = load().unwrap().signer.public_key();
        assert_eq!(load().unwrap().signer.public_key(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_key_file_that_is_gone_is_not_made_anew_beside_its_database() {
        let world = crate::testing::World::new().await;
        let settings = world.app().settings.clone();
        fs::remove_file(&settings.key_file).unwrap();
        let error = crate::Parts::real(&settings).err().unwrap();
        assert!(matches!(error, KeyError::Missing(..)) && error.to_string().contains("from a backup"));
        assert!(!settings.key_file.exists());
    }

    #[test]
    fn a_damaged_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("service.key");
        Keys::load_or_create(&path, &SystemEntropy::default()).unwrap();
        let good = fs::read_to_string(&path).unwrap();
        let at = good.find("secret").unwrap() + 12;
        let letter = if &good[at..=at] == "A" { "B" } else { "A" };
        for bad in
            [String::new(), good[..80].to_owned(), format!("{}{letter}{}", &good[..at], &good[at + 1..])]
        {
            fs::write(&path, &bad).unwrap();
            let result = Keys::load_or_create(&path, &SystemEntropy::default());
            assert!(matches!(result, Err(KeyError::Damaged(_))));
            assert_eq!(fs::read_to_string(&path).unwrap(), bad);
        }
    }
}
