//! The screen of a request, with the statement that a confirmation signs.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, RequestView};

use super::parts::{Actions, Button, Frame, Icon, Leave, Letter, Look};
use crate::texts::Texts;

#[component]
pub(super) fn Request(request: RequestView, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "request",
            texts,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    Button { action: Action::Confirm, label: texts.get("action-confirm"), look: Look::Primary }
                    Button { action: Action::Decline, label: texts.get("action-decline"), look: Look::Outlined }
                    Button { action: Action::NotMe, label: texts.get("request-not-me"), look: Look::Danger }
                }
            },
            div { class: "who",
                Letter { name: request.service.clone() }
                h1 { class: "who-text", tabindex: "-1", "{request.statement.title}" }
            }
            if request.new_browser {
                Caution { digits: request.digits, new_browser: true, texts }
            }
            dl { class: "facts",
                for line in request.statement.lines.iter() {
                    div {
                        key: "{line.label}",
                        class: (line.value == request.service).then_some("fact-known"),
                        dt { "{line.label}" }
                        dd { "{line.value}" }
                    }
                }
            }
            if !request.new_browser {
                Caution { digits: request.digits, new_browser: false, texts }
            }
        }
    }
}

/// The caution, placed before the facts if there is a reason for a warning, else after them. On a low screen the facts
/// come first.
#[component]
fn Caution(digits: bool, new_browser: bool, texts: Texts) -> Element {
    let next = if digits { texts.get("request-digits-next") } else { String::new() };
    if new_browser {
        rsx! {
            div { class: "notice notice-warning caution", role: "status",
                Icon { svg: icons::WARNING }
                div {
                    strong { class: "caution-short", aria_hidden: "true", {texts.get("request-new-browser-short")} }
                    strong { class: "caution-long", {texts.get("request-new-browser")} }
                    p { class: "caution-long", {format!("{} {next}", texts.get("request-warning"))} }
                }
            }
        }
    } else {
        rsx! {
            p { class: "fine", {format!("{} {next}", texts.get("request-warning"))} }
        }
    }
}
