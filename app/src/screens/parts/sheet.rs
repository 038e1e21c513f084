//! A sheet: one question over a screen.

use dioxus::prelude::*;

/// A dialog that rises from below. Escape and a tap beside it put it away.
#[component]
pub(crate) fn Sheet(title: String, on_close: EventHandler, children: Element) -> Element {
    let keys = move |event: KeyboardEvent| {
        event.stop_propagation();
        if event.key() == Key::Escape {
            on_close.call(());
        }
    };
    rsx! {
        div { class: "sheet-ground", onclick: move |_| on_close.call(()),
            section {
                class: "sheet",
                role: "dialog",
                aria_modal: "true",
                aria_labelledby: "sheet-title",
                onclick: |event| event.stop_propagation(),
                onkeydown: keys,
                h2 { id: "sheet-title", tabindex: "-1", "{title}" }
                {children}
            }
        }
    }
}
