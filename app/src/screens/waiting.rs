//! Requests that wait: as a banner over every screen but the first, and as cards on the first (PK11).
//!
//! A launcher that can make a sound or change a window's title finds the number of waiting requests and the words for
//! them in `data-waiting` and `data-waiting-title` of the element that holds them.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, Asked, RequestSummary};

use super::parts::{Icon, Letter, Who};
use super::time::{age, left};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

/// The newest waiting request, over another screen. Behind it, like a stack, are the others.
#[component]
pub(super) fn Banner(now: i64, texts: Texts, waiting: Vec<RequestSummary>) -> Element {
    let dispatch = use_context::<Dispatch>();
    let Some(request) = waiting.first().cloned() else { return rsx! {} };
    let more = waiting.len() - 1;
    let (id, title) = (request.id, title(&request, texts));
    let what = texts.with(ids(request.asked).1, &[("browser", (&request.browser).into())]);
    rsx! {
        section {
            class: if more > 0 { "waiting-banner waiting-stack" } else { "waiting-banner" },
            aria_label: texts.get("home-requests"),
            "data-waiting": waiting.len(),
            "data-waiting-title": "{title}",
            button {
                r#type: "button",
                class: "request-banner",
                onclick: move |_| dispatch.send(Action::Open(id)),
                Letter { name: request.service.clone() }
                Who { details: vec![what], name: format!("{} · {}", request.service, request.username) }
                span { class: "banner-side",
                    span { class: "number", {left(request.lifetime.expires - now)} }
                    if more > 0 {
                        span { "+{more}" }
                    }
                }
            }
        }
        // Apart from the banner, whose countdown would be read out each second.
        p { class: "visually-hidden", role: "status", "{title}" }
    }
}

/// The waiting requests on the first screen.
#[component]
pub(super) fn Waiting(now: i64, texts: Texts, waiting: Vec<RequestSummary>) -> Element {
    let (count, first) = (waiting.len(), waiting.first().map(|request| title(request, texts)));
    rsx! {
        ul {
            class: "list",
            role: "list",
            aria_label: texts.get("home-requests"),
            "data-waiting": count,
            "data-waiting-title": first,
            for request in waiting {
                li { key: "{request.id}", Card { now, request, texts } }
            }
        }
    }
}

#[component]
fn Card(now: i64, request: RequestSummary, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let title = title(&request, texts);
    let age = age(now - request.lifetime.issued, texts);
    let details = vec![request.username, format!("{age} · {}", request.browser)];
    rsx! {
        button {
            r#type: "button",
            class: "request-banner",
            onclick: move |_| dispatch.send(Action::Open(request.id)),
            Letter { name: request.service }
            Who { details, name: title }
            span { class: "banner-side",
                span { class: "number", {left(request.lifetime.expires - now)} }
                Icon { svg: icons::FORWARD }
            }
        }
    }
}

fn title(request: &RequestSummary, texts: Texts) -> String {
    texts.with(ids(request.asked).0, &[("service", (&request.service).into())])
}

/// The ids of the texts of a card and of a banner.
const fn ids(asked: Asked) -> (&'static str, &'static str) {
    match asked {
        Asked::AddDevice => ("home-request-add-device", "banner-add-device"),
        Asked::Login => ("home-request-login", "banner-login"),
        Asked::NewList => ("home-request-new-list", "banner-new-list"),
        Asked::RemoveDevice => ("home-request-remove-device", "banner-remove-device"),
    }
}
