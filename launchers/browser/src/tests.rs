//! Tests of the phone's routes, without a browser.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use key_core::screen::{Action, Camera, Screen};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use tower::ServiceExt as _;

use super::{BrowserPhone, Settings};

mod admission;
mod live;

const PORT: u16 = 8081;
const HOST: &str = "127.0.0.1:8081";
const OWN: &str = "http://127.0.0.1:8081";

struct Bench {
    _folder: tempfile::TempDir,
    phone: BrowserPhone,
    router: Router,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let phone = BrowserPhone::open(Settings {
            distance: Duration::ZERO,
            folder: folder.path().join("phone-1"),
            framed_by: vec![Origin::parse("http://127.0.0.1:8080").unwrap()],
            name: ShownText::parse("Phone 1").unwrap(),
        });
        let phone = phone.unwrap();
        Self { router: phone.router(PORT).unwrap(), _folder: folder, phone }
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Response<Body> {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
    }

    /// The path of the address that is printed.
    fn opening(&self) -> String {
        let address = self.phone.address(&Origin::parse(OWN).unwrap());
        address.strip_prefix(OWN).unwrap().to_owned()
    }

    /// The cookie that replaces the ticket, as a browser sends it back.
    async fn cookie(&self) -> String {
        let answer = self.ask("GET", &self.opening(), &[("host", HOST)], Vec::new()).await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }

    /// The response that the phone's user gets.
    async fn open(&self, path: &str) -> Response<Body> {
        let cookie = self.cookie().await;
        self.ask("GET", path, &[("host", HOST), ("cookie", &cookie)], Vec::new()).await
    }

    async fn post(&self, path: &str, more: &[(&str, &str)], body: Vec<u8>) -> StatusCode {
        let cookie = self.cookie().await;
        let own = [("host", HOST), ("origin", OWN), ("cookie", cookie.as_str())];
        self.ask("POST", path, &[&own[..], more].concat(), body).await.status()
    }

    fn act(&self, action: Action) {
        self.phone.0.host.presenter().act(action);
    }

    fn screen(&self) -> Screen {
        self.phone.0.host.presenter().view().screen
    }
}

async fn text(page: Response<Body>) -> String {
    let body = axum::body::to_bytes(page.into_body(), 100_000).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn a_foreign_host_name_is_refused() {
    let bench = Bench::new();
    for host in ["evil.example", "evil.example:8081", "127.0.0.1.evil.example", "192.0.2.7:8081"] {
        for path in ["/", &bench.opening(), "/health", "/app/shell.js", "/assets/app.css", "/ws"] {
            let answer = bench.ask("GET", path, &[("host", host)], Vec::new()).await;
            assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            assert!(!answer.headers().contains_key("set-cookie"));
        }
    }
    assert_eq!(bench.ask("GET", "/", &[], Vec::new()).await.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_foreign_origin_is_refused() {
    let bench = Bench::new();
    let cookie = bench.cookie().await;
    let refused: [&[(&str, &str)]; 5] = [
        &[("cookie", &cookie)],
        &[("cookie", &cookie), ("origin", "http://evil.example")],
        &[("cookie", &cookie), ("origin", "http://127.0.0.1:8080")],
        &[("cookie", &cookie), ("origin", "null")],
        &[("cookie", &cookie), ("origin", "https://127.0.0.1:8081")],
    ];
    for headers in refused {
        for (method, path) in
            [("POST", "/camera/refused"), ("POST", "/here"), ("POST", "/link"), ("GET", "/ws")]
        {
            let headers = [&[("host", HOST)], headers].concat();
            let answer = bench.ask(method, path, &headers, Vec::new()).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
}

#[tokio::test]
async fn the_page_allows_nothing_inline_and_no_foreign_frame() {
    let bench = Bench::new();
    let page = bench.open("/").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.ends_with("frame-ancestors 'self' http://127.0.0.1:8080"), "{policy}");
    let html = text(page).await;
    assert!(!html.contains("<style") && !html.contains("style=") && !html.contains("onload"), "{html}");
    for script in html.split("<script").skip(1) {
        let path = script.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(path.starts_with("/app/") && script.contains("></script>"), "{script}");
        let answer = bench.open(path).await;
        assert_eq!(answer.headers()["content-type"], "text/javascript; charset=utf-8", "{path}");
    }
}

#[tokio::test]
async fn the_phone_takes_its_browsers_time_zone() {
    let bench = Bench::new();
    let json = [("content-type", "application/json")];
    assert_eq!(bench.post("/here", &json, br#"{"utc_offset":120}"#.to_vec()).await, StatusCode::NO_CONTENT);
    assert_eq!(key_core::platform::Clock::utc_offset(&*bench.phone.0.clock), 120);
}

#[tokio::test]
async fn pk08_a_frame_is_measured_before_it_is_read() {
    let bench = Bench::new();
    let size = |width, height| [("x-width", width), ("x-height", height)];
    for (width, height) in [("0", "0"), ("65536", "65536"), ("4", "5"), ("-4", "-4"), ("four", "4")] {
        let status = bench.post("/camera/frame", &size(width, height), vec![0; 16]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{width}x{height}");
    }
    let large = bench.post("/camera/frame", &size("1281", "720"), vec![0; 1281 * 720]).await;
    assert_eq!(large, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(bench.post("/camera/frame", &size("4", "4"), vec![0; 16]).await, StatusCode::NO_CONTENT);
}

/// Waits until the phone shows the wanted screen; a thread of its own performs the actions.
async fn until(bench: &Bench, wanted: impl Fn(&Screen) -> bool) {
    let mut changes = bench.phone.0.host.changes();
    while !wanted(&bench.screen()) {
        changes.changed().await.unwrap();
    }
}

#[tokio::test]
async fn pk08_a_refused_camera_leads_on() {
    let bench = Bench::new();
    bench.act(Action::AddAccount);
    bench.act(Action::CodeVisible);
    for (path, camera) in [("/camera/refused", Camera::Refused), ("/camera/missing", Camera::Missing)] {
        bench.post(path, &[], Vec::new()).await;
        until(&bench, |screen| *screen == Screen::Scan { camera, problem: None }).await;
        bench.act(Action::CodeVisible);
        until(&bench, |screen| *screen == Screen::Scan { camera: Camera::On, problem: None }).await;
    }
}

#[tokio::test]
async fn pk07_a_link_that_was_tapped_opens_key() {
    let bench = Bench::new();
    bench.act(Action::OpenSettings);
    assert_eq!(bench.post("/link", &[], vec![b'k'; 4097]).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(bench.post("/link", &[], b"not a link".to_vec()).await, StatusCode::NO_CONTENT);
    until(&bench, |screen| matches!(screen, Screen::PasteLink { problem: Some(_) })).await;
    bench.act(Action::Back);
    until(&bench, |screen| matches!(screen, Screen::AskVisible)).await;
}

#[tokio::test]
async fn pk08_a_picture_without_a_code_says_so() {
    let bench = Bench::new();
    bench.act(Action::AddAccount);
    for file in [b"not a picture".to_vec(), Vec::new()] {
        bench.post("/camera/picture", &[], file).await;
        until(&bench, |screen| matches!(screen, Screen::Scan { camera: Camera::Missing, problem: Some(_) }))
            .await;
    }
}
