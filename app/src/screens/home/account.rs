//! An account on the first screen, and what to do when it cannot be used any more.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::account::{AccountId, AccountState};
use key_core::screen::{AccountView, Action};

use super::super::parts::{Button, Icon, Letter, Look, Sheet, Who};
use crate::texts::Texts;

#[component]
pub(super) fn Account(account: AccountView, opened: Signal<Option<AccountId>>, texts: Texts) -> Element {
    let who = texts.who(&account.username, account.tenant.as_deref());
    let inner = rsx! {
        Letter { name: account.service.clone() }
        Who { details: vec![who], name: account.service.clone() }
        if let Some((class, status)) = status(&account, texts) {
            span { class: "account-status {class}", "{status}" }
        }
    };
    if words(account.state).is_none() {
        return rsx! {
            div { class: "account", {inner} }
        };
    }
    let mut opened = opened;
    rsx! {
        button {
            r#type: "button",
            class: "account",
            aria_haspopup: "dialog",
            onclick: move |_| opened.set(Some(account.id.clone())),
            {inner}
            Icon { svg: icons::FORWARD }
        }
    }
}

/// What to do about an account that cannot be used any more.
#[component]
pub(super) fn AccountSheet(account: AccountView, opened: Signal<Option<AccountId>>, texts: Texts) -> Element {
    let mut opened = opened;
    let Some(id) = words(account.state) else { return VNode::empty() };
    let values = [("service", (&account.service).into()), ("username", (&account.username).into())];
    rsx! {
        Sheet { on_close: move |()| opened.set(None), title: texts.with(&format!("{id}-title"), &values),
            p { class: "lead", {texts.with(&format!("{id}-text"), &values)} }
            div { class: "actions",
                Button {
                    action: Action::Forget(account.id.clone()),
                    label: texts.get("account-remove"),
                    look: Look::Outlined,
                }
                button {
                    r#type: "button",
                    class: Look::Link.class(),
                    onclick: move |_| opened.set(None),
                    {texts.get("account-remove-keep")}
                }
            }
        }
    }
}

/// The texts about a state that has to be dealt with.
fn words(state: AccountState) -> Option<&'static str> {
    match state {
        AccountState::Active | AccountState::Pairing => None,
        AccountState::Disconnected => Some("account-disconnected"),
        AccountState::Frozen => Some("account-frozen"),
        AccountState::Locked => Some("account-locked"),
    }
}

fn status(account: &AccountView, texts: Texts) -> Option<(&'static str, String)> {
    match account.state {
        AccountState::Active if account.reachable => None,
        AccountState::Active => Some(("", texts.get("account-status-offline"))),
        AccountState::Disconnected => {
            Some(("account-status-danger", texts.get("account-status-disconnected")))
        }
        AccountState::Frozen => Some(("account-status-danger", texts.get("account-status-frozen"))),
        AccountState::Locked => Some(("account-status-danger", texts.get("account-status-locked"))),
        AccountState::Pairing => Some(("", texts.get("account-status-pairing"))),
    }
}
