//! Files of the first version of the format; every later Key has to read them.

use std::collections::BTreeMap;

use super::{AccountId, Entry, former, hash, id};
use crate::journal::parse;
use crate::vault::format;

/// What was sent for the accounts of the phone that the fixture is.
pub(super) fn sent() -> [(AccountId, Entry); 2] {
    let left = Entry::default().sending(hash(4));
    let resuming = left.answered().sending(hash(5)).resuming("{\"v\":1}".to_owned());
    [(id(1), left), (id(2), resuming)]
}

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
    assert_eq!(parse(&std::fs::read(path).unwrap(), &former()).unwrap().accounts, entries);
}
