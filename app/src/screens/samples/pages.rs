//! Samples of the pages of accounts, answered requests and settings.

use key_core::account::AccountState;
use key_core::platform::Protection;
use key_core::screen::{
    AccountPage, AnsweredId, AnsweredSummary, AnsweredView, Asked, Decided, EditedName, IdentifyProblem,
    NameProblem, Purpose, Screen, SettingsView,
};
use key_core::vault::Theme;

use super::{NOW, account};

pub(super) fn all() -> Vec<(String, Screen)> {
    let named = |name: &str, screen| (name.to_owned(), screen);
    let states =
        [AccountState::Active, AccountState::Disconnected, AccountState::Frozen, AccountState::Locked];
    let pages = states.into_iter().map(|state| (format!("account-{state:?}").to_lowercase(), page(state)));
    let settings = |biometrics, theme: Option<Theme>| {
        Screen::Settings(SettingsView {
            behind: if theme.is_some() { vec!["Courier".into()] } else { Vec::new() },
            biometrics,
            has_pin: true,
            language: None,
            phone_name: "Mira’s phone".into(),
            theme,
        })
    };
    let rename = EditedName::Account {
        id: account(1, "", None, AccountState::Active, true).id,
        service: "Ledger".into(),
    };
    let identify = |on, problem| Screen::Identify {
        behind: false,
        biometrics: false,
        filled: 0,
        problem,
        purpose: Purpose::ChangeBiometrics { on },
        question: None,
        service: "Ledger".into(),
    };
    let problem =
        |problem| Screen::EditName { edited: rename.clone(), problem: Some(problem), text: String::new() };
    let (not_saved, not_shown) = (problem(NameProblem::NotSaved), problem(NameProblem::NotShown));
    let mut all: Vec<_> = pages.collect();
    all.extend([
        named("about", Screen::About { protection: Protection::Files, version: "1.0.0" }),
        named("about-hardware", Screen::About { protection: Protection::Hardware, version: "1.0.0" }),
        named("answered", one(None)),
        named("answered-genuine", one(Some(true))),
        named("answered-broken", one(Some(false))),
        named("edit-name", Screen::EditName { edited: rename.clone(), problem: None, text: String::new() }),
        named(
            "edit-phone-name",
            Screen::EditName { edited: EditedName::Phone, problem: None, text: "Mira’s phone".into() },
        ),
        named("edit-name-not-saved", not_saved),
        named("edit-name-not-shown", not_shown),
        named("biometrics-on", identify(true, None)),
        named("biometrics-off", identify(false, Some(IdentifyProblem::NotConfirmed { tries_left: 4 }))),
        named("settings", settings(Some(true), None)),
        named("settings-plain", settings(None, Some(Theme::Light))),
    ]);
    all
}

fn page(state: AccountState) -> Screen {
    Screen::Account(AccountPage {
        account: account(1, "Ledger", Some("Saimaa Print Oy"), state, true),
        answered: if state == AccountState::Active { answered() } else { Vec::new() },
        biometrics: false,
        device_name: Some("Mira’s phone".to_owned()),
        host: "login.ledger.example".to_owned(),
        offline: state == AccountState::Active,
    })
}

/// Three answered requests, and one of which only the statement is left.
pub(super) fn answered() -> Vec<AnsweredSummary> {
    let answers = [Some(Decided::Confirmed), Some(Decided::Declined), Some(Decided::NotMe), None];
    let summary = |(number, answer): (i64, Option<Decided>)| AnsweredSummary {
        id: AnsweredId::from_text(number.to_string()),
        account: answer.map(|_| ("Ledger".to_owned(), "mira.laine".to_owned())),
        answer,
        asked: answer.map(|_| Asked::Login),
        at: NOW - 3_000 * number,
        browser: answer.map(|_| "Firefox on Linux".to_owned()),
        title: "Log in to Ledger?".to_owned(),
    };
    (1..).zip(answers).map(summary).collect()
}

fn one(verified: Option<bool>) -> Screen {
    let lines = [
        "Service: Ledger",
        "Username: mira.laine",
        "Browser: Firefox on Linux",
        "Place: Head office (192.0.2.17)",
        "Time: 27 November 2026, 09:41",
        "Known: New browser",
    ];
    Screen::Answered(AnsweredView {
        lines: lines.map(str::to_owned).to_vec(),
        summary: answered().remove(0),
        utc_offset: 120,
        verifiable: true,
        verified,
    })
}
