//! Codes in groups, for reading and for screen readers.

use dioxus::prelude::*;
use key_protocol::digits::SixDigits;

/// Six digits to compare, with their label.
#[component]
pub(crate) fn Code(code: SixDigits, label: String) -> Element {
    let (left, right) = code.as_str().split_at(3);
    rsx! {
        div { class: "comparison",
            p { class: "comparison-label", aria_hidden: "true", "{label}" }
            p { class: "code", dir: "ltr", role: "img", aria_label: "{label}: {spoken(code.as_str())}",
                span { "{left}" }
                span { "{right}" }
            }
        }
    }
}

/// Returns digits as a screen reader should read them out: one by one, with a pause after three.
pub(crate) fn spoken(digits: &str) -> String {
    spoken_in(digits, 3)
}

/// The same with a pause after `group` digits.
pub(crate) fn spoken_in(digits: &str, group: usize) -> String {
    let digits: Vec<String> = digits.chars().map(String::from).collect();
    let groups: Vec<String> = digits.chunks(group).map(|group| group.join(" ")).collect();
    groups.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{spoken, spoken_in};

    #[test]
    fn digits_are_spoken_in_groups() {
        assert_eq!(spoken("416207"), "4 1 6, 2 0 7");
        assert_eq!(spoken("41"), "4 1");
        assert_eq!(spoken(""), "");
        assert_eq!(spoken_in("41620713", 4), "4 1 6 2, 0 7 1 3");
    }
}
