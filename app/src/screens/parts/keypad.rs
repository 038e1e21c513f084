//! The keypad and the dots over it. The markup never contains the typed digits, only their number.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;

use super::icon::Icon;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

const DIGITS: usize = 6;

/// Dots for the number of digits typed. With `wrong` they shake once.
#[component]
pub(crate) fn Dots(filled: usize, texts: Texts, wrong: bool) -> Element {
    let typed = i64::try_from(filled).unwrap_or_default();
    let said = texts.with("pin-typed", &[("typed", typed.into())]);
    rsx! {
        div { class: if wrong { "pin pin-wrong" } else { "pin" }, role: "img", aria_label: "{said}",
            for place in 0..DIGITS {
                span { key: "{place}", class: if place < filled { "pin-dot pin-dot-full" } else { "pin-dot" } }
            }
        }
    }
}

/// Keys for the ten digits, one for biometrics if they can be used instead, and one to delete the last digit.
#[component]
pub(crate) fn Keypad(texts: Texts, #[props(default)] biometrics: bool) -> Element {
    let erase = texts.get("pin-delete");
    rsx! {
        div { class: "keypad", role: "group", aria_label: texts.get("pin-keypad"), dir: "ltr",
            for digit in 1..=9 {
                DigitKey { key: "{digit}", digit }
            }
            if biometrics {
                PlainKey { action: Action::UseBiometrics, label: texts.get("biometrics-use"), svg: icons::BIOMETRIC }
            } else {
                span {}
            }
            DigitKey { digit: 0 }
            PlainKey { action: Action::Erase, label: erase, svg: icons::BACKSPACE }
        }
    }
}

#[component]
fn DigitKey(digit: u8) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: "key",
            onclick: move |_| dispatch.send(Action::Digit(digit)),
            "{digit}"
        }
    }
}

#[component]
fn PlainKey(action: Action, label: String, svg: &'static str) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: "key key-plain",
            aria_label: "{label}",
            onclick: move |_| dispatch.send(action.clone()),
            Icon { svg }
        }
    }
}
