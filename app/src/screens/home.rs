//! The first screen: what waits, unfinished pairings, accounts, and what was answered lately.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::account::AccountState;
use key_core::screen::{AccountView, Action, Home as HomeView, RequestSummary, UnfinishedView};

use super::answered::AnsweredList;
use super::parts::{Button, Frame, Icon, Letter, Look, Row, Who};
use super::time::{age, left};
use super::waiting::Waiting;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

#[component]
pub(super) fn Home(home: HomeView, now: i64, texts: Texts, waiting: Vec<RequestSummary>) -> Element {
    rsx! {
        Frame {
            name: "home",
            texts,
            aside: rsx! { SettingsButton { texts } },
            home: true,
            title: texts.get("app-title"),
            foot: rsx! {
                if !home.accounts.is_empty() || !home.unfinished.is_empty() {
                    AddButton { texts }
                }
            },
            if !waiting.is_empty() {
                Waiting { now, texts, waiting }
            }
            for failure in home.failures {
                super::failures::Failures { key: "{failure.account.as_str()}", failure, texts }
            }
            if !home.unfinished.is_empty() {
                ul { class: "list", role: "list",
                    for unfinished in home.unfinished.clone() {
                        li { key: "{unfinished.account.as_str()}", Unfinished { now, texts, unfinished } }
                    }
                }
            }
            if home.accounts.is_empty() && home.unfinished.is_empty() {
                Empty { texts }
            }
            if !home.accounts.is_empty() {
                h2 { class: "section", {texts.get("home-accounts")} }
                ul { class: "list", role: "list",
                    for account in home.accounts.clone() {
                        li { key: "{account.id.as_str()}",
                            Account { action: Action::OpenAccount(account.id.clone()), account, now, texts }
                        }
                    }
                }
            }
            if home.offline {
                div { class: "group",
                    Row {
                        action: Action::OpenOffline,
                        detail: texts.get("home-offline"),
                        icon: icons::CODE,
                        label: texts.get("code-title"),
                    }
                }
            }
            if !home.answered.is_empty() {
                h2 { class: "section", {texts.get("home-activity")} }
                AnsweredList { answered: home.answered, now, of_all: true, texts }
            }
        }
    }
}

#[component]
fn SettingsButton(texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button {
            r#type: "button",
            class: "icon-button",
            aria_label: texts.get("settings-title"),
            onclick: move |_| dispatch.send(Action::OpenSettings),
            Icon { svg: icons::SETTINGS }
        }
    }
}

/// An account with its state: what keeps it from confirming, or when it confirmed last.
#[component]
pub(super) fn Account(account: AccountView, action: Action, now: i64, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let who = texts.who(&account.username, account.tenant.as_deref());
    let name = account.label.clone().unwrap_or_else(|| account.service.clone());
    let (class, status) = status(&account, now, texts);
    rsx! {
        button {
            r#type: "button",
            class: "account",
            onclick: move |_| dispatch.send(action.clone()),
            Letter { name: name.clone() }
            span { class: "account-text",
                Who { details: vec![who], name }
                span { class: "account-status {class}", "{status}" }
            }
            Icon { svg: icons::FORWARD }
        }
    }
}

fn status(account: &AccountView, now: i64, texts: Texts) -> (&'static str, String) {
    let danger = "account-status-danger";
    match account.state {
        AccountState::Active if !account.reachable => ("", texts.get("account-status-offline")),
        AccountState::Active | AccountState::Pairing => match account.last_confirmed {
            Some(at) => ("", age(now - at, texts)),
            None => ("", String::new()),
        },
        AccountState::Disconnected => (danger, texts.get("account-status-disconnected")),
        AccountState::Frozen => (danger, texts.get("account-status-frozen")),
        AccountState::Locked => (danger, texts.get("account-status-locked")),
    }
}

#[component]
fn AddButton(texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        button { r#type: "button", class: "add", onclick: move |_| dispatch.send(Action::AddAccount),
            Icon { svg: icons::ADD }
            {texts.get("home-add")}
        }
    }
}

#[component]
fn Empty(texts: Texts) -> Element {
    rsx! {
        div { class: "empty",
            span { class: "hero", Icon { svg: icons::MARK } }
            h2 { {texts.get("home-empty-title")} }
            p { {texts.get("home-empty-text")} }
        }
        Button { action: Action::AddAccount, label: texts.get("home-empty-add"), look: Look::Primary }
    }
}

/// A pairing that the user has left before the end.
#[component]
fn Unfinished(now: i64, texts: Texts, unfinished: UnfinishedView) -> Element {
    let dispatch = use_context::<Dispatch>();
    let UnfinishedView { account, finish_by, service, username } = unfinished;
    let name = texts.with("home-unfinished", &[("service", (&service).into())]);
    rsx! {
        button {
            r#type: "button",
            class: "account account-unfinished",
            onclick: move |_| dispatch.send(Action::ContinuePairing(account.clone())),
            Letter { name: service }
            Who { details: vec![username], name }
            span { class: "banner-side",
                if let Some(finish_by) = finish_by {
                    span { class: "number", {left(finish_by - now)} }
                }
                span { {texts.get("action-continue")} }
            }
        }
    }
}
