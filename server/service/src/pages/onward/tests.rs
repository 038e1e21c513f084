use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use axum::routing::post;
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use tower::ServiceExt as _;

use super::{Target, page, target};
use crate::pages::context::PageContext;
use crate::pages::guard::guard;
use crate::testing::{ORIGIN, World, text};

fn to(address: &str) -> Response {
    (AppendHeaders([("set-cookie", "a=1"), ("set-cookie", "b=2")]), Redirect::to(address)).into_response()
}

fn target_of(address: &str) -> Target {
    target(&Origin::parse(ORIGIN).unwrap(), &to(address))
}

#[test]
fn only_another_site_is_elsewhere() {
    for address in ["/", "/home", "/login/confirm?login=https://x.example", "", "http://127.0.0.1:8080/home"]
    {
        assert_eq!(target_of(address), Target::Ours, "{address}");
    }
    let others =
        ["https://app.example/back?code=1", "//evil.example/x", "/\\evil.example/", "\\\\evil.example/"];
    for address in others.into_iter().chain(["http://127.0.0.1:8081/", "https://127.0.0.1:8080/"]) {
        assert!(matches!(target_of(address), Target::Elsewhere(_)), "{address}");
    }
    for address in
        ["javascript://a.example/%0aalert(1)", "file://host/etc/passwd", "intent://x", "myapp:/cb?code=1"]
    {
        assert_eq!(target_of(address), Target::Nowhere, "{address}");
    }
    let foreign = HeaderValue::from_bytes(b"https://evil.example\xc3\xa9/").unwrap();
    let foreign = (StatusCode::SEE_OTHER, [("location", foreign)]).into_response();
    assert_eq!(target(&Origin::parse(ORIGIN).unwrap(), &foreign), Target::Nowhere);
    let shown = (StatusCode::OK, [("location", "https://app.example/")]).into_response();
    assert_eq!(target(&Origin::parse(ORIGIN).unwrap(), &shown), Target::Ours);
}

#[tokio::test]
async fn the_page_leads_on_without_scripts_and_keeps_the_cookies() {
    let world = World::new().await;
    let view = PageContext::bare(world.app(), Language::English, "/login/otp".to_owned());
    let redirect = to("https://app.example/back?code=\"><b>&state=2");
    let Target::Elsewhere(site) = target_of("https://app.example/back?code=\"><b>&state=2") else { panic!() };
    let response = page(view, site, redirect.headers());
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().get("location").is_none());
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    let html = text(response).await;
    let address = "https://app.example/back?code=%22%3E%3Cb%3E&#38;state=2";
    assert!(html.contains(&format!("<meta http-equiv=\"refresh\" content=\"0;url={address}\">")), "{html}");
    assert!(html.contains(&format!("href=\"{address}\"")));
    assert!(html.contains("app.example."), "it says where it leads");
}

#[tokio::test]
async fn no_page_redirects_to_another_site() {
    let world = World::new().await;
    let route = post(async || to("https://app.example/back"));
    let guarded = from_fn_with_state(world.app().clone(), guard);
    let router: Router = Router::new().route("/agree", route).layer(guarded);
    let request = Request::post("/agree").header("host", "127.0.0.1:8080").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    assert!(text(response).await.contains("url=https://app.example/back"));
}
