//! Labels with their values.

use dioxus::prelude::*;

/// A list of labels and values. `stacked` puts each value under its label on a narrow phone.
#[component]
pub(crate) fn Facts(facts: Vec<(String, String)>, #[props(default)] stacked: bool) -> Element {
    let class = if stacked { "facts facts-stacked" } else { "facts" };
    rsx! {
        dl { class,
            for (label, value) in facts {
                div { key: "{label}",
                    dt { "{label}" }
                    dd { Breakable { text: value } }
                }
            }
        }
    }
}

/// Text that may continue on a new line after the dots of a host name or user name, and before a port.
#[component]
fn Breakable(text: String) -> Element {
    rsx! {
        for (index, part) in parts(&text).into_iter().enumerate() {
            if index > 0 {
                wbr { key: "{index}" }
            }
            "{part}"
        }
    }
}

/// Splits `text` after every dot that has a letter on both sides, and after a colon before a port.
fn parts(text: &str) -> Vec<&str> {
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, sign) in text.match_indices(['.', ':']) {
        if may_break(&text[..at], sign, &text[at + 1..]) {
            parts.push(&text[start..=at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn may_break(before: &str, sign: &str, after: &str) -> bool {
    let letter = |found: Option<char>| found.is_some_and(char::is_alphabetic);
    let is_port = after.len() >= 4 && after.bytes().all(|byte| byte.is_ascii_digit());
    match sign {
        "." => letter(before.chars().next_back()) && letter(after.chars().next()),
        _ => is_port,
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn names_break_after_dots_and_times_do_not() {
        assert_eq!(parts("login.ledger.example:9443"), ["login.", "ledger.", "example:", "9443"]);
        assert_eq!(parts("127.0.0.1:38509"), ["127.0.0.1:", "38509"]);
        for whole in ["22.11.2026 kl. 09.10", "09:10", "192.0.2.17", "2001:db8::1", ".", "a.", "", "å. ä"] {
            assert_eq!(parts(whole), [whole]);
        }
    }
}
