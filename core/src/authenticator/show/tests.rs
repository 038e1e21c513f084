//! What is shown of requests: docs/protocol.md, 9 and 10.

use key_protocol::answer::{EndedRequest, Waiting};
use key_protocol::call::Wait;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;
use key_protocol::statement::{Statement, StatementView, WORDING};

use crate::authenticator::testing::{NOW, Phone, request, signed_request, waiting};
use crate::error::Error;
use crate::platform::fake::service::signed;

fn view(language: Language) -> StatementView {
    StatementView { language, utc_offset: 120, wording: WORDING }
}

#[test]
fn a_request_is_shown_in_the_words_of_the_view_and_its_local_time() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1), &signed_request(2)]);
    for language in Language::ALL {
        let shown = phone.show(request(2).id, language).unwrap();
        assert_eq!((&shown.account, &shown.request), (&id, &request(2)));
        assert_eq!(shown.statement, Statement::render(&request(2), view(language)).unwrap());
        assert_eq!((shown.view, shown.jws), (view(language), signed_request(2)));
    }
}

/// 17.1: in English where the service does not know the language.
#[test]
fn a_language_that_the_service_does_not_know_is_replaced_by_english() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    let languages = vec!["en".to_owned(), "sv".to_owned()];
    phone
        .change_account(&id, |account| account.knows.known.languages = languages.try_into().unwrap())
        .unwrap();
    assert_eq!(phone.show(request(1).id, Language::Finnish).unwrap().view, view(Language::English));
    assert_eq!(phone.show(request(1).id, Language::Swedish).unwrap().view, view(Language::Swedish));
}

/// 10: there is no statement for a wording that is not known.
#[test]
fn without_a_wording_in_common_there_is_nothing_to_show() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    phone.change_account(&id, |account| account.knows.known.wordings = vec![9].try_into().unwrap()).unwrap();
    assert_eq!(phone.show(request(1).id, Language::English), Err(Error::UnknownRequest));
}

#[test]
fn a_request_that_is_not_pending_is_not_shown() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    assert_eq!(phone.show(request(2).id, Language::English), Err(Error::UnknownRequest));
    phone.forget(&id).unwrap();
    assert_eq!(phone.show(request(1).id, Language::English), Err(Error::UnknownRequest));
}

#[test]
fn requests_are_told_newest_first_and_in_one_order_where_they_are_of_one_time() {
    let (phone, id) = Phone::paired();
    let at = |number: u8, issued: i64| signed(1, &Request { issued, ..request(number) });
    phone.wait_for(&id, &[&at(4, NOW), &at(3, NOW), &at(2, NOW + 1), &at(1, NOW - 1)]);
    assert_eq!(phone.pending(), [2, 3, 4, 1].map(|number| request(number).id));
    assert!(phone.requests().iter().all(|(account, _)| *account == id));
}

#[test]
fn a_request_has_run_out_at_the_second_it_names() {
    let (phone, id) = Phone::paired();
    let ending = |number: u8, expires: i64| signed(1, &Request { expires, ..request(number) });
    phone.wait_for(&id, &[&ending(1, NOW - 1), &ending(2, NOW), &ending(3, NOW + 1)]);
    assert_eq!(phone.pending(), [request(3).id]);
    phone.parts.clock.advance(999);
    assert_eq!(phone.pending(), [request(3).id]);
    phone.parts.clock.advance(1);
    assert_eq!(phone.pending(), []);
}

#[test]
fn how_a_request_ended_is_told_of_all_accounts() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    for (account, number, outcome) in [(&id, 1, Outcome::Confirmed), (&other, 2, Outcome::Declined)] {
        phone.expect_resume();
        let ended = vec![EndedRequest { outcome: Some(outcome), request: request(number).id }];
        phone.parts.service.answer::<Wait>(Waiting { ended, ..waiting("first", &[]) });
        phone.refresh(account, 0).unwrap();
    }
    assert_eq!(phone.outcome(request(1).id), Some(Outcome::Confirmed));
    assert_eq!(phone.outcome(request(2).id), Some(Outcome::Declined));
    assert_eq!(phone.outcome(request(3).id), None);
}
