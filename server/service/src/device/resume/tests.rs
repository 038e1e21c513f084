use key_domain::store::confirmations::ConfirmationOutcome;
use key_domain::store::devices::{Lifecycle, Tries};
use key_protocol::answer::{CallResult, Done, LeftResult, Refusal};
use key_protocol::call::{Resume, RunSecret};
use key_protocol::enrolment::Factor;
use key_protocol::key::Thumbprint;
use serde_json::json;

use crate::testing::{MINUTE, Phone, World, left};

#[tokio::test]
async fn what_was_left_is_told_with_its_result() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    let decided = phone.send(&call).await.unwrap();
    let told = phone.resume_after(Some(left(&call))).await.unwrap().left;
    assert_eq!(told, Some(LeftResult::Answered(CallResult::Ok(json!({ "receipt": decided.receipt })))));
    phone.mistype();
    let call = phone.numbered(phone.checking(Factor::Pin));
    let refusal = phone.send(&call).await.unwrap_err();
    let told = phone.resume_after(Some(left(&call))).await.unwrap().left;
    assert_eq!(told, Some(LeftResult::Answered(CallResult::Refused(refusal))));
    assert_eq!(phone.resume().await.unwrap().left, None);
}

#[tokio::test]
async fn a_call_that_was_left_has_no_effect_when_it_comes_late() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let nonce = phone.nonce().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    world.pass(MINUTE / 2);
    let told = phone.resume_after(Some(left(&call))).await.unwrap().left;
    assert_eq!(told, Some(LeftResult::GivenUp(Done {})));
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    world.pass(MINUTE / 2);
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
    assert_ne!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
}

#[tokio::test]
async fn a_call_that_was_stopped_in_the_middle_is_given_up_and_stays_counted() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    let nonce = phone.nonce().await;
    world.watch.at(phone.pin_key(), || std::panic::resume_unwind(Box::new("killed")));
    let (same, copy) = (phone.clone(), call.clone());
    assert!(tokio::spawn(async move { same.send(&copy).await }).await.is_err());
    let told = phone.resume_after(Some(left(&call))).await.unwrap().left;
    assert_eq!(told, Some(LeftResult::GivenUp(Done {})));
    assert_eq!(world.tries(&phone).await.1, 1);
    assert_eq!(phone.send_with(&nonce, &call).await.unwrap_err(), Refusal::BadNonce);
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
    assert_eq!(phone.confirm(&request, None).await.unwrap().failed.unwrap().count, 1);
}

#[tokio::test]
async fn a_call_that_another_copy_has_made_is_not_left_unanswered() {
    let world = World::new().await;
    for more in 0..3 {
        let mut phone = world.paired("mira").await;
        let mut copy = phone.clone();
        let call = phone.numbered(phone.checking(Factor::Pin));
        for _ in 0..=more {
            copy.check().await.unwrap();
        }
        phone.act += more;
        assert_eq!(phone.resume_after(Some(left(&call))).await.unwrap_err(), Refusal::Frozen);
        assert_eq!(phone.check().await.unwrap_err(), Refusal::Frozen);
        assert_eq!(world.state(&phone).await, Lifecycle::Frozen);
        assert_eq!(world.events("mira").await[0], "device-frozen");
    }
}

#[tokio::test]
async fn a_resume_that_names_another_service_opens_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let pinned = Thumbprint::from_bytes([7; 32]);
    let other = Resume { pinned, ..phone.resuming(None) };
    assert_eq!(phone.call(other).await.unwrap_err(), Refusal::Malformed);
    assert!(phone.wait("", 0).await.is_ok());
    assert_eq!(phone.run, phone.act);
}

#[tokio::test]
async fn a_resume_that_is_sent_again_is_answered_alike_and_resets_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let call = phone.numbered(phone.resuming(None));
    let first = phone.send(&call).await.unwrap();
    (phone.run, phone.waits) = (phone.act, 0);
    let wait = phone.numbered(phone.waiting("", 0));
    assert!(phone.send(&wait).await.is_ok());
    assert_eq!(phone.send(&call).await.unwrap(), first);
    assert!(phone.send(&wait).await.is_ok());
    let mut copy = phone.clone();
    copy.waits = 0;
    assert_eq!(copy.wait("", 0).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_wait_of_an_older_run_is_overtaken_or_a_copys() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.resume().await.unwrap();
    let mut older = phone.clone();
    let early = phone.nonce().await;
    world.pass(MINUTE);
    phone.resume().await.unwrap();
    assert!(phone.wait("", 0).await.is_ok());
    let wait = older.numbered(older.waiting("", 0));
    assert_eq!(older.send_with(&early, &wait).await.unwrap_err(), Refusal::BadNonce);
    assert!(phone.wait("", 0).await.is_ok());
    world.pass(MINUTE);
    assert_eq!(older.send(&wait).await.unwrap_err(), Refusal::Frozen);
    assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Frozen);
}

#[tokio::test]
async fn a_copy_of_what_is_stored_cannot_wait_in_the_run_of_the_original() {
    let world = World::new().await;
    for later in [false, true] {
        let mut phone = world.paired("mira").await;
        phone.wait("", 0).await.unwrap();
        let mut copy = Phone { run_secret: RunSecret::from_bytes([1; 16]), ..phone.clone() };
        copy.waits += 5 * u64::from(later);
        assert_eq!(copy.wait("", 0).await.unwrap_err(), Refusal::Frozen);
        assert_eq!(world.state(&phone).await, Lifecycle::Frozen);
    }
}

#[tokio::test]
async fn the_number_of_another_act_is_no_run() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.wait("", 0).await.unwrap();
    phone.check().await.unwrap();
    phone.run = phone.act;
    assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Frozen);
}

/// The database was restored from a backup, and has forgotten the resume.
#[tokio::test]
async fn a_run_that_was_forgotten_goes_on_and_no_number_before_it_is_taken_again() {
    let world = World::new().await;
    for again in [false, true] {
        let mut phone = world.paired("mira").await;
        let early = phone.numbered(phone.checking(Factor::Pin));
        (phone.act, phone.run) = (phone.act + 10, phone.act + 10);
        assert!(phone.wait("", 0).await.is_ok() && phone.wait("", 0).await.is_ok());
        world.pass(MINUTE);
        if again {
            assert_eq!(phone.send(&early).await.unwrap_err(), Refusal::Frozen);
        } else {
            assert!(phone.check().await.is_ok() && phone.wait("", 0).await.is_ok());
        }
    }
}

#[tokio::test]
async fn a_wait_that_names_no_run_is_malformed() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    assert_eq!(phone.call(phone.waiting("", 0)).await.unwrap_err(), Refusal::Malformed);
    phone.waits = 0;
    assert!(phone.wait("", 0).await.is_ok());
}

#[tokio::test]
async fn a_resume_may_follow_many_whose_answers_were_lost() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut lost = None;
    for _ in 0..10 {
        let call = phone.numbered(phone.resuming(lost));
        phone.send(&call).await.unwrap();
        lost = Some(left(&call));
    }
}
