mod format_1;
mod own_key;
mod unknown;

use std::sync::Arc;

use key_protocol::call::CallIdHash;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

use super::{Entries, Entry, FILE, Journal, KEY, PREVIOUS};
use crate::account::AccountId;
use crate::error::Error;
use crate::platform::fake::{FakeBiometrics, FakeClock, MemoryFiles, MemoryKeys, NoNetwork, SeededEntropy};
use crate::platform::{DeviceDescription, FileStore as _, Platform};
use crate::vault::key::FileKey;
use crate::vault::{OpenError, format};

/// A phone's storage, and Key over it.
struct Bench {
    entropy: Arc<SeededEntropy>,
    files: Arc<MemoryFiles>,
    keys: Arc<MemoryKeys>,
    platform: Platform,
}

impl Bench {
    fn new() -> Self {
        let (files, keys) = (Arc::new(MemoryFiles::default()), Arc::new(MemoryKeys::new(1)));
        let (entropy, name) = (Arc::new(SeededEntropy::new(2)), ShownText::parse("Test").unwrap());
        let platform = Platform {
            clock: Arc::new(FakeClock::at(0)),
            device: DeviceDescription { name: name.clone(), platform: name },
            entropy: entropy.clone(),
            files: files.clone(),
            keys: keys.clone(),
            biometrics: Arc::new(FakeBiometrics::none()),
            transport: Arc::new(NoNetwork),
        };
        Self { entropy, files, keys, platform }
    }

    fn try_open(&self) -> Result<Journal, OpenError> {
        Journal::open(&self.platform, &former())
    }

    fn open(&self) -> Journal {
        self.try_open().unwrap()
    }

    /// What a start of Key knows was sent for an account.
    fn entry(&self, id: &AccountId) -> Option<Entry> {
        self.open().entries().of(id).cloned()
    }
}

/// The vault's key.
fn former() -> FileKey {
    Zeroizing::new([7; 32])
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
    let bench = Bench::new();
    let entry = Entry::default().sending(hash(1));
    bench.open().write(&id(1), entry.clone(), &[id(1)]).unwrap();
    let good = bench.files.dump();
    for name in [FILE, PREVIOUS] {
        for damage in [&b""[..], &good[name][..20], &[0; 200]] {
            bench.files.restore(good.clone());
            bench.files.replace(name, damage).unwrap();
            assert_eq!(bench.entry(&id(1)), Some(entry.clone()), "{name}");
        }
    }
    bench.files.restore(Default::default());
    assert_eq!(bench.entry(&id(1)), None);
}

#[test]
fn a_full_disk_sends_nothing_and_loses_nothing() {
    let bench = Bench::new();
    let mut journal = bench.open();
    journal.write(&id(1), Entry::default(), &[id(1)]).unwrap();
    for writes in [0, 1] {
        bench.files.fill_after(writes);
        let sending = Entry::default().sending(hash(1));
        assert_eq!(journal.write(&id(1), sending, &[id(1)]), Err(Error::Storage));
        assert_eq!(journal.entries().of(&id(1)), Some(&Entry::default()));
        assert_eq!(bench.entry(&id(1)), Some(Entry::default()));
    }
}

#[test]
fn accounts_that_are_gone_are_forgotten() {
    let bench = Bench::new();
    let mut journal = bench.open();
    journal.write(&id(1), Entry::default(), &[id(1)]).unwrap();
    journal.write(&id(2), Entry::default(), &[id(2)]).unwrap();
    let of = |byte| journal.entries().of(&id(byte)).cloned();
    assert_eq!((of(1), of(2)), (None, Some(Entry::default())));
}

#[test]
fn a_newer_journal_is_told_of_and_not_touched() {
    let bench = Bench::new();
    bench.open().write(&id(1), Entry::default(), &[id(1)]).unwrap();
    let good = bench.files.dump();
    let newer = |name: &str| {
        let mut file = good[name].clone();
        file[8] += 1;
        bench.files.replace(name, &file).unwrap();
    };
    newer(FILE);
    assert_eq!(bench.entry(&id(1)), Some(Entry::default()), "one changed byte is damage");
    newer(FILE);
    newer(PREVIOUS);
    let before = bench.files.dump();
    assert_eq!(bench.try_open().map(|_| ()), Err(OpenError::NewerVersion));
    assert_eq!(bench.files.dump(), before);
}
