//! The key file: JSON with a list of keys for each [`Purpose`], newest first, and a checksum over all of them.
//!
//! Keys of a purpose that this version does not know stay in the file. A version with a new purpose must draw the first
//! key for existing files by [`KeyFile::change`], while nothing else uses the database: until then it refuses them as
//! damaged. Format 1, which had a field for each of four purposes, can be read, and becomes format 2 at the next
//! change.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::mem::take;
use std::path::Path;

use key_domain::entropy::{Entropy, random};
use key_protocol::base64url;
use key_store::private;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::KeyError;
use super::public_half::public_half;

const FORMAT: u8 = 2;

/// The purpose of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Agrees on offline codes: a P-256 private key.
    Agreement,
    /// Seals what the database alone must not reveal: 32 bytes.
    Sealing,
    /// The secret that everything else is derived from: 32 bytes.
    Secret,
    /// Signs requests, receipts and answers: a P-256 private key.
    Signing,
}

impl Purpose {
    const ALL: [Self; 4] = [Self::Agreement, Self::Sealing, Self::Secret, Self::Signing];

    /// The name in the file.
    const fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Sealing => "sealing",
            Self::Secret => "secret",
            Self::Signing => "signing",
        }
    }

    fn draw(self, entropy: &dyn Entropy) -> String {
        let is_good = |bytes: &[u8; 32]| match self {
            Self::Agreement | Self::Signing => public_half(bytes).is_some(),
            Self::Sealing | Self::Secret => true,
        };
        let mut drawn = std::iter::repeat_with(|| Zeroizing::new(random::<32>(entropy)));
        drawn.find(|bytes| is_good(bytes)).map(|bytes| base64url::encode(&*bytes)).unwrap_or_default()
    }
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    v: u8,
    keys: BTreeMap<String, Vec<String>>,
    check: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.keys.values_mut().for_each(|keys| keys.zeroize());
    }
}

impl KeyFile {
    /// Reads the file. It refuses a file that others may read, or that is not complete.
    pub(super) fn read(path: &Path) -> Result<Self, KeyError> {
        let name = || path.display().to_string();
        let failed = |error| KeyError::File(name(), error);
        if !private::is_private(path).map_err(failed)? {
            return Err(KeyError::Open(name()));
        }
        private::check_owners(path).map_err(failed)?;
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(KeyError::Damaged(name()));
            }
            Err(error) => return Err(failed(error)),
        };
        let whole = Self::parse(&text).or_else(|| First::parse(&text).map(First::into_current));
        whole.ok_or_else(|| if is_newer(&text) { KeyError::Newer(name()) } else { KeyError::Damaged(name()) })
    }

    /// Reads the file, or creates it if there is none and no other process has created it meanwhile.
    pub(super) fn open(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        match Self::read(path) {
            Err(error) if error.is_missing() => {}
            file => return file,
        }
        let _alone = alone(path)?;
        match Self::read(path) {
            Err(error) if error.is_missing() => {
                let mut file = Self { v: FORMAT, keys: BTreeMap::new(), check: String::new() };
                Purpose::ALL.into_iter().for_each(|purpose| file.add(purpose, entropy));
                file.write(path)?;
                Ok(file)
            }
            file => file,
        }
    }

    /// Changes the file, completely or not at all. No other process changes it meanwhile.
    pub(super) fn change(path: &Path, change: impl FnOnce(&mut Self)) -> Result<(), KeyError> {
        let _alone = alone(path)?;
        let mut file = Self::read(path)?;
        change(&mut file);
        file.write(path)
    }

    /// Writes the file completely or not at all, readable by its owner only.
    fn write(&mut self, path: &Path) -> Result<(), KeyError> {
        self.check = self.checksum();
        let write = || -> io::Result<()> {
            // Large enough for many keys: a buffer that grows would leave copies of them in memory.
            let mut text = Zeroizing::new(Vec::with_capacity(64 * 1024));
            serde_json::to_writer_pretty(&mut *text, self)?;
            private::replace(path, &text)
        };
        write().map_err(|error| KeyError::File(path.display().to_string(), error))
    }

    /// Adds a key, which becomes the newest.
    pub(super) fn add(&mut self, purpose: Purpose, entropy: &dyn Entropy) {
        let keys = self.keys.entry(purpose.name().to_owned()).or_default();
        keys.insert(0, purpose.draw(entropy));
    }

    /// Removes all keys but the newest.
    pub(super) fn keep_newest(&mut self, purpose: Purpose) {
        if let Some(keys) = self.keys.get_mut(purpose.name()) {
            keys.iter_mut().skip(1).for_each(|key| key.zeroize());
            keys.truncate(1);
        }
    }

    /// The keys for a purpose, newest first; `None` if one is not 32 bytes.
    pub(super) fn keys(&self, purpose: Purpose) -> Option<Vec<Zeroizing<[u8; 32]>>> {
        let texts = self.keys.get(purpose.name())?;
        texts.iter().map(|text| base64url::decode_array::<32>(text).map(Zeroizing::new)).collect()
    }

    /// The checksum over all keys.
    pub(super) fn check(&self) -> &str {
        &self.check
    }

    fn parse(text: &str) -> Option<Self> {
        let file: Self = serde_json::from_str(text).ok()?;
        (file.v == FORMAT && file.check == file.checksum()).then_some(file)
    }

    fn checksum(&self) -> String {
        let mut sum = Context::new(&SHA256);
        for (purpose, keys) in &self.keys {
            sum.update(purpose.as_bytes());
            for key in keys {
                sum.update(b" ");
                sum.update(key.as_bytes());
            }
            sum.update(b"\n");
        }
        base64url::encode(sum.finish().as_ref())
    }
}

fn is_newer(text: &str) -> bool {
    /// The part of the file that every version can read.
    #[derive(Deserialize)]
    struct Head {
        v: u8,
    }
    serde_json::from_str::<Head>(text).is_ok_and(|head| head.v > FORMAT)
}

/// Keeps other processes from creating or changing the file until the returned lock is dropped.
fn alone(path: &Path) -> Result<File, KeyError> {
    let folder = private::folder_of(path);
    let alone = private::make_folder(folder).and_then(|()| private::alone_in(folder));
    alone.map_err(|error| KeyError::File(path.display().to_string(), error))
}

/// Format 1.
#[derive(Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
struct First {
    v: u8,
    agreement: Vec<String>,
    sealing: Vec<String>,
    secret: String,
    signing: Vec<String>,
    check: String,
}

impl First {
    fn parse(text: &str) -> Option<Self> {
        let file: Self = serde_json::from_str(text).ok()?;
        (file.v == 1 && file.check == file.checksum()).then_some(file)
    }

    fn checksum(&self) -> String {
        let mut sum = Context::new(&SHA256);
        let secret = std::slice::from_ref(&self.secret);
        for (number, keys) in [&self.agreement, &self.sealing, secret, &self.signing].into_iter().enumerate()
        {
            if number > 0 {
                sum.update(b".");
            }
            for (number, key) in keys.iter().enumerate() {
                if number > 0 {
                    sum.update(b",");
                }
                sum.update(key.as_bytes());
            }
        }
        base64url::encode(sum.finish().as_ref())
    }

    /// Converts it to the current format, with the same keys. The checksum stays until the file is written, so that
    /// processes that read the same file agree, whatever their version.
    fn into_current(mut self) -> KeyFile {
        let lists = [
            (Purpose::Agreement, take(&mut self.agreement)),
            (Purpose::Sealing, take(&mut self.sealing)),
            (Purpose::Secret, vec![take(&mut self.secret)]),
            (Purpose::Signing, take(&mut self.signing)),
        ];
        let keys = lists.into_iter().map(|(purpose, keys)| (purpose.name().to_owned(), keys));
        KeyFile { v: FORMAT, keys: keys.collect(), check: take(&mut self.check) }
    }
}

#[cfg(test)]
mod tests;
