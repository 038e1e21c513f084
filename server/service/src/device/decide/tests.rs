use key_domain::store::confirmations::ConfirmationOutcome;
use key_protocol::answer::Refusal;
use key_protocol::base64url;
use key_protocol::call::Decide;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::jws::{self, Header};
use key_protocol::receipt::{Outcome, Receipt, decision_hash};
use key_protocol::request::Request;

use crate::testing::{MINUTE, World};

#[tokio::test]
async fn pk11_a_confirmed_request_confirms_the_login() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let body = phone.confirmation(&request, None);
    let receipt = phone.call(body.clone()).await.unwrap().receipt;
    let receipt: Receipt = phone.read(&receipt);
    assert_eq!((receipt.outcome, receipt.device), (Outcome::Confirmed, phone.id()));
    assert_eq!(receipt.decision, decision_hash(&base64url::decode(&body.decision).unwrap()));
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
}

#[tokio::test]
async fn pk04_possession_alone_confirms_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let decision = phone.decision(&request, DecisionAnswer::Confirm, None);
    let body = phone.decide(Factor::Pin, &decision);
    let unproven = Decide { proof: None, ..body.clone() };
    assert_eq!(phone.call(unproven).await.unwrap_err(), Refusal::Malformed);
    let possession = crate::testing::phone_signer(phone.possession);
    let sign = |bytes: &[u8]| possession.sign(bytes);
    let by_possession = jws::prove::<Decision, _>(Factor::Pin, &body.decision, sign).unwrap();
    let refusal = phone.call(Decide { proof: Some(by_possession), ..body }).await.unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed { tries_left: 4 });
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
    let by_biometric = phone.decide(Factor::Biometric, &decision);
    assert!(phone.call(by_biometric).await.is_ok());
}

#[tokio::test]
async fn fk05_declining_ends_the_login() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::Decline).await.unwrap();
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Declined);
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::NotMe).await.unwrap();
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::NotMe);
    assert_eq!(world.events("mira").await[0], "login-not-me");
}

#[tokio::test]
async fn digits_are_asked_for_and_the_second_wrong_ones_end_the_login() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", true).await;
    let right = world.app().parts.secrets.digits(&login);
    let request = phone.request().await;
    assert!(phone.confirm(&request, Some(right)).await.is_ok());
    for wrong in [None, Some(SixDigits::parse("000000").unwrap())] {
        let login = world.login("mira", true).await;
        let request = phone.request().await;
        assert_eq!(phone.confirm(&request, wrong.clone()).await.unwrap_err(), Refusal::DigitsMistyped);
        assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
        assert_eq!(phone.confirm(&request, wrong).await.unwrap_err(), Refusal::DigitsWrong);
        assert_eq!(world.outcome(login).await, ConfirmationOutcome::DigitsWrong);
        let right = world.app().parts.secrets.digits(&login);
        assert_eq!(phone.confirm(&request, Some(right)).await.unwrap_err(), Refusal::RequestEnded);
    }
}

#[tokio::test]
async fn one_changed_character_confirms_nothing_and_counts_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let mut changed = phone.decision(&request, DecisionAnswer::Confirm, None);
    changed.statement = changed.statement.replace("Ledger", "Ledgar");
    let mut forged = phone.decision(&request, DecisionAnswer::Confirm, None);
    forged.request_hash = request_hash("another request");
    let mut view = phone.decision(&request, DecisionAnswer::Confirm, None);
    view.view.utc_offset = 0;
    for decision in [changed, forged, view] {
        let body = phone.decide(Factor::Pin, &decision);
        assert_eq!(phone.call(body).await.unwrap_err(), Refusal::StatementChanged);
    }
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
    assert!(phone.confirm(&request, None).await.is_ok());
}

#[tokio::test]
async fn a_decision_is_worth_nothing_on_another_device_or_account() {
    let world = World::new().await;
    let (mut one, mut two) = (world.paired("mira").await, world.paired("mira").await);
    let mut other = world.paired("otto").await;
    world.login("mira", false).await;
    let request = one.request().await;
    let body = one.confirmation(&request, None);
    for phone in [&mut two, &mut other] {
        assert_eq!(phone.call(body.clone()).await.unwrap_err(), Refusal::Malformed);
        let own = phone.confirmation(&request, None);
        assert_eq!(phone.call(own).await.unwrap_err(), Refusal::RequestEnded);
    }
    assert!(one.call(body).await.is_ok());
}

#[tokio::test]
async fn pk03_the_first_answer_counts_and_the_others_see_it() {
    let world = World::new().await;
    let (mut one, mut two) = (world.paired("mira").await, world.paired("mira").await);
    let login = world.login("mira", false).await;
    let (first, second) = (one.request().await, two.request().await);
    two.decline(&second, DecisionAnswer::Decline).await.unwrap();
    let answered = Refusal::RequestAnswered { outcome: Outcome::Declined };
    assert_eq!(one.confirm(&first, None).await.unwrap_err(), answered);
    assert_eq!(two.confirm(&second, None).await.unwrap_err(), answered);
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Declined);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pk03_of_devices_that_answer_at_once_exactly_one_counts() {
    let world = World::new().await;
    let mut phones = Vec::new();
    for _ in 0..4 {
        phones.push(world.paired("mira").await);
    }
    world.login("mira", false).await;
    let mut asked = Vec::new();
    for mut phone in phones {
        let request = phone.request().await;
        asked.push((phone, request));
    }
    let race: Vec<_> = asked
        .into_iter()
        .map(|(mut phone, request)| tokio::spawn(async move { phone.confirm(&request, None).await }))
        .collect();
    let mut counted = 0;
    for answer in race {
        match answer.await.unwrap() {
            Ok(_) => counted += 1,
            Err(refusal) => {
                assert_eq!(refusal, Refusal::RequestAnswered { outcome: Outcome::Confirmed });
            }
        }
    }
    assert_eq!(counted, 1);
}

#[tokio::test]
async fn a_decision_sent_again_gets_the_same_receipt() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    let body = phone.confirmation(&request, None);
    let call = phone.numbered(body.clone());
    let first = phone.send(&call).await.unwrap();
    world.pass(MINUTE);
    assert_eq!(phone.send(&call).await.unwrap(), first);
    let refusal = phone.call(body).await.unwrap_err();
    assert_eq!(refusal, Refusal::RequestAnswered { outcome: Outcome::Confirmed });
}

#[tokio::test]
async fn an_expired_request_cannot_be_answered_whatever_the_device_thinks_the_time_is() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    world.pass(2 * MINUTE);
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::RequestEnded);
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
}

#[tokio::test]
async fn a_newer_login_ends_the_older_one() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let older = world.login("mira", false).await;
    let request = phone.request().await;
    let newer = world.login("mira", false).await;
    assert_eq!(world.outcome(older).await, ConfirmationOutcome::Superseded);
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::RequestEnded);
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    assert_eq!(world.outcome(newer).await, ConfirmationOutcome::Confirmed);
}

#[tokio::test]
async fn a_forged_request_is_not_one_of_ours() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    let asked: Request = phone.read(&request);
    let forger = crate::testing::phone_signer([3; 32]);
    let forged = jws::sign(&Header::of::<Request>(), &asked, |bytes| forger.sign(bytes)).unwrap();
    let mut decision = phone.decision(&request, DecisionAnswer::Confirm, None);
    decision.request_hash = request_hash(&forged);
    let body = phone.decide(Factor::Pin, &decision);
    assert_eq!(phone.call(body).await.unwrap_err(), Refusal::StatementChanged);
}

#[tokio::test]
async fn digits_that_are_corrected_confirm_and_the_retry_of_a_wrong_call_forgives_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", true).await;
    let right = world.app().parts.secrets.digits(&login);
    let request = phone.request().await;
    let decision = phone.decision(&request, DecisionAnswer::Confirm, None);
    let body = phone.decide(Factor::Pin, &decision);
    let call = phone.numbered(body);
    for _ in 0..2 {
        assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::DigitsMistyped);
    }
    assert!(phone.confirm(&request, Some(right)).await.is_ok());
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
}

#[tokio::test]
async fn what_failed_before_is_still_told_after_wrong_digits() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.slip().await;
    world.login("mira", true).await;
    let request = phone.request().await;
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::DigitsMistyped);
    assert_eq!(phone.check().await.unwrap().failed.unwrap().count, 1);
}
