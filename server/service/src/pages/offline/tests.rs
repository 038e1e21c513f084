//! Offline codes as a user, and as a thief of the password or of the phone, types them.

use axum::http::StatusCode;
use key_domain::store::devices::Lifecycle;
use key_protocol::decision::DecisionAnswer;
use key_protocol::enrolment::Factor;

use crate::keys::Rotation;
use crate::testing::{Browser, Phone, World};

const STEP: i64 = 30_000;

/// Mira with a phone, and a browser that has sent her password.
async fn world() -> (World, Browser, Phone) {
    let world = World::new().await;
    let phone = world.paired("mira").await;
    let browser = begun(&world).await;
    (world, browser, phone)
}

async fn begun(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.begin(world, "mira").await;
    browser.open("/login/offline").await;
    browser
}

fn step(world: &World) -> i64 {
    world.app().now() / STEP
}

/// Types the code of a step, counted from now.
async fn send(browser: &mut Browser, world: &World, phone: &Phone, later: i64) -> StatusCode {
    let code = phone.offline_code(Factor::Pin, step(world) + later);
    type_in(browser, &code).await
}

async fn type_in(browser: &mut Browser, code: &str) -> StatusCode {
    browser.send("/login/offline", &[("code", code)]).await;
    browser.status
}

#[tokio::test]
async fn fk04_the_code_of_an_offline_phone_logs_in_once() {
    let (world, mut browser, phone) = world().await;
    let code = phone.offline_code(Factor::Pin, step(&world));
    let (left, right) = code.split_at(4);
    type_in(&mut browser, &format!("{left} {right}")).await;
    assert_eq!(browser.path, "/home");
    let mut again = begun(&world).await;
    assert_eq!(type_in(&mut again, &code).await, StatusCode::FORBIDDEN);
    assert!(again.html.contains("That code was not right."));
    world.pass(STEP);
    send(&mut again, &world, &phone, 0).await;
    assert_eq!(again.path, "/home");
}

#[tokio::test]
async fn fk04_a_code_by_biometrics_logs_in_too() {
    let (world, mut browser, phone) = world().await;
    type_in(&mut browser, &phone.offline_code(Factor::Biometric, step(&world))).await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn fk04_one_step_of_drift_either_way_is_taken_and_no_more() {
    for (drift, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let (world, mut browser, phone) = world().await;
        send(&mut browser, &world, &phone, drift).await;
        assert_eq!(browser.path == "/home", taken, "{drift}");
    }
}

/// The phone's clock runs two hours ahead, as a confirmation has told. A decline needs no factor, and tells nothing.
#[tokio::test]
async fn fk04_the_drift_of_a_phone_is_remembered_from_what_it_confirms() {
    let (world, mut browser, mut phone) = world().await;
    browser.send("/login/confirm", &[]).await;
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::Decline).await.unwrap();
    let mut browser = begun(&world).await;
    assert_eq!(send(&mut browser, &world, &phone, 240).await, StatusCode::FORBIDDEN);
    browser.send("/login/confirm", &[]).await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    let mut browser = begun(&world).await;
    send(&mut browser, &world, &phone, 240).await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn fk04_a_wrong_pin_gives_a_wrong_code_that_counts_as_a_wrong_pin() {
    let (world, mut browser, mut phone) = world().await;
    phone.mistype();
    assert_eq!(send(&mut browser, &world, &phone, 0).await, StatusCode::FORBIDDEN);
    phone.mistype();
    assert_eq!(world.tries(&phone).await.0.run, 1);
    phone.slip().await;
    assert_eq!(world.tries(&phone).await.0.run, 2);
    world.pass(STEP);
    send(&mut browser, &world, &phone, 0).await;
    assert_eq!((browser.path.as_str(), world.tries(&phone).await.0.run), ("/home", 0));
}

#[tokio::test]
async fn fk04_wrong_codes_pause_the_codes_but_not_the_phone() {
    let (world, mut browser, mut phone) = world().await;
    for _ in 0..3 {
        assert_eq!(type_in(&mut browser, "00000000").await, StatusCode::FORBIDDEN);
    }
    assert_eq!(send(&mut browser, &world, &phone, 0).await, StatusCode::FORBIDDEN);
    assert!(browser.html.contains("its offline codes are paused"), "{}", browser.html);
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
    assert!(world.events("mira").await.contains(&"factor-failures"));
    phone.check().await.unwrap();
    world.pass(STEP);
    send(&mut browser, &world, &phone, 0).await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn fk04_tries_count_with_one_time_passwords() {
    let (world, mut browser, _phone) = world().await;
    browser.open("/login/otp").await;
    for _ in 0..5 {
        browser.send("/login/otp", &[("password", "wrong")]).await;
        world.pass(1);
    }
    browser.open("/login/offline").await;
    assert_eq!(type_in(&mut browser, "00000000").await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn fk04_what_is_no_code_costs_no_try() {
    let (world, mut browser, phone) = world().await;
    for nothing in ["", "1234567", "abcdefgh", "123456789"] {
        assert_eq!(type_in(&mut browser, nothing).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.html.contains("Type all eight digits."));
    }
    assert_eq!(world.tries(&phone).await, Default::default());
}

#[tokio::test]
async fn fk04_the_user_says_which_of_several_phones_it_is() {
    let (world, _, phone) = world().await;
    let other = world.paired("mira").await;
    let mut browser = begun(&world).await;
    assert!(browser.html.contains("<select"));
    let code = phone.offline_code(Factor::Pin, step(&world));
    for (device, status) in [(&other, StatusCode::FORBIDDEN), (&phone, StatusCode::OK)] {
        let fields = [("code", code.as_str()), ("device", &device.id().to_string())];
        browser.send("/login/offline", &fields).await;
        assert_eq!(browser.status, status);
    }
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn fk04_a_phone_of_another_user_or_one_that_is_out_is_not_asked_about() {
    let (world, mut browser, phone) = world().await;
    let other = world.paired("sara").await;
    let code = other.offline_code(Factor::Pin, step(&world));
    browser.send("/login/offline", &[("code", &code), ("device", &other.id().to_string())]).await;
    assert_eq!(browser.path, "/login/offline");
    assert_eq!(world.tries(&other).await, Default::default());
    world.set_state(&phone, Lifecycle::Disconnected).await;
    send(&mut browser, &world, &phone, 0).await;
    assert_eq!(browser.path, "/login/method", "there is no phone any more");
}

#[tokio::test]
async fn fk04_without_a_password_there_is_no_page() {
    let (world, ..) = world().await;
    let mut stranger = world.browser();
    stranger.open("/login/offline").await;
    assert_eq!(stranger.path, "/login");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fk04_of_twenty_who_type_one_code_at_once_one_gets_in() {
    let (world, _, phone) = world().await;
    let code = phone.offline_code(Factor::Pin, step(&world));
    let mut race = Vec::new();
    for _ in 0..20 {
        let mut browser = begun(&world).await;
        let code = code.clone();
        race.push(tokio::spawn(async move {
            type_in(&mut browser, &code).await;
            browser.path == "/home"
        }));
    }
    let mut won = 0;
    for browser in race {
        won += usize::from(browser.await.unwrap());
    }
    assert_eq!(won, 1);
    assert_eq!(world.state(&phone).await, Lifecycle::Active);
}

#[tokio::test]
async fn fk04_the_same_form_twice_counts_no_try_and_stays_inside() {
    let (world, mut browser, phone) = world().await;
    let mut twin = browser.clone();
    let code = phone.offline_code(Factor::Pin, step(&world));
    type_in(&mut browser, &code).await;
    type_in(&mut twin, &code).await;
    assert_eq!((browser.path.as_str(), twin.path.as_str()), ("/home", "/home"));
    assert_eq!(world.tries(&phone).await.0.run, 0);
}

/// The phone has not called since, and so does not know the new keys.
#[tokio::test]
async fn fk04_codes_stay_right_while_the_services_keys_are_replaced() {
    let (world, _, phone) = world().await;
    let before = phone.offline_code(Factor::Pin, step(&world));
    let world = world.rotate(Rotation::AddSigning).await;
    let mut browser = begun(&world).await;
    type_in(&mut browser, &before).await;
    assert_eq!(browser.path, "/home");
}

/// A login that waits for Key is cancelled, so that nobody answers it later.
#[tokio::test]
async fn fk04_the_request_that_no_phone_could_show_ends() {
    let (world, mut browser, mut phone) = world().await;
    browser.send("/login/confirm", &[]).await;
    browser.open("/login/offline").await;
    send(&mut browser, &world, &phone, 0).await;
    assert_eq!(browser.path, "/home");
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
}
