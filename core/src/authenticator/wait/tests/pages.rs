//! More requests than fit into one answer: "the device fetches the others with 8.5 until it has all, or gets an empty
//! list" (8.4).

use key_protocol::answer::{RequestPage, Waiting};
use key_protocol::call::{Requests, Resume, Wait};
use key_protocol::id::RequestId;

use crate::account::AccountId;
use crate::authenticator::testing::{Phone, request, signed_request, waiting};
use crate::error::Error;

fn expect_page(phone: &Phone, requests: &[&str]) {
    let requests = requests.iter().map(|request| (*request).to_owned()).collect();
    phone.parts.service.answer::<Requests>(RequestPage { requests });
}

/// The service will say that so many are pending, and tell of these.
fn begin(pending: u32, requests: &[&str]) -> (Phone, AccountId) {
    let (phone, id) = Phone::paired();
    phone.expect_resume();
    phone.parts.service.answer::<Wait>(Waiting { pending, ..waiting("first", requests) });
    (phone, id)
}

fn ids(numbers: &[u8]) -> Vec<RequestId> {
    numbers.iter().map(|number| request(*number).id).collect()
}

fn asked_after(phone: &Phone) -> Vec<RequestId> {
    let calls = phone.parts.service.calls().into_iter();
    calls.skip(2).map(|call| call.body::<Requests>().after).collect()
}

#[test]
fn all_are_fetched_each_page_after_the_last_request_of_the_one_before() {
    let (phone, id) = begin(4, &[&signed_request(1)]);
    expect_page(&phone, &[&signed_request(2), &signed_request(3)]);
    expect_page(&phone, &[&signed_request(4)]);
    assert_eq!(phone.refresh(&id, 25), Ok(true));
    assert_eq!(phone.pending(), ids(&[1, 2, 3, 4]));
    assert_eq!(asked_after(&phone), ids(&[1, 3]));
    assert_eq!(phone.log(), ["resume 1", "wait 1", "requests 2", "requests 3"]);
}

/// 8.5: the same run, secret and newest act as in a wait; nothing is held open.
#[test]
fn a_page_is_asked_for_in_the_run_and_at_once() {
    let (phone, id) = begin(2, &[&signed_request(1)]);
    expect_page(&phone, &[&signed_request(2)]);
    phone.refresh(&id, 25).unwrap();
    let calls = phone.parts.service.calls();
    let (resume, asked) = (calls[0].body::<Resume>(), calls[2].body::<Requests>());
    assert_eq!((asked.run, asked.newest_act), (1, 1));
    assert_eq!(asked.run_secret.hash(), resume.run_hash);
    assert_eq!(calls[2].timeout_seconds, 15);
}

#[test]
fn an_empty_page_is_the_last() {
    let (phone, id) = begin(3, &[&signed_request(1)]);
    expect_page(&phone, &[]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.pending(), ids(&[1]));
}

#[test]
fn where_all_are_here_nothing_more_is_asked() {
    for pending in [0, 1, 2] {
        let (phone, id) = begin(pending, &[&signed_request(1), &signed_request(2)]);
        assert_eq!(phone.refresh(&id, 0), Ok(true));
        assert_eq!(phone.log(), ["resume 1", "wait 1"]);
    }
}

/// A service cannot keep a device asking for ever with what is no request.
#[test]
fn pages_of_what_is_no_request_come_to_an_end() {
    let (phone, id) = begin(3, &[&signed_request(1)]);
    expect_page(&phone, &["a.b.c"]);
    expect_page(&phone, &["a.b.c"]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(asked_after(&phone), ids(&[1, 1]));
    let (phone, id) = begin(3, &["a.b.c"]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.log(), ["resume 1", "wait 1"], "there is none to ask after");
}

/// What was not taken in is told again.
#[test]
fn a_page_that_does_not_come_leaves_what_was_there_before() {
    let (phone, id) = begin(2, &[&signed_request(1)]);
    phone.parts.service.lose::<Requests>();
    assert_eq!(phone.refresh(&id, 0), Err(Error::Offline));
    assert_eq!(phone.pending(), []);
    phone.parts.service.answer::<Wait>(waiting("first", &[&signed_request(1)]));
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.parts.service.last().body::<Wait>().have, "");
    assert_eq!(phone.pending(), ids(&[1]));
}
