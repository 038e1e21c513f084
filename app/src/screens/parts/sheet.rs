//! A sheet over a screen, with one question.

use dioxus::prelude::*;

/// A dialog that slides in from below. Escape or a tap outside closes it.
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
