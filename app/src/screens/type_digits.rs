//! The screen where the user types the six digits of the login page.

use dioxus::prelude::*;
use key_assets::icons;

use super::parts::{Frame, Icon, Intro, Keypad, Leave, spoken};
use crate::texts::Texts;

const PLACES: usize = 6;

#[component]
pub(super) fn TypeDigits(digits: String, service: String, texts: Texts) -> Element {
    let typed: Vec<char> = digits.chars().collect();
    let label = texts.get("request-digits-label");
    rsx! {
        Frame {
            name: "type-digits",
            texts,
            centre: true,
            keypad: true,
            leave: Leave::Back,
            foot: rsx! { Keypad { texts } },
            Intro {
                text: texts.with("request-digits-where", &[("service", (&service).into())]),
                title: texts.get("request-digits-title"),
                span { class: "hero", Icon { svg: icons::BROWSER } }
            }
            p { class: "places", dir: "ltr", role: "img", aria_label: "{label}: {spoken(&digits)}", aria_live: "polite",
                for place in 0..PLACES {
                    span { key: "{place}", class: if place == typed.len() { "place place-next" } else { "place" },
                        if let Some(digit) = typed.get(place) {
                            "{digit}"
                        }
                    }
                }
            }
        }
    }
}
