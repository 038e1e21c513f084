//! Rows of a group: one that leads on, and one that is switched.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;

use super::icon::Icon;
use super::who::Who;
use crate::dispatch::Dispatch;

/// A row that leads on.
#[component]
pub(crate) fn Row(
    action: Action,
    icon: &'static str,
    label: String,
    #[props(default)] detail: Option<String>,
) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button { r#type: "button", class: "row", onclick: move |_| dispatch.send(action.clone()),
            Icon { svg: icon }
            Who { details: detail.into_iter().collect(), name: label }
            Icon { svg: icons::FORWARD }
        }
    }
}

/// A row that is switched on and off.
#[component]
pub(crate) fn Toggle(action: Action, icon: &'static str, label: String, on: bool) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: "switch",
            role: "switch",
            aria_checked: if on { "true" } else { "false" },
            onclick: move |_| dispatch.send(action.clone()),
            span { class: "switch-label",
                Icon { svg: icon }
                "{label}"
            }
        }
    }
}
