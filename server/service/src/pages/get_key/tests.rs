//! The way to the app: the page with the stores, and the link to it by SMS.

use std::fs;

use axum::http::StatusCode;

use crate::messages;
use crate::settings::StorePage;
use crate::testing::{Browser, World};

const ANDROID: &str = "https://store.example.org/key";
const APPLE: &str = "https://apps.example.org/key";

/// A service whose app is in two stores.
async fn world() -> World {
    let page = |address: &str| StorePage::try_from(address.to_owned()).ok();
    World::with(|settings| {
        settings.stores.android = page(ANDROID);
        settings.stores.apple = page(APPLE);
    })
    .await
}

async fn at_pairing_page(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.take_key(world, "mira").await;
    browser
}

async fn send<'a>(browser: &'a mut Browser, number: &str) -> &'a str {
    browser.send("/pair/app", &[("number", number)]).await
}

/// The text messages that have left so far.
async fn texts(world: &World) -> Vec<String> {
    messages::deliver(world.app()).await;
    let files = fs::read_dir(&world.app().settings.outbox).into_iter().flatten();
    let read = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    read.filter(|text| text.contains("Subject: Get Key")).collect()
}

#[tokio::test]
async fn fk08_the_link_to_the_app_goes_to_a_number_that_is_typed() {
    let world = world().await;
    let mut browser = at_pairing_page(&world).await;
    assert!(browser.html.contains("No Key on your phone yet?"));
    browser.open("/pair/app").await;
    send(&mut browser, "+358 40 765 4321").await;
    assert!(browser.html.contains("Sent to +358 •• ••• 21"), "{}", browser.html);
    let [text] = texts(&world).await.try_into().unwrap();
    assert!(
        text.starts_with("To: +358407654321\n") && text.contains("http://127.0.0.1:8080/get-key"),
        "{text}"
    );
    assert!(!text.contains("/k#"), "whoever has the number gets no account");
    browser.open("/get-key").await;
    assert!(browser.html.contains(ANDROID) && browser.html.contains(APPLE));
    browser.open("/pair").await;
    assert!(browser.html.contains("Scan the QR code with Key"), "the pairing goes on");
    // It is no event, and nobody needs the number any more.
    let kept = world.app().store.claim_notification(i64::MAX / 2, i64::MAX / 2).await.unwrap();
    assert!(kept.is_none());
    assert!(!world.events("mira").await.contains(&"app-link"));
}

#[tokio::test]
async fn fk08_what_is_no_number_says_so_and_is_sent_nothing() {
    let world = world().await;
    let mut browser = at_pairing_page(&world).await;
    for (typed, told) in [
        ("", "with its country"),
        ("040 765 4321", "with its country"),
        ("+358 40 765 4321, +358 40 765 4322", "with its country"),
        ("+358<script>", "with its country"),
        ("+358 600 12345", "special services"),
    ] {
        send(&mut browser, typed).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(browser.html.contains(told) && !browser.html.contains("<script>"), "{}", browser.html);
    }
    assert!(texts(&world).await.is_empty());
}

/// Else the service would write to strangers as often as somebody likes.
#[tokio::test]
async fn fk08_many_messages_of_one_user_have_to_wait() {
    let world = world().await;
    let mut browser = at_pairing_page(&world).await;
    for number in ["+358 40 765 4321", "+358 40 765 4322", "+358 40 765 4323"] {
        send(&mut browser, number).await;
        assert_eq!(browser.status, StatusCode::OK);
    }
    send(&mut browser, "+358 40 765 4324").await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(texts(&world).await.len(), 3);
}

#[tokio::test]
async fn fk08_messages_of_many_users_to_one_number_have_to_wait() {
    let world = world().await;
    for user in ["mira", "otto", "sara"] {
        let mut browser = world.browser();
        browser.take_key(&world, user).await;
        send(&mut browser, "+358 40 765 4321").await;
        assert_eq!(browser.status, StatusCode::OK, "{user}");
    }
    let mut browser = world.browser();
    browser.take_key(&world, "timo").await;
    send(&mut browser, "+358 40 765 4321").await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS, "another user, the same number");
    assert!(browser.html.contains("Several messages were sent already."));
    assert_eq!(texts(&world).await.len(), 3);
}

#[tokio::test]
async fn fk08_a_stranger_sends_nothing_and_without_stores_nobody_does() {
    let world = world().await;
    let mut stranger = world.browser();
    stranger.open("/login").await;
    send(&mut stranger, "+358 40 765 4321").await;
    assert_eq!(stranger.path, "/login");
    let bare = World::new().await;
    let mut browser = at_pairing_page(&bare).await;
    assert!(!browser.html.contains("/pair/app"));
    send(&mut browser, "+358 40 765 4321").await;
    assert_eq!(browser.path, "/pair");
    browser.open("/get-key").await;
    assert!(browser.html.contains("Ask your administrator"));
    assert!(texts(&world).await.is_empty() && texts(&bare).await.is_empty());
}

/// The page of a link that was opened without Key leads to the stores; the link itself is never sent to the service.
#[tokio::test]
async fn pk07_a_link_that_is_opened_without_key_leads_to_the_stores() {
    let world = world().await;
    let mut browser = world.browser();
    browser.open("/k").await;
    assert!(browser.html.contains(ANDROID) && browser.html.contains(APPLE));
}
