//! The screens of an offline code (FK04): which account, and the code with the time until the next.

use dioxus::prelude::*;
use key_core::authenticator::OfflineCode;
use key_core::screen::{AccountView, Action, OfflineView};
use key_protocol::offline::STEP_SECONDS;

use super::home::Account;
use super::parts::{Actions, Button, Frame, Intro, Leave, Letter, Look, spoken_in};
use crate::texts::Texts;

/// How many digits stand together.
const GROUP: usize = 4;

#[component]
pub(super) fn ChooseAccount(accounts: Vec<AccountView>, now: i64, texts: Texts) -> Element {
    rsx! {
        Frame { name: "choose-account", texts, leave: Leave::Back, title: texts.get("code-choose"),
            ul { class: "list", role: "list",
                for account in accounts {
                    li { key: "{account.id.as_str()}",
                        Account { action: Action::OpenOfflineOf(account.id.clone()), account, now, texts }
                    }
                }
            }
        }
    }
}

#[component]
pub(super) fn Offline(offline: OfflineView, texts: Texts) -> Element {
    let OfflineView { code, service, tenant, username } = offline;
    let who = format!("{} · {service}", texts.who(&username, tenant.as_deref()));
    let hidden = code.is_none();
    rsx! {
        Frame {
            name: "offline-code",
            texts,
            centre: true,
            leave: Leave::Close,
            foot: rsx! {
                Actions {
                    if hidden {
                        Button { action: Action::Retry, label: texts.get("code-again"), look: Look::Primary }
                    } else {
                        Button { action: Action::Back, label: texts.get("action-done"), look: Look::Primary }
                    }
                }
            },
            Intro { text: who, title: texts.get("code-title"),
                Letter { large: true, name: service }
            }
            if let Some(code) = code {
                Code { code, texts }
                p { class: "lead", {texts.get("code-where")} }
                p { class: "fine", {texts.get("code-unchecked")} }
            } else {
                p { class: "lead", role: "status", {texts.get("code-hidden")} }
            }
        }
    }
}

#[component]
fn Code(code: OfflineCode, texts: Texts) -> Element {
    let (left, right) = code.digits().split_at_checked(GROUP).unwrap_or_default();
    let (label, said) = (texts.get("code-label"), spoken_in(code.digits(), GROUP));
    let until = texts.with("code-left", &[("seconds", code.left.into())]);
    rsx! {
        div { class: "offline",
            p { class: "code", dir: "ltr", role: "img", aria_label: "{label}: {said}",
                span { "{left}" }
                span { "{right}" }
            }
            div { class: "ring", role: "img", aria_label: "{until}",
                svg { view_box: "0 0 40 40", "aria-hidden": "true", "focusable": "false",
                    circle { class: "ring-track", cx: "20", cy: "20", r: "17" }
                    circle {
                        class: "ring-fill",
                        cx: "20",
                        cy: "20",
                        r: "17",
                        "pathLength": "{STEP_SECONDS}",
                        stroke_dasharray: "{code.left} {STEP_SECONDS}",
                    }
                }
                span { aria_hidden: "true", "{code.left}" }
            }
        }
    }
}
