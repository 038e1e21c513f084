use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use key_protocol::answer::Refusal;
use key_protocol::call::CannotShow;
use key_protocol::decision::{DecisionAnswer, request_hash};

use crate::held::STREAMS_OF_ACCOUNT;
use crate::testing::{Browser, MINUTE, PASSWORD, Phone, World, text};

/// A user with a phone and a browser that waits.
async fn waiting(world: &World) -> (Browser, Phone) {
    let phone = world.paired("mira").await;
    let mut browser = world.browser();
    browser.begin(world, "mira").await;
    assert_eq!(browser.path, "/login/confirm");
    (browser, phone)
}

/// The page offers the other ways, and says for how many seconds no request may be sent.
fn pauses(browser: &Browser, seconds: u32) {
    assert_eq!(browser.path, "/login/method");
    assert!(browser.html.contains(&format!("data-seconds=\"{seconds}\"")), "{}", browser.html);
}

/// A user with a phone, and a browser that they have signed in with.
async fn signed_in(world: &World) -> (Browser, Phone) {
    let (mut browser, mut phone) = waiting(world).await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    (browser, phone)
}

#[tokio::test]
async fn pk01_pk11_a_login_confirmed_in_key_signs_the_browser_in() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    let html = browser.html.replace("&#39;", "'");
    assert!(html.contains("Mira's phone") && html.contains("You are logged in as mira"), "{html}");
}

#[tokio::test]
async fn a_known_browser_is_confirmed_with_one_tap_and_a_new_one_with_digits() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    for refusal in [Refusal::DigitsMistyped, Refusal::DigitsWrong] {
        assert_eq!(phone.confirm(&request, None).await.unwrap_err(), refusal);
    }
    browser.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/login/confirm").await;
    browser.open("/home").await;
    browser.send("/logout", &[]).await;
    browser.begin(&world, "mira").await;
    assert!(!browser.html.contains("Type the six digits into Key"));
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    let mut stranger = world.browser();
    stranger.begin(&world, "mira").await;
    assert!(stranger.html.contains("Type the six digits into Key"));
}

#[tokio::test]
async fn a_tenant_may_ask_for_digits_always() {
    let world = World::with(|settings| settings.always_digits = true).await;
    let (mut browser, mut phone) = waiting(&world).await;
    for _ in 0..2 {
        let request = phone.request().await;
        phone.confirm(&request, Some(browser.digits())).await.unwrap();
        browser.open("/login/confirm").await;
        assert_eq!(browser.path, "/home");
        browser.begin(&world, "mira").await;
    }
    assert!(browser.html.contains("Type the six digits into Key"));
}

#[tokio::test]
async fn fk05_a_refused_request_ends_the_login() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let mut pages = Vec::new();
    for answer in [DecisionAnswer::Decline, DecisionAnswer::NotMe] {
        let request = phone.request().await;
        phone.decline(&request, answer).await.unwrap();
        browser.open("/login/confirm").await;
        assert!(browser.html.contains("Login aborted") && browser.html.contains("declined in Key"));
        pages.push(browser.html.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned());
        browser.open("/login/otp").await;
        assert_eq!(browser.path, "/login");
        browser.begin(&world, "mira").await;
    }
    assert_eq!(pages[0], pages[1], "a thief's browser does not learn that the login was reported");
}

#[tokio::test]
async fn a_login_that_nobody_answers_runs_out_and_the_list_is_still_there() {
    let world = World::new().await;
    let (mut browser, _phone) = waiting(&world).await;
    world.pass(2 * MINUTE);
    browser.open("/login/confirm").await;
    assert!(browser.html.contains("not answered in time") && browser.html.contains("/login/otp"));
    browser.open("/login/otp").await;
    assert_eq!(browser.path, "/login/otp");
}

#[tokio::test]
async fn a_newer_login_aborts_the_older_and_only_the_newer_gets_in() {
    let world = World::new().await;
    let (mut older, mut phone) = waiting(&world).await;
    let mut newer = world.browser();
    newer.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(newer.digits())).await.unwrap();
    older.open("/login/confirm").await;
    assert!(older.html.contains("A newer login was started"));
    newer.open("/login/confirm").await;
    assert_eq!(newer.path, "/home");
}

#[tokio::test]
async fn a_confirmed_login_belongs_to_the_browser_that_started_it_and_is_taken_once() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let mut stranger = world.browser();
    stranger.begin(&world, "otto").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    stranger.open("/login/confirm").await;
    assert_eq!(stranger.path, "/login/method");
    let mut thief = world.browser();
    thief.cookies.clone_from(&browser.cookies);
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/home");
    thief.open("/home").await;
    assert_eq!(thief.path, "/login");
    world.pass(MINUTE);
    thief.open("/login/confirm").await;
    assert_eq!(thief.path, "/login");
}

#[tokio::test]
async fn a_confirmed_login_is_taken_within_five_minutes() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    world.pass(5 * MINUTE);
    browser.open("/login/confirm").await;
    assert!(browser.html.contains("Login aborted"));
}

/// The phone confirms while the user is on the page with other ways.
#[tokio::test]
async fn pk11_other_ways_lead_on_once_a_phone_has_confirmed() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let digits = browser.digits();
    let request = phone.request().await;
    for path in ["/login/otp", "/login/offline", "/login/method"] {
        browser.open(path).await;
        assert!(browser.html.contains("/login/events?confirmed=true"), "{path}");
    }
    browser.send("/login/confirm", &[]).await;
    assert!(browser.html.contains("Type the six digits into Key"), "the same request still waits");
    assert_eq!((browser.digits(), phone.request().await), (digits.clone(), request.clone()));
    browser.open("/login/otp").await;
    phone.confirm(&request, Some(digits)).await.unwrap();
    browser.open("/login/otp").await;
    assert_eq!(browser.path, "/home");
}

/// The pause is shown as long as it lasts, and an address cannot make one up.
#[tokio::test]
async fn the_time_to_wait_is_the_one_that_is_left() {
    let world = World::new().await;
    let (mut browser, _phone) = waiting(&world).await;
    browser.open("/login/method?wait=60").await;
    assert!(!browser.html.contains("data-seconds"));
    for _ in 0..3 {
        browser.begin(&world, "mira").await;
    }
    pauses(&browser, 30);
    world.pass(12_000);
    browser.open("/login/method").await;
    pauses(&browser, 18);
    world.pass(18_000);
    browser.open("/login/method").await;
    assert!(!browser.html.contains("data-seconds"));
}

#[tokio::test]
async fn repeated_logins_that_nobody_confirms_have_to_pause() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    for _ in 0..2 {
        browser.begin(&world, "mira").await;
        assert_eq!(browser.path, "/login/confirm");
    }
    browser.begin(&world, "mira").await;
    pauses(&browser, 30);
    browser.send("/login/confirm", &[]).await;
    assert_eq!(browser.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(browser.html.contains("so the next one has to wait 30 seconds"), "{}", browser.html);
    world.pass(30_000);
    browser.send("/login/confirm", &[]).await;
    assert_eq!(browser.path, "/login/confirm");
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/confirm");
}

#[tokio::test]
async fn a_locked_phone_is_said_and_there_are_ways_on() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    phone.request().await;
    phone.mistype();
    for _ in 0..5 {
        phone.check().await.unwrap_err();
    }
    browser.open("/login/confirm").await;
    assert!(browser.html.contains("Key is locked") && browser.html.contains("/login/set-up"));
    browser.begin(&world, "mira").await;
    assert_eq!(browser.path, "/login/method");
}

#[tokio::test]
async fn pk11_the_page_moves_on_by_itself() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let (digits, request) = (browser.digits(), phone.request().await);
    let events = Request::get("/login/events").body(Body::empty()).unwrap();
    let stream = browser.fetch(events).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let heard = tokio::spawn(text(stream));
    tokio::task::yield_now().await;
    phone.confirm(&request, Some(digits)).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_secs(10), heard).await.unwrap().unwrap();
    assert_eq!(heard, "event: moved\ndata: 1\n\n");
    let mut stranger = world.browser();
    let events = Request::get("/login/events").body(Body::empty()).unwrap();
    assert_eq!(stranger.fetch(events).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_cancelled_login_leaves_the_phone() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    browser.send("/login/cancel", &[]).await;
    assert!(browser.html.contains("You cancelled the login"));
    assert_eq!(phone.confirm(&request, None).await.unwrap_err(), Refusal::RequestEnded);
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
}

#[tokio::test]
async fn an_older_tab_of_the_same_browser_says_that_a_newer_login_was_started() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let older = again(&browser);
    browser.begin(&world, "mira").await;
    let newer = again(&browser);
    assert_ne!(older, newer);
    assert!(browser.open(&older).await.contains("A newer login was started"));
    assert!(browser.open(&newer).await.contains("Type the six digits into Key"));
    assert!(browser.open("/login/confirm?login=x").await.contains("Type the six digits into Key"));
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open(&newer).await;
    assert_eq!(browser.path, "/home");
}

/// The path that the page opens when its login has moved.
fn again(browser: &Browser) -> String {
    let (_, rest) = browser.html.split_once("data-again=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn logins_count_though_they_are_cancelled_and_in_a_known_browser_apart() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let mut stranger = world.browser();
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    browser.open("/login/confirm").await;
    for browser in [&mut browser, &mut stranger] {
        for _ in 0..3 {
            browser.begin(&world, "mira").await;
            assert_eq!(browser.path, "/login/confirm");
            browser.send("/login/cancel", &[]).await;
            browser.send("/login/cancel", &[]).await;
        }
        browser.begin(&world, "mira").await;
        pauses(browser, 30);
    }
    world.pass(MINUTE);
    browser.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    stranger.begin(&world, "mira").await;
    assert_eq!(stranger.path, "/login/confirm");
    stranger.begin(&world, "mira").await;
    // What the user confirms forgives no stranger.
    pauses(&stranger, 60);
}

/// An attacker with the password tries at the end of each pause, for eight hours, by requests and by one-time
/// passwords.
#[tokio::test]
async fn a_stranger_keeps_nobody_out_of_a_known_browser() {
    let world = World::new().await;
    let (mut browser, mut phone) = signed_in(&world).await;
    let mut asked = 0;
    for step in 0..8 * 12 {
        world.pass(5 * MINUTE);
        let mut stranger = world.browser();
        stranger.begin(&world, "mira").await;
        asked += usize::from(stranger.path == "/login/confirm");
        stranger.open("/login/otp").await;
        stranger.send("/login/otp", &[("password", "2222-2222")]).await;
        if step % 12 == 0 {
            browser.begin(&world, "mira").await;
            assert_eq!(browser.path, "/login/confirm");
            stranger.begin(&world, "mira").await;
            let requests = phone.wait("", 0).await.unwrap().requests;
            let is_own = |request: &&String| !phone.read::<key_protocol::request::Request>(request).digits;
            let request = requests.iter().find(is_own).unwrap().clone();
            phone.confirm(&request, None).await.unwrap();
            browser.open("/login/confirm").await;
            assert_eq!(browser.path, "/home");
        }
    }
    assert!(asked < 48, "{asked} requests of a stranger in eight hours");
    browser.begin(&world, "mira").await;
    browser.open("/login/otp").await;
    browser.send("/login/otp", &[("password", &world.one_time("mira", 1))]).await;
    assert_eq!(browser.path, "/home");
}

#[tokio::test]
async fn a_known_browser_in_other_hands_asks_the_phone_a_few_times_only() {
    let world = World::new().await;
    let (mut browser, _phone) = signed_in(&world).await;
    let mut asked = 0;
    for _ in 0..400 {
        world.pass(50);
        browser.begin(&world, "mira").await;
        asked += usize::from(browser.path == "/login/confirm");
        browser.send("/login/cancel", &[]).await;
    }
    assert_eq!(asked, 3);
}

#[tokio::test]
async fn this_was_not_me_pauses_that_browser_and_offers_to_forget_it() {
    let world = World::new().await;
    let (mut browser, mut phone) = signed_in(&world).await;
    browser.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::NotMe).await.unwrap();
    browser.begin(&world, "mira").await;
    pauses(&browser, 900);
    world.pass(16 * MINUTE);
    let mut other = world.browser();
    other.begin(&world, "mira").await;
    let request = phone.request().await;
    phone.confirm(&request, Some(other.digits())).await.unwrap();
    other.open("/login/confirm").await;
    assert!(other.html.contains("others use that browser, forget it"), "{}", other.html);
    let id = other.hidden("browser").unwrap();
    other.send("/browser/forget", &[("browser", &id)]).await;
    assert!(!other.html.contains("others use that browser, forget it"));
    browser.begin(&world, "mira").await;
    assert!(browser.html.contains("class=\"code\""), "it is asked for the digits again");
}

#[tokio::test]
async fn a_login_and_its_requests_end_where_the_clock_is_put_back() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    world.pass(-24 * 60 * MINUTE);
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
    let refused = phone.confirm(&request, Some(browser.digits())).await.unwrap_err();
    assert_eq!(refused, Refusal::RequestEnded);
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/login", "the session of the future is over too");
}

#[tokio::test]
async fn a_waiting_login_survives_a_restart() {
    let world = World::new().await;
    let (browser, mut phone) = waiting(&world).await;
    let (digits, request) = (browser.digits(), phone.request().await);
    let world = world.restart().await;
    let mut after = world.browser();
    after.cookies.clone_from(&browser.cookies);
    assert!(after.open("/login/confirm").await.contains("Confirm in Key"));
    phone.service = world.service.clone();
    assert_eq!(phone.request().await, request);
    phone.confirm(&request, Some(digits)).await.unwrap();
    let world = world.restart().await;
    let mut after = world.browser();
    after.cookies.clone_from(&browser.cookies);
    after.open("/login/confirm").await;
    assert_eq!(after.path, "/home");
}

#[tokio::test]
async fn a_browser_is_known_to_its_user_only() {
    let world = World::new().await;
    let (mut browser, _phone) = signed_in(&world).await;
    let _other = world.paired("otto").await;
    browser.begin(&world, "otto").await;
    assert!(browser.html.contains("Type the six digits into Key"));
}

#[tokio::test]
async fn a_phone_that_cannot_show_the_request_is_told_of_at_once() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    let events = Request::get("/login/events?unshown=false").body(Body::empty()).unwrap();
    let heard = tokio::spawn(text(browser.fetch(events).await));
    tokio::task::yield_now().await;
    let which = phone.decision(&request, DecisionAnswer::Decline, None).request;
    phone.call(CannotShow { request: which, request_hash: request_hash(&request) }).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_secs(10), heard).await.unwrap().unwrap();
    assert!(heard.contains("moved"));
    assert!(browser.open("/login/confirm").await.contains("cannot show this request"));
    let events = Request::get("/login/events?unshown=true").body(Body::empty()).unwrap();
    let heard = tokio::spawn(text(browser.fetch(events).await));
    tokio::task::yield_now().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    let heard = tokio::time::timeout(Duration::from_secs(10), heard).await.unwrap().unwrap();
    assert!(heard.contains("moved"));
}

#[tokio::test]
async fn a_login_does_not_live_again_when_the_clock_gets_there_again() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let request = phone.request().await;
    world.lose_a_day().await;
    assert!(phone.wait("", 0).await.unwrap().requests.is_empty());
    let refused = phone.confirm(&request, Some(browser.digits())).await.unwrap_err();
    assert_eq!(refused, Refusal::RequestEnded);
    browser.open("/login/confirm").await;
    assert_eq!(browser.path, "/login");
}

/// The cookie of a browser changes with each sign-in, whoever signs in.
#[tokio::test]
async fn another_account_in_the_same_browser_frees_it_of_nothing() {
    let world = World::new().await;
    let (mut browser, mut phone) = signed_in(&world).await;
    world.user("anna").await;
    let mut asked = 0;
    for number in 1..=4 {
        for _ in 0..3 {
            browser.begin(&world, "mira").await;
            asked += usize::from(browser.path == "/login/confirm");
        }
        browser.begin(&world, "anna").await;
        browser.open("/login/otp").await;
        browser.send("/login/otp", &[("password", &world.one_time("anna", number))]).await;
        assert_eq!(browser.path, "/home");
    }
    assert_eq!(asked, 3, "requests to the phone of mira");
    let request = phone.request().await;
    phone.decline(&request, DecisionAnswer::NotMe).await.unwrap();
    browser.begin(&world, "mira").await;
    pauses(&browser, 900);
    let account = world.user("mira").await;
    let browsers = world.app().store.browsers_of(account).await.unwrap();
    assert_eq!(browsers.iter().filter(|browser| browser.reported_at.is_some()).count(), 1);
}

#[tokio::test]
async fn after_a_new_password_no_browser_is_known() {
    let world = World::new().await;
    let (mut browser, _phone) = signed_in(&world).await;
    world.service.accounts().set_password("mira", PASSWORD.to_owned().into()).await.unwrap();
    browser.open("/home").await;
    assert_eq!(browser.path, "/login");
    browser.begin(&world, "mira").await;
    assert!(browser.html.contains("class=\"code\""), "it asks for the digits");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let world = World::new().await;
    let (mut browser, _phone) = waiting(&world).await;
    let response = browser.fetch(Request::get("/login/events").body(Body::empty()).unwrap()).await;
    let stream = tokio::spawn(text(response));
    tokio::task::yield_now().await;
    world.service.accounts().end_sessions("mira").await.unwrap();
    let said = tokio::time::timeout(Duration::from_secs(10), stream).await.unwrap().unwrap();
    assert!(said.contains("moved"), "{said}");
}

#[tokio::test]
async fn whoever_opens_all_streams_of_an_account_keeps_its_owner_waiting_until_the_next() {
    let world = World::new().await;
    let (mut browser, mut phone) = waiting(&world).await;
    let events = || Request::get("/login/events").body(Body::empty()).unwrap();
    let first = tokio::spawn(text(browser.fetch(events()).await));
    let account = world.user("mira").await;
    let _strangers: Vec<_> =
        (0..STREAMS_OF_ACCOUNT).map(|_| world.app().account_streams.begin(account)).collect();
    let ended = tokio::time::timeout(Duration::from_secs(10), first).await.unwrap().unwrap();
    assert!(ended.contains("closing") && !ended.contains("moved"), "{ended}");
    let request = phone.request().await;
    phone.confirm(&request, Some(browser.digits())).await.unwrap();
    let next = text(browser.fetch(events()).await).await;
    assert!(next.contains("moved"), "{next}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_that_are_made_at_once_are_counted_each_and_after_a_restart_too() {
    let world = World::new().await;
    let _phone = world.paired("mira").await;
    let logins = (0..8).map(|_| {
        let mut browser = world.browser();
        tokio::spawn(async move { browser.password("mira", PASSWORD).await.contains("class=\"code\"") })
    });
    let mut asked = 0;
    for login in logins.collect::<Vec<_>>() {
        asked += usize::from(login.await.unwrap());
    }
    assert!(asked <= 3, "{asked} requests");
    let world = world.restart().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    pauses(&browser, 30);
}
