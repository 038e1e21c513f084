//! The parts that several screens share.

mod code;
mod facts;
mod frame;
mod icon;
mod keypad;
mod row;
mod sheet;
mod trouble;
mod who;

use dioxus::prelude::*;
use key_core::screen::Action;

use crate::dispatch::Dispatch;

pub(super) use code::{Code, spoken, spoken_in};
pub(super) use facts::Facts;
pub(super) use frame::{Actions, Frame, Leave};
pub use icon::Icon;
pub(super) use keypad::{Dots, Keypad};
pub(super) use row::{Row, Toggle};
pub(super) use sheet::Sheet;
pub(super) use trouble::{KeypadTrouble, LinkTrouble, Notice, NoticeKind};
pub(super) use who::Who;

/// The look of a button. Each screen has at most one [`Look::Primary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Danger,
    Outlined,
    Primary,
    /// The only filled button, for what cannot be undone.
    Stop,
}

impl Look {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Danger => "button button-danger",
            Self::Outlined => "button button-outlined",
            Self::Primary => "button button-primary",
            Self::Stop => "button button-stop",
        }
    }
}

/// A button that sends `action`.
#[component]
pub(super) fn Button(
    action: Action,
    label: String,
    look: Look,
    #[props(default)] focus: bool,
    #[props(default)] icon: Option<&'static str>,
) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: look.class(),
            "data-focus": focus.then_some("true"),
            onclick: move |_| dispatch.send(action.clone()),
            if let Some(svg) = icon {
                Icon { svg }
            }
            "{label}"
        }
    }
}

/// A tile with the first letter of a name.
#[component]
pub(super) fn Letter(name: String, #[props(default)] large: bool) -> Element {
    let letter: String = name.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    let class = if large { "letter letter-large" } else { "letter" };
    rsx! {
        span { class, aria_hidden: "true", "{letter}" }
    }
}

/// A centred title with soft text under it. It is the heading of the screen, or is `under` the heading.
#[component]
pub(super) fn Intro(
    text: Option<String>,
    title: String,
    #[props(default = VNode::empty())] children: Element,
    #[props(default)] under: bool,
) -> Element {
    rsx! {
        div { class: "intro intro-centre",
            {children}
            if under {
                h2 { "{title}" }
            } else {
                h1 { tabindex: "-1", "{title}" }
            }
            if let Some(text) = text {
                p { class: "lead", "{text}" }
            }
        }
    }
}
