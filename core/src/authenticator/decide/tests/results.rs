//! What is left of a request that was answered.

use key_protocol::answer::{Done, Failed, LeftResult, Refusal};
use key_protocol::call::{Decide, Resume};
use key_protocol::receipt::Outcome;

use super::{confirm, last_left, showing, take, take_with};
use crate::authenticator::testing::{request, resumed};
use crate::error::Error;
use crate::platform::fake::service::signed;
use crate::vault::FailureNotice;

const BOTH: [u8; 2] = [1, 2];

#[test]
fn a_request_that_was_answered_is_gone_and_the_others_wait() {
    let (phone, _, shown) = showing();
    take(&phone);
    confirm(&phone, &shown).unwrap();
    assert_eq!(phone.pending(), [request(2).id]);
}

/// 7.5: the login has ended; answered before; has run out.
#[test]
fn a_refusal_that_ends_the_request_takes_it_away() {
    let refusals = [
        Refusal::DigitsWrong,
        Refusal::RequestAnswered { outcome: Outcome::Confirmed },
        Refusal::RequestEnded,
    ];
    for refusal in refusals {
        let (phone, _, shown) = showing();
        phone.parts.service.refuse::<Decide>(refusal.clone());
        assert_eq!(confirm(&phone, &shown), Err(Error::Refused(refusal)));
        assert_eq!(phone.pending(), [request(2).id]);
        assert_eq!(phone.history(), []);
    }
}

/// 7.5: *not confirmed*: the request still waits.
#[test]
fn after_any_other_refusal_the_request_still_waits() {
    let refusals = [
        Refusal::NotConfirmed { tries_left: 4 },
        Refusal::StatementChanged,
        Refusal::TooManyCalls { retry_after: 1 },
        Refusal::Unavailable,
    ];
    for refusal in refusals {
        let (phone, _, shown) = showing();
        phone.parts.service.refuse::<Decide>(refusal.clone());
        assert_eq!(confirm(&phone, &shown), Err(Error::Refused(refusal)));
        assert_eq!(phone.pending(), BOTH.map(|number| request(number).id));
    }
}

/// A proof is never sent a second time by itself: the user has to type the PIN again.
#[test]
fn a_decision_without_an_answer_is_given_up_and_made_anew() {
    let (phone, _, shown) = showing();
    phone.parts.service.lose::<Decide>();
    assert_eq!(confirm(&phone, &shown), Err(Error::Offline));
    assert_eq!(phone.pending(), BOTH.map(|number| request(number).id));
    phone.parts.service.answer::<Resume>(resumed(Some(LeftResult::GivenUp(Done {}))));
    take(&phone);
    confirm(&phone, &shown).unwrap();
    assert_eq!(last_left(&phone), Some(2));
    assert_eq!(phone.log(), ["decide 2", "decide 2", "decide 2", "resume 3", "decide 4"]);
}

#[test]
fn a_forged_answer_ends_nothing() {
    let (phone, id, shown) = showing();
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.parts.service.refuse::<Decide>(Refusal::RequestEnded);
    assert_eq!(confirm(&phone, &shown), Err(Error::ServiceKey));
    assert_eq!(phone.pending(), BOTH.map(|number| request(number).id));
}

const FAILED: Failed = Failed { count: 3, since: 1_795_000_000 };

/// 13.2: after a right factor the answer says what failed before.
#[test]
fn what_failed_before_a_right_factor_is_told() {
    let (phone, id, shown) = showing();
    take_with(&phone, Some(FAILED), |receipt| signed(1, &receipt));
    confirm(&phone, &shown).unwrap();
    assert_eq!(
        phone.failures(),
        [FailureNotice { account: id, count: 3, since: FAILED.since, unknown: Default::default() }]
    );
}

/// Nothing was right about a request that is declined, so there is nothing to tell, and no slip is forgiven.
#[test]
fn declining_tells_of_no_failures_and_forgets_no_slip() {
    let (phone, _, shown) = showing();
    for _ in 0..3 {
        phone.parts.service.refuse::<Decide>(Refusal::NotConfirmed { tries_left: 2 });
        confirm(&phone, &shown).unwrap_err();
    }
    take_with(&phone, Some(FAILED), |receipt| signed(1, &receipt));
    phone.decline(&shown, false).unwrap();
    assert_eq!(phone.failures(), []);
    take_with(&phone, Some(FAILED), |receipt| signed(1, &receipt));
    confirm(&phone, &shown).unwrap();
    assert_eq!(phone.failures(), [], "three of the three were the user's own");
}

/// A receipt that does not fit says nothing of failures either.
#[test]
fn an_answer_without_a_good_receipt_tells_of_no_failures() {
    let (phone, _, shown) = showing();
    take_with(&phone, Some(FAILED), |receipt| signed(2, &receipt));
    assert_eq!(confirm(&phone, &shown), Err(Error::ServiceKey));
    assert_eq!(phone.failures(), []);
}
