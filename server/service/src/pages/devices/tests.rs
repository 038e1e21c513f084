//! The page "Key devices", as a signed-in user and as somebody else uses it.

use axum::http::StatusCode;
use key_domain::store::devices::Lifecycle;
use key_protocol::decision::DecisionAnswer;

use crate::testing::{Browser, MINUTE, Phone, World};

/// Mira with two phones, signed in.
async fn world() -> (World, Browser, [Phone; 2]) {
    let world = World::new().await;
    let browser = world.signed_in("mira").await;
    let phones = [world.paired("mira").await, world.paired("mira").await];
    (world, browser, phones)
}

async fn remove<'a>(browser: &'a mut Browser, phone: &Phone) -> &'a str {
    browser.send("/devices/remove", &[("device", &phone.id().to_string())]).await
}

#[tokio::test]
async fn pk13_the_page_lists_active_devices() {
    let (_world, mut browser, _phones) = world().await;
    browser.open("/devices").await;
    assert_eq!(browser.html.matches("/devices/remove").count(), 2);
    assert!(browser.html.contains("Not used yet") && browser.html.contains("Added"));
}

/// Key tells its user to set it up again; the pages say so too, in the same words.
#[tokio::test]
async fn pk13_a_locked_phone_is_listed_with_the_way_on() {
    let (world, mut browser, phones) = world().await;
    let again = |browser: &Browser| {
        let has_one = browser.html.contains("Locked");
        assert_eq!(has_one, browser.html.contains("Set up Key again"), "{}", browser.html);
        has_one
    };
    for page in ["/devices", "/home"] {
        browser.open(page).await;
        assert!(!again(&browser));
    }
    world.set_state(&phones[0], Lifecycle::Locked).await;
    for page in ["/devices", "/home"] {
        browser.open(page).await;
        assert!(again(&browser));
        assert!(!browser.html.contains("No phone confirms your logins."));
    }
    browser.open("/devices").await;
    assert_eq!(browser.html.matches("/devices/remove").count(), 2, "a thief may have locked it");
    world.set_state(&phones[1], Lifecycle::Locked).await;
    browser.open("/devices").await;
    assert!(again(&browser) && browser.html.contains("No phone confirms your logins."));
    assert!(!browser.html.contains("/devices/remove"), "no phone is left to ask");
    browser.send("/devices/add", &[]).await;
    assert_eq!(browser.path, "/devices/set-up");
}

#[tokio::test]
async fn pk13_who_removes_the_only_phone_is_told_so() {
    let (world, mut browser, phones) = world().await;
    let warned = "This is your only phone with Key.";
    remove(&mut browser, &phones[0]).await;
    assert!(!browser.html.contains(warned));
    browser.send("/devices/cancel", &[]).await;
    world.set_state(&phones[1], Lifecycle::Locked).await;
    remove(&mut browser, &phones[0]).await;
    assert!(browser.html.contains(warned), "{}", browser.html);
    browser.send("/devices/cancel", &[]).await;
    browser.send("/devices/add", &[]).await;
    assert!(!browser.html.contains(warned));
    browser.send("/devices/cancel", &[]).await;
    world.pass(MINUTE);
    remove(&mut browser, &phones[1]).await;
    assert_eq!(browser.path, "/devices/confirm");
    assert!(!browser.html.contains(warned), "the locked one is removed, and the other stays");
}

/// Asked of all, one confirmation is enough; the phone that is removed may give it itself.
#[tokio::test]
async fn pk13_a_device_is_removed_after_any_device_has_confirmed() {
    for confirming in [0, 1] {
        let (world, mut browser, mut phones) = world().await;
        remove(&mut browser, &phones[0]).await;
        assert_eq!(browser.path, "/devices/confirm");
        assert_eq!(world.state(&phones[0]).await, Lifecycle::Active, "it waits");
        for phone in &mut phones {
            assert!(phone.request().await.len() > 100, "both are asked");
        }
        let request = phones[confirming].request().await;
        phones[confirming].confirm(&request, None).await.unwrap();
        assert_eq!(world.state(&phones[0]).await, Lifecycle::Disconnected);
        assert_eq!(world.state(&phones[1]).await, Lifecycle::Active);
        browser.open("/devices/confirm").await;
        assert_eq!(browser.path, "/devices?ended=removed");
        assert!(browser.html.contains("The phone was removed."), "{}", browser.html);
        assert_eq!(browser.html.matches("/devices/remove").count(), 1);
        phones[0].wait("", 0).await.unwrap_err();
        assert!(world.events("mira").await.contains(&"device-removed"));
    }
}

#[tokio::test]
async fn pk13_a_declined_removal_removes_nothing() {
    let (world, mut browser, mut phones) = world().await;
    remove(&mut browser, &phones[0]).await;
    let request = phones[1].request().await;
    phones[1].decline(&request, DecisionAnswer::Decline).await.unwrap();
    browser.open("/devices/confirm").await;
    assert!(browser.html.contains("It was declined in Key. Nothing was changed."));
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
}

#[tokio::test]
async fn pk13_a_removal_that_nobody_confirms_in_time_removes_nothing() {
    let (world, mut browser, mut phones) = world().await;
    remove(&mut browser, &phones[0]).await;
    let request = phones[1].request().await;
    world.pass(3 * MINUTE);
    phones[1].confirm(&request, None).await.unwrap_err();
    browser.open("/devices/confirm").await;
    assert!(browser.html.contains("The request has ended. Nothing was changed."));
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
}

#[tokio::test]
async fn pk13_a_cancelled_change_is_not_carried_out() {
    let (world, mut browser, mut phones) = world().await;
    remove(&mut browser, &phones[0]).await;
    let request = phones[1].request().await;
    browser.send("/devices/cancel", &[]).await;
    assert!(browser.html.contains("You cancelled."));
    phones[1].confirm(&request, None).await.unwrap_err();
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
}

#[tokio::test]
async fn pk13_another_device_is_added_after_an_existing_one_has_confirmed() {
    let (world, mut browser, mut phones) = world().await;
    browser.send("/devices/add", &[]).await;
    assert_eq!(browser.path, "/devices/confirm");
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/pair");
    browser.send("/pair/new", &[]).await;
    let mut third = world.phone();
    third.claim(&token(&browser)).await.unwrap();
    third.enrol().await.unwrap();
    browser.open("/pair").await;
    browser.send("/pair/commit", &[("device", &third.id().to_string())]).await;
    third.wait("", 0).await.unwrap();
    browser.open("/pair").await;
    assert!(browser.html.contains("Key connected"), "{}", browser.html);
    browser.open("/devices").await;
    assert_eq!(browser.html.matches("/devices/remove").count(), 3, "and the user is still signed in");
    // What was confirmed once adds one phone, whatever happens to it.
    world.set_state(&third, Lifecycle::Disconnected).await;
    browser.send("/pair/new", &[]).await;
    assert_eq!(browser.path, "/devices");
    browser.open("/devices/confirm").await;
    assert_ne!(browser.path, "/pair");
}

#[tokio::test]
async fn pk13_adding_needs_the_digits_of_the_page() {
    let (_world, mut browser, mut phones) = world().await;
    browser.send("/devices/add", &[]).await;
    for _ in 0..2 {
        let request = phones[0].request().await;
        phones[0].confirm(&request, None).await.unwrap_err();
    }
    browser.open("/devices/confirm").await;
    assert!(browser.html.contains("The six digits typed into Key did not match."));
    browser.open("/pair").await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn pk13_without_a_device_a_one_time_password_is_asked_for() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    browser.send("/devices/add", &[]).await;
    assert_eq!(browser.path, "/devices/set-up");
    browser.send("/devices/set-up", &[("password", "wrong")]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    browser.open("/pair").await;
    assert_eq!(browser.path, "/home");
    browser.open("/devices/set-up").await;
    let number = browser.number();
    browser.send("/devices/set-up", &[("password", &world.one_time("mira", number))]).await;
    assert_eq!(browser.path, "/pair");
    world.phone().claim(&token(&browser)).await.unwrap();
    browser.open("/home").await;
    assert_eq!(browser.path, "/home", "and the user is still signed in");
}

/// A one-time password is no way around the phones of a user who has some.
#[tokio::test]
async fn pk13_with_a_device_no_one_time_password_adds_another() {
    let (world, mut browser, _phones) = world().await;
    browser.open("/devices/set-up").await;
    let number = browser.number();
    browser.send("/devices/set-up", &[("password", &world.one_time("mira", number))]).await;
    assert_eq!(browser.path, "/devices");
}

#[tokio::test]
async fn pk13_a_user_reaches_no_device_of_another() {
    let (world, mut browser, _phones) = world().await;
    let theirs = world.paired("otto").await;
    remove(&mut browser, &theirs).await;
    assert_eq!(browser.path, "/devices");
    remove(&mut world.signed_in("otto").await, &theirs).await;
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/devices", "the change of another user is not shown");
    assert_eq!(world.state(&theirs).await, Lifecycle::Active);
}

#[tokio::test]
async fn pk13_nobody_but_the_signed_in_user_sees_or_changes_devices() {
    let (world, _browser, phones) = world().await;
    let mut stranger = world.browser();
    stranger.begin(&world, "mira").await;
    for path in ["/devices", "/devices/confirm", "/devices/set-up"] {
        stranger.open(path).await;
        assert!(!stranger.html.contains("Key devices"), "{path}");
    }
    for path in ["/devices/add", "/devices/cancel", "/devices/remove"] {
        stranger.send(path, &[("device", &phones[0].id().to_string())]).await;
        assert_eq!(stranger.path, "/login", "{path}");
    }
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
}

/// Somebody has the user's session: the phone says so, and the session is over.
#[tokio::test]
async fn a_change_that_is_not_the_users_ends_the_session_that_has_asked() {
    let (world, mut browser, mut phones) = world().await;
    browser.send("/devices/add", &[]).await;
    let request = phones[0].request().await;
    phones[0].decline(&request, DecisionAnswer::NotMe).await.unwrap();
    browser.open("/devices").await;
    assert_eq!(browser.path, "/login");
    assert!(world.events("mira").await.contains(&"change-not-me"));
}

/// The token of the link on the pairing page.
fn token(browser: &Browser) -> key_protocol::link::PairingToken {
    key_protocol::link::PairingLink::parse(&browser.link()).unwrap().token
}

/// A thief with the phone has allowed a session of theirs to add one; then the user disconnects all.
#[tokio::test]
async fn fk07_what_a_lost_phone_has_allowed_before_is_worth_nothing() {
    let (world, _browser, mut phones) = world().await;
    let mut thief = world.browser();
    thief.begin(&world, "mira").await;
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(thief.digits())).await.unwrap();
    thief.open("/login/confirm").await;
    thief.send("/devices/add", &[]).await;
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(thief.digits())).await.unwrap();
    thief.open("/devices/confirm").await;
    let link = token(&thief);
    let mut user = world.browser();
    user.begin(&world, "mira").await;
    user.open("/login/disconnect").await;
    let number = user.number();
    user.send("/login/disconnect", &[("password", &world.one_time("mira", number))]).await;
    let mut theirs = world.phone();
    theirs.claim(&link).await.unwrap_err();
    thief.send("/pair/new", &[]).await;
    thief.open("/pair").await;
    assert_eq!(thief.path, "/login");
    user.open("/devices").await;
    assert!(!user.html.contains("/devices/remove"));
}

/// The phone that is removed has confirmed, before that, that another one is added.
#[tokio::test]
async fn pk13_a_removed_phone_leaves_no_right_to_add_another() {
    let (world, mut browser, mut phones) = world().await;
    browser.send("/devices/add", &[]).await;
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/pair");
    let mut other = world.browser();
    other.begin(&world, "mira").await;
    other.open("/login/otp").await;
    let number = other.number();
    other.send("/login/otp", &[("password", &world.one_time("mira", number))]).await;
    remove(&mut other, &phones[0]).await;
    let request = phones[1].request().await;
    phones[1].confirm(&request, None).await.unwrap();
    browser.open("/pair").await;
    assert_ne!(browser.path, "/pair");
}

/// Somebody has copied the cookie: a change throws one of the two out, visibly.
#[tokio::test]
async fn pk13_a_copied_cookie_is_left_behind_when_a_change_begins() {
    let (world, mut browser, mut phones) = world().await;
    let mut thief = world.browser();
    thief.cookies.clone_from(&browser.cookies);
    browser.send("/devices/add", &[]).await;
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(browser.digits())).await.unwrap();
    for path in ["/devices/confirm", "/pair", "/devices"] {
        thief.open(path).await;
        assert_eq!(thief.path, "/login", "{path}");
    }
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/pair");
}

#[tokio::test]
async fn pk13_a_stolen_phone_cannot_decline_its_own_removal() {
    let (world, mut browser, mut phones) = world().await;
    remove(&mut browser, &phones[0]).await;
    let request = phones[0].request().await;
    phones[0].decline(&request, DecisionAnswer::NotMe).await.unwrap();
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/devices/confirm", "it waits for the other phone");
    let request = phones[1].request().await;
    phones[1].confirm(&request, None).await.unwrap();
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Disconnected);
}

/// What was begun and put off can be given up for good.
#[tokio::test]
async fn pk13_not_now_takes_the_right_to_pair_away() {
    let (world, mut browser, mut phones) = world().await;
    browser.send("/devices/add", &[]).await;
    let request = phones[0].request().await;
    phones[0].confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/devices/confirm").await;
    let link = token(&browser);
    browser.send("/pair/later", &[]).await;
    assert_eq!(browser.path, "/home");
    assert!(!browser.html.contains("You have not finished adding a phone."));
    world.phone().claim(&link).await.unwrap_err();
    browser.send("/pair/new", &[]).await;
    assert_ne!(browser.path, "/pair");
}

/// A browser whose user may pair another phone: it was confirmed, and the page has not loaded yet.
async fn allowed(world: &World, browser: &mut Browser, phone: &mut Phone) {
    browser.send("/devices/add", &[]).await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    assert_eq!(world.state(phone).await, Lifecycle::Active);
}

#[tokio::test]
async fn pk13_two_loads_at_once_lead_to_the_same_link() {
    let (world, mut browser, mut phones) = world().await;
    allowed(&world, &mut browser, &mut phones[0]).await;
    let mut twin = world.browser();
    twin.cookies.clone_from(&browser.cookies);
    tokio::join!(browser.open("/devices/confirm"), twin.open("/devices/confirm"));
    assert_eq!((browser.path.as_str(), twin.path.as_str()), ("/pair", "/pair"));
    assert_eq!(browser.link(), twin.link());
}

#[tokio::test]
async fn pk13_a_restart_between_confirmation_and_link_loses_nothing() {
    let (world, mut browser, mut phones) = world().await;
    allowed(&world, &mut browser, &mut phones[0]).await;
    let world = world.restart().await;
    let mut again = world.browser();
    again.cookies.clone_from(&browser.cookies);
    again.open("/devices/confirm").await;
    assert_eq!(again.path, "/pair");
    world.phone().claim(&token(&again)).await.unwrap();
}

#[tokio::test]
async fn pk13_a_clock_that_goes_back_gives_no_longer_time_to_pair() {
    let (world, mut browser, mut phones) = world().await;
    allowed(&world, &mut browser, &mut phones[0]).await;
    browser.open("/devices/confirm").await;
    world.lose_a_day().await;
    browser.open("/pair").await;
    assert_eq!(browser.path, "/login", "what was made in the future has ended");
}

#[tokio::test]
async fn pk13_who_waits_too_long_after_the_confirmation_asks_again() {
    let (world, mut browser, mut phones) = world().await;
    allowed(&world, &mut browser, &mut phones[0]).await;
    world.pass(6 * MINUTE);
    browser.open("/devices/confirm").await;
    assert_eq!(browser.path, "/devices?ended=expired");
    assert!(browser.html.contains("Nothing was changed."));
}

/// Nobody waits for it any more: the phone must not say that it has done something.
#[tokio::test]
async fn pk13_a_removal_ends_when_its_user_logs_out() {
    for everywhere in [false, true] {
        let (world, mut browser, mut phones) = world().await;
        remove(&mut browser, &phones[0]).await;
        let request = phones[1].request().await;
        browser.send(if everywhere { "/logout/everywhere" } else { "/logout" }, &[]).await;
        phones[1].confirm(&request, None).await.unwrap_err();
        assert_eq!(world.state(&phones[0]).await, Lifecycle::Active);
    }
}

/// The last phone: the way back is a one-time password.
#[tokio::test]
async fn pk13_the_last_phone_can_be_removed_and_another_added() {
    let world = World::new().await;
    let mut browser = world.signed_in("mira").await;
    let mut phone = world.paired("mira").await;
    remove(&mut browser, &phone).await;
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    phone.confirm(&request, None).await.unwrap_err();
    browser.open("/devices/confirm").await;
    assert!(browser.html.contains("You confirm it with a one-time password."));
    browser.send("/devices/add", &[]).await;
    assert_eq!(browser.path, "/devices/set-up");
}

#[tokio::test]
async fn pk13_a_phone_is_renamed_and_asked_about_by_its_new_name() {
    let (world, mut browser, mut phones) = world().await;
    let id = phones[0].id().to_string();
    let path = format!("/devices/name?device={id}");
    browser.open(&path).await;
    assert!(browser.html.contains("Name of the phone"));
    let named = |name: &str| [("device", id.clone()), ("name", name.to_owned())];
    let send = async |browser: &mut Browser, name: &str| {
        let fields = named(name);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        browser.send("/devices/name", &fields).await;
    };
    for (name, told) in
        [("", "up to 40 letters"), (&*"x".repeat(41), "up to 40 letters"), ("\u{202e}", "up to 40")]
    {
        send(&mut browser, name).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(browser.html.contains(told), "{}", browser.html);
    }
    send(&mut browser, "  Mira’s <b>work</b> phone ").await;
    assert_eq!(browser.path, "/devices?ended=named");
    assert!(browser.html.contains("The phone has a new name.") && !browser.html.contains("<b>"));
    remove(&mut browser, &phones[0]).await;
    assert!(browser.html.contains("work") && browser.html.contains("To remove Mira"), "{}", browser.html);
    let request = phones[1].request().await;
    phones[1].confirm(&request, None).await.unwrap();
    assert_eq!(world.state(&phones[0]).await, Lifecycle::Disconnected);
    browser.open(&path).await;
    assert_eq!(browser.path, "/devices", "a phone that has left has no page");
    let mut stranger = world.signed_in("sara").await;
    let other = phones[1].id().to_string();
    stranger.open(&format!("/devices/name?device={other}")).await;
    assert_eq!(stranger.path, "/devices", "nor has one of another user");
    stranger.send("/devices/name", &[("device", &other), ("name", "Mine")]).await;
    browser.open("/devices").await;
    assert!(!browser.html.contains("Mine"));
}
