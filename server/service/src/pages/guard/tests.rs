use axum::body::Body;
use axum::http::{Request, StatusCode};

use key_protocol::origin::Origin;
use tower::ServiceExt as _;

use crate::testing::{Browser, ORIGIN, PASSWORD, World, text};

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_form_from_another_origin_or_session_is_refused() {
    let world = World::new().await;
    world.user("mira").await;
    let fields = [("username", "mira"), ("password", PASSWORD)];
    for origin in [None, Some("null"), Some("http://127.0.0.1:8081"), Some("https://evil.example")] {
        let mut browser = world.browser();
        browser.open("/login").await;
        browser.origin = origin.map(str::to_owned);
        browser.send("/login", &fields).await;
        assert_eq!(browser.status, StatusCode::FORBIDDEN, "{origin:?}");
        assert!(browser.html.contains("This page has expired"));
    }
    let (mut browser, mut other) = (world.browser(), world.browser());
    browser.open("/login").await;
    other.open("/login").await;
    let token = other.hidden("token").unwrap();
    for token in [token.as_str(), "", "garbage"] {
        browser.open("/login").await;
        browser.send("/login", &[fields[0], fields[1], ("token", token)]).await;
        assert_eq!(browser.status, StatusCode::FORBIDDEN);
    }
    browser.open("/login").await;
    browser.send("/login", &fields).await;
    assert_eq!(browser.path, "/login/method");
}

#[tokio::test]
async fn a_cookie_that_is_not_signed_by_us_is_no_cookie() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.begin(&world, "mira").await;
    let good = browser.cookies["key-8080"].clone();
    let forged = format!("{}{}", if good.starts_with('A') { 'B' } else { 'A' }, &good[1..]);
    browser.cookies.insert("key-8080".to_owned(), forged);
    browser.open("/login/method").await;
    assert_eq!(browser.path, "/login");
}

#[tokio::test]
async fn every_page_says_what_it_may_load() {
    let world = World::new().await;
    for path in ["/login", "/k", "/logout", "/nowhere", "/login/method"] {
        let response = world.browser().fetch(get(path)).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let html = text(response).await;
        assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"));
    }
}

#[tokio::test]
async fn another_host_name_leads_to_ours() {
    let world = World::new().await;
    let mut request = get("/login");
    request.headers_mut().insert("host", "localhost:8080".parse().unwrap());
    let response = world.send(request).await;
    assert_eq!(response.headers()["location"], format!("{ORIGIN}/login"));
    let request = Request::post("/login").header("host", "evil.example").body(Body::empty()).unwrap();
    assert_eq!(world.send(request).await.status(), StatusCode::MISDIRECTED_REQUEST);
}

/// Chooses a language at the foot of the current page.
async fn choose(browser: &mut Browser, tag: &str) {
    let page = browser.hidden("page").unwrap();
    browser.send("/language", &[("page", &page), ("language", tag)]).await;
}

#[tokio::test]
async fn pk15_pages_speak_the_chosen_language() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert!(browser.open("/login").await.contains("lang=\"en\""));
    for (tag, title) in [("fi", "Kirjaudu"), ("sv", "Logga in"), ("da", "Log ind")] {
        choose(&mut browser, tag).await;
        assert!(
            browser.html.contains(&format!("<html lang=\"{tag}\"")) && browser.html.contains(title),
            "{tag}"
        );
        assert!(browser.html.contains(&format!("value=\"{tag}\" aria-current=\"true\"")), "{tag}");
        assert_eq!(browser.path, "/login");
    }
    browser.begin(&world, "mira").await;
    choose(&mut browser, "fi").await;
    assert_eq!((browser.path.as_str(), browser.status), ("/login/method", StatusCode::OK));
    assert!(browser.html.contains("<html lang=\"fi\""));
}

/// Every path of a page.
fn paths() -> Vec<&'static str> {
    let routes = include_str!("../../pages.rs").split(".route(\"").skip(1);
    let paths: Vec<_> = routes.filter_map(|rest| rest.split('"').next()).collect();
    assert!(paths.contains(&"/login") && paths.len() > 15, "{paths:?}");
    [paths, vec!["/language", "/nowhere"]].concat()
}

#[tokio::test]
async fn no_get_changes_the_language() {
    let world = World::new().await;
    let (mut begun, mut pairing) = (world.browser(), world.browser());
    begun.begin(&world, "mira").await;
    pairing.take_key(&world, "otto").await;
    for browser in [&mut world.browser(), &mut begun, &mut pairing] {
        for path in paths() {
            // All fields of the form, and from our own page.
            let token = browser.hidden("token").unwrap_or_default();
            let mut request = get(&format!("{path}?language=fi&page=/login&token={token}"));
            request.headers_mut().insert("origin", ORIGIN.parse().unwrap());
            let answer = browser.fetch(request).await;
            let cookies = answer.headers().get_all("set-cookie").iter();
            let named: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
            assert!(!named.iter().any(|cookie| cookie.contains("-language")), "{path}: {named:?}");
        }
    }
}

#[tokio::test]
async fn a_language_that_another_site_or_session_has_chosen_is_none() {
    let world = World::new().await;
    let (mut browser, mut other) = (world.browser(), world.browser());
    let finnish = [("page", "/login"), ("language", "fi")];
    for origin in [None, Some("null"), Some("http://127.0.0.1:8081"), Some("https://evil.example")] {
        browser.open("/login").await;
        browser.origin = origin.map(str::to_owned);
        is_refused(&mut browser, &finnish).await;
    }
    browser.origin = Some(ORIGIN.to_owned());
    other.open("/login").await;
    let token = other.hidden("token").unwrap();
    for token in [token.as_str(), "", "garbage"] {
        is_refused(&mut browser, &[finnish[0], finnish[1], ("token", token)]).await;
    }
    for language in ["", "de", "FI; Path=/", "fi\r\nx"] {
        is_refused(&mut browser, &[finnish[0], ("language", language)]).await;
    }
    is_refused(&mut browser, &[("page", &"x".repeat(20_000)), finnish[1]]).await;
    is_refused(&mut world.browser(), &finnish).await;
    assert!(browser.open("/login").await.contains("<html lang=\"en\""));
}

async fn is_refused(browser: &mut Browser, fields: &[(&str, &str)]) {
    let form = browser.form("/language", fields);
    let answer = browser.fetch(form).await;
    assert!(answer.status().is_client_error(), "{} {fields:?}", answer.status());
    assert!(!answer.headers().contains_key("set-cookie"), "{fields:?}");
    assert!(text(answer).await.contains("This page has expired"), "{fields:?}");
}

#[tokio::test]
async fn the_choice_of_a_language_leads_to_no_other_host() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/login").await;
    for page in ["", "/\t/evil.example", "/x\r\nlocation: //evil.example"] {
        is_refused(&mut browser, &[("page", page), ("language", "fi")]).await;
    }
    for (page, led_to) in [
        ("//evil.example", "/evil.example"),
        ("/\\evil.example", "/evil.example"),
        ("/\\/evil.example", "/evil.example"),
        ("https://evil.example/login", "/login"),
        ("javascript:alert(1)", "/"),
    ] {
        let form = browser.form("/language", &[("page", page), ("language", "fi")]);
        assert_eq!(browser.fetch(form).await.headers()["location"], led_to, "{page}");
    }
}

#[tokio::test]
async fn no_page_leads_to_a_host_that_its_address_names() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/login").await;
    for path in ["//evil.example/x", "/\\evil.example/x"] {
        let response = browser.fetch(get(path)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let html = text(response).await;
        assert!(html.contains("name=\"page\" value=\"/evil.example/x\""), "{html}");
    }
}

#[tokio::test]
async fn a_failure_offers_the_languages_to_whoever_has_a_session_and_gives_none() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/nowhere").await;
    assert!(browser.cookies.is_empty() && browser.hidden("page").is_none());
    browser.open("/login").await;
    browser.open("/nowhere").await;
    choose(&mut browser, "fi").await;
    assert_eq!((browser.path.as_str(), browser.status), ("/nowhere", StatusCode::NOT_FOUND));
    assert!(browser.html.contains("<html lang=\"fi\""));
    browser.send("/language", &[("page", "/logout"), ("language", "de")]).await;
    assert_eq!(browser.hidden("page").unwrap(), "/login");
}

#[tokio::test]
async fn what_is_not_there_has_a_page_and_a_way_on() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/nowhere").await;
    assert_eq!(browser.status, StatusCode::NOT_FOUND);
    assert!(browser.html.contains("There is no such page") && browser.html.contains("href=\"/login\""));
    browser.send("/k", &[]).await;
    assert_eq!(browser.status, StatusCode::METHOD_NOT_ALLOWED);
    browser.open("/login").await;
    browser.send("/login", &[("username", &"x".repeat(20_000))]).await;
    assert_eq!(browser.status, StatusCode::FORBIDDEN);
    assert!(browser.html.contains("This page has expired"));
}

#[tokio::test]
async fn assets_are_kept_until_they_change() {
    let world = World::new().await;
    for path in ["pages.css", "page.js", "favicon.svg", "fonts/inter-latin.woff2"] {
        let path = format!("/assets/{path}");
        let response = world.send(get(&path)).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let etag = response.headers()["etag"].clone();
        let mut again = get(&path);
        again.headers_mut().insert("if-none-match", etag);
        assert_eq!(world.send(again).await.status(), StatusCode::NOT_MODIFIED);
    }
    assert_eq!(world.send(get("/assets/../Cargo.toml")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_and_nothing_is_half_done() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.open("/login").await;
    assert_eq!(world.send(get("/health")).await.status(), StatusCode::OK);
    world.service.close_database().await;
    assert_eq!(world.send(get("/health")).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    browser.send("/login", &[("username", "mira"), ("password", "x")]).await;
    assert_eq!(browser.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(browser.html.contains("Try again in a moment"));
}

#[tokio::test]
async fn with_tls_cookies_belong_to_the_host_alone() {
    let world = World::with(|settings| {
        settings.origin = Origin::parse("https://login.example").unwrap();
    })
    .await;
    let request = Request::get("/login").header("host", "login.example").body(Body::empty()).unwrap();
    let response = world.send(request).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-key=") && cookie.contains("; Secure") && cookie.contains("Path=/"));
    assert!(response.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn another_host_name_in_the_address_leads_to_ours_too() {
    let world = World::new().await;
    let request = Request::get("http://evil.example/login").body(Body::empty()).unwrap();
    assert_eq!(world.send(request).await.headers()["location"], format!("{ORIGIN}/login"));
}

#[tokio::test]
async fn a_request_that_names_no_host_or_two_is_not_answered() {
    let world = World::new().await;
    let none = Request::get("/login").body(Body::empty()).unwrap();
    assert_eq!(world.service.router().oneshot(none).await.unwrap().status(), StatusCode::BAD_REQUEST);
    let ours = "127.0.0.1:8080";
    for hosts in [[ours, "evil.example"], ["evil.example", ours], [ours, ours]] {
        let mut two = Request::get("/login").body(Body::empty()).unwrap();
        for host in hosts {
            two.headers_mut().append("host", host.parse().unwrap());
        }
        assert_eq!(world.send(two).await.status(), StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn with_tls_every_answer_says_so_for_a_year_and_nobody_frames_a_page() {
    let world =
        World::with(|settings| settings.origin = Origin::parse("https://login.example").unwrap()).await;
    for path in
        ["/login", "/assets/pages.css", "/health", "/nowhere", "/device/v1/nonce", "/device/v1/nowhere"]
    {
        let request = Request::get(path).header("host", "login.example").body(Body::empty()).unwrap();
        let response = world.send(request).await;
        assert_eq!(response.headers()["strict-transport-security"], "max-age=31536000", "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
    }
    let request = Request::get("/login").header("host", "login.example").body(Body::empty()).unwrap();
    let policy = world.send(request).await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}
