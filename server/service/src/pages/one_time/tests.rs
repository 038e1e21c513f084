use axum::http::StatusCode;
use key_domain::ids::{PairingId, SessionId};
use key_domain::rules::sign_in::{Destination, OneTime, by_number};
use key_domain::store::devices::Lifecycle;
use key_domain::store::pairings::NewPairing;
use key_domain::store::sessions::{NewSession, Stage};
use key_store::sqlite::testing::OtherProgram;

use crate::one_time::normal;
use crate::testing::World;

#[tokio::test]
async fn pk01_a_one_time_password_signs_in_instead_of_key() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    assert!(browser.html.contains("One-time password number 1"));
    let typed = world.one_time("mira", 1).to_uppercase().replace('-', " ");
    browser.send("/login/otp", &[("password", &typed)]).await;
    assert_eq!(browser.path, "/home");
    assert!(browser.html.contains("one-time password number 1"));
    assert!(browser.html.contains("99 one-time passwords left"));
}

#[tokio::test]
async fn pl04_each_one_time_password_works_once_and_the_next_number_is_asked_for() {
    let world = World::new().await;
    let mut browser = world.browser();
    for number in 1..=3 {
        browser.begin(&world, "mira").await;
        browser.open("/login/otp").await;
        assert_eq!(browser.number(), number);
        let old = world.one_time("mira", number.max(2) - 1);
        if number > 1 {
            browser.send("/login/otp", &[("password", &old)]).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN);
        }
        browser.send("/login/otp", &[("password", &world.one_time("mira", number))]).await;
        assert_eq!(browser.path, "/home");
    }
}

#[tokio::test]
async fn pl04_only_the_number_that_is_asked_for_is_taken() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    let seventh = world.one_time("mira", 7);
    browser.send("/login/otp", &[("password", &seventh), ("number", "7")]).await;
    assert_eq!(browser.status, StatusCode::CONFLICT);
    browser.send("/login/otp", &[("password", &seventh)]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pl04_of_two_who_use_one_at_once_one_gets_in() {
    let world = World::new().await;
    let typed = {
        world.user("mira").await;
        world.one_time("mira", 1)
    };
    let mut race = Vec::new();
    for _ in 0..4 {
        let mut browser = world.browser();
        browser.begin(&world, "mira").await;
        browser.open("/login/otp").await;
        let typed = typed.clone();
        race.push(tokio::spawn(async move {
            browser.send("/login/otp", &[("password", &typed)]).await;
            browser.path == "/home"
        }));
    }
    let mut won = 0;
    for browser in race {
        won += usize::from(browser.await.unwrap());
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn one_time_passwords_cannot_be_guessed_through_either_door() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    for door in ["/login/otp", "/login/set-up", "/login/otp", "/login/set-up", "/login/otp"] {
        browser.open(door).await;
        browser.send(door, &[("password", "2222-2222")]).await;
        assert_eq!(browser.status, StatusCode::FORBIDDEN, "{door}");
    }
    let mut other = world.browser();
    other.begin(&world, "mira").await;
    for door in ["/login/otp", "/login/set-up"] {
        other.open(door).await;
        other.send(door, &[("password", &world.one_time("mira", 1))]).await;
        assert_eq!(other.status, StatusCode::TOO_MANY_REQUESTS, "{door}");
    }
    world.pass(4000);
    other.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(other.path, "/home");
}

#[tokio::test]
async fn fk06_pk16_having_key_does_not_take_the_list_away() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/confirm");
    assert!(browser.html.contains("/login/otp"));
    phone.request().await;
    browser.open("/login/otp").await;
    browser.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(browser.path, "/home");
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
}

#[tokio::test]
async fn pk16_a_new_list_kills_the_old_one() {
    let world = World::new().await;
    world.user("mira").await;
    let list = world.service.accounts().new_password_list("mira").await.unwrap();
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    browser.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    browser.send("/login/otp", &[("password", &list[0])]).await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn a_one_time_password_needs_the_password_first() {
    let world = World::new().await;
    world.user("mira").await;
    let mut browser = world.browser();
    for door in ["/login/otp", "/login/set-up"] {
        browser.open(door).await;
        assert_eq!(browser.path, "/login");
    }
}

#[tokio::test]
async fn the_same_one_time_password_sent_twice_signs_in_once_and_loses_nothing() {
    let world = World::new().await;
    world.paired("mira").await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    let form = || browser.form("/login/otp", &[("password", &world.one_time("mira", 1))]);
    let (first, second) = (form(), form());
    let mut lost = world.browser();
    lost.cookies.clone_from(&browser.cookies);
    assert_eq!(lost.fetch(first).await.headers()["location"], "/home");
    assert_eq!(browser.fetch(second).await.headers()["location"], "/home");
    browser.open("/home").await;
    assert_eq!(browser.path, "/home");
    browser.begin(&world, "mira").await;
    assert!(!browser.html.contains("class=\"code\""), "the browser is known: it asks for no digits");
}

/// Each of them reads the session before any of them has ended it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_signs_in_once_and_shows_no_error() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    let clicks = (0..4).map(|_| {
        let form = browser.form("/login/otp", &[("password", &world.one_time("mira", 1))]);
        let mut click = world.browser();
        click.cookies.clone_from(&browser.cookies);
        tokio::spawn(async move { click.fetch(form).await.headers().get("location").cloned() })
    });
    let clicks: Vec<_> = clicks.collect();
    for click in clicks {
        assert_eq!(click.await.unwrap().unwrap(), "/home");
    }
    browser.open("/login/otp").await;
    let account = world.user("mira").await;
    assert_eq!(world.app().store.next_number(account).await.unwrap().unwrap().number, 2);
}

#[tokio::test]
async fn a_one_time_password_opens_no_session_that_was_ended() {
    let world = World::new().await;
    let account = world.user("mira").await;
    let session = world.session("mira", Stage::Password).await;
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    let session = tx.session(session).await.unwrap().unwrap();
    drop(tx);
    world.service.accounts().end_sessions("mira").await.unwrap();
    let hash = world.app().parts.secrets.one_time_hash(&account, 1, &normal(&world.one_time("mira", 1)));
    let new = NewSession {
        id: SessionId::from_bytes([1; 32]),
        account,
        stage: Stage::Identified,
        pairing: None,
        by: None,
    };
    let opened = Destination::Pairing(NewPairing {
        id: PairingId::from_bytes([1; 16]),
        token_hash: [1; 32],
        by_sms: false,
    });
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    let typed = OneTime { number: 1, hash };
    assert!(!by_number(tx.as_mut(), (&session, new), typed, opened, &[], world.app().now()).await.unwrap());
}

/// If anything fails after the password was used up, it is not used up.
#[tokio::test]
async fn a_one_time_password_is_used_up_with_what_it_opens_or_not_at_all() {
    let world = World::new().await;
    let Some(file) = world.file() else { return };
    let account = world.user("mira").await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    let mut other = OtherProgram::open(file).await;
    for (door, fails) in
        [("/login/otp", "sessions"), ("/login/otp", "browsers"), ("/login/set-up", "pairings")]
    {
        browser.open(door).await;
        let trigger =
            format!("CREATE TRIGGER fails BEFORE INSERT ON {fails} BEGIN SELECT RAISE(ABORT, 'full'); END");
        other.run(trigger).await.unwrap();
        let form = browser.form(door, &[("password", &world.one_time("mira", 1))]);
        assert_eq!(browser.fetch(form).await.status(), StatusCode::SERVICE_UNAVAILABLE, "{fails}");
        other.run("DROP TRIGGER fails").await.unwrap();
        assert_eq!(world.app().store.next_number(account).await.unwrap().unwrap().number, 1, "{fails}");
    }
    browser.send("/login/set-up", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(browser.path, "/pair");
}

/// The phone was lost: whoever has it confirms nothing any more.
#[tokio::test]
async fn fk07_all_devices_are_disconnected_from_the_login_page() {
    let world = World::new().await;
    let mut phones = [world.paired("mira").await, world.paired("mira").await];
    let others = world.paired("otto").await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    let request = phones[0].request().await;
    browser.open("/login/disconnect").await;
    assert!(browser.html.contains("Disconnect all phones"));
    let number = browser.number();
    browser.send("/login/disconnect", &[("password", "wrong")]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
    browser.send("/login/disconnect", &[("password", &world.one_time("mira", number))]).await;
    assert_eq!(browser.path, "/devices?ended=all-removed");
    assert!(browser.html.contains("All phones were disconnected."));
    for phone in &mut phones {
        assert_eq!(world.state(phone).await, Lifecycle::Disconnected);
        phone.wait("", 0).await.unwrap_err();
    }
    phones[0].confirm(&request, None).await.unwrap_err();
    assert_eq!(world.state(&others).await, Lifecycle::Active);
    assert_eq!(world.events("mira").await.iter().filter(|name| **name == "device-removed").count(), 2);
}

/// The password alone disconnects nothing.
#[tokio::test]
async fn fk07_nobody_disconnects_devices_without_a_one_time_password() {
    let world = World::new().await;
    let phone = world.paired("mira").await;
    let mut stranger = world.browser();
    stranger.send("/login/disconnect", &[("password", "abcd"), ("number", "1")]).await;
    assert_ne!(stranger.path, "/devices?ended=all-removed");
    stranger.begin(&world, "mira").await;
    stranger.send("/login/disconnect", &[("number", "1")]).await;
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
}

/// Four browsers with the same one-time password at once: one of them is in.
#[tokio::test]
async fn fk07_one_password_disconnects_once_whoever_is_first() {
    let world = World::new().await;
    let phone = world.paired("mira").await;
    let mut browsers = Vec::new();
    for _ in 0..4 {
        let mut browser = world.browser();
        browser.begin(&world, "mira").await;
        browser.open("/login/disconnect").await;
        browsers.push(browser);
    }
    let password = world.one_time("mira", browsers[0].number());
    let [one, two, three, four] = &mut browsers[..] else { panic!() };
    let fields = [("password", password.as_str())];
    tokio::join!(
        one.send("/login/disconnect", &fields),
        two.send("/login/disconnect", &fields),
        three.send("/login/disconnect", &fields),
        four.send("/login/disconnect", &fields),
    );
    let is_in = |browser: &&crate::testing::Browser| browser.path == "/devices?ended=all-removed";
    assert_eq!(browsers.iter().filter(is_in).count(), 1);
    assert_eq!(world.state(&phone).await, Lifecycle::Disconnected);
}
