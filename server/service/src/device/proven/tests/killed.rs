//! Interruptions between the two transactions of a proven call.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use key_domain::store::confirmations::ConfirmationOutcome;
use key_domain::store::devices::{Devices as _, Lifecycle, Tries};
use key_protocol::answer::{LeftResult, Refusal};
use key_protocol::call::{Body, Call};
use key_protocol::enrolment::Factor;
use key_store::sqlite::testing::OtherProgram;
use tokio::runtime::{Builder, Handle, RuntimeFlavor};
use tokio::task::block_in_place;

use super::is_free;
use crate::testing::{MINUTE, Phone, World, left};

/// Runs `act` during a verification of the PIN, which waits for it. Other threads, if there are any, take over this
/// thread's work.
fn meanwhile<T: Send + 'static>(act: impl Future<Output = T> + Send + 'static) -> T {
    let run = move || Builder::new_current_thread().enable_all().build().unwrap().block_on(act);
    let carry_out = || thread::spawn(run).join().unwrap();
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => block_in_place(carry_out),
        _ => carry_out(),
    }
}

#[tokio::test]
async fn a_try_is_on_the_disk_before_the_proof_is_looked_at() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let (database, id, (told, seen)) = (world.app().settings.database.clone(), phone.id(), channel());
    world.watch.at(phone.pin_key(), move || {
        let device = meanwhile(async move {
            let store = database.open(Duration::from_secs(1), Arc::default()).await.unwrap();
            store.device(id).await.unwrap().unwrap()
        });
        told.send(device.tries).unwrap();
    });
    let now = world.app().now();
    phone.check().await.unwrap();
    assert_eq!(seen.try_recv().unwrap(), Tries { warned: false, run: 1, untold: 1, untold_since: Some(now) });
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
}

/// Stops the service while it verifies the PIN.
async fn kill<B: Body + Clone + Send + Sync + 'static>(
    world: &World,
    phone: &Phone,
    call: &Call<B>,
    pin: &Phone,
) {
    world.watch.at(pin.pin_key(), || resume_unwind(Box::new("killed")));
    let (phone, call) = (phone.clone(), call.clone());
    let killed = tokio::spawn(async move { phone.send(&call).await.map(|_| ()) }).await;
    assert!(killed.unwrap_err().is_panic());
}

#[tokio::test]
async fn a_try_that_was_killed_stands_until_its_retry_is_answered() {
    let mut world = World::new().await;
    let mut phone = world.paired("mira").await;
    for wrong in [false, true] {
        let registered = phone.clone();
        if wrong {
            phone.mistype();
        }
        let call = phone.numbered(phone.checking(Factor::Pin));
        kill(&world, &phone, &call, &registered).await;
        kill(&world, &phone, &call, &registered).await;
        world = world.restart().await;
        phone.service = world.service.clone();
        let (tries, rows) = world.tries(&phone).await;
        assert_eq!((tries.run, tries.untold, rows), (1, 1, 1));
        let answer = phone.send(&call).await;
        let (tries, rows) = world.tries(&phone).await;
        if wrong {
            assert_eq!(answer.unwrap_err(), Refusal::NotConfirmed { tries_left: 4 });
            assert_eq!((tries.run, tries.untold, rows), (1, 1, 1));
        } else {
            assert_eq!((answer.unwrap().failed, tries, rows), (None, Tries::default(), 0));
        }
    }
}

#[tokio::test]
async fn a_decision_that_was_killed_is_taken_when_it_is_sent_again() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    kill(&world, &phone, &call, &phone).await;
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
    let decided = phone.send(&call).await.unwrap();
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
    assert_eq!(phone.send(&call).await.unwrap(), decided);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
}

#[tokio::test]
async fn five_tries_that_were_killed_lock() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..5 {
        let call = phone.numbered(phone.checking(Factor::Pin));
        kill(&world, &phone, &call, &phone).await;
    }
    is_free(&world, &mut phone, Refusal::Locked, Phone::check).await;
    assert_eq!(world.state(&phone).await, Lifecycle::Locked);
}

#[tokio::test]
async fn a_twentieth_try_that_was_killed_is_the_last() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..19 {
        phone.slip().await;
        phone.check().await.unwrap();
        world.pass(MINUTE);
    }
    let call = phone.numbered(phone.checking(Factor::Pin));
    kill(&world, &phone, &call, &phone).await;
    is_free(&world, &mut phone, Refusal::Locked, Phone::check).await;
}

#[tokio::test]
async fn a_try_that_was_killed_and_left_is_told_of() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    kill(&world, &phone, &call, &phone).await;
    assert_eq!(phone.check().await.unwrap().failed.unwrap().count, 1);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_try_that_another_has_overtaken_stands_and_does_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    let (mut next, (told, seen)) = (phone.clone(), channel());
    world.watch.at(phone.pin_key(), move || told.send(meanwhile(async move { next.check().await })).unwrap());
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Unavailable);
    assert_eq!(seen.try_recv().unwrap().unwrap().failed.unwrap().count, 1);
    assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
    // The try was right, and had no effect.
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_its_own_retry_has_overtaken_is_answered_alike() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    let call = phone.numbered(phone.confirmation(&request, None));
    let (same, retry, (told, seen)) = (phone.clone(), call.clone(), channel());
    world.watch.at(phone.pin_key(), move || {
        told.send(meanwhile(async move { same.send(&retry).await })).unwrap();
    });
    let first = phone.send(&call).await.unwrap();
    let decided = seen.try_recv().unwrap().unwrap();
    assert_eq!(first, decided);
    assert_eq!(phone.send(&call).await.unwrap(), decided);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_is_frozen_in_the_middle_decides_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let login = world.login("mira", false).await;
    let request = phone.request().await;
    let mut copy = phone.clone();
    let call = phone.numbered(phone.confirmation(&request, None));
    world.watch.at(phone.pin_key(), move || {
        assert_eq!(meanwhile(async move { copy.check().await }).unwrap_err(), Refusal::Frozen);
    });
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
    assert_ne!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
    assert_eq!(world.tries(&phone).await.1, 1);
}

#[tokio::test]
async fn a_database_that_is_locked_in_the_middle_loses_no_count() {
    let world = World::with(|settings| settings.busy_timeout = Duration::from_millis(20)).await;
    let Some(file) = world.file() else { return };
    let mut phone = world.paired("mira").await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    let (mut other, (told, seen)) = (OtherProgram::open(file).await, channel());
    world.watch.at(phone.pin_key(), move || {
        let locked = meanwhile(async move {
            other.run("BEGIN EXCLUSIVE").await.unwrap();
            other
        });
        told.send(locked).unwrap();
    });
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Unavailable);
    let mut other: OtherProgram = seen.try_recv().unwrap();
    other.run("ROLLBACK").await.unwrap();
    assert_eq!(world.tries(&phone).await.1, 1);
    assert_eq!(phone.send(&call).await.unwrap().failed, None);
    assert_eq!(world.tries(&phone).await, (Tries::default(), 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_tries_at_once_no_more_are_looked_at_than_are_counted() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let registered = phone.pin_key();
    phone.mistype();
    let mut race = Vec::new();
    for _ in 0..12 {
        let (body, nonce) = (phone.checking(Factor::Pin), phone.nonce().await);
        let (phone, call) = (phone.clone(), phone.numbered(body));
        race.push(tokio::spawn(async move { phone.send_with(&nonce, &call).await }));
    }
    for answer in race {
        assert!(answer.await.unwrap().is_err());
    }
    let (_, rows) = world.tries(&phone).await;
    assert!((1..=5).contains(&rows), "{rows}");
    assert_eq!(i64::from(world.watch.looks(&registered)) - 1, rows, "one look was at the enrolment");
}

#[tokio::test]
async fn three_in_a_row_are_told_though_the_third_was_killed() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    phone.slip().await;
    phone.slip().await;
    let call = phone.numbered(phone.checking(Factor::Pin));
    kill(&world, &phone, &call, &phone).await;
    phone.slip().await;
    assert!(world.events("mira").await.contains(&"factor-failures"));
}

/// An attacker without keys holds calls back and releases each one just before the phone's next.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn right_tries_that_are_overtaken_never_lock_and_wrong_ones_do() {
    for wrong in [false, true] {
        let world = World::new().await;
        let mut phone = world.paired("mira").await;
        let registered = phone.pin_key();
        if wrong {
            phone.mistype();
        }
        for _ in 0..5 {
            let call = phone.numbered(phone.checking(Factor::Pin));
            let (mut next, given_up) = (phone.clone(), left(&call));
            world.watch.at(registered, move || {
                let resumed = meanwhile(async move { next.resume_after(Some(given_up)).await });
                assert!(matches!(resumed.unwrap().left, Some(LeftResult::GivenUp(_))));
            });
            assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Unavailable);
            phone.act += 1;
        }
        let (tries, rows) = world.tries(&phone).await;
        assert_eq!((tries.run, rows), if wrong { (5, 5) } else { (0, 0) });
    }
}
