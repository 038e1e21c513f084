use serde_json::{Value, json};

use super::{Kept, Unknown};

fn unknown(value: Value) -> Unknown {
    serde_json::from_value(value).unwrap()
}

#[test]
fn nothing_of_it_is_printed() {
    let unknown = unknown(json!({ "secret-name": "secret" }));
    let printed = format!("{unknown:?} {:?}", Kept { known: 1, unknown: unknown.clone() });
    assert!(!printed.contains("secret"), "{printed}");
}

#[test]
fn it_comes_back_as_it_was() {
    let value =
        json!({ "a": [{ "b": "ä\u{0}" }, [], {}, true, null], "c": u64::MAX, "d": i64::MIN, "e": "" });
    assert_eq!(serde_json::to_value(unknown(value.clone())).unwrap(), value);
}

/// What was freed is read where it stood: a text in a list, one in an object, and a name.
#[test]
#[cfg(target_os = "linux")]
fn texts_are_gone_from_memory_when_it_is_dropped() {
    use std::os::unix::fs::FileExt as _;

    let long = |letter: &str| letter.repeat(512);
    let unknown = unknown(json!({ "list": [long("p")], long("q"): { "deep": long("r") } }));
    let (name, deep) = unknown.0.iter().find(|(name, _)| name.starts_with('q')).unwrap();
    let texts = [unknown.0["list"][0].as_str().unwrap(), name, deep["deep"].as_str().unwrap()];
    let places = texts.map(|text| (text.as_bytes()[0], text.as_ptr().addr() as u64));
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let still_there = || {
        places.map(|(letter, at)| {
            let mut bytes = [0; 512];
            let is_there = memory.read_exact_at(&mut bytes, at).is_ok();
            is_there && bytes.windows(64).any(|window| window.iter().all(|byte| *byte == letter))
        })
    };
    assert_eq!(still_there(), [true; 3]);
    drop(unknown);
    assert_eq!(still_there(), [false; 3]);
}
