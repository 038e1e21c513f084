//! New lists as a user, and as somebody else, has them made.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use key_domain::store::devices::Lifecycle;
use key_protocol::call::Leave;
use key_protocol::decision::DecisionAnswer;

use crate::testing::{Browser, MINUTE, Phone, World};

/// Mira with a phone, signed in.
async fn world() -> (World, Browser, Phone) {
    let world = World::new().await;
    let browser = world.signed_in("mira").await;
    let phone = world.paired("mira").await;
    (world, browser, phone)
}

/// The passwords that the page shows, from number 1.
fn shown(browser: &Browser) -> Vec<String> {
    let Some((_, list)) = browser.html.split_once("<ol class=\"passwords\"") else { return Vec::new() };
    let list = list.split("</ol>").next().unwrap();
    list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap().to_owned()).collect()
}

/// Asks for a new list, which the phone confirms with the digits of the page.
async fn renew(browser: &mut Browser, phone: &mut Phone) {
    browser.open("/list").await;
    browser.send("/list/new", &[]).await;
    assert_eq!(browser.path, "/devices/confirm");
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/list");
}

async fn log_in(world: &World, password: &str) -> (StatusCode, String) {
    let mut browser = world.browser();
    browser.begin(world, "mira").await;
    browser.open("/login/otp").await;
    browser.send("/login/otp", &[("password", password)]).await;
    (browser.status, browser.path)
}

async fn pdf(browser: &mut Browser) -> (StatusCode, Vec<u8>) {
    let request = Request::get("/list/passwords.pdf").body(Body::empty()).unwrap();
    let response = browser.fetch(request).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    (response.status(), to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec())
}

#[tokio::test]
async fn pk16_a_new_list_that_key_has_confirmed_kills_the_old_one_at_once() {
    let (world, mut browser, mut phone) = world().await;
    let old = world.one_time("mira", 2);
    renew(&mut browser, &mut phone).await;
    let list = shown(&browser);
    assert_eq!(list.len(), 100);
    assert_eq!(log_in(&world, &old).await.0, StatusCode::FORBIDDEN);
    assert_eq!(log_in(&world, &list[0]).await.1, "/home");
    assert_eq!(log_in(&world, &list[1]).await.1, "/home");
    assert!(world.events("mira").await.contains(&"list-changed"));
}

#[tokio::test]
async fn pl04_the_list_is_a_pdf_for_fifteen_minutes_in_this_browser_alone() {
    let (world, mut browser, mut phone) = world().await;
    renew(&mut browser, &mut phone).await;
    let list = shown(&browser);
    let (status, file) = pdf(&mut browser).await;
    assert_eq!((status, &file[..5]), (StatusCode::OK, &b"%PDF-"[..]));
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains(&list[0]) && text.contains(&list[99]));
    assert_eq!(pdf(&mut browser).await.1, file, "it can be loaded again");
    browser.open("/list").await;
    assert_eq!(shown(&browser), list);
    let mut other = world.signed_in("sara").await;
    other.open("/list").await;
    assert_eq!((shown(&other).len(), pdf(&mut other).await.0), (0, StatusCode::SEE_OTHER));
    world.pass(15 * MINUTE);
    browser.open("/list").await;
    assert_eq!((shown(&browser).len(), pdf(&mut browser).await.0), (0, StatusCode::SEE_OTHER));
}

/// Another browser of the same user, and one with the cookie from before the list was asked for.
#[tokio::test]
async fn pl04_another_session_of_the_user_gets_no_list() {
    let (world, mut browser, mut phone) = world().await;
    let mut copy = browser.clone();
    let mut second = world.browser();
    second.begin(&world, "mira").await;
    second.open("/login/otp").await;
    second.send("/login/otp", &[("password", &world.one_time("mira", 2))]).await;
    renew(&mut browser, &mut phone).await;
    for other in [&mut copy, &mut second] {
        other.open("/list").await;
        assert!(shown(other).is_empty());
        assert_eq!(pdf(other).await.0, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn pk16_a_declined_list_changes_nothing() {
    let (world, mut browser, mut phone) = world().await;
    let old = world.one_time("mira", 2);
    browser.open("/list").await;
    browser.send("/list/new", &[]).await;
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::Decline).await.unwrap();
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/list?ended=declined");
    assert!(browser.html.contains("It was declined in Key."));
    assert_eq!(log_in(&world, &old).await.1, "/home");
}

#[tokio::test]
async fn pk16_without_a_phone_a_one_time_password_makes_the_new_list() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    browser.open("/list").await;
    browser.send("/list/new", &[]).await;
    assert_eq!(browser.path, "/list/confirm");
    browser.send("/list/confirm", &[("password", "wrong")]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    browser.send("/list/confirm", &[("password", &world.one_time("mira", 2))]).await;
    assert_eq!(browser.path, "/list");
    let list = shown(&browser);
    assert_eq!(list.len(), 100);
    assert_eq!(log_in(&world, &world.one_time("mira", 3)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(log_in(&world, &list[0]).await.1, "/home");
}

/// With a phone, the phone is asked: a list that was found makes no other one.
#[tokio::test]
async fn pk16_with_a_phone_a_one_time_password_makes_no_list() {
    let (world, mut browser, _phone) = world().await;
    browser.open("/list/confirm").await;
    browser.send("/list/confirm", &[("password", &world.one_time("mira", 2))]).await;
    assert_eq!((browser.path.as_str(), shown(&browser).len()), ("/list", 0));
    assert_eq!(log_in(&world, &world.one_time("mira", 2)).await.1, "/home");
}

#[tokio::test]
async fn pl04_the_user_is_warned_when_ten_are_left() {
    let world = World::new().await;
    for left in [11_usize, 10] {
        world.user("mira").await;
        let mut browser = world.browser();
        browser.begin(&world, "mira").await;
        browser.open("/login/otp").await;
        while browser.number() < 100 - left {
            let number = browser.number();
            let typed = world.one_time("mira", number);
            browser.send("/login/otp", &[("password", &typed)]).await;
            browser = world.browser();
            browser.begin(&world, "mira").await;
            browser.open("/login/otp").await;
        }
        let number = browser.number();
        browser.send("/login/otp", &[("password", &world.one_time("mira", number))]).await;
        let warned = browser.html.contains("Only 10 one-time passwords are left on your list.");
        assert_eq!(warned, left == 10, "{left}");
    }
}

#[tokio::test]
async fn pk16_who_has_lost_the_list_is_told_the_way() {
    let (world, ..) = world().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    assert!(browser.html.contains("Lost your password list? Log in with Key"));
}

/// Another change would begin in a new session, which could not show the list.
#[tokio::test]
async fn pl04_a_list_that_is_not_saved_is_not_lost_by_another_change() {
    let (world, mut browser, mut phone) = world().await;
    renew(&mut browser, &mut phone).await;
    let list = shown(&browser);
    let device = phone.id().to_string();
    for (path, fields) in [("/devices/add", &[][..]), ("/devices/remove", &[("device", device.as_str())])] {
        browser.send(path, fields).await;
        assert_eq!(browser.path, "/list?ended=list-open", "{path}");
        assert_eq!(shown(&browser), list);
    }
    browser.send("/list/saved", &[]).await;
    assert_eq!(browser.path, "/home");
    assert_eq!(pdf(&mut browser).await.0, StatusCode::SEE_OTHER);
    browser.open("/home").await;
    browser.send("/devices/add", &[]).await;
    assert_eq!(browser.path, "/devices/confirm");
    assert_eq!(log_in(&world, &list[0]).await.1, "/home");
}

/// A stolen phone has confirmed the thief's list, and the owner removes it with another phone.
/// Whatever the thief does to the phone first: the list that it has confirmed, and the sessions that it has signed in,
/// end with its removal.
#[tokio::test]
async fn pk16_what_a_removed_phone_has_allowed_is_dead() {
    for first in ["nothing", "lock", "leave", "ask"] {
        let (world, mut thief, mut stolen) = world().await;
        let mut other = world.paired("mira").await;
        renew(&mut thief, &mut stolen).await;
        let list = shown(&thief);
        let mut inside = world.browser();
        inside.begin(&world, "mira").await;
        let request = stolen.request().await;
        stolen.confirm(&request, Some(inside.digits())).await.unwrap();
        inside.open("/login/confirm").await;
        assert_eq!(inside.path, "/home");
        let mut owner = world.browser();
        owner.begin(&world, "mira").await;
        let request = other.request().await;
        other.confirm(&request, Some(owner.digits())).await.unwrap();
        owner.open("/login/confirm").await;
        match first {
            "lock" => world.set_state(&stolen, Lifecycle::Locked).await,
            "leave" => assert!(stolen.call(Leave {}).await.is_ok()),
            _ => {}
        }
        owner.open("/devices").await;
        if first != "leave" {
            owner.send("/devices/remove", &[("device", &stolen.id().to_string())]).await;
            let confirming = if first == "ask" { &mut stolen } else { &mut other };
            let request = confirming.request().await;
            confirming.confirm(&request, None).await.unwrap();
            owner.open("/devices/confirm").await;
            assert!(owner.html.contains("The phone was removed."), "{first}");
            inside.open("/home").await;
            assert_eq!(inside.path, "/login", "{first}: the session ends too");
        }
        let mut again = world.browser();
        again.begin(&world, "mira").await;
        again.open("/login/otp").await;
        assert!(
            !again.html.contains("name=\"number\""),
            "{first}: no password of the thief's list is asked for"
        );
        assert!(!list.is_empty());
        thief.open("/list").await;
        assert!(shown(&thief).is_empty(), "{first}");
    }
}

#[tokio::test]
async fn pk16_a_list_that_is_not_saved_yet_is_not_lost_by_logging_out() {
    let (_world, mut browser, mut phone) = world().await;
    browser.open("/home").await;
    assert!(!browser.html.contains("is not saved yet"));
    renew(&mut browser, &mut phone).await;
    browser.open("/home").await;
    assert!(browser.html.contains("Your new password list is not saved yet."));
    browser.send("/logout", &[]).await;
    assert_eq!(browser.path, "/list?ended=list-unsaved");
    assert!(browser.html.contains("Save it before you log out") && !shown(&browser).is_empty());
    browser.send("/list/saved", &[]).await;
    assert!(!browser.html.contains("is not saved yet"));
    browser.send("/logout", &[]).await;
    assert_eq!(browser.path, "/logout");
}

#[tokio::test]
async fn pk16_who_insists_logs_out_without_saving_the_list() {
    let (_world, mut browser, mut phone) = world().await;
    renew(&mut browser, &mut phone).await;
    browser.send("/logout", &[("anyway", "yes")]).await;
    assert_eq!(browser.path, "/logout");
}
