//! Several processes on one database. They run where `cargo xtask postgres` has started a server.

use std::time::Duration;

use key_domain::hub::Woken;
use key_domain::store::devices::Lifecycle;
use key_protocol::answer::Refusal;
use key_protocol::enrolment::Factor;
use key_store::Database;

use crate::keys::Rotation;
use crate::lock::Use;
use crate::lock::lock;
use crate::service::Service;
use crate::start::StartError;
use crate::testing::{MINUTE, World};

/// A world whose database other processes can use; `None` where tests run on SQLite.
async fn shared() -> Option<World> {
    let world = World::new().await;
    world.file().is_none().then_some(world)
}

#[tokio::test]
async fn a_login_begun_here_and_confirmed_there_moves_on_elsewhere() {
    let Some(world) = shared().await else { return };
    let (second, third) = (world.beside().await.unwrap(), world.beside().await.unwrap());
    let mut phone = world.paired("mira").await;
    phone.service = second.clone();
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    let account = world.user("mira").await;
    let mut watched = third.app().parts.hub.listen(account);
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    let woken = tokio::time::timeout(Duration::from_secs(1), watched.next()).await;
    assert_eq!(woken.unwrap(), Woken::Changed);
    browser.service = third.clone();
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_tries_at_once_in_two_processes_no_more_are_looked_at_than_are_counted() {
    let Some(world) = shared().await else { return };
    let second = world.beside().await.unwrap();
    let mut phone = world.paired("mira").await;
    let registered = phone.pin_key();
    phone.mistype();
    let mut race = Vec::new();
    for number in 0..12 {
        let (body, nonce) = (phone.checking(Factor::Pin), phone.nonce().await);
        let mut sender = phone.clone();
        if number % 2 == 0 {
            sender.service = second.clone();
        }
        let call = phone.numbered(body);
        race.push(tokio::spawn(async move { sender.send_with(&nonce, &call).await }));
    }
    for answer in race {
        assert!(answer.await.unwrap().is_err());
    }
    let (_, counted) = world.tries(&phone).await;
    assert!((1..=5).contains(&counted), "{counted}");
    assert_eq!(i64::from(world.watch.looks(&registered)) - 1, counted, "one look was at the enrolment");
}

#[tokio::test]
async fn a_copy_that_goes_to_another_process_is_found() {
    let Some(world) = shared().await else { return };
    let mut phone = world.paired("mira").await;
    let mut copy = phone.clone();
    copy.service = world.beside().await.unwrap();
    copy.check().await.unwrap();
    assert!(phone.check().await.is_err());
    assert_eq!(world.state(&phone).await, Lifecycle::Frozen);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_message_is_sent_by_one_of_two_processes() {
    let Some(world) = shared().await else { return };
    let second = world.beside().await.unwrap();
    for name in ["mira", "otto", "pia", "rik"] {
        world.paired(name).await;
    }
    let (store, now) = (world.app().store.clone(), world.app().now() + 1);
    let mut claims = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { store.clone() } else { second.app().store.clone() };
        claims.push(tokio::spawn(async move { store.claim_notification(now, now + 60_000).await.unwrap() }));
    }
    let mut claimed = Vec::new();
    for claim in claims {
        claimed.extend(claim.await.unwrap().map(|event| event.id));
    }
    let all = claimed.len();
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), all, "none was claimed twice");
}

/// Another process, which has heard a call while the clock of the database was ahead for a moment.
async fn ahead(world: &World) -> Service {
    let (second, mut other) = (world.beside().await.unwrap(), world.paired("otto").await);
    other.service = second.clone();
    world.pass(10 * MINUTE);
    other.check().await.unwrap();
    world.pass(-10 * MINUTE);
    second
}

/// Copies use the process that is ahead.
#[tokio::test]
async fn a_copy_is_found_though_one_process_is_ahead_of_the_other() {
    let Some(world) = shared().await else { return };
    let (mut phone, second) = (world.paired("mira").await, ahead(&world).await);
    let mut copy = phone.clone();
    copy.service = second.clone();
    copy.check().await.unwrap();
    copy.check().await.unwrap();
    let call = phone.numbered(phone.checking(Factor::Pin));
    let first = phone.send(&call).await.unwrap_err();
    assert!(matches!(first, Refusal::BadNonce | Refusal::Frozen), "{first:?}");
    assert_eq!(phone.send(&call).await.unwrap_err(), Refusal::Frozen);
    assert_eq!(world.state(&phone).await, Lifecycle::Frozen);
}

#[tokio::test]
async fn a_nonce_of_a_process_that_is_ahead_is_refused_once() {
    let Some(world) = shared().await else { return };
    let (mut phone, second) = (world.paired("mira").await, ahead(&world).await);
    let mut there = phone.clone();
    there.service = second.clone();
    let call = phone.numbered(phone.checking(Factor::Pin));
    let [once, twice] = [there.nonce().await, there.nonce().await];
    assert_eq!(phone.send_with(&once, &call).await.unwrap_err(), Refusal::BadNonce);
    phone.send_with(&twice, &call).await.unwrap();
}

#[tokio::test]
async fn a_wait_that_is_overtaken_freezes_nobody_while_clocks_differ_a_little() {
    let Some(mut world) = shared().await else { return };
    let (mut phone, account) = (world.paired("mira").await, world.user("mira").await);
    phone.resume().await.unwrap();
    let second = world.ahead(200).await;
    world = world.with_clock_error(250).await;
    phone.service = world.service.clone();
    let mut there = phone.clone();
    there.service = second;
    let nonce = there.nonce().await;
    let wait = phone.numbered(phone.waiting("", 0));
    world.pass(100);
    phone.check().await.unwrap();
    assert_eq!(phone.send_with(&nonce, &wait).await.unwrap_err(), Refusal::BadNonce);
    assert_eq!(world.state(&phone).await, Lifecycle::Active, "{account:?}");
}

#[tokio::test]
async fn nonces_that_nobody_uses_drive_no_process_ahead() {
    let world = World::new().await;
    let phone = world.paired("mira").await;
    let before = world.app().nonce_time();
    for _ in 0..1000 {
        phone.nonce().await;
    }
    assert_eq!(world.app().nonce_time(), before);
}

#[tokio::test]
async fn a_process_with_another_key_file_is_told_so() {
    let Some(world) = shared().await else { return };
    world.beside().await.unwrap().close_database().await;
    crate::keys::rotate(
        &world.app().settings.key_file,
        Rotation::AddSealing,
        world.app().parts.entropy.as_ref(),
    )
    .unwrap();
    let error = world.beside().await.unwrap_err();
    assert!(matches!(error, StartError::OtherKeys(..)), "{error}");
    world.service.close_database().await;
    world.beside().await.unwrap();
}

#[tokio::test]
async fn keys_change_while_nobody_serves() {
    let Some(world) = shared().await else { return };
    let database = &world.app().settings.database;
    let serving = [lock(database, Use::Serve).await.unwrap(), lock(database, Use::Serve).await.unwrap()];
    assert!(matches!(lock(database, Use::Keys).await.unwrap_err(), StartError::Locked(_)));
    drop(serving);
    let alone = until_held(|| lock(database, Use::Keys)).await;
    assert!(matches!(lock(database, Use::Serve).await.unwrap_err(), StartError::Locked(_)));
    drop(alone);
}

/// All connections of the database are gone at once, as when it starts again.
async fn cut(world: &World) {
    let Database::Postgres(address) = &world.app().settings.database else { return };
    key_store::postgres::testing::cut(address).await;
}

#[tokio::test]
async fn what_another_has_taken_while_the_database_was_away_is_lost() {
    let Some(world) = shared().await else { return };
    let database = &world.app().settings.database;
    let serving = lock(database, Use::Serve).await.unwrap();
    cut(&world).await;
    // Somebody who comes first has it, and what was held before is lost.
    let alone = until_held(|| lock(database, Use::Keys)).await;
    tokio::time::timeout(Duration::from_secs(20), serving.lost()).await.unwrap();
    drop(alone);
}

/// PostgreSQL notices after a moment that a connection is gone.
async fn until_held<F: Future<Output = Result<crate::Lock, StartError>>>(
    take: impl Fn() -> F,
) -> crate::Lock {
    for _ in 0..1000 {
        if let Ok(lock) = take().await {
            return lock;
        }
        tokio::task::yield_now().await;
    }
    panic!("it is held for ever");
}
