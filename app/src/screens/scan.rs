//! The screen where the camera looks for the QR code. Without a camera, the user can choose a picture or paste the link
//! (PK08).
//!
//! The launcher plays the camera into the element with `data-camera`, reads its frames, and reads the pictures chosen
//! in the field with `data-picture`.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Camera, LinkProblem};

use super::parts::{Actions, Button, Frame, Icon, Intro, Leave, LinkTrouble, Look, Who};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

#[component]
pub(super) fn Scan(camera: Camera, problem: Option<LinkProblem>, texts: Texts) -> Element {
    match camera {
        Camera::On => rsx! { Looking { problem, texts } },
        Camera::Missing => rsx! { OtherWays { id: "camera-missing", problem, texts } },
        Camera::Refused => rsx! { OtherWays { id: "camera-refused", problem, texts } },
    }
}

#[component]
fn Looking(problem: Option<LinkProblem>, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "scan",
            texts,
            leave: Leave::Back,
            title: texts.get("camera-title"),
            foot: rsx! {
                Actions {
                    label { class: "button button-outlined file",
                        Icon { svg: icons::PICTURE }
                        {texts.get("pair-picture")}
                        PictureField { label: texts.get("pair-picture") }
                    }
                    Button { action: Action::EnterLink, icon: icons::PASTE, label: texts.get("pair-paste"), look: Look::Outlined }
                }
            },
            div { class: "viewfinder",
                video {
                    "data-camera": "true",
                    autoplay: true,
                    muted: true,
                    "playsinline": "true",
                    aria_label: texts.get("camera-view"),
                }
                span { class: "viewfinder-frame", aria_hidden: "true" }
                p { class: "viewfinder-hint", role: "status", {texts.get("camera-hint")} }
            }
            if let Some(problem) = problem {
                LinkTrouble { problem, texts }
            }
        }
    }
}

#[component]
fn OtherWays(id: &'static str, problem: Option<LinkProblem>, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "scan-without-camera",
            texts,
            leave: Leave::Back,
            title: texts.get("pair-title"),
            foot: rsx! {
                Actions {
                    Button {
                        action: Action::CodeVisible,
                        icon: icons::CAMERA,
                        label: texts.get("camera-try-again"),
                        look: Look::Outlined,
                    }
                }
            },
            if let Some(problem) = problem {
                LinkTrouble { problem, texts }
            } else {
                Intro {
                    under: true,
                    text: texts.get(&format!("{id}-text")),
                    title: texts.get(&format!("{id}-title")),
                    span { class: "hero hero-warning", Icon { svg: icons::CAMERA } }
                }
            }
            ul { class: "choices",
                li { LinkChoice { texts } }
                li { PictureChoice { texts } }
            }
        }
    }
}

/// A button that leads to pasting the link.
#[component]
pub(super) fn LinkChoice(texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: "choice",
            onclick: move |_| dispatch.send(Action::EnterLink),
            Icon { svg: icons::PASTE }
            Who { details: vec![texts.get("pair-paste-text")], name: texts.get("pair-paste") }
            Icon { svg: icons::FORWARD }
        }
    }
}

/// A field that takes a picture of the QR code.
#[component]
pub(super) fn PictureChoice(texts: Texts) -> Element {
    rsx! {
        label { class: "choice",
            Icon { svg: icons::PICTURE }
            Who { details: vec![texts.get("pair-picture-text")], name: texts.get("pair-picture") }
            Icon { svg: icons::FORWARD }
            PictureField { label: texts.get("pair-picture") }
        }
    }
}

#[component]
fn PictureField(label: String) -> Element {
    rsx! {
        input { r#type: "file", accept: "image/*", aria_label: "{label}", "data-picture": "true" }
    }
}
