mod newer;

use std::sync::Arc;

use key_protocol::capabilities::Capabilities;
use key_protocol::crypto::Signer as _;
use key_protocol::digits::SixDigits;
use key_protocol::id::DeviceId;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;

use super::{Contents, FailureNotice, HistoryEntry, OpenError, Unknown, Vault, format};
use crate::account::{Account, AccountId, AccountState, FactorChange};
use crate::crypto::SoftwareKey;
use crate::error::Error;
use crate::pin::PinParameters;
use crate::platform::fake::{FakeBiometrics, FakeClock, MemoryFiles, MemoryKeys, NoNetwork, SeededEntropy};
use crate::platform::{DeviceDescription, FileStore as _, Platform};

fn platform() -> (Platform, Arc<MemoryFiles>, Arc<MemoryKeys>) {
    let (files, keys) = (Arc::new(MemoryFiles::default()), Arc::new(MemoryKeys::new(1)));
    let name = ShownText::parse("Test").unwrap();
    let platform = Platform {
        clock: Arc::new(FakeClock::at(0)),
        device: DeviceDescription { name: name.clone(), platform: name },
        entropy: Arc::new(SeededEntropy::new(1)),
        files: files.clone(),
        keys: keys.clone(),
        biometrics: Arc::new(FakeBiometrics::none()),
        transport: Arc::new(NoNetwork),
    };
    (platform, files, keys)
}

fn swedish(contents: &mut Contents) {
    contents.language = Some(Language::Swedish);
}

#[test]
fn what_was_saved_is_there_again() {
    let (platform, ..) = platform();
    Vault::open(&platform).unwrap().update(swedish).unwrap();
    assert_eq!(Vault::open(&platform).unwrap().contents().language, Some(Language::Swedish));
}

#[test]
fn any_changed_byte_is_found_and_the_previous_version_used() {
    let (platform, files, _) = platform();
    let mut vault = Vault::open(&platform).unwrap();
    vault.update(swedish).unwrap();
    vault.update(|contents| contents.biometrics = true).unwrap();
    let good = files.dump();
    for index in 0..good["vault"].len() {
        let mut bad = good["vault"].clone();
        bad[index] ^= 0x55;
        files.restore(good.clone());
        files.replace("vault", &bad).unwrap();
        match Vault::open(&platform) {
            Ok(vault) => assert!(!vault.contents().biometrics, "byte {index} was not covered"),
            Err(error) => assert_eq!((index, error), (8, OpenError::NewerVersion)),
        }
    }
    for cut in 0..good["vault"].len() {
        files.restore(good.clone());
        files.replace("vault", &good["vault"][..cut]).unwrap();
        assert_eq!(
            Vault::open(&platform).unwrap().contents().language,
            Some(Language::Swedish),
            "cut at {cut}"
        );
    }
    files.replace("vault.previous", b"").unwrap();
    assert_eq!(Vault::open(&platform).unwrap_err(), OpenError::Damaged);
}

#[test]
fn a_full_disk_changes_nothing() {
    let (platform, files, _) = platform();
    let mut vault = Vault::open(&platform).unwrap();
    vault.update(swedish).unwrap();
    files.set_full(true);
    assert_eq!(vault.update(|contents| contents.language = None), Err(Error::Storage));
    assert_eq!(vault.contents().language, Some(Language::Swedish));
    assert_eq!(Vault::open(&platform).unwrap().contents().language, Some(Language::Swedish));
}

#[test]
fn what_was_noted_holds_without_a_disk_and_is_saved_with_whatever_comes_next() {
    let (platform, files, _) = platform();
    let mut vault = Vault::open(&platform).unwrap();
    vault.update(swedish).unwrap();
    let saved = |check: fn(&Contents) -> bool| check(Vault::open(&platform).unwrap().contents());
    files.set_full(true);
    assert_eq!(vault.note(|contents| contents.biometrics = true), Err(Error::Storage));
    assert!(vault.contents().biometrics && !saved(|contents| contents.biometrics));
    assert_eq!(vault.update(|contents| contents.language = None), Err(Error::Storage));
    assert_eq!(vault.catch_up(), Ok(()), "it stands in nobody's way");
    assert!(vault.contents().biometrics && vault.contents().language == Some(Language::Swedish));
    files.set_full(false);
    vault.catch_up().unwrap();
    assert!(saved(|contents| contents.biometrics && contents.language == Some(Language::Swedish)));
    let before = files.dump();
    vault.catch_up().unwrap();
    assert!(files.dump() == before, "there is nothing left to save");
    files.set_full(true);
    assert_eq!(vault.note(|contents| contents.biometrics = false), Err(Error::Storage));
    files.set_full(false);
    vault.update(|contents| contents.language = None).unwrap();
    assert!(saved(|contents| !contents.biometrics && contents.language.is_none()));
}

#[test]
fn what_nobody_would_tell_again_is_saved_before_anything_is_sent() {
    let (platform, files, _) = platform();
    let mut vault = Vault::open(&platform).unwrap();
    files.set_full(true);
    assert_eq!(vault.note_first(|contents| contents.biometrics = true), Err(Error::Storage));
    assert_eq!(vault.note(swedish), Err(Error::Storage));
    assert_eq!(vault.catch_up(), Err(Error::Storage));
    files.set_full(false);
    assert_eq!(vault.catch_up(), Ok(()));
    assert!(Vault::open(&platform).unwrap().contents().biometrics);
    files.set_full(true);
    assert_eq!(vault.note(swedish), Err(Error::Storage));
    assert_eq!(vault.catch_up(), Ok(()));
}

#[test]
fn a_lost_key_is_told_and_overwrites_nothing() {
    let (platform, files, keys) = platform();
    Vault::open(&platform).unwrap().update(swedish).unwrap();
    let before = files.dump();
    keys.restore(Default::default());
    assert_eq!(Vault::open(&platform).unwrap_err(), OpenError::KeyLost);
    assert_eq!(files.dump(), before);
}

#[test]
fn a_newer_format_is_not_touched() {
    let mut file = format::seal(&[1; 32], &[2; 24], b"{}").unwrap();
    file[8] = 2;
    assert_eq!(format::open(&[1; 32], &file).unwrap_err(), OpenError::NewerVersion);
}

/// Something in every field.
fn everything() -> Contents {
    let key = |byte| SoftwareKey::from_bytes(&[byte; 32]).unwrap().public_key();
    let text = |text: &str| ShownText::parse(text).unwrap();
    let account = Account {
        id: AccountId::from_bytes([1; 16]),
        agreement: key(2),
        agrees: true,
        biometric: true,
        change: Some(FactorChange::AddBiometric),
        claim: None,
        code: SixDigits::parse("048213").unwrap(),
        device: DeviceId::from_bytes([3; 16]),
        device_name: None,
        former_key: Some(key(4)),
        label: None,
        knows: knew().into(),
        origin: Origin::parse("https://login.example").unwrap(),
        pin: PinParameters::default(),
        pin_behind: true,
        service: text("Ledger"),
        service_key: key(5),
        state: AccountState::Active,
        tenant: Some(text("Kettu Oy")),
        username: text("mira.laine"),
        unknown: Unknown::default(),
    };
    Contents {
        failures: vec![FailureNotice {
            account: account.id.clone(),
            count: 3,
            since: 1_795_246_860,
            unknown: Unknown::default(),
        }],
        accounts: vec![account],
        history: vec![HistoryEntry {
            at: 1,
            evidence: None,
            receipt: "e30.e30.".to_owned(),
            statement: "Log in?\n".to_owned(),
            unknown: Unknown::default(),
        }],
        language: Some(Language::Finnish),
        biometrics: true,
        phone_name: None,
        theme: None,
        unknown: Unknown::default(),
    }
}

/// What a service of that time knew.
fn knew() -> Capabilities {
    Capabilities { kinds: vec!["login".to_owned()].try_into().unwrap(), ..Capabilities::ours() }
}

/// Written by the first version of the format; every later Key has to read it.
#[test]
fn format_1_is_read_for_ever() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/vault-1.bin");
    if std::env::var_os("KEY_WRITE_FIXTURES").is_some() {
        let plain = serde_json::to_vec(&everything()).unwrap();
        std::fs::write(path, format::seal(&[7; 32], &[8; 24], &plain).unwrap()).unwrap();
    }
    let plain = format::open(&[7; 32], &std::fs::read(path).unwrap()).unwrap();
    let contents: Contents = serde_json::from_slice(&plain).unwrap();
    assert_eq!(contents, everything());
}
