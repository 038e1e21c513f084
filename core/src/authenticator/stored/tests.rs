use std::sync::Arc;

use super::Stored;
use crate::account::AccountId;
use crate::error::Error;
use crate::fixture;
use crate::journal::{Entry, Journal};
use crate::platform::Platform;
use crate::platform::fake::MemoryFiles;
use crate::vault::{HistoryEntry, Unknown, Vault};

fn stored() -> (Stored, Arc<MemoryFiles>, Platform) {
    let files = Arc::new(MemoryFiles::default());
    files.restore(fixture::files());
    let platform = fixture::platform(files.clone());
    (open(&platform), files, platform)
}

fn open(platform: &Platform) -> Stored {
    let vault = Vault::open(platform).unwrap();
    let journal = Journal::open(platform, vault.key()).unwrap();
    Stored::new(journal, vault)
}

fn answered(at: i64) -> HistoryEntry {
    HistoryEntry {
        at,
        evidence: None,
        receipt: String::new(),
        statement: String::new(),
        unknown: Unknown::default(),
    }
}

/// The vault is read, changed and saved as a whole: who does so at the same time must not undo the other.
#[test]
fn changes_at_the_same_time_do_not_lose_one_another() {
    let (stored, _, platform) = stored();
    let before = stored.seen().contents.history.len();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let stored = &stored;
            scope.spawn(move || {
                for at in 0..50 {
                    let entry = answered(thread * 50 + at);
                    stored.save(|files| files.vault.update(|contents| contents.history.push(entry))).unwrap();
                    let id = AccountId::from_bytes([u8::try_from(thread).unwrap(); 16]);
                    stored.save(|files| files.journal.note(&id, Entry::default().resuming(at.to_string())));
                }
            });
        }
    });
    for stored in [&stored, &open(&platform)] {
        let mut times: Vec<_> =
            stored.seen().contents.history[before..].iter().map(|entry| entry.at).collect();
        times.sort_unstable();
        assert_eq!(times, (0..200).collect::<Vec<_>>());
    }
}

#[test]
fn what_could_not_be_saved_is_not_seen() {
    let (stored, files, _) = stored();
    let before = stored.seen();
    files.set_full(true);
    let changed = stored.save(|files| files.vault.update(|contents| contents.history.clear()));
    assert_eq!(changed, Err(Error::Storage));
    let id = AccountId::from_bytes([1; 16]);
    let sent = stored.save(|files| files.journal.write(&id, Entry::default(), &[]));
    assert_eq!(sent, Err(Error::Storage));
    assert!(*stored.seen().contents == *before.contents && *stored.seen().entries == *before.entries);
}

/// What was seen stays as it was for whoever still looks at it.
#[test]
fn what_was_seen_does_not_change() {
    let (stored, ..) = stored();
    let seen = stored.seen();
    let before = seen.contents.history.clone();
    assert!(!before.is_empty());
    stored.save(|files| files.vault.update(|contents| contents.history.clear())).unwrap();
    assert_eq!(seen.contents.history, before);
    assert!(stored.seen().contents.history.is_empty());
}
