//! The notice of wrong PINs for an account, and the screens for disconnecting this phone.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::account::AccountId;
use key_core::screen::{Action, FailureView};
use key_protocol::statement;

use super::parts::{Actions, Button, Frame, Icon, Intro, Leave, Look};
use crate::texts::Texts;

/// The notice of wrong PINs: their number, the time of the first, and what to do.
#[component]
pub(super) fn Failures(failure: FailureView, texts: Texts) -> Element {
    let FailureView { account, count, service, since, utc_offset } = failure;
    let time = statement::moment(since, texts.language(), utc_offset);
    let title = texts.with("failures-title", &[("count", i64::from(count).into()), ("time", (&time).into())]);
    rsx! {
        section { class: "failures", role: "alert",
            p { class: "notice notice-warning",
                Icon { svg: icons::WARNING }
                span { "{title}" }
            }
            p { {texts.with("failures-text", &[("service", (&service).into())])} }
            div { class: "failures-actions",
                Button {
                    action: Action::AskDisconnect(account.clone()),
                    label: texts.get("failures-disconnect"),
                    look: Look::Danger,
                }
                Button {
                    action: Action::KnownFailures(account),
                    label: texts.get("failures-known"),
                    look: Look::Outlined,
                }
            }
        }
    }
}

/// The question whether to disconnect this phone.
#[component]
pub(super) fn AskDisconnect(account: AccountId, service: String, texts: Texts, username: String) -> Element {
    let values = [("service", (&service).into()), ("username", (&username).into())];
    let _ = account;
    rsx! {
        Frame {
            name: "ask-disconnect",
            texts,
            centre: true,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    Button { action: Action::Disconnect, label: texts.get("disconnect-confirm"), look: Look::Stop }
                    Button { action: Action::Back, label: texts.get("action-cancel"), look: Look::Outlined }
                }
            },
            Intro {
                text: texts.with("disconnect-text", &values),
                title: texts.with("disconnect-title", &values),
                span { class: "hero hero-danger", Icon { svg: icons::WARNING } }
            }
        }
    }
}

/// The screen for a service that could not be told. The user can remove the account anyway.
#[component]
pub(super) fn NotDisconnected(account: AccountId, service: String, texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "not-disconnected",
            texts,
            centre: true,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    Button { action: Action::Retry, label: texts.get("action-try-again"), look: Look::Primary }
                    Button {
                        action: Action::Forget(account),
                        label: texts.get("disconnect-only-here"),
                        look: Look::Outlined,
                    }
                }
            },
            Intro {
                text: texts.get("disconnect-failed-text"),
                title: texts.with("disconnect-failed-title", &[("service", (&service).into())]),
                span { class: "hero hero-warning", Icon { svg: icons::WARNING } }
            }
        }
    }
}
