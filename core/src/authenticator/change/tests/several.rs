//! One PIN for all accounts, changed with one service after the other.

use key_protocol::answer::{CallResult, Done, Refusal};
use key_protocol::call::{Change, Endpoint, Leave};

use super::{RIGHT, WRONG, arrived, clear_up, given_up};
use crate::account::{AccountId, AccountState};
use crate::authenticator::testing::{PIN, Phone, device, parsed, stopped};
use crate::error::Error;

const NEW: &str = "904516";

fn change(phone: &Phone) -> Result<Vec<(AccountId, Error)>, Error> {
    phone.change_pin(&parsed(PIN), &parsed(NEW))
}

fn three() -> (Phone, [AccountId; 3]) {
    let phone = Phone::new();
    let ids = [1, 2, 3].map(|number| phone.add(number, |_| {}));
    (phone, ids)
}

/// Which accounts still have the PIN of before, on disk.
fn behind(phone: &Phone) -> Vec<AccountId> {
    let accounts = stopped(&phone.parts).accounts().into_iter();
    accounts.filter(|account| account.pin_behind).map(|account| account.id).collect()
}

/// Whose service was asked for a change, each once.
fn asked(phone: &Phone) -> Vec<String> {
    let calls = phone.parts.service.calls().into_iter();
    let changes = calls.filter(|call| call.endpoint == Endpoint::Change);
    let mut asked: Vec<_> = changes.map(|call| call.header.kid.unwrap()).collect();
    asked.dedup();
    phone.log();
    asked
}

fn of(numbers: &[u8]) -> Vec<String> {
    numbers.iter().map(|number| device(*number).to_string()).collect()
}

#[test]
fn all_services_are_told_one_after_the_other() {
    let (phone, _) = three();
    (0..3).for_each(|_| phone.parts.service.answer::<Change>(RIGHT));
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[1, 2, 3]));
    assert_eq!(behind(&phone), []);
}

#[test]
fn without_an_account_there_is_nothing_to_change() {
    assert_eq!(change(&Phone::new()), Ok(vec![]));
}

/// A wrong old PIN is wrong everywhere, and every service would count it.
#[test]
fn a_wrong_old_pin_is_shown_to_one_service_alone() {
    for refusal in [WRONG, Refusal::Locked] {
        let (phone, _) = three();
        phone.parts.service.refuse::<Change>(refusal.clone());
        assert_eq!(change(&phone), Err(Error::Refused(refusal)));
        assert_eq!(asked(&phone), of(&[1]));
        assert_eq!(behind(&phone), []);
    }
}

#[test]
fn those_that_could_not_be_reached_stay_behind_and_are_finished_by_the_same_call_later() {
    let (phone, [first, _, third]) = three();
    phone.parts.service.lose::<Change>();
    phone.parts.service.answer::<Change>(RIGHT);
    phone.parts.service.refuse::<Change>(Refusal::StatementChanged);
    let stayed =
        vec![(first.clone(), Error::Offline), (third.clone(), Error::Refused(Refusal::StatementChanged))];
    assert_eq!(change(&phone), Ok(stayed));
    assert_eq!(asked(&phone), of(&[1, 2, 3]));
    assert_eq!(behind(&phone), [first.clone(), third.clone()]);

    clear_up(&phone, &first, given_up());
    phone.parts.service.answer::<Change>(RIGHT);
    phone.parts.service.lose::<Change>();
    assert_eq!(change(&phone), Ok(vec![(third.clone(), Error::Offline)]));
    assert_eq!(asked(&phone), of(&[1, 3]), "and not those that are done");
    assert_eq!(behind(&phone), std::slice::from_ref(&third));

    clear_up(&phone, &third, given_up());
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[3]));
    assert_eq!(behind(&phone), []);
}

/// Where another has taken the old PIN it was right: this account had another one.
#[test]
fn a_service_that_refuses_what_another_has_taken_stays_behind() {
    for refusal in [WRONG, Refusal::Locked] {
        let (phone, [_, second, third]) = three();
        phone.parts.service.answer::<Change>(RIGHT);
        phone.parts.service.refuse::<Change>(refusal.clone());
        phone.parts.service.answer::<Change>(RIGHT);
        assert_eq!(change(&phone), Ok(vec![(second.clone(), Error::Refused(refusal))]));
        assert!(!phone.stored(&third).pin_behind && phone.stored(&second).pin_behind);
    }
}

/// Then the old PIN is still that of all.
#[test]
fn where_no_service_was_reached_the_first_reason_is_told_and_nobody_is_behind() {
    let (phone, _) = three();
    phone.parts.service.refuse::<Change>(Refusal::StatementChanged);
    (0..2).for_each(|_| phone.parts.service.refuse::<Change>(Refusal::RequestEnded));
    assert_eq!(change(&phone), Err(Error::Refused(Refusal::StatementChanged)));
    assert_eq!(asked(&phone), of(&[1, 2, 3]));
    assert_eq!(behind(&phone), []);
}

#[test]
fn those_that_were_behind_before_are_so_where_none_was_reached() {
    let (phone, [first, ..]) = three();
    phone.change_account(&first, |account| account.pin_behind = true).unwrap();
    phone.parts.service.refuse::<Change>(Refusal::StatementChanged);
    let reason = Error::Refused(Refusal::StatementChanged);
    assert_eq!(change(&phone), Ok(vec![(first.clone(), reason)]));
    assert_eq!(behind(&phone), [first]);
    assert_eq!(asked(&phone), of(&[1]));
}

#[test]
fn an_account_that_has_to_be_paired_again_is_left_aside() {
    let (phone, [_, second, _]) = three();
    phone.change_account(&second, |account| account.state = AccountState::Frozen).unwrap();
    (0..2).for_each(|_| phone.parts.service.answer::<Change>(RIGHT));
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[1, 3]));
}

/// It is not finished any more, and must not keep the PIN of the others from being changed.
#[test]
fn an_account_that_stayed_behind_and_has_to_be_paired_again_stands_in_nobodys_way() {
    let (phone, [_, second, _]) = three();
    phone
        .change_account(&second, |account| {
            account.state = AccountState::Locked;
            account.pin_behind = true;
        })
        .unwrap();
    (0..2).for_each(|_| phone.parts.service.answer::<Change>(RIGHT));
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[1, 3]));
}

/// The service has done its part, and nobody has heard: the others still have the PIN of before.
#[test]
fn a_change_that_turns_out_to_have_happened_leaves_the_others_behind() {
    let (phone, [first, second, third]) = three();
    phone.parts.service.lose::<Change>();
    (0..2).for_each(|_| phone.parts.service.refuse::<Change>(Refusal::StatementChanged));
    assert_eq!(change(&phone), Err(Error::Offline));
    assert_eq!(behind(&phone), []);
    clear_up(&phone, &first, arrived());
    assert_eq!(behind(&phone), [second, third]);
    asked(&phone);
    (0..2).for_each(|_| phone.parts.service.answer::<Change>(RIGHT));
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[2, 3]));
    assert_eq!(behind(&phone), []);
}

#[test]
fn two_changes_that_turn_out_to_have_happened_leave_neither_behind() {
    let (phone, [first, second, third]) = three();
    phone.change_account(&third, |account| account.state = AccountState::Locked).unwrap();
    (0..2).for_each(|_| phone.parts.service.lose::<Change>());
    assert_eq!(change(&phone), Err(Error::Offline));
    clear_up(&phone, &second, arrived());
    clear_up(&phone, &first, arrived());
    assert_eq!(behind(&phone), []);
}

/// A stop between two services loses nothing: those that were not told yet are known.
#[test]
fn a_stop_between_two_services_leaves_those_behind_that_were_not_told() {
    let (phone, [_, second, third]) = three();
    phone.parts.service.answer::<Change>(RIGHT);
    let parts = phone.parts.clone();
    phone.parts.service.on::<Change>(move |service, call| {
        let accounts = stopped(&parts).accounts().into_iter();
        let behind: Vec<_> =
            accounts.filter(|account| account.pin_behind).map(|account| account.id).collect();
        assert_eq!(behind, [second, third]);
        service.result(call, CallResult::Ok(RIGHT))
    });
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(behind(&phone), []);
}

/// The first service has done its part, and the answer came to a full disk.
fn changed_on_a_full_disk() -> (Phone, [AccountId; 2]) {
    let phone = Phone::new();
    let [first, second] = [1, 2].map(|number| phone.add(number, |_| {}));
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Change>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::Ok(RIGHT))
    });
    assert_eq!(change(&phone), Ok(vec![(second.clone(), Error::Storage)]));
    assert_eq!(asked(&phone), of(&[1]));
    assert!(phone.account(&second).unwrap().pin_behind, "known at once");
    assert_eq!(behind(&phone), [], "and not saved");
    (phone, [first, second])
}

/// Else the new PIN would be asked for where the old one is right.
#[test]
fn that_others_are_behind_is_saved_before_they_are_asked() {
    let (phone, [_, second]) = changed_on_a_full_disk();
    assert_eq!(change(&phone), Ok(vec![(second.clone(), Error::Storage)]));
    assert_eq!(asked(&phone), of(&[]));
    phone.parts.files.set_full(false);
    let parts = phone.parts.clone();
    phone.parts.service.on::<Change>(move |service, call| {
        let accounts = stopped(&parts).accounts().into_iter();
        assert_eq!(accounts.map(|account| account.pin_behind).collect::<Vec<_>>(), [false, true]);
        service.result(call, CallResult::Ok(RIGHT))
    });
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[2]));
    assert_eq!(behind(&phone), []);
}

#[test]
fn that_others_are_behind_is_found_out_after_a_stop_before_it_was_saved() {
    let (phone, [first, second]) = changed_on_a_full_disk();
    phone.parts.files.set_full(false);
    let phone = phone.restart();
    clear_up(&phone, &first, arrived());
    assert_eq!(behind(&phone), [second]);
    asked(&phone);
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(change(&phone), Ok(vec![]));
    assert_eq!(asked(&phone), of(&[2]));
    assert_eq!(behind(&phone), []);
}

/// The other calls of an account do not wait for a change of another.
#[test]
fn an_account_that_stays_behind_is_used_as_before() {
    let (phone, [first, ..]) = three();
    phone.change_account(&first, |account| account.pin_behind = true).unwrap();
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(phone.leave(&first), Ok(()));
}
