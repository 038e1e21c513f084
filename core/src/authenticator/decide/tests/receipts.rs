//! "The device checks the signature, `decision`, `device`, `outcome` and `request` against what it sent" (12).

use key_protocol::answer::{CallResult, LeftResult, Resumed};
use key_protocol::call::{Decide, Resume};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::DecisionAnswer;
use key_protocol::language::Language;
use key_protocol::receipt::{Outcome, Receipt};
use key_protocol::successor::Successor;

use super::{confirm, last_left, showing, take, take_with};
use crate::account::AccountId;
use crate::authenticator::testing::{
    NOW, Phone, device, leave_no_room_for_the_vault, request, resumed, signed_request, stopped,
};
use crate::authenticator::{Remembered, Shown};
use crate::error::Error;
use crate::platform::fake::service::{service_key, signed};
use crate::vault::{Evidence, HISTORY, HistoryEntry};

/// What confirming comes to with a receipt like that, which is not kept.
fn refused(write: impl FnOnce(Receipt) -> String + Send + 'static) -> Error {
    let (phone, _, shown) = showing();
    take_with(&phone, None, write);
    let error = confirm(&phone, &shown).unwrap_err();
    assert_eq!(phone.history(), []);
    error
}

fn spoilt(spoil: impl FnOnce(&mut Receipt) + Send + 'static) -> Error {
    refused(|mut receipt| {
        spoil(&mut receipt);
        signed(1, &receipt)
    })
}

#[test]
fn a_receipt_is_kept_with_the_words_that_were_confirmed() {
    let (phone, _, shown) = showing();
    phone.parts.clock.advance(7_000);
    take(&phone);
    confirm(&phone, &shown).unwrap();
    let [HistoryEntry { at, receipt, statement, .. }] = &phone.history()[..] else { panic!() };
    assert_eq!((*at, statement), (NOW + 7, &shown.statement.text()));
    let sent = phone.parts.service.last().body();
    assert_eq!(*receipt, signed(1, &super::receipt(&sent)));
    assert_eq!(stopped(&phone.parts).history(), phone.history());
}

#[test]
fn a_receipt_of_a_declined_request_is_kept_too() {
    for not_me in [false, true] {
        let (phone, _, shown) = showing();
        take(&phone);
        phone.decline(&shown, not_me).unwrap();
        assert_eq!(phone.history().len(), 1);
    }
}

#[test]
fn a_receipt_by_another_key_is_refused() {
    assert_eq!(refused(|receipt| signed(2, &receipt)), Error::ServiceKey);
}

#[test]
fn what_is_no_receipt_is_refused() {
    assert_eq!(refused(|_| "a.b.c".to_owned()), Error::ServiceFault);
    assert_eq!(refused(|_| String::new()), Error::ServiceFault);
    assert_eq!(refused(|_| signed_request(1)), Error::ServiceKey, "a message of another kind");
}

#[test]
fn a_receipt_for_another_decision_is_refused() {
    assert_eq!(spoilt(|receipt| receipt.decision.clear()), Error::ServiceFault);
    assert_eq!(spoilt(|receipt| receipt.device = device(2)), Error::ServiceFault);
    assert_eq!(spoilt(|receipt| receipt.request = request(2).id), Error::ServiceFault);
    assert_eq!(spoilt(|receipt| receipt.outcome = Outcome::Declined), Error::ServiceFault);
}

/// 17: a reader MUST refuse other numbers than the version that it knows.
#[test]
fn a_receipt_of_another_version_is_refused() {
    for version in [0, 2] {
        assert_eq!(spoilt(move |receipt| receipt.v = version), Error::ServiceFault);
    }
}

#[test]
fn a_receipt_that_says_confirmed_is_none_for_a_request_that_was_declined() {
    for not_me in [false, true] {
        let (phone, _, shown) = showing();
        take_with(&phone, None, |mut receipt| {
            receipt.outcome = Outcome::Confirmed;
            signed(1, &receipt)
        });
        assert_eq!(phone.decline(&shown, not_me), Err(Error::ServiceFault));
        assert_eq!(phone.history(), []);
    }
}

/// 21: a device takes both keys for receipts until it has heard the new one.
#[test]
fn a_receipt_by_the_former_key_of_the_service_is_taken_while_that_is_known() {
    for (by, expected) in [(1, Ok(Remembered::Yes)), (2, Ok(Remembered::Yes)), (3, Err(Error::ServiceKey))] {
        let (phone, id, shown) = showing();
        let former = service_key(2).public_key();
        phone.change_account(&id, |account| account.former_key = Some(former)).unwrap();
        phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
        take_with(&phone, None, move |receipt| signed(by, &receipt));
        assert_eq!(confirm(&phone, &shown), expected);
    }
}

/// And by the key that the service has gone over to while the decision was on its way.
#[test]
fn a_receipt_by_a_key_that_was_followed_meanwhile_is_taken() {
    let (phone, id, shown) = showing();
    phone.parts.service.lose::<Decide>();
    assert_eq!(confirm(&phone, &shown), Err(Error::Offline));
    let origin = phone.account(&id).unwrap().origin;
    let [agreement, signing] = [8, 2].map(|number| service_key(number).public_key());
    let successor = signed(1, &Successor { v: 1, agreement, origin: origin.clone(), signing });
    phone.parts.service.answer::<Resume>(Resumed { successor: Some(successor), ..resumed(None) });
    phone.parts.service.on::<Resume>(move |service, call| {
        service.sign_with(&origin, 2);
        service.result(call, CallResult::Ok(resumed(None)))
    });
    take_with(&phone, None, |receipt| signed(2, &receipt));
    assert_eq!(confirm(&phone, &shown), Ok(Remembered::Yes));
    assert_eq!(phone.stored(&id).former_key, None, "so the former one is not known any more");
}

#[test]
fn the_oldest_receipts_make_room() {
    let (phone, _, shown) = showing();
    let entry = |at| HistoryEntry {
        at,
        evidence: None,
        receipt: String::new(),
        statement: String::new(),
        unknown: Default::default(),
    };
    phone.change(|contents| contents.history = (1..).map(entry).take(HISTORY).collect()).unwrap();
    take(&phone);
    confirm(&phone, &shown).unwrap();
    let ats: Vec<_> = phone.history().into_iter().map(|entry| entry.at).collect();
    assert_eq!((ats.len(), ats[0], ats[HISTORY - 1]), (HISTORY, 2, NOW));
}

/// The service takes the decision, and the disk is full by then.
fn confirmed_on_a_full_disk() -> (Phone, AccountId, Shown) {
    let (phone, id, shown) = showing();
    let files = phone.parts.files.clone();
    take_with(&phone, None, move |receipt| {
        files.set_full(true);
        signed(1, &receipt)
    });
    assert_eq!(confirm(&phone, &shown), Ok(Remembered::No), "it is done, and this device did not save it");
    assert_eq!(phone.pending(), [request(2).id]);
    let [HistoryEntry { statement, .. }] = &phone.history()[..] else { panic!() };
    assert_eq!(*statement, shown.statement.text());
    assert_eq!(stopped(&phone.parts).history(), []);
    (phone, id, shown)
}

/// docs/decisions/0020: a disk that is full now does not make it undone.
#[test]
fn on_a_full_disk_the_request_is_answered_and_its_entry_is_saved_before_the_next_is_sent() {
    let (phone, ..) = confirmed_on_a_full_disk();
    let second = phone.show(request(2).id, Language::English).unwrap();
    phone.log();
    assert_eq!(confirm(&phone, &second), Err(Error::Storage), "it cannot be written down");
    assert_eq!((phone.pending(), phone.history().len()), (vec![request(2).id], 1));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    let (parts, before) = (phone.parts.clone(), phone.history());
    take_with(&phone, None, move |receipt| {
        assert_eq!(stopped(&parts).history(), before);
        signed(1, &receipt)
    });
    assert_eq!(confirm(&phone, &second), Ok(Remembered::Yes));
    assert_eq!(phone.history().len(), 2);
    assert_eq!(stopped(&phone.parts).history(), phone.history());
    assert_eq!(phone.log(), ["decide 3"], "the answer to the first had come");
}

#[test]
fn an_entry_that_could_not_be_saved_is_saved_with_what_the_user_changes() {
    let (phone, ..) = confirmed_on_a_full_disk();
    phone.set_language(None).unwrap_err();
    phone.parts.files.set_full(false);
    phone.set_language(None).unwrap();
    assert_eq!(phone.history().len(), 1);
    assert_eq!(stopped(&phone.parts).history(), phone.history());
}

/// "An entry of the history is not worth a login."
#[test]
fn an_entry_that_cannot_be_saved_keeps_no_decision_back() {
    let (phone, ..) = confirmed_on_a_full_disk();
    phone.parts.files.set_full(false);
    leave_no_room_for_the_vault(&phone.parts);
    let second = phone.show(request(2).id, Language::English).unwrap();
    take(&phone);
    assert_eq!(phone.decline(&second, false), Ok(Remembered::No));
    assert_eq!((phone.pending(), phone.history().len()), (vec![], 2));
    assert_eq!(stopped(&phone.parts).history(), []);
    phone.parts.files.set_too_large(None);
    phone.set_language(None).unwrap();
    assert_eq!(stopped(&phone.parts).history(), phone.history());
}

/// "What was noted and not saved is lost when Key is killed before there is room". The service is asked about the call, for
/// the journal does not say that its answer came.
#[test]
fn an_entry_that_was_not_saved_before_a_stop_is_lost() {
    let (phone, id, _) = confirmed_on_a_full_disk();
    phone.parts.files.set_full(false);
    let phone = phone.restart();
    assert_eq!((phone.history(), phone.pending()), (vec![], vec![]));
    phone.log();
    let left = LeftResult::Answered(CallResult::Ok(serde_json::json!({})));
    phone.parts.service.answer::<Resume>(resumed(Some(left)));
    phone.expect_wait("first", &[&signed_request(2)]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(last_left(&phone), Some(2));
    assert_eq!((phone.history(), phone.pending()), (vec![], vec![request(2).id]));
}

fn answered() -> HistoryEntry {
    let (phone, _, shown) = showing();
    take(&phone);
    confirm(&phone, &shown).unwrap();
    stopped(&phone.parts).history().remove(0)
}

#[test]
fn a_receipt_can_be_verified_later_with_what_was_asked_and_answered() {
    let entry = answered();
    assert_eq!(entry.verify(), Some(true));
    assert_eq!(entry.request().map(|asked| asked.id), Some(request(1).id));
    assert_eq!(entry.answer(), Some(DecisionAnswer::Confirm));
    let without = HistoryEntry { evidence: None, ..entry };
    assert_eq!((without.verify(), without.request(), without.answer()), (None, None, None));
}

#[test]
fn a_receipt_whose_words_decision_or_request_were_changed_is_not_genuine() {
    let changed = |change: fn(&mut HistoryEntry, &mut Evidence)| {
        let mut entry = answered();
        let mut evidence = entry.evidence.take().unwrap();
        change(&mut entry, &mut evidence);
        entry.evidence = Some(evidence);
        entry.verify()
    };
    assert_eq!(changed(|_, _| {}), Some(true));
    assert_eq!(changed(|entry, _| entry.statement.push_str("Amount: 1 €\n")), Some(false));
    assert_eq!(changed(|entry, _| entry.receipt = signed_request(1)), Some(false));
    assert_eq!(changed(|_, evidence| evidence.request = signed_request(2)), Some(false));
    assert_eq!(changed(|_, evidence| evidence.key = service_key(2).public_key()), Some(false));
    assert_eq!(changed(|_, evidence| evidence.decision.clear()), Some(false));
    let another = |_: &mut HistoryEntry, evidence: &mut Evidence| {
        let (phone, _, shown) = showing();
        take(&phone);
        phone.decline(&shown, false).unwrap();
        evidence.decision = phone.history().remove(0).evidence.unwrap().decision;
    };
    assert_eq!(changed(another), Some(false));
}
