//! Requests, and their answers.

use key_core::screen::{Asked, Decided, Lifetime, RequestView, Screen};
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;
use key_protocol::request::{Place, Request, Subject};
use key_protocol::shown::ShownText;
use key_protocol::statement::{self, Statement};

use super::{NOW, named};

/// Requests to log in and to change the account, and the screens after their answers.
pub(super) fn all(language: Language) -> Vec<(String, Screen)> {
    let logins = [false, true].map(|new| (format!("request-new-{new}"), login(language, new)));
    logins.into_iter().chain(decided()).chain(changes(language)).collect()
}

fn login(language: Language, new_browser: bool) -> Screen {
    let (browser, place) = (shown("Firefox on Linux"), place());
    request(language, Asked::Login, Subject::Login { browser, known: !new_browser, place }, new_browser)
}

fn changes(language: Language) -> Vec<(String, Screen)> {
    let (browser, name, place) = (shown("Firefox on Linux"), shown("Mira’s phone"), place());
    let add = Subject::AddDevice { browser: browser.clone(), place: place.clone() };
    let list = Subject::NewList { browser: browser.clone(), place: place.clone() };
    let remove = Subject::RemoveDevice { browser, name, place };
    let requests =
        [(Asked::AddDevice, add, true), (Asked::RemoveDevice, remove, false), (Asked::NewList, list, true)];
    let requests = requests.map(|(asked, subject, digits)| request(language, asked, subject, digits));
    let answers = [Decided::Confirmed, Decided::Declined, Decided::NotMe].map(|answer| Screen::Decided {
        answer,
        asked: Asked::AddDevice,
        failures: None,
        saved: true,
        service: "Ledger".to_owned(),
    });
    named("change", requests.into_iter().chain(answers))
}

fn shown(text: &str) -> ShownText {
    ShownText::parse(text).unwrap()
}

fn place() -> Place {
    Place { address: [192, 0, 2, 17].into(), name: Some(shown("Head office")) }
}

fn request(language: Language, asked: Asked, subject: Subject, digits: bool) -> Screen {
    let new_browser = matches!(subject, Subject::Login { known: false, .. });
    let request = Request {
        v: key_protocol::VERSION,
        id: RequestId::from_bytes([7; 16]),
        device: DeviceId::from_bytes([8; 16]),
        service: shown("Ledger"),
        username: shown("mira.laine"),
        tenant: None,
        issued: NOW,
        expires: NOW + 120,
        digits,
        subject,
    };
    let view = statement::StatementView { language, utc_offset: 120, wording: statement::WORDING };
    Screen::Request(RequestView {
        asked,
        digits,
        id: request.id,
        lifetime: Lifetime { issued: NOW, expires: NOW + 120 },
        new_browser,
        service: "Ledger".to_owned(),
        statement: Statement::render(&request, view).unwrap(),
        tenant: None,
        this_device: asked == Asked::RemoveDevice,
        username: "mira.laine".to_owned(),
    })
}

fn decided() -> Vec<(String, Screen)> {
    let answers = [Decided::Confirmed, Decided::Declined, Decided::NotMe];
    let screens = [true, false].into_iter().flat_map(|saved| {
        answers.map(|answer| {
            let service = "Ledger".to_owned();
            Screen::Decided { answer, asked: Asked::Login, failures: None, saved, service }
        })
    });
    named("decided", screens)
}
