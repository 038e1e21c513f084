use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Request, StatusCode};
use key_domain::ids::SessionId;
use key_domain::store::sessions::{NewSession, Stage};
use key_protocol::base64url;
use key_protocol::crypto::sha256;
use key_protocol::link::PairingLink;

use crate::testing::{Browser, MINUTE, PASSWORD, World, text};

const COOKIE: &str = "key-8080";
const BROWSER: &str = "key-8080-browser";

/// A browser with the same cookies.
fn same(world: &World, browser: &Browser) -> Browser {
    let mut same = world.browser();
    same.cookies.clone_from(&browser.cookies);
    same
}

fn load(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

/// A browser whose login was confirmed, at `/login/confirm`, which it has not loaded again yet.
async fn confirmed(world: &World) -> Browser {
    let mut phone = world.paired("mira").await;
    let mut browser = world.browser();
    browser.begin(world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser
}

/// A browser whose phone was connected, at `/pair`, which it has not loaded again yet.
async fn connected(world: &World) -> Browser {
    let (mut browser, mut phone) = (world.browser(), world.phone());
    let link = PairingLink::parse(&browser.take_key(world, "mira").await).unwrap();
    phone.claim(&link.token).await.unwrap();
    phone.enrol().await.unwrap();
    browser.open("/pair").await;
    browser.fetch(browser.form("/pair/commit", &[])).await;
    browser
}

/// Both steps that a `GET` takes: its path, its target, and a browser that is about to take it.
async fn steps() -> [(World, Browser, &'static str, &'static str); 2] {
    let (login, pairing) = (World::new().await, World::new().await);
    let (confirmed, connected) = (confirmed(&login).await, connected(&pairing).await);
    [(login, confirmed, "/login/confirm", "/home"), (pairing, connected, "/pair", "/pair")]
}

#[tokio::test]
async fn pk11_fk02_a_lost_answer_is_given_again_and_leads_to_the_same_session() {
    for (world, mut browser, path, to) in steps().await {
        let (mut lost, old) = (same(&world, &browser), browser.cookies[COOKIE].clone());
        assert_eq!(lost.fetch(load(path)).await.headers()[LOCATION], to);
        world.pass(MINUTE - 1);
        browser.open(path).await;
        assert_eq!(browser.path, to);
        assert_ne!(browser.cookies[COOKIE], old);
        assert_eq!(browser.cookies[COOKIE], lost.cookies[COOKIE]);
        assert_eq!(browser.cookies[BROWSER], lost.cookies[BROWSER]);
        browser.open("/home").await;
        assert_eq!(browser.path, "/home");
        browser.send("/logout", &[]).await;
        lost.open("/home").await;
        assert_eq!(lost.path, "/login");
    }
}

#[tokio::test]
async fn pk11_fk02_two_loads_at_once_are_led_to_one_session() {
    for (world, browser, path, to) in steps().await {
        let (mut one, mut two) = (same(&world, &browser), same(&world, &browser));
        tokio::join!(one.open(path), two.open(path));
        assert_eq!((one.path.as_str(), two.path.as_str()), (to, to));
        assert_eq!(one.cookies[COOKIE], two.cookies[COOKIE]);
    }
}

#[tokio::test]
async fn pk11_fk02_an_old_cookie_does_nothing_but_lead_on() {
    for (world, mut browser, path, _) in steps().await {
        let mut old = same(&world, &browser);
        browser.open(path).await;
        let other = if path == "/pair" { "/login/confirm" } else { "/pair" };
        for closed in ["/home", "/login/method", "/login/otp", "/login/set-up", other] {
            let response = old.fetch(load(closed)).await;
            assert_eq!(response.headers()[LOCATION], "/login", "{closed}");
            assert!(!response.headers().contains_key("set-cookie"));
        }
        old.open("/login").await;
        old.send("/logout", &[]).await;
        browser.open("/home").await;
        assert_eq!(browser.path, "/home");
    }
}

#[tokio::test]
async fn pk11_fk02_an_old_cookie_is_nothing_after_a_minute() {
    for (world, mut browser, path, _) in steps().await {
        let mut old = same(&world, &browser);
        browser.open(path).await;
        world.pass(61_000);
        old.open(path).await;
        assert_eq!(old.path, "/login");
        browser.open("/home").await;
        assert_eq!(browser.path, "/home");
    }
}

#[tokio::test]
async fn pk11_fk02_an_old_cookie_is_nothing_after_the_sign_out() {
    for (world, mut browser, path, _) in steps().await {
        let mut old = same(&world, &browser);
        browser.open(path).await;
        browser.open("/home").await;
        browser.send("/logout", &[]).await;
        for cookies in [&old.cookies.clone(), &browser.cookies.clone()] {
            old.cookies.clone_from(cookies);
            old.open(path).await;
            assert_eq!(old.path, "/login");
        }
    }
}

#[tokio::test]
async fn pk11_fk02_a_browser_without_the_cookie_gets_nothing() {
    for (world, mut browser, path, _) in steps().await {
        let mut planted = world.browser();
        planted.open("/login").await;
        let mut stranger = same(&world, &planted);
        browser.open(path).await;
        for browser in [&mut planted, &mut stranger, &mut world.browser()] {
            browser.open(path).await;
            assert_eq!(browser.path, "/login");
        }
    }
}

#[tokio::test]
async fn a_cookie_that_was_planted_before_the_password_leads_nowhere() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let mut planted = world.browser();
    planted.open("/login").await;
    let mut browser = same(&world, &planted);
    browser.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    planted.open("/login/confirm").await;
    assert_eq!(planted.path, "/login");
}

#[tokio::test]
async fn pk11_fk02_a_page_that_comes_late_is_led_on() {
    for (world, mut browser, path, to) in steps().await {
        let mut old = same(&world, &browser);
        browser.open(path).await;
        let events = if path == "/pair" { "/pair/events?seen=comparing" } else { "/login/events" };
        for browser in [&mut old, &mut browser] {
            let stream = browser.fetch(load(events)).await;
            assert_eq!(stream.status(), StatusCode::OK);
            assert_eq!(text(stream).await, "event: moved\ndata: 1\n\n");
            browser.open(path).await;
            assert_eq!(browser.path, to);
        }
    }
}

#[tokio::test]
async fn a_form_that_comes_late_is_led_on() {
    for (world, mut browser, path, to) in steps().await {
        let mut late = same(&world, &browser);
        late.html.clone_from(&browser.html);
        browser.open(path).await;
        let form = if path == "/pair" { "/pair/new" } else { "/login/cancel" };
        let token = late.hidden("token").unwrap();
        late.send(form, &[("token", &token)]).await;
        assert_eq!(late.path, to);
        assert_eq!(late.cookies[COOKIE], browser.cookies[COOKIE]);
    }
}

/// Signs in with a one-time password.
async fn one_time(world: &World, browser: &mut Browser, username: &str) {
    browser.begin(world, username).await;
    browser.open("/login/otp").await;
    let typed = world.one_time(username, browser.number());
    browser.send("/login/otp", &[("password", &typed)]).await;
    assert_eq!(browser.path, "/home");
}

/// Whether a login in this browser needs number matching.
async fn is_unknown(world: &World, browser: &Browser, username: &str) -> bool {
    let mut again = world.browser();
    again.cookies.insert(BROWSER.to_owned(), browser.cookies[BROWSER].clone());
    again.begin(world, username).await;
    assert_eq!(again.path, "/login/confirm");
    again.html.contains("class=\"code\"")
}

#[tokio::test]
async fn a_browser_cookie_that_was_planted_is_unknown_to_the_victim() {
    let world = World::new().await;
    let (_miras, _eves) = (world.paired("mira").await, world.paired("eve").await);
    let (mut attacker, mut victim) = (world.browser(), world.browser());
    one_time(&world, &mut attacker, "eve").await;
    victim.cookies.insert(BROWSER.to_owned(), attacker.cookies[BROWSER].clone());
    one_time(&world, &mut victim, "mira").await;
    assert!(is_unknown(&world, &attacker, "mira").await);
    assert!(!is_unknown(&world, &victim, "mira").await);
}

#[tokio::test]
async fn a_browser_keeps_all_who_have_signed_in_with_it_and_its_old_cookie_none() {
    let world = World::new().await;
    let (_miras, _ottos) = (world.paired("mira").await, world.paired("otto").await);
    let mut browser = world.browser();
    one_time(&world, &mut browser, "mira").await;
    let old = same(&world, &browser);
    one_time(&world, &mut browser, "otto").await;
    for username in ["mira", "otto"] {
        assert!(!is_unknown(&world, &browser, username).await);
        assert!(is_unknown(&world, &old, username).await);
    }
}

#[tokio::test]
async fn a_row_written_into_the_database_signs_nobody_in() {
    let world = World::new().await;
    let account = world.user("mira").await;
    let mut browser = world.browser();
    browser.open("/login").await;
    let cookie = browser.cookies["key-8080"].clone();
    let (_, value) = cookie.split_once("session.").unwrap();
    let secret: [u8; 32] = base64url::decode_array(value).unwrap();
    for id in [sha256(&secret), secret] {
        let id = SessionId::from_bytes(id);
        let new = NewSession { id, account, stage: Stage::SignedIn, pairing: None, by: None };
        world.insert_session(&new).await;
        browser.open("/home").await;
        assert_eq!(browser.path, "/login");
    }
}

#[tokio::test]
async fn a_cookie_is_good_under_its_own_name_only() {
    let world = World::new().await;
    let mut browser = confirmed(&world).await;
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    let known = browser.cookies["key-8080-browser"].clone();
    browser.cookies.insert("key-8080".to_owned(), known);
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
    assert_ne!(
        browser.cookies["key-8080"], browser.cookies["key-8080-browser"],
        "it is not taken for a session"
    );
}

#[tokio::test]
async fn a_session_is_over_where_the_clock_is_put_back() {
    let world = World::new().await;
    let mut browser = confirmed(&world).await;
    browser.open("/login/confirm").await;
    world.pass(-5_000);
    browser.open("/home").await;
    assert_eq!(browser.path, "/home", "a correction of a few seconds ends nothing");
    world.pass(-24 * 60 * MINUTE);
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
}

/// The session from before the step, with the browser's cookie from after it.
#[tokio::test]
async fn an_answer_that_is_given_again_costs_no_other_user_the_browser() {
    let world = World::new().await;
    let (mut browser, mut before) = (world.browser(), Default::default());
    for name in ["otto", "mira"] {
        browser.begin(&world, name).await;
        before = browser.cookies.clone();
        browser.open("/login/otp").await;
        browser.send("/login/otp", &[("password", &world.one_time(name, 1))]).await;
        assert_eq!(browser.path, "/home");
    }
    browser.cookies.insert("key-8080".into(), before["key-8080"].clone());
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    browser.cookies.remove("key-8080");
    let _phone = world.paired("otto").await;
    browser.password("otto", PASSWORD).await;
    assert_eq!(browser.path, "/login/confirm");
    assert!(!browser.html.contains("Type the six digits into Key"), "otto's browser is known");
}
