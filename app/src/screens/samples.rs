//! Samples of all screens, for tests and for viewing.

#![allow(clippy::unwrap_used, reason = "the samples are fixed")]

mod endings;
mod pages;
mod requests;

pub(crate) use endings::endings;
use key_core::account::{AccountId, AccountState};
use key_core::authenticator::OfflineCode;
use key_core::error::Error;
use key_core::pin::PinError;
use key_core::screen::{
    AccountView, Asked, Camera, ChoosePinProblem, Decided, Ended, FailureView, Home, IdentifyProblem,
    Lifetime, LinkProblem, OfflineView, Purpose, Question, RequestSummary, Screen, UnfinishedView, View,
    Work,
};
use key_protocol::answer::Refusal;
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::link::LinkError;

/// The time at which the samples are drawn, in seconds since 1970.
pub(crate) const NOW: i64 = 1_795_334_400;

/// Returns every screen by name, with every problem that it can show.
pub(crate) fn all(language: Language) -> Vec<(String, View)> {
    let mut all = vec![
        ("ask-disconnect".to_owned(), ask_disconnect()),
        ("ask-visible".to_owned(), Screen::AskVisible),
        ("decided-after-failures".to_owned(), after_failures()),
        ("biometrics-offer".to_owned(), Screen::BiometricsOffer),
        ("home".to_owned(), home(true)),
        ("home-empty".to_owned(), home(false)),
        ("not-disconnected".to_owned(), not_disconnected()),
        ("choose-account".to_owned(), choose_account()),
        ("identify-offline".to_owned(), identify_offline()),
        ("offline-code".to_owned(), offline(Some(OfflineCode::new("41620713", 19)))),
        ("offline-code-hidden".to_owned(), offline(None)),
        ("identify-change-pin".to_owned(), identify_to(Purpose::ChangePin)),
        ("identify-finish-pin".to_owned(), identify_to(Purpose::FinishPinChange)),
        ("pin-changed".to_owned(), Screen::PinChanged { behind: Vec::new() }),
        (
            "pin-changed-behind".to_owned(),
            Screen::PinChanged { behind: vec!["Courier".into(), "Payroll".into()] },
        ),
        ("pair-commit".to_owned(), Screen::PairCommit { code: code(), service: "Ledger".into() }),
        ("paired".to_owned(), Screen::Paired { service: "Ledger".into(), username: "mira.laine".into() }),
        ("review-pairing".to_owned(), review(false)),
        ("review-pairing-again".to_owned(), review(true)),
        ("type-digits".to_owned(), type_digits("4162", false)),
        ("type-digits-complete".to_owned(), type_digits("416207", false)),
        ("type-digits-mistyped".to_owned(), type_digits("", true)),
    ];
    all.extend(pages::all());
    all.extend(pins());
    all.extend(identifications());
    all.push(("open-link".to_owned(), Screen::OpenLink { host: "login.example.org".to_owned() }));
    all.extend(links());
    all.extend(requests::all(language));
    all.extend(endings().into_iter().enumerate().map(|(number, (retry, reason))| {
        let service = (number % 2 == 0).then(|| "Ledger".to_owned());
        (format!("ended-{number}"), Screen::Ended { new_code: has_new_code(&reason), reason, retry, service })
    }));
    let works = [
        Work::ChangingBiometrics,
        Work::ChangingPin,
        Work::Checking,
        Work::Claiming,
        Work::Deciding,
        Work::Disconnecting,
        Work::Enrolling,
        Work::GivingUp,
        Work::MakingCode,
    ];
    all.extend(works.map(|what| (format!("working-{what:?}").to_lowercase(), Screen::Working { what })));
    let view =
        |screen, waiting| View { language, language_setting: Some(language), screen, theme: None, waiting };
    let waits = |name: &str| match name {
        "home" => vec![waiting(7, "Ledger")],
        _ => Vec::new(),
    };
    let over = all.iter().filter(|(name, _)| UNDER_A_BANNER.contains(&name.as_str()));
    let over = over.flat_map(|(name, screen)| {
        let one = view(screen.clone(), vec![waiting(9, "Courier")]);
        let three = vec![waiting(9, "Courier"), waiting(10, "Ledger"), waiting(11, "Payroll")];
        [(format!("{name}-waiting"), one), (format!("{name}-waiting-3"), view(screen.clone(), three))]
    });
    let over: Vec<_> = over.collect();
    let all = all.into_iter().map(|(name, screen)| (name.clone(), view(screen, waits(&name))));
    all.chain(over).collect()
}

/// The samples that are shown under a request that waits too.
const UNDER_A_BANNER: [&str; 7] = [
    "choose-pin-0",
    "identify-0",
    "identify-offline",
    "offline-code",
    "request-new-true",
    "type-digits",
    "type-digits-mistyped",
];

fn waiting(number: u8, service: &str) -> RequestSummary {
    RequestSummary {
        id: RequestId::from_bytes([number; 16]),
        asked: Asked::Login,
        browser: "Firefox on Linux".to_owned(),
        lifetime: Lifetime { issued: NOW - 5, expires: NOW + 115 },
        service: service.to_owned(),
        username: "mira.laine".to_owned(),
    }
}

fn type_digits(digits: &str, mistyped: bool) -> Screen {
    Screen::TypeDigits {
        digits: digits.to_owned(),
        mistyped,
        question: question(),
        service: "Ledger".to_owned(),
    }
}

fn has_new_code(reason: &Ended) -> bool {
    matches!(
        reason,
        Ended::PairingExpired
            | Ended::PairingRefused
            | Ended::Error(Error::Refused(Refusal::LinkExpired | Refusal::LinkUsed))
    )
}

fn ask_disconnect() -> Screen {
    let account = AccountId::from_bytes([1; 16]);
    Screen::AskDisconnect { account, service: "Ledger".into(), username: "mira.laine".into() }
}

fn not_disconnected() -> Screen {
    Screen::NotDisconnected { account: AccountId::from_bytes([1; 16]), service: "Ledger".into() }
}

fn failure(count: u32) -> FailureView {
    let account = AccountId::from_bytes([1; 16]);
    FailureView { account, count, service: "Ledger".into(), since: NOW - 90_000, utc_offset: 120 }
}

fn after_failures() -> Screen {
    let service = "Ledger".to_owned();
    Screen::Decided {
        answer: Decided::Confirmed,
        asked: Asked::Login,
        failures: Some(failure(3)),
        saved: false,
        service,
    }
}

fn choose_account() -> Screen {
    Screen::ChooseAccount {
        accounts: vec![
            account(1, "Ledger", None, AccountState::Active, true),
            account(2, "Ledger", Some("Saimaa Print Oy"), AccountState::Active, false),
        ],
    }
}

fn identify_offline() -> Screen {
    Screen::Identify {
        behind: true,
        biometrics: false,
        filled: 2,
        problem: None,
        purpose: Purpose::OfflineCode,
        question: None,
        service: "Ledger".to_owned(),
    }
}

fn identify_to(purpose: Purpose) -> Screen {
    Screen::Identify {
        behind: false,
        biometrics: false,
        filled: 0,
        problem: None,
        purpose,
        question: None,
        service: "Courier".to_owned(),
    }
}

fn offline(code: Option<OfflineCode>) -> Screen {
    let (service, username) = ("Ledger".to_owned(), "mira.laine".to_owned());
    Screen::OfflineCode(OfflineView { code, service, tenant: None, username })
}

fn code() -> SixDigits {
    SixDigits::from_number(416_207)
}

fn home(any: bool) -> Screen {
    if !any {
        return Screen::Home(Home {
            accounts: Vec::new(),
            answered: Vec::new(),
            failures: Vec::new(),
            offline: false,
            unfinished: Vec::new(),
        });
    }
    Screen::Home(Home {
        accounts: vec![
            account(1, "Ledger", None, AccountState::Active, true),
            account(2, "Ledger", Some("Saimaa Print Oy"), AccountState::Active, false),
            account(3, "Courier", None, AccountState::Locked, true),
            account(4, "Procure", None, AccountState::Frozen, true),
            account(5, "Payroll", None, AccountState::Disconnected, true),
        ],
        answered: pages::answered(),
        failures: vec![failure(1)],
        offline: true,
        unfinished: vec![UnfinishedView {
            account: AccountId::from_bytes([6; 16]),
            finish_by: Some(NOW + 540),
            service: "Archive".to_owned(),
            username: "mira.laine".to_owned(),
        }],
    })
}

fn account(
    number: u8,
    service: &str,
    tenant: Option<&str>,
    state: AccountState,
    reachable: bool,
) -> AccountView {
    AccountView {
        id: AccountId::from_bytes([number; 16]),
        label: None,
        last_confirmed: (number == 1).then_some(NOW - 7_200),
        reachable,
        service: service.to_owned(),
        state,
        tenant: tenant.map(str::to_owned),
        username: "mira.laine".to_owned(),
    }
}

fn review(already: bool) -> Screen {
    Screen::ReviewPairing {
        already,
        host: "127.0.0.1:8080".to_owned(),
        service: "Ledger".to_owned(),
        tenant: Some("Saimaa Print Oy".to_owned()),
        username: "mira.laine".to_owned(),
    }
}

fn pins() -> Vec<(String, Screen)> {
    let problems = [
        None,
        Some(ChoosePinProblem::Different),
        Some(ChoosePinProblem::Pin(PinError::NotSixDigits)),
        Some(ChoosePinProblem::Pin(PinError::Trivial)),
        Some(ChoosePinProblem::Unchanged),
    ];
    let screens = problems.map(|problem| Screen::ChoosePin {
        filled: if problem.is_some() { 0 } else { 3 },
        problem,
        repeat: false,
    });
    let again = Screen::ChoosePin { filled: 2, problem: None, repeat: true };
    named("choose-pin", screens.into_iter().chain([again]))
}

fn identifications() -> Vec<(String, Screen)> {
    let refused = |next: Option<&str>| IdentifyProblem::RefusedBy {
        next: next.map(str::to_owned),
        service: "Ledger".to_owned(),
        tries_left: 4,
    };
    let problems = [
        None,
        Some(IdentifyProblem::Biometrics),
        Some(IdentifyProblem::NotConfirmed { tries_left: 4 }),
        Some(IdentifyProblem::NotConfirmed { tries_left: 1 }),
        Some(IdentifyProblem::Offline),
        Some(IdentifyProblem::NotReached { service: "Ledger".to_owned() }),
        Some(refused(None)),
        Some(refused(Some("Courier"))),
    ];
    let screens = problems.into_iter().flat_map(|problem| {
        [Purpose::AddAccount, Purpose::Confirm].map(|purpose| Screen::Identify {
            behind: false,
            biometrics: purpose == Purpose::Confirm,
            filled: if problem.is_some() { 0 } else { 3 },
            problem: problem.clone(),
            purpose,
            question: (purpose == Purpose::Confirm).then(question),
            service: "Ledger".to_owned(),
        })
    });
    named("identify", screens)
}

fn question() -> Question {
    Question {
        lifetime: Lifetime { issued: NOW - 15, expires: NOW + 105 },
        title: "Log in to Ledger?".to_owned(),
        username: "mira.laine".to_owned(),
    }
}

fn links() -> Vec<(String, Screen)> {
    let problems = [
        None,
        Some(LinkProblem::NoCode),
        Some(LinkProblem::NotAPicture),
        Some(LinkProblem::OneTimeCodes),
        Some(LinkProblem::Request),
        Some(LinkProblem::Link(LinkError::Insecure)),
        Some(LinkProblem::Link(LinkError::NotALink)),
        Some(LinkProblem::Link(LinkError::OtherVersion)),
        Some(LinkProblem::Link(LinkError::TooLong)),
    ];
    let screens = problems.into_iter().flat_map(|problem| {
        [
            Screen::PasteLink { problem },
            Screen::Scan { camera: Camera::On, problem },
            Screen::Scan { camera: Camera::Refused, problem },
            Screen::Scan { camera: Camera::Missing, problem },
        ]
    });
    named("link", screens)
}

fn named(name: &str, screens: impl IntoIterator<Item = Screen>) -> Vec<(String, Screen)> {
    screens.into_iter().enumerate().map(|(number, screen)| (format!("{name}-{number}"), screen)).collect()
}
