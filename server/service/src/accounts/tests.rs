//! What an operator takes away is gone for whoever has it.

use key_protocol::answer::Refusal;

use super::UserError;
use crate::testing::{PASSWORD, World};

#[tokio::test]
async fn a_device_that_is_taken_out_is_out_and_its_user_is_told() {
    let world = World::new().await;
    let (mut lost, mut kept) = (world.paired("mira").await, world.paired("mira").await);
    let login = world.login("mira", false).await;
    let request = lost.request().await;
    world.service.accounts().remove_device("mira", lost.id()).await.unwrap();
    assert_eq!(lost.confirm(&request, None).await.unwrap_err(), Refusal::Disconnected);
    let request = kept.request().await;
    kept.confirm(&request, None).await.unwrap();
    assert!(world.app().store.confirmation(login).await.unwrap().unwrap().ended_at.is_some());
    assert!(world.events("mira").await.contains(&"device-removed"));
}

#[tokio::test]
async fn only_a_device_of_that_user_is_taken_out_and_only_once() {
    let world = World::new().await;
    let (phone, _other) = (world.paired("mira").await, world.paired("otto").await);
    let accounts = world.service.accounts();
    let refused = accounts.remove_device("otto", phone.id()).await;
    assert!(matches!(refused, Err(UserError::UnknownDevice(_))), "{refused:?}");
    accounts.remove_device("mira", phone.id()).await.unwrap();
    let again = accounts.remove_device("mira", phone.id()).await;
    assert!(matches!(again, Err(UserError::UnknownDevice(_))), "{again:?}");
}

#[tokio::test]
async fn whoever_is_removed_cannot_log_in_and_another_may_have_the_name() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    world.service.accounts().remove_user("mira").await.unwrap();
    browser.open("/login/method").await;
    assert_eq!(browser.path, "/login");
    browser.password("mira", PASSWORD).await;
    assert!(browser.html.contains("is wrong") || browser.status.is_client_error(), "{}", browser.html);
    world.users.lock().unwrap().clear();
    world.user("mira").await;
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/method");
}
