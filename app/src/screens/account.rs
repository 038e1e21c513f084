//! The page of an account: its state, what was answered lately, its names, biometrics, and disconnecting.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::account::AccountState;
use key_core::screen::{AccountPage, AccountView, Action};

use super::answered::AnsweredList;
use super::parts::{Actions, Button, Frame, Leave, Letter, Look, Notice, NoticeKind, Row, Who};
use crate::texts::Texts;

/// How many answered requests the page shows.
const SHOWN: usize = 5;

#[component]
pub(super) fn Account(now: i64, page: AccountPage, texts: Texts) -> Element {
    let AccountPage { account, answered, biometrics, device_name, host } = page;
    let who = texts.who(&account.username, account.tenant.as_deref());
    let facts = [
        Some((texts.get("label-address"), host)),
        device_name.map(|name| (texts.get("account-device"), name)),
        (account.state == AccountState::Active).then(|| {
            let id = if biometrics { "account-factor-biometrics" } else { "account-factor-pin" };
            (texts.get("account-factor"), texts.get(id))
        }),
    ];
    let answered: Vec<_> = answered.into_iter().take(SHOWN).collect();
    rsx! {
        Frame {
            name: "account",
            texts,
            leave: Leave::Back,
            title: texts.get("account-title"),
            foot: rsx! {
                Actions { Leaving { account: account.clone(), texts } }
            },
            div { class: "who",
                Letter { name: account.service.clone() }
                Who { details: vec![who], name: account.label.clone().unwrap_or_else(|| account.service.clone()) }
            }
            if let Some(id) = trouble(account.state) {
                Trouble { account: account.clone(), id, texts }
            }
            dl { class: "facts facts-stacked",
                for (label, value) in facts.into_iter().flatten() {
                    div { key: "{label}",
                        dt { "{label}" }
                        dd { "{value}" }
                    }
                }
            }
            div { class: "group",
                Row { action: Action::EditAccountName, icon: icons::EDIT, label: texts.get("account-rename") }
            }
            h2 { class: "section", {texts.get("home-activity")} }
            if answered.is_empty() {
                p { class: "fine", {texts.get("account-activity-none")} }
            } else {
                AnsweredList { answered, now, texts }
            }
        }
    }
}

#[component]
fn Leaving(account: AccountView, texts: Texts) -> Element {
    let (action, label) = match account.state {
        AccountState::Active => (Action::AskDisconnect(account.id), texts.get("failures-disconnect")),
        _ => (Action::Forget(account.id), texts.get("account-remove")),
    };
    rsx! {
        Button { action, label, look: Look::Danger }
    }
}

#[component]
fn Trouble(account: AccountView, id: &'static str, texts: Texts) -> Element {
    let values = [("service", (&account.service).into()), ("username", (&account.username).into())];
    rsx! {
        Notice {
            kind: NoticeKind::Warning,
            title: texts.with(&format!("{id}-title"), &values),
            text: texts.with(&format!("{id}-text"), &values),
        }
    }
}

/// Returns the id prefix of the texts for a state that needs an action of the user.
const fn trouble(state: AccountState) -> Option<&'static str> {
    match state {
        AccountState::Active | AccountState::Pairing => None,
        AccountState::Disconnected => Some("account-disconnected"),
        AccountState::Frozen => Some("account-frozen"),
        AccountState::Locked => Some("account-locked"),
    }
}
