//! The screen that asks "Can you see the QR code on the login page?" (PK08).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;

use super::parts::{Actions, Button, Frame, Icon, Intro, Leave, Look, Sheet};
use super::scan::{LinkChoice, PictureChoice};
use crate::texts::Texts;

#[component]
pub(super) fn AskVisible(texts: Texts) -> Element {
    let mut other_ways = use_signal(|| false);
    let sheet = other_ways().then(|| rsx! { OtherWays { on_close: move |()| other_ways.set(false), texts } });
    rsx! {
        Frame {
            name: "ask-visible",
            texts,
            centre: true,
            leave: Leave::Back,
            sheet,
            foot: rsx! {
                Actions {
                    Button { action: Action::CodeVisible, label: texts.get("pair-ready-yes"), look: Look::Primary }
                    button {
                        r#type: "button",
                        class: Look::Outlined.class(),
                        aria_haspopup: "dialog",
                        onclick: move |_| other_ways.set(true),
                        {texts.get("pair-ready-other")}
                    }
                }
            },
            Intro { text: texts.get("pair-ready-text"), title: texts.get("pair-ready-title"),
                span { class: "hero", Icon { svg: icons::BROWSER } }
            }
        }
    }
}

#[component]
fn OtherWays(on_close: EventHandler, texts: Texts) -> Element {
    rsx! {
        Sheet { on_close, title: texts.get("pair-other-title"),
            ul { class: "choices",
                li { LinkChoice { texts } }
                li { PictureChoice { texts } }
            }
            button {
                r#type: "button",
                class: Look::Outlined.class(),
                onclick: move |_| on_close.call(()),
                {texts.get("action-cancel")}
            }
        }
    }
}
