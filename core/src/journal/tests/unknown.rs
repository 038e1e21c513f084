//! What a newer Key has added to the journal.

use serde_json::{Value, json};

use super::{Bench, Journal, KEY, PREVIOUS, format, former, hash, id};
use crate::journal::{FILE, parse};
use crate::platform::FileStore as _;

/// The JSON of a file.
fn opened(bench: &Bench, name: &str) -> Value {
    let key: [u8; 32] = bench.keys.dump()[KEY].clone().try_into().unwrap();
    serde_json::from_slice(&format::open(&key, &bench.files.dump()[name]).unwrap()).unwrap()
}

/// A journal of a newer Key: account 1 has a call and a resume without an answer, account 2 nothing.
fn newer() -> (Bench, Journal) {
    let hash = |byte| serde_json::to_value(hash(byte)).unwrap();
    let (one, two) = (id(1), id(2));
    let plain = json!({
        one.as_str(): {
            "act": 7,
            "left": { "id_hash": hash(4), "seq": 6, "endpoint": "decide" },
            "resume": { "seq": 7, "payload": "{}", "sent": 1_800_000_000 },
            "ours": { "deep": [{ "x": "y" }, 9_007_199_254_740_993_i64, -1, null] },
        },
        two.as_str(): { "act": 3, "left": null, "resume": null, "ours": "2" },
        "lanes": { "act": 1 },
    });
    let bench = Bench::new();
    let sealed = format::seal(&former(), &[8; 24], plain.to_string().as_bytes()).unwrap();
    bench.files.replace(FILE, &sealed).unwrap();
    let journal = bench.open();
    assert_eq!((opened(&bench, FILE), opened(&bench, PREVIOUS)), (plain.clone(), plain));
    (bench, journal)
}

#[test]
fn fields_of_a_newer_key_are_kept_whatever_is_sent_and_answered() {
    let (bench, mut journal) = newer();
    let accounts = [id(1), id(2), id(3)];
    let entry = journal.entries().of(&id(1)).unwrap().clone();
    journal.note(&id(1), entry.answered());
    let two = journal.entries().of(&id(2)).unwrap().clone();
    journal.write(&id(2), two.sending(hash(5)), &accounts).unwrap();
    journal.write(&id(3), super::Entry::default(), &accounts).unwrap();
    let saved = opened(&bench, FILE);
    assert_eq!(saved["lanes"], json!({ "act": 1 }));
    assert_eq!(saved[id(1).as_str()]["ours"]["deep"][1], json!(9_007_199_254_740_993_i64));
    assert_eq!(saved[id(1).as_str()]["left"], Value::Null);
    assert_eq!((&saved[id(2).as_str()]["ours"], &saved[id(2).as_str()]["act"]), (&json!("2"), &json!(4)));
    journal.write(&id(3), super::Entry::default(), &[id(3)]).unwrap();
    assert_eq!(opened(&bench, FILE)["lanes"], json!({ "act": 1 }));
}

#[test]
fn what_is_open_keeps_them_until_it_is_answered() {
    let (bench, mut journal) = newer();
    journal.write(&id(2), super::Entry::default(), &[id(1), id(2)]).unwrap();
    let saved = &opened(&bench, FILE)[id(1).as_str()];
    assert_eq!(saved["left"]["endpoint"], json!("decide"));
    assert_eq!(saved["resume"]["sent"], json!(1_800_000_000));
    let again = journal.entries().of(&id(1)).unwrap().resuming("{}".to_owned());
    journal.write(&id(1), again, &[id(1), id(2)]).unwrap();
    let saved = &opened(&bench, FILE)[id(1).as_str()];
    assert_eq!(saved["left"]["endpoint"], json!("decide"), "it names the same call");
    assert_eq!(saved["resume"].get("sent"), None, "it is another resume");
}

#[test]
fn an_entry_that_is_none_is_damage() {
    let bench = Bench::new();
    for plain in [json!({ id(1).as_str(): 5 }), json!({ id(1).as_str(): { "act": "5" } }), json!([])] {
        let sealed = format::seal(&former(), &[8; 24], plain.to_string().as_bytes()).unwrap();
        bench.files.replace(FILE, &sealed).unwrap();
        assert!(parse(&sealed, &former()).is_err());
        assert_eq!(bench.entry(&id(1)), None);
    }
}
