//! An account on the first screen, and its actions.

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

/// The sheet with the actions of an account, or with what to do if the account cannot be used any more.
#[component]
pub(super) fn AccountSheet(account: AccountView, opened: Signal<Option<AccountId>>, texts: Texts) -> Element {
    let mut opened = opened;
    let (title, text) = told(&account, texts);
    let (action, label) = match account.state {
        AccountState::Active => (Action::AskDisconnect(account.id), texts.get("failures-disconnect")),
        _ => (Action::Forget(account.id), texts.get("account-remove")),
    };
    rsx! {
        Sheet { on_close: move |()| opened.set(None), title,
            p { class: "lead", "{text}" }
            div { class: "actions",
                Button { action, label, look: Look::Outlined }
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

/// Returns the title and the text of the sheet.
fn told(account: &AccountView, texts: Texts) -> (String, String) {
    let Some(id) = words(account.state) else {
        let who = texts.who(&account.username, account.tenant.as_deref());
        return (account.service.clone(), who);
    };
    let values = [("service", (&account.service).into()), ("username", (&account.username).into())];
    (texts.with(&format!("{id}-title"), &values), texts.with(&format!("{id}-text"), &values))
}

/// Returns the id prefix of the texts for a state that needs an action of the user.
fn words(state: AccountState) -> Option<&'static str> {
    match state {
        AccountState::Active => None,
        AccountState::Disconnected => Some("account-disconnected"),
        AccountState::Frozen => Some("account-frozen"),
        AccountState::Locked => Some("account-locked"),
        AccountState::Pairing => Some("account-remove"),
    }
}

fn status(account: &AccountView, texts: Texts) -> Option<(&'static str, String)> {
    match account.state {
        AccountState::Active if account.reachable => None,
        AccountState::Pairing => None,
        AccountState::Active => Some(("", texts.get("account-status-offline"))),
        AccountState::Disconnected => {
            Some(("account-status-danger", texts.get("account-status-disconnected")))
        }
        AccountState::Frozen => Some(("account-status-danger", texts.get("account-status-frozen"))),
        AccountState::Locked => Some(("account-status-danger", texts.get("account-status-locked"))),
    }
}
