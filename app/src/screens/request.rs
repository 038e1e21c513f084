//! The screen of a request, with the statement that a confirmation signs: the question, the account, and the facts. What
//! is unusual stands out.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Asked, RequestView};
use key_protocol::statement::{Fact, Line, Statement};

use super::parts::{Actions, Button, Frame, Icon, Leave, Letter, Look};
use super::time::{age, left};
use crate::texts::Texts;

#[component]
pub(super) fn Request(now: i64, request: RequestView, texts: Texts) -> Element {
    let RequestView { asked, digits, lifetime, new_browser, service, statement, this_device, .. } = request;
    let age = age(now - lifetime.issued, texts);
    rsx! {
        Frame {
            name: "request",
            texts,
            leave: Leave::Close,
            aside: rsx! { TimeLeft { seconds: lifetime.expires - now, texts } },
            foot: rsx! {
                Actions {
                    Button { action: Action::Confirm, label: texts.get("action-confirm"), look: Look::Primary }
                    Button { action: Action::Decline, label: texts.get("action-decline"), look: Look::Outlined }
                    Button { action: Action::NotMe, label: texts.get("request-not-me"), look: Look::Danger }
                }
            },
            div { class: "who",
                Letter { name: service }
                div { class: "who-text",
                    h1 { tabindex: "-1", "{statement.title}" }
                    p { class: "who-detail", {account(&statement)} }
                }
            }
            dl { class: "facts",
                for line in statement.lines.iter().filter(|line| !is_heading(line.fact)) {
                    div { key: "{line.label}",
                        dt { "{line.label}" }
                        dd {
                            match line.fact {
                                Fact::Browser => rsx! {
                                    Browser { line: line.clone(), new_browser, statement: statement.clone() }
                                },
                                Fact::Time => rsx! {
                                    span { "{age}" }
                                    span { class: "fact-exact", "{line.value}" }
                                },
                                _ => rsx! { "{line.value}" },
                            }
                        }
                    }
                }
            }
            Caution { asked, digits, new_browser, texts, this_device }
        }
    }
}

/// Whether the heading tells the fact, or the line of another one.
const fn is_heading(fact: Fact) -> bool {
    matches!(fact, Fact::Known | Fact::Service | Fact::Tenant | Fact::Username)
}

/// The account that is asked: the username, and the company where there is one.
fn account(statement: &Statement) -> String {
    let parts = [Fact::Username, Fact::Tenant].into_iter().filter_map(|fact| statement.value(fact));
    parts.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Browser(line: Line, new_browser: bool, statement: Statement) -> Element {
    let known = statement.value(Fact::Known).unwrap_or_default();
    rsx! {
        span { "{line.value}" }
        span { class: if new_browser { "fact-unusual" } else { "fact-exact" },
            if new_browser {
                Icon { svg: icons::WARNING }
            }
            "{known}"
        }
    }
}

#[component]
pub(super) fn TimeLeft(seconds: i64, texts: Texts) -> Element {
    rsx! {
        span { class: if seconds <= 15 { "time-left time-left-short" } else { "time-left" },
            Icon { svg: icons::CLOCK }
            span { class: "visually-hidden", {texts.get("request-time-left")} }
            span { class: "number", {left(seconds)} }
        }
    }
}

/// What the user has to be sure of, and the next step.
#[component]
fn Caution(asked: Asked, digits: bool, new_browser: bool, texts: Texts, this_device: bool) -> Element {
    let next = if digits { texts.get("request-digits-next") } else { String::new() };
    let caution = match asked {
        Asked::AddDevice => texts.get("request-warning-add-device"),
        Asked::Login => texts.get("request-warning"),
        Asked::NewList => texts.get("request-warning-new-list"),
        Asked::RemoveDevice if this_device => texts.get("request-warning-remove-this"),
        Asked::RemoveDevice => texts.get("request-warning-remove-device"),
    };
    let caution = format!("{caution} {next}");
    if new_browser || this_device || matches!(asked, Asked::AddDevice | Asked::NewList) {
        rsx! {
            div { class: "notice notice-warning caution", role: "status",
                Icon { svg: icons::WARNING }
                p { "{caution}" }
            }
        }
    } else {
        rsx! {
            p { class: "fine caution", "{caution}" }
        }
    }
}
