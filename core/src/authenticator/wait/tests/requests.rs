//! Which requests are taken: "A device MUST ignore what the pinned key has not signed, and what does not have its
//! `device`, or not the `service`, `username` and `tenant` of the pairing" (9).

use key_protocol::receipt::{Outcome, Receipt};
use key_protocol::request::Request;

use crate::account::Account;
use crate::authenticator::testing::{Phone, device, request, signed_request, text};
use crate::platform::fake::service::signed;

/// How many of the requests are taken by an account like that. Nothing is said about the others.
fn taken_by(change: impl FnOnce(&mut Account), requests: &[&str]) -> usize {
    let phone = Phone::new();
    let id = phone.add(1, change);
    phone.wait_for(&id, requests);
    assert_eq!(phone.log(), [""; 0]);
    phone.pending().len()
}

fn taken(spoil: impl FnOnce(&mut Request)) -> usize {
    let mut request = request(1);
    spoil(&mut request);
    taken_by(|_| {}, &[&signed(1, &request)])
}

#[test]
fn a_request_of_the_pairing_is_taken() {
    assert_eq!(taken(|_| {}), 1);
}

#[test]
fn a_request_that_the_pinned_key_has_not_signed_is_ignored() {
    assert_eq!(taken_by(|_| {}, &[&signed(2, &request(1))]), 0);
}

#[test]
fn a_request_with_a_changed_byte_is_ignored() {
    let good = signed_request(1);
    let (start, end) = good.split_at(good.rfind('.').unwrap() + 5);
    let changed = format!("{start}{}{}", if end.starts_with('A') { 'B' } else { 'A' }, &end[1..]);
    assert_eq!(taken_by(|_| {}, &[&changed]), 0);
    assert_eq!(taken_by(|_| {}, &["", "a.b.c", &good[..good.len() - 4]]), 0);
}

#[test]
fn a_message_of_another_kind_is_no_request() {
    let receipt = Receipt {
        v: 1,
        at: 0,
        decision: String::new(),
        device: device(1),
        outcome: Outcome::Confirmed,
        request: request(1).id,
    };
    assert_eq!(taken_by(|_| {}, &[&signed(1, &receipt)]), 0);
}

#[test]
fn a_request_for_another_device_is_ignored() {
    assert_eq!(taken(|request| request.device = device(2)), 0);
}

#[test]
fn a_request_in_another_name_is_ignored() {
    assert_eq!(taken(|request| request.service = text("Ledger Ltd")), 0);
    assert_eq!(taken(|request| request.username = text("mira.lane")), 0);
    assert_eq!(taken(|request| request.tenant = Some(text("Kettu Oy"))), 0);
}

#[test]
fn a_request_without_the_company_of_the_pairing_is_ignored() {
    let at_company = |account: &mut Account| account.tenant = Some(text("Kettu Oy"));
    let mut of_company = request(1);
    of_company.tenant = Some(text("Kettu Oy"));
    assert_eq!(taken_by(at_company, &[&signed(1, &of_company)]), 1);
    assert_eq!(taken_by(at_company, &[&signed_request(1)]), 0);
}

/// One that is ignored does not keep the others away.
#[test]
fn the_others_are_taken_all_the_same() {
    let requests = [&signed(2, &request(1)), &signed_request(2), "a.b.c", &signed_request(3)];
    assert_eq!(taken_by(|_| {}, &requests), 2);
}
