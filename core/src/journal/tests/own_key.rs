//! A journal that was sealed with the vault's key gets a key of its own, whatever happens on the way.

use zeroize::Zeroizing;

use super::format_1::sent;
use super::{Bench, Entries, Entry, FILE, Journal, KEY, OpenError, PREVIOUS, id};
use crate::error::Error;
use crate::fixture;
use crate::journal::parse;
use crate::platform::FileStore as _;
use crate::vault::key::FileKey;

impl Bench {
    /// A phone whose journal is sealed with the vault's key.
    fn before() -> Self {
        let bench = Self::new();
        bench.files.restore(fixture::files());
        bench.keys.restore(fixture::keys());
        bench
    }

    /// The same, the vault's key included.
    fn try_start(&self) -> Result<Journal, OpenError> {
        Journal::open(&self.platform, &self.key("vault-key").unwrap())
    }

    /// Opens, and finds all that was sent.
    fn start(&self) -> Journal {
        let journal = self.try_start().unwrap();
        for (id, entry) in sent() {
            assert_eq!(journal.entries().of(&id), Some(&entry));
        }
        journal
    }

    fn key(&self, name: &str) -> Option<FileKey> {
        let key = self.keys.dump().get(name).cloned();
        key.map(|key| Zeroizing::new(key.try_into().unwrap()))
    }

    /// Which of the keys opens each file, `calls` first.
    fn sealed_with(&self) -> [Option<&'static str>; 2] {
        let files = self.files.dump();
        [FILE, PREVIOUS].map(|name| {
            let opens = |key: &&str| self.key(key).is_some_and(|key| parse(&files[name], &key).is_ok());
            [KEY, "vault-key"].into_iter().find(opens)
        })
    }
}

#[test]
fn a_journal_that_the_vaults_key_opens_is_sealed_anew_at_once() {
    let bench = Bench::before();
    assert_eq!(bench.sealed_with(), [Some("vault-key"); 2]);
    bench.start();
    assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
    let (files, keys) = (bench.files.dump(), bench.keys.dump());
    bench.start();
    assert!(bench.files.dump() == files && bench.keys.dump() == keys, "once is enough");
}

/// What a lock over the vault's key must not stop.
#[test]
fn afterwards_the_vaults_key_is_not_needed() {
    let bench = Bench::before();
    bench.start();
    let mut journal = Journal::open(&bench.platform, &Zeroizing::new([0; 32])).unwrap();
    let next = sent()[0].1.answered().sending(super::hash(6));
    journal.write(&id(1), next.clone(), &[id(1)]).unwrap();
    assert_eq!(
        Journal::open(&bench.platform, &Zeroizing::new([0; 32])).unwrap().entries().of(&id(1)),
        Some(&next)
    );
}

/// The key is kept first, then `calls.previous` is written, then `calls`.
#[test]
fn killed_between_any_two_writes_nothing_is_lost() {
    let expected =
        [[Some("vault-key"), Some("vault-key")], [Some("vault-key"), Some(KEY)], [Some(KEY), Some(KEY)]];
    for (writes, sealed) in expected.into_iter().enumerate() {
        let bench = Bench::before();
        bench.files.fill_after(writes);
        bench.start();
        assert!(bench.key(KEY).is_some());
        assert_eq!(bench.sealed_with(), sealed);
        bench.files.set_full(false);
        bench.start();
        assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
    }
}

/// Old and new mixed in every way, each of the two files damaged or gone.
#[test]
fn any_file_that_can_be_read_serves_under_either_key() {
    let (old, new) = (Bench::before(), Bench::before());
    new.start();
    let (old, keys, new) = (old.files.dump(), new.keys.dump(), new.files.dump());
    for (calls, previous) in [(&old, &old), (&old, &new), (&new, &old), (&new, &new)] {
        for spoilt in [None, Some(FILE), Some(PREVIOUS)] {
            for damage in [&b""[..], &[0; 200]] {
                let bench = Bench::new();
                bench.keys.restore(keys.clone());
                bench.files.replace(FILE, &calls[FILE]).unwrap();
                bench.files.replace(PREVIOUS, &previous[PREVIOUS]).unwrap();
                if let Some(spoilt) = spoilt {
                    bench.files.replace(spoilt, damage).unwrap();
                }
                bench.start();
                assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
                bench.start();
            }
        }
    }
}

#[test]
fn where_no_key_can_be_kept_the_vaults_serves_on() {
    let full_keys = |bench: &Bench, on| bench.keys.set_full(on);
    let dry = |bench: &Bench, on| bench.entropy.run_dry(on);
    for hinder in [&full_keys as &dyn Fn(&Bench, bool), &dry] {
        let bench = Bench::before();
        let before = bench.files.dump();
        hinder(&bench, true);
        bench.files.set_full(true);
        let mut journal = bench.start();
        assert_eq!(journal.write(&id(1), Entry::default(), &[id(1), id(2)]), Err(Error::Storage));
        assert!(bench.files.dump() == before && bench.key(KEY).is_none());
        hinder(&bench, false);
        bench.files.set_full(false);
        // Without another start, what is written down is found by the next.
        journal.write(&id(1), sent()[0].1.clone(), &[id(1), id(2)]).unwrap();
        assert_eq!(bench.sealed_with(), [Some("vault-key"); 2]);
        bench.start();
        assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
    }
}

#[test]
fn a_key_that_was_lost_may_come_back() {
    let bench = Bench::before();
    bench.start();
    let (files, keys) = (bench.files.dump(), bench.keys.dump());
    let mut lost = keys.clone();
    lost.remove(KEY);
    bench.keys.restore(lost.clone());
    assert_eq!(*bench.try_start().unwrap().entries().as_ref(), Entries::default(), "to be paired again");
    assert!(bench.files.dump() == files && bench.keys.dump() == lost, "nothing is replaced");
    bench.keys.restore(keys);
    bench.start();
    // Or it does not, and another account is paired.
    bench.keys.restore(lost);
    bench.try_start().unwrap().write(&id(3), Entry::default(), &[id(1), id(2), id(3)]).unwrap();
    let journal = bench.try_start().unwrap();
    assert_eq!([1, 2, 3].map(|byte| journal.entries().of(&id(byte)).is_some()), [false, false, true]);
    assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
}

#[test]
fn what_is_no_key_is_as_good_as_none() {
    let bench = Bench::before();
    let mut keys = bench.keys.dump();
    keys.insert(KEY.to_owned(), vec![1; 31]);
    bench.keys.restore(keys);
    bench.start();
    assert_eq!(bench.sealed_with(), [Some(KEY); 2]);
}

#[test]
fn a_new_phone_has_its_own_key_from_the_first_start() {
    let bench = Bench::new();
    bench.open();
    assert!(bench.key(KEY).is_some() && bench.files.dump().is_empty(), "and nothing to write yet");
}
