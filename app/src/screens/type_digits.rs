//! The screen where the user types the six digits of the login page, corrects them, and confirms them.
//!
//! A launcher may let the element with `data-paste` take six digits from the clipboard.

use dioxus::prelude::*;
use key_core::screen::{Action, Question};

use super::parts::{Actions, Frame, Intro, Keypad, Leave, Look, spoken};
use super::request::TimeLeft;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

const PLACES: usize = 6;

#[component]
pub(super) fn TypeDigits(
    digits: String,
    mistyped: bool,
    now: i64,
    question: Question,
    service: String,
    texts: Texts,
) -> Element {
    let dispatch = use_context::<Dispatch>();
    let whose = [("service", (&service).into()), ("username", (&question.username).into())];
    let typed: Vec<char> = digits.chars().collect();
    let label = texts.get("request-digits-label");
    let is_complete = typed.len() == PLACES;
    rsx! {
        Frame {
            name: "type-digits",
            texts,
            centre: true,
            keypad: true,
            // The core ignores it before there are six: the last digit may be on its way to the core still.
            enter: Action::Confirm,
            leave: Leave::Back,
            aside: rsx! { TimeLeft { seconds: question.lifetime.expires - now, texts } },
            foot: rsx! {
                Keypad { texts }
                Actions {
                    button {
                        r#type: "button",
                        class: Look::Primary.class(),
                        disabled: !is_complete,
                        onclick: move |_| dispatch.send(Action::Confirm),
                        {texts.get("action-confirm")}
                    }
                }
            },
            Intro {
                text: texts.with("request-digits-where", &whose),
                title: texts.get("request-digits-title"),
            }
            p {
                class: "places",
                dir: "ltr",
                role: "img",
                "data-paste": "true",
                aria_label: "{label}: {spoken(&digits)}",
                aria_live: "polite",
                for place in 0..PLACES {
                    span { key: "{place}", class: if place == typed.len() { "place place-next" } else { "place" },
                        if let Some(digit) = typed.get(place) {
                            "{digit}"
                        }
                    }
                }
            }
            p { class: "trouble", role: "status",
                if mistyped {
                    {texts.get("request-digits-mistyped")}
                }
            }
        }
    }
}
