//! The capabilities that the two sides exchange, and their consequences.

use key_protocol::capabilities::{Capabilities, MAX_NAMES, Names};
use key_protocol::json as strict;
use key_protocol::language::Language;
use key_protocol::statement::WORDING;
use serde_json::{Value, json};

pub(crate) fn vectors() -> Value {
    json!({
        "languages": languages(), "names": names(), "newer": newer(), "ours": Capabilities::ours(),
        "wordings": wordings(),
    })
}

fn names() -> Value {
    let list = |names: &[&str]| json!(names);
    let taken = [
        ("none", list(&[])),
        ("ours", list(&["ES256", "cannot-show", "sv"])),
        ("from a newer one", list(&["ML-DSA-65", "login", "0"])),
        ("one character", list(&["a"])),
        ("as long as may be", list(&[&"a".repeat(32)])),
        ("as many as may be", list(&["login"; MAX_NAMES])),
        ("dashes only", list(&["--"])),
    ];
    let refused = [
        ("an empty name", list(&["login", ""])),
        ("a space", list(&["log in"])),
        ("an underscore", list(&["log_in"])),
        ("a full stop", list(&["login.2"])),
        ("a letter beyond ASCII", list(&["løgin"])),
        ("too long", list(&[&"a".repeat(33)])),
        ("too many", list(&["login"; MAX_NAMES + 1])),
        ("a number", json!([1])),
        ("a text", json!("login")),
    ];
    let read = |names: &Value| serde_json::from_value::<Names>(names.clone()).map(|names| json!(names)).ok();
    let taken = taken.map(|(name, names)| {
        assert_eq!(read(&names), Some(names.clone()), "{name}");
        json!({ "name": name, "names": names })
    });
    let refused = refused.map(|(name, names)| {
        assert_eq!(read(&names), None, "{name}");
        json!({ "name": name, "names": names })
    });
    json!({ "refused": refused, "taken": taken })
}

/// A newer side's capabilities are accepted, and unknown ones ignored.
fn newer() -> Value {
    let mut said = json!(Capabilities::ours());
    for (field, more) in
        [("algorithms", "ML-DSA-65"), ("endpoints", "pay"), ("kinds", "payment"), ("languages", "de")]
    {
        said[field].as_array_mut().unwrap().push(json!(more));
    }
    (said["wordings"], said["colours"]) = (json!([WORDING, WORDING + 1]), json!(["blue"]));
    let text = said.to_string();
    let read: Capabilities = strict::read(text.as_bytes()).unwrap();
    assert!(read.kinds.has("payment") && read.kinds.has("login"));
    json!({ "said": text, "understood": read })
}

fn with(change: impl FnOnce(&mut Capabilities)) -> Capabilities {
    let mut capabilities = Capabilities::ours();
    change(&mut capabilities);
    capabilities
}

/// The newest wording that both know.
fn wordings() -> Value {
    let cases: [&[u16]; 6] =
        [&[WORDING], &[WORDING, WORDING + 1], &[u16::MAX, WORDING], &[WORDING, WORDING], &[WORDING + 1], &[]];
    json!(cases.map(|wordings| {
        let common = with(|theirs| theirs.wordings = wordings.to_vec().try_into().unwrap()).common_wording();
        json!({ "common": common, "wordings": wordings })
    }))
}

/// The language that is used for somebody who wants one: English where the other side does not know it.
fn languages() -> Value {
    let cases: [&[&str]; 5] = [&["da", "en", "fi", "sv"], &["de", "sv"], &["de"], &["SV", "sv-FI"], &[]];
    let all = cases.into_iter().flat_map(|known| {
        let names = Names::try_from(known.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).unwrap();
        let theirs = with(|theirs| theirs.languages = names);
        Language::ALL
            .map(|wanted| json!({ "languages": known, "used": theirs.language(wanted), "wanted": wanted }))
    });
    json!(all.collect::<Vec<_>>())
}
