//! An answered request: in lists, and on a page with its receipt.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, AnsweredSummary, AnsweredView, Asked, Decided};
use key_protocol::statement::moment;

use super::parts::{Actions, Button, Facts, Frame, Icon, Leave, Look, Notice, NoticeKind, Who};
use super::time::age;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

/// Answered requests, each opening its page. `of_all` names the account of each.
#[component]
pub(super) fn AnsweredList(
    answered: Vec<AnsweredSummary>,
    now: i64,
    texts: Texts,
    #[props(default)] of_all: bool,
) -> Element {
    rsx! {
        ul { class: "group", role: "list",
            for summary in answered {
                li { key: "{summary.id.as_str()}", AnsweredRow { now, of_all, summary, texts } }
            }
        }
    }
}

#[component]
fn AnsweredRow(now: i64, of_all: bool, summary: AnsweredSummary, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let name = name(&summary, texts);
    let AnsweredSummary { id, account, answer, asked, at, browser, .. } = summary;
    let account = account.filter(|_| of_all).map(|(service, username)| format!("{service} · {username}"));
    let (class, svg) = sign(answer);
    let how = answer.filter(|_| asked != Some(Asked::Login)).map(|answer| told_shortly(answer, texts));
    let age = age(now - at, texts);
    let detail = how.into_iter().chain(browser).chain([age]).collect::<Vec<_>>().join(" · ");
    rsx! {
        button {
            r#type: "button",
            class: "row",
            onclick: move |_| dispatch.send(Action::OpenAnswered(id.clone())),
            span { class: "row-sign {class}", Icon { svg } }
            Who { details: account.into_iter().chain([detail]).collect(), name }
            Icon { svg: icons::FORWARD }
        }
    }
}

/// The page of an answered request.
#[component]
pub(super) fn Answered(answered: AnsweredView, texts: Texts) -> Element {
    let AnsweredView { lines, summary, utc_offset, verifiable, verified } = answered;
    let (class, svg) = sign(summary.answer);
    let when = moment(summary.at, texts.language(), utc_offset);
    let how = summary.answer.filter(|_| summary.asked != Some(Asked::Login));
    let when = how.map(|answer| told_shortly(answer, texts)).into_iter().chain([when]).collect();
    let facts = lines.iter().filter_map(|line| line.split_once(": "));
    let facts = facts.map(|(label, value)| (label.to_owned(), value.to_owned())).collect();
    rsx! {
        Frame {
            name: "answered",
            texts,
            leave: Leave::Back,
            title: texts.get("answered-title"),
            foot: rsx! {
                if verifiable && verified.is_none() {
                    Actions {
                        Button {
                            action: Action::VerifyReceipt,
                            icon: icons::LOCK,
                            label: texts.get("answered-verify"),
                            look: Look::Outlined,
                        }
                    }
                }
            },
            div { class: "who",
                span { class: "row-sign {class}", Icon { svg } }
                Who { details: when, name: name(&summary, texts) }
            }
            Facts { facts }
            match verified {
                Some(true) => rsx! {
                    Notice {
                        kind: NoticeKind::Info,
                        title: texts.get("answered-genuine-title"),
                        text: texts.get("answered-genuine-text"),
                    }
                },
                Some(false) => rsx! {
                    Notice {
                        kind: NoticeKind::Warning,
                        title: texts.get("answered-broken-title"),
                        text: texts.get("answered-broken-text"),
                    }
                },
                None => rsx! {},
            }
        }
    }
}

/// An answered login is named by the answer, anything else by the question.
fn name(summary: &AnsweredSummary, texts: Texts) -> String {
    let login = summary.answer.filter(|_| summary.asked == Some(Asked::Login));
    login.map_or_else(|| summary.title.clone(), |answer| told(answer, texts))
}

fn told_shortly(answer: Decided, texts: Texts) -> String {
    match answer {
        Decided::Confirmed => texts.get("change-confirmed-title"),
        Decided::Declined => texts.get("change-declined-title"),
        Decided::NotMe => texts.get("answered-not-me"),
    }
}

fn told(answer: Decided, texts: Texts) -> String {
    match answer {
        Decided::Confirmed => texts.get("request-confirmed-title"),
        Decided::Declined => texts.get("request-declined-title"),
        Decided::NotMe => texts.get("answered-not-me"),
    }
}

const fn sign(answer: Option<Decided>) -> (&'static str, &'static str) {
    match answer {
        Some(Decided::Confirmed) => ("row-sign-good", icons::CONFIRM),
        Some(Decided::Declined) => ("", icons::DECLINE),
        Some(Decided::NotMe) => ("row-sign-danger", icons::WARNING),
        None => ("", icons::INFO),
    }
}
