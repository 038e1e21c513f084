//! The screen where the user edits a name.

use dioxus::prelude::*;
use key_core::screen::{Action, EditedName, NameProblem};

use super::parts::{Actions, Frame, Leave, Look, Notice, NoticeKind};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

const FORM: &str = "name-form";
/// As many characters as a name that is shown may have.
const LONGEST: usize = 60;

#[component]
pub(super) fn EditName(
    edited: EditedName,
    problem: Option<NameProblem>,
    text: String,
    texts: Texts,
) -> Element {
    let dispatch = use_context::<Dispatch>();
    let mut name = use_signal(|| text.clone());
    let (title, hint) = match &edited {
        EditedName::Account { service, .. } => {
            (texts.get("account-rename"), texts.with("account-rename-text", &[("service", service.into())]))
        }
        EditedName::Phone => (texts.get("settings-phone-name"), texts.get("settings-phone-name-text")),
    };
    rsx! {
        Frame {
            name: "edit-name",
            texts,
            leave: Leave::Back,
            title: title.clone(),
            foot: rsx! {
                Actions {
                    button { r#type: "submit", form: FORM, class: Look::Primary.class(), {texts.get("action-save")} }
                }
            },
            form {
                id: FORM,
                class: if problem.is_some() { "field field-wrong" } else { "field" },
                onsubmit: move |event| {
                    event.prevent_default();
                    dispatch.send(Action::NameGiven(name()));
                },
                label { r#for: "name", "{title}" }
                input {
                    id: "name",
                    class: "input",
                    "data-focus": "true",
                    r#type: "text",
                    autocomplete: "off",
                    maxlength: LONGEST,
                    aria_describedby: "name-hint",
                    aria_invalid: problem.is_some().then_some("true"),
                    initial_value: "{text}",
                    oninput: move |event| name.set(event.value()),
                }
                p { id: "name-hint", class: "field-hint", "{hint}" }
            }
            match problem {
                Some(NameProblem::NotSaved) => rsx! {
                    Notice {
                        kind: NoticeKind::Warning,
                        title: texts.get("trouble-storage-title"),
                        text: texts.get("trouble-storage-text"),
                    }
                },
                Some(NameProblem::NotShown) => rsx! {
                    Notice { kind: NoticeKind::Warning, text: texts.get("name-not-shown") }
                },
                None => rsx! {},
            }
        }
    }
}
