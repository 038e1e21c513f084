//! The screen after a request was answered.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Asked, Decided as Answer, FailureView};

use super::failures::Failures;
use super::parts::{Actions, Button, Frame, Icon, Intro, Look, Notice, NoticeKind};
use crate::texts::Texts;

#[component]
pub(super) fn Decided(
    answer: Answer,
    asked: Asked,
    failures: Option<FailureView>,
    saved: bool,
    service: String,
    texts: Texts,
) -> Element {
    let id = match (asked, answer) {
        (Asked::Login, Answer::Confirmed) => "request-confirmed",
        (Asked::Login, Answer::Declined) => "request-declined",
        (Asked::Login, Answer::NotMe) => "request-reported",
        (_, Answer::Confirmed) => "change-confirmed",
        (_, Answer::Declined) => "change-declined",
        (_, Answer::NotMe) => "change-reported",
    };
    let title = texts.get(&format!("{id}-title"));
    let text = texts.with(&format!("{id}-text"), &[("service", (&service).into())]);
    rsx! {
        Frame {
            name: "decided",
            texts,
            centre: true,
            foot: rsx! {
                Actions {
                    Button { action: Action::Back, focus: true, label: texts.get("action-done"), look: Look::Primary }
                }
            },
            Intro { text, title,
                match answer {
                    Answer::Confirmed => rsx! { Icon { svg: icons::TICK } },
                    Answer::Declined => rsx! { span { class: "hero", Icon { svg: icons::DECLINE } } },
                    Answer::NotMe => rsx! { span { class: "hero hero-danger", Icon { svg: icons::WARNING } } },
                }
            }
            if !saved {
                Notice {
                    kind: NoticeKind::Warning,
                    title: texts.get("request-unsaved-title"),
                    text: texts.get("request-unsaved-text"),
                }
            }
            if let Some(failure) = failures {
                Failures { failure, texts }
            }
        }
    }
}
