//! Requests that cannot be shown: they "MUST NOT be confirmed in any form", and the service is told (9, and 8.7).

use key_protocol::answer::{Done, Refusal};
use key_protocol::call::{CannotShow, Wait};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::request_hash;
use key_protocol::json;
use key_protocol::jws::{self, Header};
use key_protocol::language::Language;
use key_protocol::request::Request;
use serde_json::{Value, json};

use crate::account::AccountId;
use crate::authenticator::testing::{Phone, device, request, signed_request};
use crate::error::Error;
use crate::platform::fake::service::service_key;

/// A request that a newer service would make.
fn newer(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(request(1)).unwrap();
    change(&mut value);
    let key = service_key(1);
    jws::sign_bytes(&Header::of::<Request>(), &json::write(&value), |bytes| key.sign(bytes)).unwrap()
}

fn unknown_field() -> String {
    newer(|request| request["amount"] = json!(7))
}

/// The service has this request, and what it says to being told is in its script.
fn hears(phone: &Phone, id: &AccountId, digest: &str, request: &str) -> Result<bool, Error> {
    phone.expect_wait(digest, &[request]);
    phone.refresh(id, 0)
}

fn begun() -> (Phone, AccountId) {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    (phone, id)
}

#[test]
fn a_request_with_anything_unknown_in_it_is_not_shown_and_the_service_is_told() {
    let unknown = [
        unknown_field(),
        newer(|request| request["v"] = json!(2)),
        newer(|request| request["subject"]["kind"] = json!("payment")),
        newer(|request| request["subject"]["place"]["planet"] = json!("Mars")),
        newer(|request| request["tenant"] = Value::Null),
        newer(|request| request["service"] = json!("")),
    ];
    for request_text in unknown {
        let (phone, id) = begun();
        phone.parts.service.answer::<CannotShow>(Done {});
        assert_eq!(hears(&phone, &id, "second", &request_text), Ok(true));
        let told = phone.parts.service.last().body::<CannotShow>();
        assert_eq!(told, CannotShow { request: request(1).id, request_hash: request_hash(&request_text) });
        assert_eq!(phone.pending(), []);
        assert_eq!(phone.show(request(1).id, Language::English).unwrap_err(), Error::UnknownRequest);
    }
}

/// 10: there is no statement for a wording that is not known.
#[test]
fn without_a_wording_in_common_nothing_is_shown() {
    let phone = Phone::new();
    let id = phone.add(1, |_| {});
    phone.wait_for(&id, &[]);
    phone.change_account(&id, |account| account.knows.known.wordings = Default::default()).unwrap();
    phone.parts.service.answer::<CannotShow>(Done {});
    assert_eq!(hears(&phone, &id, "second", &signed_request(1)), Ok(true));
    assert_eq!(phone.pending(), []);
}

/// 9: whether a request can be shown is looked at before `service`, `username` and `tenant` are compared.
#[test]
fn one_in_another_name_that_cannot_be_shown_is_told_of_too() {
    let (phone, id) = begun();
    phone.parts.service.answer::<CannotShow>(Done {});
    let other = newer(|request| {
        request["username"] = json!("somebody.else");
        request["amount"] = json!(7);
    });
    assert_eq!(hears(&phone, &id, "second", &other), Ok(true));
}

/// 9: it has to be the device's own.
#[test]
fn one_for_another_device_is_nobodys_business() {
    let (phone, id) = begun();
    let other = newer(|request| {
        request["device"] = json!(device(2));
        request["amount"] = json!(7);
    });
    assert_eq!(hears(&phone, &id, "second", &other), Ok(true));
    assert_eq!(phone.log(), ["wait 2"]);
}

/// 9: it is told of once.
#[test]
fn the_service_is_told_once_while_the_request_is_pending() {
    let (phone, id) = begun();
    phone.parts.service.answer::<CannotShow>(Done {});
    hears(&phone, &id, "second", &unknown_field()).unwrap();
    hears(&phone, &id, "third", &unknown_field()).unwrap();
    let another = newer(|value| {
        value["id"] = json!(request(2).id);
        value["amount"] = json!(7);
    });
    phone.parts.service.answer::<CannotShow>(Done {});
    phone.expect_wait("fourth", &[&unknown_field(), &another]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.parts.service.last().body::<CannotShow>().request, request(2).id);
    assert_eq!(phone.log(), ["wait 2", "cannot-show 2", "wait 3", "wait 4", "cannot-show 3"]);
}

/// Only those that are pending are kept in mind.
#[test]
fn what_is_not_pending_any_more_is_forgotten() {
    let (phone, id) = begun();
    phone.parts.service.answer::<CannotShow>(Done {});
    hears(&phone, &id, "second", &unknown_field()).unwrap();
    assert_eq!(phone.live()[&id].unshown.len(), 1);
    hears(&phone, &id, "third", &signed_request(2)).unwrap();
    assert!(phone.live()[&id].unshown.is_empty());
}

/// 9: when the service has answered: a refusal of this very request is an answer.
#[test]
fn a_refusal_ends_it_unless_it_may_pass() {
    let (phone, id) = begun();
    phone.parts.service.refuse::<CannotShow>(Refusal::RequestEnded);
    assert_eq!(hears(&phone, &id, "second", &unknown_field()), Ok(true));
    assert_eq!(hears(&phone, &id, "third", &unknown_field()), Ok(true));
    assert_eq!(phone.log(), ["wait 2", "cannot-show 2", "wait 3"]);
    for refusal in [Refusal::Unavailable, Refusal::TooManyCalls { retry_after: 1 }] {
        let (phone, id) = begun();
        phone.parts.service.refuse::<CannotShow>(refusal);
        assert_eq!(hears(&phone, &id, "second", &unknown_field()), Ok(true));
        phone.expect_resume();
        phone.parts.service.answer::<CannotShow>(Done {});
        assert_eq!(hears(&phone, &id, "third", &unknown_field()), Ok(true));
        assert_eq!(phone.log(), ["wait 2", "cannot-show 2", "wait 3", "resume 3", "cannot-show 4"]);
    }
}

/// Where no answer came, it is told again, and the service asked for all there is at once: nothing may happen for as long
/// as the request is pending.
#[test]
fn what_could_not_be_told_is_told_with_the_next_answer() {
    let (phone, id) = begun();
    phone.parts.service.lose::<CannotShow>();
    assert_eq!(hears(&phone, &id, "second", &unknown_field()), Err(Error::Offline));
    phone.log();
    phone.expect_resume();
    phone.parts.service.answer::<CannotShow>(Done {});
    assert_eq!(hears(&phone, &id, "second", &unknown_field()), Ok(true));
    assert_eq!(phone.parts.service.calls()[0].body::<Wait>().have, "");
    assert_eq!(phone.log(), ["wait 3", "resume 3", "cannot-show 4"]);
}

/// What can be shown is shown, whatever comes of telling.
#[test]
fn the_others_are_shown_at_once() {
    let (phone, id) = begun();
    phone.parts.service.lose::<CannotShow>();
    phone.expect_wait("second", &[&unknown_field(), &signed_request(2)]);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Offline));
    assert_eq!(phone.pending(), [request(2).id]);
}
