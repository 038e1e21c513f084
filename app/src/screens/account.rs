//! The page of an account: its state, what was answered lately, its names, biometrics, and disconnecting.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::account::AccountState;
use key_core::screen::{AccountPage, AccountView, Action};

use super::answered::AnsweredList;
use super::parts::{Actions, Button, Facts, Frame, Leave, Letter, Look, Notice, NoticeKind, Row, Sheet, Who};
use crate::texts::Texts;

#[component]
pub(super) fn Account(now: i64, page: AccountPage, texts: Texts) -> Element {
    let asked = use_signal(|| false);
    let AccountPage { account, answered, biometrics, device_name, host, offline } = page;
    let name = account.label.clone().unwrap_or_else(|| account.service.clone());
    let who = texts.who(&account.username, account.tenant.as_deref());
    let facts = [
        Some((texts.get("label-address"), host)),
        device_name.map(|name| (texts.get("account-device"), name)),
        (account.state == AccountState::Active).then(|| {
            let id = if biometrics { "account-factor-biometrics" } else { "account-factor-pin" };
            (texts.get("account-factor"), texts.get(id))
        }),
    ];
    let sheet = asked().then(|| rsx! { Removing { account: account.clone(), asked, texts } });
    rsx! {
        Frame {
            name: "account",
            texts,
            leave: Leave::Back,
            title: texts.get("account-title"),
            foot: rsx! {
                Actions { Leaving { account: account.clone(), asked, texts } }
            },
            sheet,
            div { class: "who",
                Letter { name: name.clone() }
                Who { details: vec![who], name }
            }
            if let Some(id) = trouble(account.state) {
                Trouble { account: account.clone(), id, texts }
            }
            Facts { facts: facts.into_iter().flatten().collect(), stacked: true }
            div { class: "group",
                if offline {
                    Row {
                        action: Action::OpenOfflineOf(account.id.clone()),
                        detail: texts.get("home-offline"),
                        icon: icons::CODE,
                        label: texts.get("code-title"),
                    }
                }
                Row {
                    action: Action::EditAccountName,
                    detail: account.label.clone(),
                    icon: icons::EDIT,
                    label: texts.get("account-rename"),
                }
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

/// The way out: a phone that is connected asks on a screen of its own, one that is not asks in a sheet.
#[component]
fn Leaving(account: AccountView, asked: Signal<bool>, texts: Texts) -> Element {
    let mut asked = asked;
    if account.state == AccountState::Active {
        let label = texts.get("failures-disconnect");
        return rsx! { Button { action: Action::AskDisconnect(account.id), label, look: Look::Danger } };
    }
    rsx! {
        button {
            r#type: "button",
            class: Look::Danger.class(),
            aria_haspopup: "dialog",
            onclick: move |_| asked.set(true),
            {texts.get("account-remove")}
        }
    }
}

#[component]
fn Removing(account: AccountView, asked: Signal<bool>, texts: Texts) -> Element {
    let mut asked = asked;
    let values = [("service", (&account.service).into()), ("username", (&account.username).into())];
    rsx! {
        Sheet { on_close: move |()| asked.set(false), title: texts.with("account-remove-title", &values),
            p { class: "lead", {texts.with("account-remove-text", &values)} }
            div { class: "actions",
                Button { action: Action::Forget(account.id), label: texts.get("account-remove"), look: Look::Stop }
                button {
                    r#type: "button",
                    class: Look::Outlined.class(),
                    onclick: move |_| asked.set(false),
                    {texts.get("account-remove-keep")}
                }
            }
        }
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
