//! The first screen: what waits, unfinished pairings, accounts.

mod account;

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Home as HomeView, RequestSummary, UnfinishedView};

use super::parts::{Button, Frame, Icon, Letter, Look, Who};
use super::time::left;
use super::waiting::Waiting;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

#[component]
pub(super) fn Home(home: HomeView, now: i64, texts: Texts, waiting: Vec<RequestSummary>) -> Element {
    let opened = use_signal(|| None);
    let sheet = home
        .accounts
        .iter()
        .find(|account| Some(&account.id) == opened.read().as_ref())
        .cloned()
        .map(|account| rsx! { account::AccountSheet { account, opened, texts } });
    rsx! {
        Frame {
            name: "home",
            texts,
            home: true,
            sheet,
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
                    for account in home.accounts {
                        li { key: "{account.id.as_str()}", account::Account { account, opened, texts } }
                    }
                }
            }
        }
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
