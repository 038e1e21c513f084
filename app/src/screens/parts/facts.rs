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

/// Text that may continue on a new line after the dots of a host name or user name.
#[component]
fn Breakable(text: String) -> Element {
    rsx! {
        for (index, part) in after_dots(&text).into_iter().enumerate() {
            if index > 0 {
                wbr { key: "{index}" }
            }
            "{part}"
        }
    }
}

/// Splits `text` after every dot that has a letter on both sides.
fn after_dots(text: &str) -> Vec<&str> {
    let letter = |found: Option<char>| found.is_some_and(char::is_alphabetic);
    let mut start = 0;
    let mut parts = Vec::new();
    for (dot, _) in text.match_indices('.') {
        if letter(text[..dot].chars().next_back()) && letter(text[dot + 1..].chars().next()) {
            parts.push(&text[start..=dot]);
            start = dot + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::after_dots;

    #[test]
    fn names_break_after_dots_and_times_do_not() {
        assert_eq!(after_dots("login.ledger.example:9443"), ["login.", "ledger.", "example:9443"]);
        for whole in ["22.11.2026 kl. 09.10", "192.0.2.17", ".", "a.", "", "å. ä"] {
            assert_eq!(after_dots(whole), [whole]);
        }
    }
}
