//! The screen after a request was answered.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Decided as Answer, FailureView};

use super::failures::Failures;
use super::parts::{Actions, Button, Frame, Icon, Intro, Look, Notice, NoticeKind};
use crate::texts::Texts;

#[component]
pub(super) fn Decided(
    answer: Answer,
    failures: Option<FailureView>,
    saved: bool,
    service: String,
    texts: Texts,
) -> Element {
    let (title, text) = match answer {
        Answer::Confirmed => (texts.get("request-confirmed-title"), texts.get("request-confirmed-text")),
        Answer::Declined => (texts.get("request-declined-title"), texts.get("request-declined-text")),
        Answer::NotMe => (
            texts.get("request-reported-title"),
            texts.with("request-reported-text", &[("service", (&service).into())]),
        ),
    };
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
