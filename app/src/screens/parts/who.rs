//! A name with its details.

use dioxus::prelude::*;

/// A name with softer details.
#[component]
pub(crate) fn Who(details: Vec<String>, name: String) -> Element {
    rsx! {
        span { class: "who-text",
            strong { class: "who-name", "{name}" }
            for detail in details {
                span { key: "{detail}", class: "who-detail", "{detail}" }
            }
        }
    }
}
