use std::fs;
use std::path::PathBuf;

use key_protocol::crypto::Signer as _;

use super::{KeyFile, Purpose};
use crate::keys::{KeyError, Keys, Rotation, rotate};
use crate::parts::SystemEntropy;

/// A key file as the first version wrote it.
const FORMAT_1: &str = include_str!("../../../tests/fixtures/keys-1.json");

struct Bench {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("service.key");
        key_store::private::replace(&path, text.as_bytes()).unwrap();
        Self { path, _folder: folder }
    }

    fn file(&self) -> KeyFile {
        KeyFile::read(&self.path).unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    fn load(&self) -> Keys {
        Keys::load_or_create(&self.path, &SystemEntropy::default()).unwrap()
    }
}

#[test]
fn format_1_is_read_for_ever_and_written_as_the_newest() {
    let bench = Bench::with(FORMAT_1);
    let before = bench.load();
    assert_eq!(bench.text(), FORMAT_1, "it is read, and not touched");
    assert_eq!(before.former_signers.len(), 1);
    rotate(&bench.path, Rotation::AddSealing, &SystemEntropy::default()).unwrap();
    assert!(bench.text().contains("\"v\": 2"));
    let after = bench.load();
    assert_eq!(after.signer.public_key(), before.signer.public_key());
    assert_eq!(after.secrets.agreements.public_key(), before.secrets.agreements.public_key());
    assert_eq!(after.former_signers.len(), 1);
    let session = key_domain::ids::SessionId::from_bytes([1; 32]);
    assert_eq!(after.secrets.form_token(&session), before.secrets.form_token(&session));
    assert_ne!(after.fingerprint, before.fingerprint);
}

#[test]
fn a_purpose_that_is_unknown_stays_and_a_file_that_lacks_one_is_damaged() {
    let bench = Bench::with(FORMAT_1);
    let later = |file: &mut KeyFile| {
        file.keys.insert("something later".to_owned(), vec!["key".to_owned()]);
    };
    KeyFile::change(&bench.path, later).unwrap();
    let before = bench.load();
    for rotation in [Rotation::AddSigning, Rotation::DropSigning, Rotation::NewSecret] {
        rotate(&bench.path, rotation, &SystemEntropy::default()).unwrap();
    }
    let file = bench.file();
    assert_eq!(file.keys["something later"], ["key"]);
    for purpose in Purpose::ALL {
        assert_eq!(file.keys(purpose).unwrap().len(), 1, "{purpose:?}");
    }
    assert_ne!(bench.load().signer.public_key(), before.signer.public_key());
    let whole = bench.text();
    for purpose in Purpose::ALL {
        key_store::private::replace(&bench.path, whole.as_bytes()).unwrap();
        KeyFile::change(&bench.path, |file| drop(file.keys.remove(purpose.name()))).unwrap();
        let loaded = Keys::load_or_create(&bench.path, &SystemEntropy::default());
        assert!(matches!(loaded, Err(KeyError::Damaged(_))), "{purpose:?}");
    }
}

#[test]
fn many_who_change_the_file_at_once_lose_nothing() {
    let bench = Bench::with(FORMAT_1);
    let add = || rotate(&bench.path, Rotation::AddSealing, &SystemEntropy::default()).unwrap();
    std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(add))));
    assert_eq!(bench.file().keys(Purpose::Sealing).unwrap().len(), 9);
}

#[test]
fn a_key_that_was_moved_to_another_purpose_or_place_is_found() {
    let bench = Bench::with(FORMAT_1);
    KeyFile::change(&bench.path, |_| ()).unwrap();
    let good: serde_json::Value = serde_json::from_str(&bench.text()).unwrap();
    let (mut swapped, mut moved) = (good.clone(), good.clone());
    swapped["keys"]["signing"].as_array_mut().unwrap().swap(0, 1);
    moved["keys"]["sealing"] = good["keys"]["secret"].clone();
    moved["keys"]["secret"] = good["keys"]["sealing"].clone();
    for bad in [swapped, moved] {
        fs::write(&bench.path, bad.to_string()).unwrap();
        assert!(KeyFile::read(&bench.path).is_err());
    }
}

#[test]
fn a_file_of_a_newer_version_is_left_alone_and_not_called_damaged() {
    let bench = Bench::with("{\"v\": 3, \"keys\": [], \"more\": {}}");
    let before = bench.text();
    let loaded = Keys::load_or_create(&bench.path, &SystemEntropy::default()).unwrap_err();
    assert!(matches!(loaded, KeyError::Newer(_)) && loaded.to_string().contains("newer version"), "{loaded}");
    assert!(rotate(&bench.path, Rotation::NewSecret, &SystemEntropy::default()).is_err());
    assert_eq!(bench.text(), before);
}
