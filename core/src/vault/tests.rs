use std::sync::Arc;

use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::{Contents, OpenError, Vault, format};
use crate::error::Error;
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
