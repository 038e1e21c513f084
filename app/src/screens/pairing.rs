//! The screens for reviewing a pairing, for the wait for the user's confirmation on the login page, and for the
//! success.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;
use key_protocol::digits::SixDigits;

use super::parts::{
    Actions, Button, Code, Facts, Frame, Icon, Intro, Leave, Letter, Look, Notice, NoticeKind,
};
use crate::texts::Texts;

/// A link has opened Key. Only what the link itself says is known yet.
#[component]
pub(super) fn OpenLink(host: String, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "open-link",
            texts,
            centre: true,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    Button { action: Action::AcceptLink, label: texts.get("link-open-go"), look: Look::Primary }
                    Button { action: Action::Back, label: texts.get("action-cancel"), look: Look::Outlined }
                }
            },
            Intro {
                text: texts.with("link-open-text", &[("host", (&host).into())]),
                title: texts.get("link-open-title"),
                span { class: "hero", Icon { svg: icons::BROWSER } }
            }
        }
    }
}

#[component]
pub(super) fn ReviewPairing(
    already: bool,
    host: String,
    service: String,
    tenant: Option<String>,
    texts: Texts,
    username: String,
) -> Element {
    let facts = [
        Some((texts.get("label-username"), username)),
        tenant.map(|tenant| (texts.get("label-company"), tenant)),
        Some((texts.get("label-address"), host)),
    ];
    rsx! {
        Frame {
            name: "review-pairing",
            texts,
            leave: Leave::Back,
            title: texts.get("pair-title"),
            foot: rsx! {
                Actions {
                    Button { action: Action::ConfirmPairing, label: texts.get("review-confirm"), look: Look::Primary }
                    Button { action: Action::GiveUp, label: texts.get("review-give-up"), look: Look::Outlined }
                }
            },
            Intro {
                under: true,
                text: texts.get("review-text"),
                title: texts.with("review-title", &[("service", (&service).into())]),
                Letter { large: true, name: service.clone() }
            }
            Facts { facts: facts.into_iter().flatten().collect() }
            if already {
                Notice { kind: NoticeKind::Warning, text: texts.get("review-already") }
            } else {
                Notice { kind: NoticeKind::Info, text: texts.get("review-warning") }
            }
        }
    }
}

#[component]
pub(super) fn PairCommit(code: SixDigits, service: String, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "pair-commit",
            texts,
            centre: true,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    Button { action: Action::GiveUp, label: texts.get("review-give-up"), look: Look::Outlined }
                }
            },
            Intro { text: texts.get("commit-text"), title: texts.get("commit-title"),
                Letter { large: true, name: service }
            }
            Code { code, label: texts.get("comparison-label") }
            p { class: "waiting", role: "status", {texts.get("commit-waiting")} }
        }
    }
}

#[component]
pub(super) fn Paired(service: String, texts: Texts, username: String) -> Element {
    let text = texts.with("paired-text", &[("service", (&service).into()), ("username", (&username).into())]);
    rsx! {
        Frame {
            name: "paired",
            texts,
            centre: true,
            foot: rsx! {
                Actions {
                    Button { action: Action::Back, focus: true, label: texts.get("action-done"), look: Look::Primary }
                }
            },
            Intro { text, title: texts.get("paired-title"),
                Icon { svg: icons::TICK }
            }
        }
    }
}
