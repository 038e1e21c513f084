use super::{Fact, Statement, StatementView, WORDING, machine_time};
use crate::id::{DeviceId, RequestId};
use crate::language::Language;
use crate::request::{Place, Request, Subject};
use crate::shown::ShownText;

fn shown(text: &str) -> ShownText {
    ShownText::parse(text).unwrap()
}

fn login(known: bool) -> Request {
    let place = Place { address: "127.0.0.1".parse().unwrap(), name: None };
    Request {
        v: 1,
        id: RequestId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        service: shown("Ledger"),
        username: shown("mira.laine"),
        tenant: Some(shown("Company A")),
        issued: 1_795_246_860,
        expires: 1_795_246_980,
        digits: !known,
        subject: Subject::Login { browser: shown("Chrome on Windows"), known, place },
    }
}

#[test]
fn pk15_each_language_has_its_own_statement() {
    let text = |language| {
        Statement::render(&login(true), StatementView { language, utc_offset: 120, wording: WORDING })
            .unwrap()
            .text()
    };
    assert_eq!(
        text(Language::English),
        "Log in to Ledger?\nService: Ledger\nUsername: mira.laine\nCompany: Company A\nBrowser: Chrome on Windows\n\
         Place: This computer (127.0.0.1)\nTime: 21 November 2026, 09:41\nKnown: Used here before\n"
    );
    assert!(text(Language::Finnish).contains("\nAika: 21.11.2026 klo 9.41\n"));
    assert!(text(Language::Swedish).contains("\nTid: 21 november 2026 kl. 09:41\n"));
    assert!(text(Language::Danish).contains("\nTid: 21. november 2026 kl. 09.41\n"));
}

#[test]
fn every_fact_changes_the_text() {
    let view = StatementView { language: Language::English, utc_offset: 0, wording: WORDING };
    let original = Statement::render(&login(true), view).unwrap().text();
    let changes: [fn(&mut Request); 6] = [
        |request| request.service = shown("Ledgar"),
        |request| request.username = shown("mira.lame"),
        |request| request.tenant = None,
        |request| request.issued += 60,
        |request| {
            let place = Place { address: "127.0.0.2".parse().unwrap(), name: None };
            request.subject = Subject::Login { browser: shown("Chrome on Windows"), known: true, place };
        },
        |request| *request = login(false),
    ];
    for change in changes {
        let mut request = login(true);
        change(&mut request);
        assert_ne!(Statement::render(&request, view).unwrap().text(), original);
    }
}

#[test]
fn odd_times_and_offsets_still_render() {
    let mut request = login(true);
    request.issued = i64::MAX;
    let view = StatementView { language: Language::Danish, utc_offset: i16::MAX, wording: WORDING };
    assert!(Statement::render(&request, view).unwrap().text().contains(&i64::MAX.to_string()));
    request.issued = 0;
    assert!(Statement::render(&request, view).unwrap().text().contains("1. januar 1970 kl. 00.00"));
}

#[test]
fn times_for_programs_have_one_form() {
    assert_eq!(machine_time(1_795_246_860), "2026-11-21T07:41:00Z");
    assert_eq!(machine_time(i64::MAX), "");
}

#[test]
fn a_statement_tells_its_facts_by_kind() {
    let view = StatementView { language: Language::Finnish, utc_offset: 0, wording: WORDING };
    let statement = Statement::render(&login(false), view).unwrap();
    assert_eq!(statement.value(Fact::Username), Some("mira.laine"));
    assert_eq!(statement.value(Fact::Known), Some("Uusi selain"));
    assert_eq!(statement.value(Fact::Tenant), Some("Company A"));
}

#[test]
fn a_wording_that_is_not_known_is_not_rendered() {
    let view = StatementView { language: Language::English, utc_offset: 0, wording: WORDING + 1 };
    assert_eq!(Statement::render(&login(true), view), None);
}
