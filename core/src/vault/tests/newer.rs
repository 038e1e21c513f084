//! A vault that a newer Key has written, with fields at every level that this one does not know.

use std::sync::Arc;

use key_protocol::language::Language;
use serde_json::{Value, json};

use super::{AccountId, AccountState, Contents, Vault, everything, format};
use crate::authenticator::Authenticator;
use crate::fixture;
use crate::platform::fake::MemoryFiles;
use crate::platform::{FileStore as _, Platform};

/// What a newer Key adds to an object.
fn added() -> Value {
    json!({ "text": "new", "list": [1, null, { "deep": -1 }], "object": {}, "none": null })
}

/// Adds it to every object but keys, whose form is another standard's.
fn add_everywhere(value: &mut Value) -> usize {
    match value {
        Value::Array(values) => values.iter_mut().map(add_everywhere).sum(),
        Value::Object(fields) if !fields.contains_key("kty") => {
            let inner: usize = fields.values_mut().map(add_everywhere).sum();
            fields.insert("from-a-newer-key".to_owned(), added());
            inner + 1
        }
        _ => 0,
    }
}

/// A phone with two accounts, and its vault as the newer Key has written it.
fn newer() -> (Platform, Arc<MemoryFiles>, Value) {
    let mut contents = everything();
    let mut second = contents.accounts[0].clone();
    (second.id, second.state) = (AccountId::from_bytes([2; 16]), AccountState::Locked);
    contents.accounts.push(second);
    let mut value = serde_json::to_value(contents).unwrap();
    // The vault, two accounts with what their services know and what their PINs cost, a notice, an answered request.
    assert_eq!(add_everywhere(&mut value), 1 + 2 * 3 + 1 + 1);
    let files = Arc::new(MemoryFiles::default());
    files.restore(fixture::files());
    let sealed = format::seal(&key(), &[8; 24], value.to_string().as_bytes()).unwrap();
    files.replace("vault", &sealed).unwrap();
    (fixture::platform(files.clone()), files, value)
}

fn key() -> [u8; 32] {
    fixture::keys()["vault-key"].as_slice().try_into().unwrap()
}

/// What the newer Key finds when it is back.
fn found(files: &MemoryFiles) -> Value {
    serde_json::from_slice(&format::open(&key(), &files.dump()["vault"]).unwrap()).unwrap()
}

#[test]
fn what_a_newer_key_has_added_is_kept_on_every_save() {
    let (platform, files, mut expected) = newer();
    let mut vault = Vault::open(&platform).unwrap();
    vault.update(|_| ()).unwrap();
    assert_eq!(found(&files), expected);
    vault.update(|contents| contents.language = Some(Language::Danish)).unwrap();
    vault.update(|contents| contents.accounts[1].state = AccountState::Frozen).unwrap();
    vault.note(|contents| contents.accounts[0].change = None).unwrap();
    (expected["language"], expected["accounts"][1]["state"]) = (json!("da"), json!("frozen"));
    expected["accounts"][0]["change"] = Value::Null;
    assert_eq!(found(&files), expected);
}

#[test]
fn it_is_kept_while_other_accounts_come_and_go() {
    let (platform, files, mut expected) = newer();
    let mut vault = Vault::open(&platform).unwrap();
    let mut third = everything().accounts.remove(0);
    third.id = AccountId::from_bytes([3; 16]);
    let ours = serde_json::to_value(&third).unwrap();
    vault.update(|contents| contents.accounts.insert(0, third)).unwrap();
    vault.update(|contents| contents.remove(&AccountId::from_bytes([2; 16]))).unwrap();
    let accounts = expected["accounts"].as_array_mut().unwrap();
    accounts.remove(1);
    accounts.insert(0, ours);
    assert_eq!(found(&files), expected);
}

/// Through what a user does.
#[test]
fn it_is_kept_by_all_that_a_user_does() {
    let (platform, files, mut expected) = newer();
    let key = Authenticator::open(platform).unwrap();
    let [first, second] = [1, 2].map(|byte| AccountId::from_bytes([byte; 16]));
    key.set_language(Some(Language::English)).unwrap();
    key.forget(&second).unwrap();
    key.dismiss_failures(&first).unwrap();
    expected["language"] = json!("en");
    expected["accounts"].as_array_mut().unwrap().remove(1);
    expected["failures"] = json!([]);
    assert_eq!(found(&files), expected);
}

/// The oldest of a full history goes whole; the others keep theirs.
#[test]
fn an_answered_request_is_forgotten_with_all_that_is_in_it() {
    let (platform, files, _) = newer();
    let mut vault = Vault::open(&platform).unwrap();
    let entry = everything().history.remove(0);
    vault
        .update(|contents| (1..super::super::HISTORY).for_each(|_| contents.remember(entry.clone())))
        .unwrap();
    assert_eq!(found(&files)["history"][0]["from-a-newer-key"], added());
    vault.update(|contents: &mut Contents| contents.remember(entry)).unwrap();
    assert!(!found(&files)["history"].to_string().contains("newer"));
}

#[test]
fn nothing_that_is_unknown_is_printed() {
    let (platform, ..) = newer();
    let vault = Vault::open(&platform).unwrap();
    let printed = format!("{:?} {:?}", vault.contents(), vault);
    assert!(!printed.contains("newer") && !printed.contains("deep"), "{printed}");
}
