use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use key_protocol::origin::Origin;

use crate::pages::start::tests::{PHONE, tryout};
use crate::settings::{Admission, Tryout};
use crate::testing::{ORIGIN, World, text};

struct Bench {
    admission: Admission,
    world: World,
}

impl Bench {
    async fn new() -> Self {
        let tryout = tryout(&[PHONE]);
        let admission = tryout.admission.clone();
        let world = World::with(|settings| settings.tryout = Some(tryout)).await;
        world.user("mira").await;
        Self { admission, world }
    }

    /// The path of the address that is printed.
    fn opening(&self) -> String {
        let address = self.admission.address(&Origin::parse(ORIGIN).unwrap());
        address.strip_prefix(ORIGIN).unwrap().to_owned()
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let request =
            headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    async fn is_kept_out(&self, path: &str, headers: &[(&str, &str)]) {
        let answer = self.get(path, headers).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {headers:?}");
        assert!(!answer.headers().contains_key("set-cookie"), "{path} {headers:?}");
        assert!(!answer.headers()["content-security-policy"].to_str().unwrap().contains("8081"));
        let html = text(answer).await;
        assert!(html.contains("Open the address that the try-out has printed"), "{html}");
        for kept in ["shown to all", "mira", "ticket", "8081", "<iframe"] {
            assert!(!html.contains(kept), "{kept}: {html}");
        }
    }
}

#[tokio::test]
async fn without_the_ticket_the_start_page_tells_nothing() {
    let bench = Bench::new().await;
    bench.is_kept_out("/", &[]).await;
    let own = bench.opening();
    let ticket = own.strip_prefix("/?ticket=").unwrap();
    for cookie in
        ["key-8080-start=", "key-8080-start=AAAA", &format!("key-8080-start={ticket}"), "key-8080=x"]
    {
        bench.is_kept_out("/", &[("cookie", cookie)]).await;
    }
    for wrong in ["", "AAAA", &ticket[1..], &format!("{ticket}A"), bench.admission.cookie()] {
        bench.is_kept_out(&format!("/?ticket={wrong}"), &[]).await;
    }
}

#[tokio::test]
async fn the_ticket_is_exchanged_for_a_cookie_and_leaves_the_address() {
    let bench = Bench::new().await;
    let answer = bench.get(&bench.opening(), &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    for (name, value) in
        [("location", "/"), ("cache-control", "no-store"), ("referrer-policy", "no-referrer")]
    {
        assert_eq!(answer.headers()[name], value);
    }
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    let (cookie, kind) = cookie.split_once("; ").unwrap();
    assert_eq!(kind, "HttpOnly; SameSite=Lax; Path=/");
    let page = bench.get("/", &[("cookie", &format!("key-9000-start=AAAA; {cookie}"))]).await;
    assert_eq!(page.status(), StatusCode::OK);
    let html = text(page).await;
    assert!(html.contains("shown to all") && html.contains("/?ticket=for-8081"), "{html}");
    assert!(!html.contains(bench.opening().strip_prefix("/?ticket=").unwrap()));
}

#[tokio::test]
async fn ticket_and_cookie_of_a_former_start_are_worth_nothing() {
    let Bench { admission, world } = Bench::new().await;
    let world = world.restart_with(|settings| settings.tryout = Some(tryout(&[PHONE]))).await;
    let former = Bench { admission, world };
    former.is_kept_out(&former.opening(), &[]).await;
    let cookie = format!("key-8080-start={}", former.admission.cookie());
    former.is_kept_out("/", &[("cookie", &cookie)]).await;
}

#[tokio::test]
async fn the_login_pages_of_the_try_out_are_open_to_all() {
    let bench = Bench::new().await;
    for path in ["/login", "/logout", "/k", "/assets/pages.css", "/health"] {
        assert_eq!(bench.get(path, &[]).await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn pk15_the_closed_page_speaks_the_browsers_language() {
    let bench = Bench::new().await;
    let words = [
        ("da", "Åbn den adresse"),
        ("en", "Open the address"),
        ("fi", "Avaa osoite"),
        ("sv", "Öppna adressen"),
    ];
    for (language, words) in words {
        let html = text(bench.get("/", &[("accept-language", language)]).await).await;
        assert!(html.contains(words) && html.contains(&format!("<html lang=\"{language}\"")), "{html}");
    }
}

#[test]
fn nothing_prints_what_opens_the_try_out() {
    let tryout: Tryout = tryout(&[PHONE]);
    let printed = format!("{:?} {:?}", tryout.admission, tryout.phones);
    assert_eq!(printed, "Admission(..) [TryoutPhone(http://127.0.0.1:8081)]");
}
