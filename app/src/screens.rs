//! One component per screen. Each shows plain data and sends actions through the [`crate::dispatch::Dispatch`] in its
//! context.

#![expect(unused_qualifications, reason = "the macro of dioxus gives paths of its own the places of ours")]

mod about;
mod account;
mod answered;
mod ask_visible;
mod biometrics_offer;
mod decided;
mod edit_name;
mod ended;
mod failures;
mod home;
mod identify;
mod offline;
mod pairing;
mod parts;
mod paste_link;
mod pin;
mod request;
#[cfg(any(test, feature = "testing"))]
pub(crate) mod samples;
mod scan;
mod settings;
#[cfg(test)]
mod taps;
#[cfg(test)]
mod tests;
mod time;
mod type_digits;
mod waiting;
mod working;

use dioxus::prelude::*;
use key_core::screen::{RequestSummary, Screen, View};
use key_core::vault::Theme;

use crate::texts::Texts;

pub use parts::Icon;

/// The screen of `view`, and over it what waits; `now` is in seconds since 1970.
#[component]
pub fn Shown(now: i64, view: View) -> Element {
    let texts = Texts::new(view.language);
    let View { screen, theme, waiting, .. } = view;
    let is_home = matches!(screen, Screen::Home(_));
    let theme = theme.map(|theme| match theme {
        Theme::Dark => "dark",
        Theme::Light => "light",
    });
    rsx! {
        if let Some(theme) = theme {
            // A launcher puts it on the root of its document.
            span { hidden: true, "data-theme-set": theme }
        }
        if !is_home && !waiting.is_empty() {
            waiting::Banner { now, texts, waiting: waiting.clone() }
        }
        Drawn { now, screen, texts, waiting }
    }
}

#[component]
fn Drawn(now: i64, screen: Screen, texts: Texts, waiting: Vec<RequestSummary>) -> Element {
    match screen {
        Screen::About { protection, version } => rsx! { about::About { protection, texts, version } },
        Screen::Account(page) => {
            rsx! { account::Account { key: "{page.account.id.as_str()}", now, page, texts } }
        }
        Screen::Answered(answered) => rsx! { answered::Answered { answered, texts } },
        Screen::AskDisconnect { account, service, username } => {
            rsx! { failures::AskDisconnect { account, service, texts, username } }
        }
        Screen::AskVisible => rsx! { ask_visible::AskVisible { texts } },
        Screen::BiometricsOffer => rsx! { biometrics_offer::BiometricsOffer { texts } },
        Screen::ChoosePin { filled, problem, repeat } => {
            rsx! { pin::ChoosePin { key: "{repeat}", filled, problem, repeat, texts } }
        }
        Screen::ChooseAccount { accounts } => rsx! { offline::ChooseAccount { accounts, now, texts } },
        Screen::Decided { answer, asked, failures, saved, service } => {
            rsx! { decided::Decided { answer, asked, failures, saved, service, texts } }
        }
        Screen::EditName { edited, problem, text } => {
            rsx! { edit_name::EditName { edited, problem, text, texts } }
        }
        Screen::Ended { new_code, reason, retry, service } => {
            rsx! { ended::Ended { new_code, reason, retry, service, texts } }
        }
        Screen::Home(home) => rsx! { home::Home { home, now, texts, waiting } },
        Screen::Identify { behind, biometrics, filled, problem, purpose, question, service } => {
            rsx! { identify::Identify { behind, biometrics, filled, now, problem, purpose, question, service, texts } }
        }
        Screen::NotDisconnected { account, service } => {
            rsx! { failures::NotDisconnected { account, service, texts } }
        }
        Screen::OfflineCode(offline) => rsx! { offline::Offline { offline, texts } },
        Screen::OpenLink { host } => rsx! { pairing::OpenLink { host, texts } },
        Screen::PairCommit { code, service } => rsx! { pairing::PairCommit { code, service, texts } },
        Screen::Paired { service, username } => rsx! { pairing::Paired { service, texts, username } },
        Screen::PasteLink { problem } => rsx! { paste_link::PasteLink { problem, texts } },
        Screen::PinChanged { behind } => rsx! { pin::PinChanged { behind, texts } },
        Screen::ReviewPairing { already, host, service, tenant, username } => {
            rsx! { pairing::ReviewPairing { already, host, service, tenant, texts, username } }
        }
        Screen::Request(request) => rsx! { request::Request { key: "{request.id}", now, request, texts } },
        Screen::Scan { camera, problem } => rsx! { scan::Scan { camera, problem, texts } },
        Screen::Settings(settings) => rsx! { settings::Settings { settings, texts } },
        Screen::TypeDigits { digits, mistyped, question, service } => {
            rsx! { type_digits::TypeDigits { digits, mistyped, now, question, service, texts } }
        }
        Screen::Working { what } => rsx! { working::Working { texts, what } },
    }
}
