use axum::http::StatusCode;
use key_domain::ids::{SessionId, SessionSecret, ThrottleId};
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::Visitor;
use crate::password::{QUEUE, Queue};
use crate::testing::{MINUTE, PASSWORD, World};
use crate::turns::Turn;

#[tokio::test]
async fn pk01_a_password_alone_does_not_sign_in() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/method");
    assert!(browser.html.contains("Set up Key") && browser.html.contains("/login/otp"));
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
}

#[tokio::test]
async fn pk01_the_username_is_taken_in_any_case() {
    let world = World::new().await;
    world.user("Mira.Laine").await;
    let mut browser = world.browser();
    browser.password(" mira.LAINE ", PASSWORD).await;
    assert_eq!(browser.path, "/login/method");
}

/// A further login is possible, of the same user or of another one.
#[tokio::test]
async fn who_is_signed_in_is_led_on_from_the_login_page() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login").await;
    assert!(!browser.html.contains("You are logged in"), "the password alone does not sign in");
    let mut browser = world.signed_in("otto").await;
    browser.open("/login").await;
    assert!(browser.html.contains("You are logged in as otto.") && browser.html.contains(r#"href="/home""#));
    assert!(browser.html.contains(r#"name="password""#));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_look_the_same() {
    let world = World::new().await;
    world.user("mira").await;
    let (mut one, mut two) = (world.browser(), world.browser());
    let wrong = one.password("mira", "wrong").await.replace("value=\"mira\"", "");
    let unknown = two.password("nobody", "wrong").await.replace("value=\"nobody\"", "");
    assert_eq!((one.status, two.status), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN));
    let without_token = |html: &str, token: Option<String>| html.replace(&token.unwrap(), "");
    assert_eq!(without_token(&wrong, one.hidden("token")), without_token(&unknown, two.hidden("token")));
    two.password("mira", &"x".repeat(1025)).await;
    assert_eq!(two.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn passwords_cannot_be_guessed_fast_of_known_or_unknown_users() {
    let world = World::new().await;
    world.user("mira").await;
    for username in ["mira", "nobody"] {
        let mut browser = world.browser();
        for _ in 0..5 {
            browser.password(username, "wrong").await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN);
        }
        browser.password(username, PASSWORD).await;
        assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(browser.html.contains("Wait 2 seconds "), "{}", browser.html);
    }
    world.pass(2000);
    let mut browser = world.browser();
    browser.password("mira", "wrong").await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    world.pass(3999);
    browser.password("mira", PASSWORD).await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(browser.html.contains("Wait 8 seconds "), "a try that comes too early counts too");
    world.pass(8000);
    browser.password("mira", PASSWORD).await;
    assert_eq!(browser.path, "/login/method");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_made_at_once_are_counted_each() {
    let world = World::new().await;
    world.user("mira").await;
    let race = (0..12).map(|_| {
        let mut browser = world.browser();
        tokio::spawn(async move {
            browser.password("mira", "wrong").await;
            browser.status
        })
    });
    let race: Vec<_> = race.collect();
    let mut heard = 0;
    for guess in race {
        heard += usize::from(guess.await.unwrap() == StatusCode::FORBIDDEN);
    }
    assert_eq!(heard, 5);
}

#[tokio::test]
async fn one_address_cannot_try_many_users() {
    let world = World::new().await;
    let mut browser = world.browser();
    for number in 0..20 {
        browser.password(&format!("user{number}"), "wrong").await;
        assert_eq!(browser.status, StatusCode::FORBIDDEN);
    }
    browser.password("another", "wrong").await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    world.pass(15 * MINUTE);
    browser.password("another", "wrong").await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_session_from_before_the_password_is_worth_nothing_after_it() {
    let world = World::new().await;
    let mut attacker = world.browser();
    attacker.open("/login").await;
    let mut victim = world.browser();
    victim.cookies.clone_from(&attacker.cookies);
    victim.begin(&world, "mira").await;
    assert_eq!(victim.path, "/login/method");
    assert_ne!(victim.cookies["key-8080"], attacker.cookies["key-8080"]);
    attacker.open("/login/method").await;
    assert_eq!(attacker.path, "/login");
}

#[tokio::test]
async fn empty_fields_are_named() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.password("", "").await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.html.contains("Enter your username.") && browser.html.contains("Enter your password."));
}

#[tokio::test]
async fn guesses_of_a_stranger_do_not_keep_the_user_out() {
    let world = World::new().await;
    let mut own = world.browser();
    own.begin(&world, "mira").await;
    own.open("/login/otp").await;
    own.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    let mut stranger = world.browser();
    for _ in 0..6 {
        stranger.password("mira", "wrong").await;
    }
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    own.password("mira", PASSWORD).await;
    assert_eq!(own.path, "/login/method");
    for _ in 0..5 {
        own.password("mira", "wrong").await;
    }
    own.password("mira", PASSWORD).await;
    assert_eq!(own.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_known_browser_is_not_held_up_by_others_at_its_address() {
    let world = World::new().await;
    let mut own = world.browser();
    own.begin(&world, "mira").await;
    own.open("/login/otp").await;
    own.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    let mut stranger = world.browser();
    for number in 0..21 {
        stranger.password(&format!("user{number}"), "wrong").await;
    }
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    own.password("mira", PASSWORD).await;
    assert_eq!(own.path, "/login/method");
    own.open("/login/otp").await;
    own.send("/login/otp", &[("password", &world.one_time("mira", 2))]).await;
    assert_eq!(own.path, "/home");
    own.password("otto", PASSWORD).await;
    assert_eq!(own.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_clock_that_is_put_back_keeps_nobody_out() {
    let world = World::new().await;
    let _phone = world.paired("mira").await;
    let mut browser = world.browser();
    for _ in 0..6 {
        browser.password("mira", "wrong").await;
    }
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    world.pass(-24 * 60 * MINUTE);
    for _ in 0..3 {
        browser.password("mira", PASSWORD).await;
        assert_eq!(browser.path, "/login/confirm");
    }
    browser.password("mira", PASSWORD).await;
    assert_eq!(browser.path, "/login/method");
    world.pass(-24 * 60 * MINUTE);
    browser.password("mira", PASSWORD).await;
    assert_eq!(browser.path, "/login/confirm");
}

#[tokio::test]
async fn a_login_of_the_owner_tells_strangers_nothing_of_the_username() {
    let world = World::new().await;
    world.user("mira").await;
    let mut stranger = world.browser();
    let mut statuses = [Vec::new(), Vec::new()];
    for (username, statuses) in ["mira", "nemo"].iter().zip(&mut statuses) {
        for _ in 0..6 {
            stranger.password(username, "wrong").await;
        }
        world.pass(4 * MINUTE);
        if *username == "mira" {
            let mut owner = world.browser();
            owner.password("mira", PASSWORD).await;
            assert_eq!(owner.path, "/login/method");
        }
        for _ in 0..3 {
            stranger.password(username, "wrong").await;
            statuses.push(stranger.status);
        }
        world.pass(24 * 60 * MINUTE);
    }
    assert_eq!(statuses[0], statuses[1]);
    assert_eq!(statuses[0][1], StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_throttled_network_takes_no_place_in_the_line_and_no_room_in_the_database() {
    let world = World::new().await;
    let mut stranger = world.browser();
    for number in 0..21 {
        stranger.password(&format!("user{number}"), "wrong").await;
    }
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    let places: Vec<_> = (0..QUEUE as u8)
        .map(|other| world.app().hasher.place(Queue::Others(ThrottleId::from_bytes([other; 32]))).unwrap())
        .collect();
    let before = world.app().store.count_rows().await.unwrap();
    for number in 0..30 {
        stranger.password(&format!("other{number}"), "wrong").await;
        assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS, "the line is full, and it did not ask");
    }
    assert_eq!(world.app().store.count_rows().await.unwrap(), before);
    drop(places);
    // The wait has its greatest length: meanwhile further tries are not even recorded.
    assert!(stranger.html.contains("15 minutes"), "{}", stranger.html);
    world.pass(5 * 1000);
    stranger.password("mira", "wrong").await;
    world.pass(15 * MINUTE - 4 * 1000);
    stranger.password("mira", "wrong").await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_password_that_was_changed_meanwhile_opens_nothing() {
    let world = World::new().await;
    world.user("mira").await;
    let account = world.app().store.account_by_username("mira").await.unwrap().unwrap();
    world.service.accounts().set_password("mira", "another".to_owned().into()).await.unwrap();
    let visitor = Visitor {
        address: std::net::Ipv4Addr::LOCALHOST.into(),
        browser: ShownText::parse("Firefox").unwrap(),
        known: None,
        language: Language::English,
        path: "/login".to_owned(),
        session: None,
        id: SessionId::from_bytes([1; 32]),
        secret: SessionSecret::from_bytes([1; 32]),
        fresh: false,
        turn: Turn::default(),
    };
    let step = super::Step::password(world.app(), account.id);
    let session = step.new.id;
    assert!(step.take(world.app(), &visitor, &account).await.unwrap().is_none());
    assert!(!world.app().store.is_session(session, world.app().now()).await.unwrap());
}

#[tokio::test]
async fn the_password_alone_does_not_choose_the_language_of_messages() {
    let world = World::new().await;
    world.user("mira").await;
    let language = async || world.app().store.account_by_username("mira").await.unwrap().unwrap().language;
    let mut stranger = world.browser();
    stranger.open("/login").await;
    stranger.send("/language", &[("language", "fi"), ("page", "/login")]).await;
    stranger.password("mira", PASSWORD).await;
    assert_eq!(language().await, Language::English);
    stranger.open("/login/otp").await;
    stranger.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(stranger.path, "/home");
    assert_eq!(language().await, Language::Finnish);
}
