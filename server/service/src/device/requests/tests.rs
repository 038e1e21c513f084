use key_protocol::answer::{RequestPage, Waiting};
use key_protocol::request::Request;

use crate::testing::{Phone, World};

/// Starts `number` logins that wait for the user's devices at the same time.
async fn logins(world: &World, name: &str, number: usize) {
    let store = &world.app().store;
    let mut started = Vec::new();
    for index in 0..number {
        // Some in the same millisecond.
        world.pass(i64::from(index % 3 == 0));
        let started_now = world.login(name, false).await;
        started.push(store.confirmation(started_now).await.unwrap().unwrap());
    }
    let mut tx = store.begin(&[]).await.unwrap();
    for confirmation in &started {
        tx.update_confirmation(confirmation).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// All pending requests, as a phone fetches them.
async fn fetch(phone: &mut Phone) -> (Vec<Request>, u32) {
    let Waiting { pending, requests: mut page, .. } = phone.wait("", 0).await.unwrap();
    let mut all: Vec<Request> = Vec::new();
    while !page.is_empty() {
        all.extend(page.iter().map(|request| phone.read::<Request>(request)));
        let after = all.last().unwrap().id;
        RequestPage { requests: page } = phone.call(phone.paging(after)).await.unwrap();
    }
    (all, pending)
}

#[tokio::test]
async fn forty_requests_are_fetched_page_by_page_each_once_and_in_their_order() {
    let world = World::new().await;
    let (mut phone, mut other) = (world.paired("mira").await, world.paired("mira").await);
    logins(&world, "mira", 40).await;
    let pending = world.app().store.pending(phone.id(), world.app().now()).await.unwrap();
    let (all, number) = fetch(&mut phone).await;
    let ids: Vec<_> = pending.iter().map(|pending| pending.id).collect();
    assert_eq!((ids.len(), number), (40, 40));
    assert_eq!(all.iter().map(|request| request.id).collect::<Vec<_>>(), ids);
    assert!(all.iter().all(|request| request.device == phone.id()));
    assert!(all.is_sorted_by_key(|request| request.issued));
    assert_eq!(fetch(&mut phone).await.0, all, "what was delivered stays as it was");
    let (others, _) = fetch(&mut other).await;
    assert_eq!(others.len(), 40);
    assert!(others.iter().all(|request| !ids.contains(&request.id)));
}

#[tokio::test]
async fn a_page_after_a_request_that_is_answered_has_all_that_is_pending() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    logins(&world, "mira", 3).await;
    let first = phone.wait("", 0).await.unwrap().requests;
    phone.confirm(&first[0], None).await.unwrap();
    let after = phone.read::<Request>(&first[0]).id;
    assert_eq!(phone.call(phone.paging(after)).await.unwrap().requests, first[1..]);
}
