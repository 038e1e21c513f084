//! The first screen: accounts and pending requests.

mod account;

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Home as HomeView, RequestSummary};

use super::parts::{Button, Frame, Icon, Letter, Look, Who};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

#[component]
pub(super) fn Home(home: HomeView, now: i64, texts: Texts) -> Element {
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
                if !home.accounts.is_empty() {
                    AddButton { texts }
                }
            },
            for failure in home.failures {
                super::failures::Failures { key: "{failure.account.as_str()}", failure, texts }
            }
            if !home.requests.is_empty() {
                ul { class: "list", role: "list", aria_live: "polite", aria_label: texts.get("home-requests"),
                    for request in home.requests {
                        li { key: "{request.id}", Banner { now, request, texts } }
                    }
                }
            }
            if home.accounts.is_empty() {
                Empty { texts }
            } else {
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

#[component]
fn Banner(now: i64, request: RequestSummary, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let title = texts.with("home-request-login", &[("service", (&request.service).into())]);
    let details =
        vec![request.username, format!("{} · {}", age(now - request.issued, texts), request.browser)];
    rsx! {
        button {
            r#type: "button",
            class: "request-banner",
            onclick: move |_| dispatch.send(Action::Open(request.id)),
            Letter { name: request.service }
            Who { details, name: title }
            Icon { svg: icons::FORWARD }
        }
    }
}

/// Returns the text for an age. The two clocks may differ, so less than a minute, or a time in the future, is "just
/// now".
fn age(seconds: i64, texts: Texts) -> String {
    match seconds / 60 {
        ..=0 => texts.get("home-request-now"),
        minutes => texts.with("home-request-minutes", &[("minutes", minutes.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::age;
    use crate::texts::Texts;
    use key_protocol::language::Language;

    #[test]
    fn a_clock_that_is_behind_shows_no_negative_age() {
        let texts = Texts::new(Language::English);
        assert_eq!(age(-7_200, texts), "Just now");
        assert_eq!(age(59, texts), "Just now");
        assert_eq!(age(61, texts), "1 minute ago");
        assert_eq!(age(125, texts), "2 minutes ago");
    }
}
