use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use key_domain::contacts::{Contacts, PhoneNumber};
use key_protocol::answer::Refusal;
use key_protocol::link::PairingLink;

use crate::messages;
use crate::testing::{Browser, MINUTE, World, text};
use crate::worker;

#[tokio::test]
async fn pk05_fk02_taking_key_into_use_ends_signed_in() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    assert!(browser.html.contains("<svg") && browser.html.contains("2:00"));
    assert_eq!(link.service, world.app().thumbprint);
    phone.claim(&link.token).await.unwrap();
    browser.open("/pair").await;
    assert!(browser.html.contains("Finish on your phone") && browser.html.contains("Android 16"));
    assert!(!browser.html.contains("class=\"code\""), "the phone has not revealed its share");
    phone.enrol().await.unwrap();
    browser.open("/pair").await;
    assert!(browser.html.contains("Is this your phone?") && browser.html.contains("Android 16"));
    assert_eq!(browser.digits(), phone.code(&link.token));
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
    browser.open("/pair").await;
    browser.send("/pair/commit", &[]).await;
    assert!(browser.html.contains("Key connected") && browser.html.contains("Go to your page"));
    browser.open("/home").await;
    assert_eq!(browser.path, "/home");
    assert!(browser.html.contains("Confirmed this login"));
}

#[tokio::test]
async fn fk10_taking_key_into_use_is_told_to_the_user() {
    let world = World::new().await;
    world.paired("mira").await;
    messages::deliver(world.app()).await;
    let outbox = world.folder.path().join("outbox");
    let mut files = fs::read_dir(outbox).unwrap().map(|file| file.unwrap().path());
    let file = files.find(|path| path.extension().is_some_and(|kind| kind == "txt")).unwrap();
    let message = fs::read_to_string(file).unwrap();
    assert!(message.contains("To: mira") && message.contains("Key was set up at Ledger"));
    assert_eq!(world.app().store.next_notification_at().await.unwrap(), None);
}

#[tokio::test]
async fn pk06_the_code_runs_out_and_a_new_one_is_offered() {
    let world = World::new().await;
    let mut browser = world.browser();
    let old = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    world.pass(2 * MINUTE);
    browser.open("/pair").await;
    assert!(
        browser.html.contains("The QR code has expired") && browser.html.contains("Activate new QR code")
    );
    assert!(!browser.html.contains("pairing-link"));
    browser.send("/pair/new", &[]).await;
    let new = PairingLink::parse(&browser.link()).unwrap();
    assert_ne!(new.token, old.token);
    assert_eq!(world.phone().claim(&old.token).await.unwrap_err(), Refusal::LinkExpired);
    assert!(world.phone().claim(&new.token).await.is_ok());
}

#[tokio::test]
async fn a_stranger_who_photographed_the_code_is_seen_and_refused() {
    let world = World::new().await;
    let (mut browser, mut stranger, mut own) = (world.browser(), world.phone(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    stranger.claim(&link.token).await.unwrap();
    assert_eq!(own.claim(&link.token).await.unwrap_err(), Refusal::LinkUsed);
    stranger.enrol().await.unwrap();
    browser.open("/pair").await;
    own.shares[1] = stranger.shares[1].clone();
    assert_eq!(browser.digits(), stranger.code(&link.token));
    assert_ne!(browser.digits(), own.code(&link.token));
    browser.send("/pair/refuse", &[]).await;
    assert!(browser.html.contains("Your account is still yours alone"));
    assert_eq!(stranger.wait("", 0).await.unwrap_err(), Refusal::PairingRefused);
    browser.send("/pair/commit", &[("device", &stranger.id().to_string())]).await;
    assert_eq!(stranger.wait("", 0).await.unwrap_err(), Refusal::PairingRefused);
    browser.send("/pair/new", &[]).await;
    let link = PairingLink::parse(&browser.link()).unwrap();
    own.claim(&link.token).await.unwrap();
    own.enrol().await.unwrap();
    browser.open("/pair").await;
    assert!(browser.send("/pair/commit", &[]).await.contains("Key connected"));
}

#[tokio::test]
async fn pk06_a_phone_that_is_lost_halfway_is_left_behind_for_a_new_code() {
    let world = World::new().await;
    let (mut browser, mut lost, mut own) = (world.browser(), world.phone(), world.phone());
    let mut link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    for enrolled in [false, true] {
        lost.claim(&link.token).await.unwrap();
        if enrolled {
            lost.enrol().await.unwrap();
        }
        browser.open("/pair").await;
        assert_eq!(browser.html.contains("Is this your phone?"), enrolled);
        assert!(browser.html.contains("action=\"/pair/new\"") && browser.html.contains("Not now"));
        browser.send("/pair/new", &[]).await;
        let old = std::mem::replace(&mut link, PairingLink::parse(&browser.link()).unwrap());
        assert_ne!(old.token, link.token);
        assert_eq!(lost.enrol().await.unwrap_err(), Refusal::PairingRefused);
        lost = world.phone();
    }
    own.claim(&link.token).await.unwrap();
    own.enrol().await.unwrap();
    browser.open("/pair").await;
    assert!(browser.send("/pair/commit", &[]).await.contains("Key connected"));
    assert_eq!(world.events("mira").await, ["device-added"]);
}

#[tokio::test]
async fn a_new_code_does_not_undo_a_phone_that_has_just_finished() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    phone.claim(&link.token).await.unwrap();
    phone.enrol().await.unwrap();
    browser.open("/pair").await;
    browser.fetch(browser.form("/pair/commit", &[])).await;
    browser.send("/pair/new", &[]).await;
    assert!(browser.html.contains("Key connected"));
    assert!(phone.wait("", 0).await.is_ok());
}

#[tokio::test]
async fn what_was_not_shown_cannot_be_recognised() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    browser.send("/pair/commit", &[]).await;
    phone.claim(&link.token).await.unwrap();
    phone.enrol().await.unwrap();
    browser.open("/login").await;
    browser.send("/pair/commit", &[("device", "AAAAAAAAAAAAAAAAAAAAAA")]).await;
    assert!(browser.open("/pair").await.contains("Is this your phone?"));
}

#[tokio::test]
async fn a_phone_that_has_not_revealed_its_share_cannot_be_recognised() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    phone.claim(&link.token).await.unwrap();
    browser.open("/pair").await;
    assert!(!browser.html.contains("action=\"/pair/commit\""));
    browser.send("/pair/commit", &[]).await;
    assert!(browser.html.contains("Finish on your phone"));
    phone.enrol().await.unwrap();
    assert_eq!(phone.check().await.unwrap_err(), Refusal::Malformed);
    assert!(browser.open("/pair").await.contains("Is this your phone?"));
}

#[tokio::test]
async fn fk02_the_page_moves_on_by_itself_at_every_step() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    let events = async |browser: &mut Browser, seen: &str| {
        let request = Request::get(format!("/pair/events?seen={seen}")).body(Body::empty()).unwrap();
        browser.fetch(request).await
    };
    let heard = tokio::spawn(text(events(&mut browser, "open").await));
    tokio::task::yield_now().await;
    phone.claim(&link.token).await.unwrap();
    let limit = Duration::from_secs(10);
    assert!(tokio::time::timeout(limit, heard).await.unwrap().unwrap().contains("moved"));
    let late = text(events(&mut browser, "open").await);
    assert!(tokio::time::timeout(limit, late).await.unwrap().contains("moved"));
    let heard = tokio::spawn(text(events(&mut browser, "claimed").await));
    tokio::task::yield_now().await;
    phone.enrol().await.unwrap();
    assert!(tokio::time::timeout(limit, heard).await.unwrap().unwrap().contains("moved"));
    let mut other = world.browser();
    other.cookies.clone_from(&browser.cookies);
    let heard = tokio::spawn(text(events(&mut other, "comparing").await));
    tokio::task::yield_now().await;
    browser.open("/pair").await;
    browser.send("/pair/commit", &[]).await;
    assert!(tokio::time::timeout(limit, heard).await.unwrap().unwrap().contains("moved"));
}

#[tokio::test]
async fn pairing_goes_on_after_a_restart() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    let world = world.restart().await;
    let mut after = world.browser();
    after.cookies.clone_from(&browser.cookies);
    after.open("/pair").await;
    assert_eq!(PairingLink::parse(&after.link()).unwrap(), link);
    phone.service = world.service.clone();
    phone.claim(&link.token).await.unwrap();
    let world = world.restart().await;
    let mut after = world.browser();
    after.cookies.clone_from(&browser.cookies);
    assert!(after.open("/pair").await.contains("Finish on your phone"));
    phone.service = world.service.clone();
    phone.enrol().await.unwrap();
    after.open("/pair").await;
    assert_eq!(after.digits(), phone.code(&link.token));
    assert!(after.send("/pair/commit", &[]).await.contains("Key connected"));
}

#[tokio::test]
async fn pk06_a_link_is_dead_where_the_clock_is_put_back() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    world.pass(-24 * 60 * MINUTE);
    for _ in 0..2 {
        assert_eq!(phone.claim(&link.token).await.unwrap_err(), Refusal::LinkExpired);
        world.pass(60 * MINUTE);
    }
}

#[tokio::test]
async fn pk06_a_link_does_not_live_again_when_the_clock_gets_there_again() {
    let world = World::new().await;
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(&world, "mira").await).unwrap();
    world.lose_a_day().await;
    assert_eq!(phone.claim(&link.token).await.unwrap_err(), Refusal::LinkExpired);
    browser.open("/pair").await;
    assert_eq!(browser.path, "/login");
}

#[tokio::test]
async fn a_session_that_sends_and_sends_is_told_to_wait_and_others_are_not() {
    let world = World::new().await;
    let (mut browser, mut other) = (world.browser(), world.browser());
    browser.take_key(&world, "mira").await;
    other.take_key(&world, "otto").await;
    let mut sent = 0;
    while browser.status == StatusCode::OK {
        assert!(sent < 100);
        browser.send("/pair/new", &[]).await;
        sent += 1;
    }
    assert_eq!(browser.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(browser.html.contains("Nothing was changed"), "{}", browser.html);
    let before = world.app().store.count_rows().await.unwrap();
    browser.send("/pair/new", &[]).await;
    assert_eq!(world.app().store.count_rows().await.unwrap(), before);
    other.send("/pair/new", &[]).await;
    assert_eq!(other.status, StatusCode::OK);
    world.pass(1000);
    browser.open("/pair").await;
    browser.send("/pair/new", &[]).await;
    assert_eq!(browser.status, StatusCode::OK);
}

/// The text messages that have left so far: to whom, and the link in them.
async fn texts(world: &World) -> Vec<(String, PairingLink)> {
    messages::deliver(world.app()).await;
    let mut files: Vec<_> = fs::read_dir(&world.app().settings.outbox)
        .map(|files| files.map(|file| file.unwrap().path()).collect())
        .unwrap_or_default();
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let to = text.lines().next().unwrap().strip_prefix("To: ").unwrap().to_owned();
        let link = text.split_whitespace().find_map(|word| PairingLink::parse(word).ok())?;
        Some((to, link))
    };
    files.into_iter().filter_map(read).collect()
}

/// Mira with a phone number, at the pairing page.
async fn with_number() -> (World, Browser) {
    let world = World::new().await;
    world.user("mira").await;
    let contacts = Contacts { email: None, phone: PhoneNumber::parse("+358 40 123 4567").ok() };
    world.service.accounts().set_contacts("mira", contacts).await.unwrap();
    let mut browser = world.browser();
    browser.take_key(&world, "mira").await;
    (world, browser)
}

#[tokio::test]
async fn pk07_a_link_by_sms_pairs_the_phone_minutes_later() {
    let (world, mut browser) = with_number().await;
    let shown = PairingLink::parse(&browser.link()).unwrap();
    browser.send("/pair/sms", &[]).await;
    assert!(browser.html.contains("Open the link on your phone") && browser.html.contains("67"));
    assert!(!browser.html.contains("123 45") && !browser.html.contains("1234567"), "the number is masked");
    assert!(!browser.html.contains("<svg class=\"qr") && !browser.html.contains("pairing-link"));
    let [(to, link)] = texts(&world).await.try_into().unwrap();
    assert_eq!(to, "+358401234567");
    // As at each start.
    worker::end_future(world.app()).await;
    assert!(!browser.html.contains(&link.to_text().unwrap()), "the page does not have it");
    world.pass(10 * MINUTE);
    let mut phone = world.phone();
    assert_eq!(
        phone.claim(&shown.token).await.unwrap_err(),
        Refusal::LinkExpired,
        "the shown link has ended"
    );
    phone.claim(&link.token).await.unwrap();
    let mut other = world.phone();
    assert_eq!(other.claim(&link.token).await.unwrap_err(), Refusal::LinkUsed, "it works once");
    phone.enrol().await.unwrap();
    browser.open("/pair").await;
    assert!(browser.html.contains("Is this your phone?"));
    let device = phone.id().to_string();
    browser.send("/pair/commit", &[("device", &device)]).await;
    phone.wait("", 0).await.unwrap();
    browser.open("/pair").await;
    assert!(browser.html.contains("Key connected"), "{}", browser.html);
    assert!(!world.events("mira").await.is_empty());
    browser.open("/home").await;
    assert!(!browser.html.contains("event-pairing-link"));
}

#[tokio::test]
async fn pk07_a_link_by_sms_lives_fifteen_minutes_and_is_not_sent_late() {
    let (world, mut browser) = with_number().await;
    browser.send("/pair/sms", &[]).await;
    let [(_, link)] = texts(&world).await.try_into().unwrap();
    world.pass(15 * MINUTE);
    assert_eq!(world.phone().claim(&link.token).await.unwrap_err(), Refusal::LinkExpired);
    browser.open("/pair").await;
    assert!(browser.html.contains("Activate new QR code") && !browser.html.contains("two minutes"));
    assert!(browser.html.contains("The link has expired"), "{}", browser.html);
    let (world, mut browser) = with_number().await;
    browser.send("/pair/sms", &[]).await;
    world.pass(15 * MINUTE);
    assert!(texts(&world).await.is_empty(), "nobody gets a link that is dead");
    assert_eq!(world.app().store.next_notification_at().await.unwrap(), None);
}

#[tokio::test]
async fn pk07_the_qr_code_can_be_shown_instead_and_the_sent_link_ends() {
    let (world, mut browser) = with_number().await;
    browser.send("/pair/sms", &[]).await;
    let [(_, link)] = texts(&world).await.try_into().unwrap();
    browser.send("/pair/new", &[]).await;
    let shown = PairingLink::parse(&browser.link()).unwrap();
    assert_eq!(world.phone().claim(&link.token).await.unwrap_err(), Refusal::LinkExpired);
    world.phone().claim(&shown.token).await.unwrap();
}

#[tokio::test]
async fn pk07_many_messages_have_to_wait_and_without_a_number_there_are_none() {
    let (world, mut browser) = with_number().await;
    for _ in 0..3 {
        browser.send("/pair/sms", &[]).await;
        assert_eq!(browser.status, StatusCode::OK);
    }
    browser.send("/pair/sms", &[]).await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(browser.html.contains("Several messages were sent already."));
    browser.open("/pair/sms").await;
    assert_eq!(
        (browser.path.as_str(), browser.status),
        ("/pair", StatusCode::OK),
        "the page is loaded again"
    );
    let sent = texts(&world).await.len();
    assert!((1..=3).contains(&sent), "{sent}");
    let mut sara = world.browser();
    sara.take_key(&world, "sara").await;
    assert!(!sara.html.contains("/pair/sms"));
    sara.send("/pair/sms", &[]).await;
    assert_eq!(sara.path, "/pair");
    assert_eq!(texts(&world).await.len(), sent);
}
