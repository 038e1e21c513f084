use std::collections::BTreeMap;
use std::sync::Arc;

use key_protocol::call::CallIdHash;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

use super::{Entry, FILE, Journal, PREVIOUS, parse};
use crate::account::AccountId;
use crate::error::Error;
use crate::platform::fake::{FakeBiometrics, FakeClock, MemoryFiles, MemoryKeys, NoNetwork, SeededEntropy};
use crate::platform::{DeviceDescription, FileStore as _, Platform};
use crate::vault::format;

fn platform() -> (Platform, Arc<MemoryFiles>) {
    let files = Arc::new(MemoryFiles::default());
    let name = ShownText::parse("Test").unwrap();
    let platform = Platform {
        clock: Arc::new(FakeClock::at(0)),
        device: DeviceDescription { name: name.clone(), platform: name },
        entropy: Arc::new(SeededEntropy::new(1)),
        files: files.clone(),
        keys: Arc::new(MemoryKeys::new(1)),
        biometrics: Arc::new(FakeBiometrics::none()),
        transport: Arc::new(NoNetwork),
    };
    (platform, files)
}

fn open(platform: &Platform) -> Journal {
    Journal::open(platform, Zeroizing::new([7; 32])).unwrap()
}

fn id(byte: u8) -> AccountId {
    AccountId::from_bytes([byte; 16])
}

fn hash(byte: u8) -> CallIdHash {
    CallIdHash::from_bytes([byte; 32])
}

#[test]
fn numbers_have_no_gaps_and_what_is_open_is_kept() {
    let first = Entry::default().sending(hash(1));
    assert_eq!((first.next(), first.left().map(|left| left.seq)), (2, Some(1)));
    let resuming = first.resuming("{}".to_owned());
    assert_eq!((resuming.next(), resuming.left(), resuming.resume().unwrap().seq), (3, first.left(), 2));
    assert!(!resuming.is_clear() && resuming.answered().is_clear());
    assert_eq!(resuming.answered().next(), 3);
}

#[test]
fn either_file_serves_when_the_other_is_damaged() {
    let (platform, files) = platform();
    let entry = Entry::default().sending(hash(1));
    open(&platform).write(&id(1), entry.clone(), &[id(1)]).unwrap();
    let good = files.dump();
    for name in [FILE, PREVIOUS] {
        for damage in [&b""[..], &good[name][..20], &[0; 200]] {
            files.restore(good.clone());
            files.replace(name, damage).unwrap();
            assert_eq!(open(&platform).entry(&id(1)), Some(&entry), "{name}");
        }
    }
    files.restore(Default::default());
    assert_eq!(open(&platform).entry(&id(1)), None);
}

#[test]
fn a_full_disk_sends_nothing_and_loses_nothing() {
    let (platform, files) = platform();
    let mut journal = open(&platform);
    journal.write(&id(1), Entry::default(), &[id(1)]).unwrap();
    files.set_full(true);
    assert_eq!(journal.write(&id(1), Entry::default().sending(hash(1)), &[id(1)]), Err(Error::Storage));
    assert_eq!(journal.entry(&id(1)), Some(&Entry::default()));
    assert_eq!(open(&platform).entry(&id(1)), Some(&Entry::default()));
}

#[test]
fn accounts_that_are_gone_are_forgotten() {
    let (platform, _) = platform();
    let mut journal = open(&platform);
    journal.write(&id(1), Entry::default(), &[id(1)]).unwrap();
    journal.write(&id(2), Entry::default(), &[id(2)]).unwrap();
    assert_eq!((journal.entry(&id(1)), journal.entry(&id(2))), (None, Some(&Entry::default())));
}

/// Written by the first version of the format; every later Key has to read it.
#[test]
fn format_1_is_read_for_ever() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/calls-1.bin");
    let left = Entry::default().sending(hash(4));
    let entries = BTreeMap::from([
        (id(1), left.answered()),
        (id(2), left.clone()),
        (id(3), left.resuming("{}".to_owned())),
    ]);
    if std::env::var_os("KEY_WRITE_FIXTURES").is_some() {
        let plain = serde_json::to_vec(&entries).unwrap();
        std::fs::write(path, format::seal(&[7; 32], &[8; 24], &plain).unwrap()).unwrap();
    }
    assert_eq!(parse(&std::fs::read(path).unwrap(), &[7; 32]).unwrap(), entries);
}
