use key_domain::store::sessions::Stage;

use crate::testing::{MINUTE, World};

#[tokio::test]
async fn logging_out_ends_the_session_for_good() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    let mut copy = world.browser();
    copy.cookies.clone_from(&browser.cookies);
    browser.send("/logout", &[]).await;
    assert!(browser.html.contains("You are logged out"));
    copy.open("/home").await;
    assert_eq!(copy.path, "/login");
}

#[tokio::test]
async fn a_session_ends_unused_and_after_half_a_day() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    for _ in 0..12 {
        world.pass(59 * MINUTE);
        browser.open("/home").await;
        assert_eq!(browser.path, "/home");
    }
    world.pass(12 * MINUTE);
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
    let mut browser = world.signed_in("mira").await;
    world.pass(60 * MINUTE);
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
    assert_eq!(Stage::Password.lifetimes().0, 30 * MINUTE);
}

#[tokio::test]
async fn what_looks_like_theft_is_shown() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut copy = phone.clone();
    phone.wait("", 0).await.unwrap();
    copy.wait("", 0).await.unwrap_err();
    let browser = world.signed_in("mira").await;
    assert!(browser.html.contains("A copy of Key was stopped"));
    assert!(browser.html.contains("Stopped: a copy of it was used"));
}

#[tokio::test]
async fn who_is_not_logged_in_logs_out_without_a_write() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/login").await;
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    tx.insert_nonce(&[1; 16], 0).await.unwrap();
    browser.send("/logout", &[]).await;
    assert_eq!(browser.path, "/logout");
}

#[tokio::test]
async fn logging_out_everywhere_ends_every_session_and_forgets_every_browser() {
    let world = World::new().await;
    let mut here = world.signed_in("mira").await;
    let mut there = world.signed_in("mira").await;
    assert_eq!(there.html.matches("/browser/forget").count(), 2, "{}", there.html);
    assert!(there.html.contains("This browser"));
    here.send("/logout/everywhere", &[]).await;
    assert!(here.html.contains("You are logged out"));
    for browser in [&mut here, &mut there] {
        browser.open("/home").await;
        assert_eq!(browser.path, "/login");
    }
    let account = world.app().store.account_by_username("mira").await.unwrap().unwrap().id;
    assert!(world.app().store.browsers_of(account).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stranger_cannot_log_a_user_out_everywhere() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    let mut stranger = world.browser();
    stranger.begin(&world, "otto").await;
    stranger.send("/logout/everywhere", &[]).await;
    browser.open("/home").await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn what_happened_has_a_time_and_theft_looks_different_from_routine() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let browser = world.signed_in("mira").await;
    assert!(browser.html.contains("Key was set up") && browser.html.contains("<time datetime=\""));
    assert!(!browser.html.contains("sign-danger"));
    let mut copy = phone.clone();
    phone.wait("", 0).await.unwrap();
    copy.wait("", 0).await.unwrap_err();
    assert!(world.signed_in("mira").await.html.contains("sign-danger"));
}

/// A phone that was locked is shown until another one, or the same, is set up.
#[tokio::test]
async fn a_locked_phone_leaves_the_list_once_another_is_added() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    for _ in 0..5 {
        phone.slip().await;
    }
    let mut browser = world.signed_in("mira").await;
    assert!(browser.html.contains("Locked"));
    world.pass(MINUTE);
    world.paired("mira").await;
    browser.open("/home").await;
    assert!(!browser.html.contains("Locked"), "{}", browser.html);
}
