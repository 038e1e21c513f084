//! The screen where the user types or pastes a pairing link.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, LinkProblem};

use super::parts::{Actions, Button, Frame, Leave, LinkTrouble, Look};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

const FORM: &str = "link-form";

#[component]
pub(super) fn PasteLink(problem: Option<LinkProblem>, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let mut link = use_signal(String::new);
    rsx! {
        Frame {
            name: "paste-link",
            texts,
            leave: Leave::Back,
            title: texts.get("pair-paste-title"),
            foot: rsx! {
                Actions {
                    button { r#type: "submit", form: FORM, class: Look::Primary.class(), {texts.get("action-continue")} }
                    Button { action: Action::CodeVisible, icon: icons::CAMERA, label: texts.get("pair-scan"), look: Look::Outlined }
                }
            },
            form {
                id: FORM,
                class: if problem.is_some() { "field field-wrong" } else { "field" },
                onsubmit: move |event| {
                    event.prevent_default();
                    dispatch.send(Action::LinkGiven(link()));
                },
                label { r#for: "link", {texts.get("pair-paste-label")} }
                input {
                    id: "link",
                    class: "input",
                    "data-focus": "true",
                    r#type: "text",
                    inputmode: "url",
                    autocapitalize: "off",
                    autocomplete: "off",
                    spellcheck: "false",
                    dir: "ltr",
                    aria_describedby: problem.is_none().then_some("link-hint"),
                    aria_invalid: problem.is_some().then_some("true"),
                    initial_value: "",
                    oninput: move |event| link.set(event.value()),
                }
                if problem.is_none() {
                    p { id: "link-hint", class: "field-hint", {texts.get("pair-paste-text")} }
                }
            }
            if let Some(problem) = problem {
                LinkTrouble { problem, texts }
            }
        }
    }
}
