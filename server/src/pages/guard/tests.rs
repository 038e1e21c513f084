use axum::body::Body;
use axum::http::{Request, StatusCode};

use key_protocol::origin::Origin;
use tower::ServiceExt as _;

use crate::testing::{ORIGIN, PASSWORD, World, text};

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

#[tokio::test]
async fn pk15_pages_speak_the_chosen_language() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert!(browser.open("/login").await.contains("lang=\"en\""));
    for (tag, title) in [("fi", "Kirjaudu"), ("sv", "Logga in"), ("da", "Log ind")] {
        let html = browser.open(&format!("/login?language={tag}")).await;
        assert!(html.contains(&format!("<html lang=\"{tag}\"")) && html.contains(title), "{tag}");
        assert_eq!(browser.path, "/login");
    }
    for path in ["//evil.example", "/\\evil.example", "/\\/evil.example"] {
        let response = browser.fetch(get(&format!("{path}?language=fi"))).await;
        assert_eq!(response.headers()["location"], "/evil.example");
    }
}

#[tokio::test]
async fn no_page_leads_to_a_host_that_its_address_names() {
    let world = World::new().await;
    for path in ["//evil.example/x", "/\\evil.example/x"] {
        let response = world.browser().fetch(get(path)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let html = text(response).await;
        assert!(html.contains("href=\"/evil.example/x?language=fi\""), "{html}");
    }
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
    for hosts in [["127.0.0.1:8080", "evil.example"], ["evil.example", "127.0.0.1:8080"]] {
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
