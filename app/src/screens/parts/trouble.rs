//! What went wrong, with a sign and words.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::LinkProblem;
use key_protocol::link::LinkError;

use super::Icon;
use crate::texts::Texts;

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    Info,
    Warning,
}

/// A notice, read out when it comes.
#[component]
pub(crate) fn Notice(kind: NoticeKind, text: String, #[props(default)] title: Option<String>) -> Element {
    let (class, role, svg) = match kind {
        NoticeKind::Info => ("notice notice-info", "status", icons::INFO),
        NoticeKind::Warning => ("notice notice-warning", "status", icons::WARNING),
    };
    rsx! {
        div { class, role,
            Icon { svg }
            div {
                if let Some(title) = title {
                    strong { "{title}" }
                }
                p { "{text}" }
            }
        }
    }
}

/// What was wrong with a link or a picture.
#[component]
pub(crate) fn LinkTrouble(problem: LinkProblem, texts: Texts) -> Element {
    let (title, text) = link_trouble(problem, texts);
    rsx! {
        Notice { kind: NoticeKind::Warning, title, text }
    }
}

fn link_trouble(problem: LinkProblem, texts: Texts) -> (String, String) {
    match problem {
        LinkProblem::Link(LinkError::Insecure) => {
            (texts.get("link-insecure-title"), texts.get("link-insecure-text"))
        }
        LinkProblem::Link(LinkError::NotALink | LinkError::TooLong) => {
            (texts.get("link-foreign-title"), texts.get("link-foreign-text"))
        }
        LinkProblem::Link(LinkError::OtherVersion) => {
            (texts.get("link-version-title"), texts.get("link-version-text"))
        }
        LinkProblem::NoCode | LinkProblem::NotAPicture => {
            (texts.get("picture-empty-title"), texts.get("picture-empty-text"))
        }
    }
}
