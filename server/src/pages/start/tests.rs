use axum::body::Body;
use axum::http::Request;
use key_protocol::origin::Origin;

use crate::settings::Tryout;
use crate::testing::{World, text};

fn tryout(phones: &[&str]) -> Tryout {
    Tryout {
        phones: phones.iter().map(|origin| Origin::parse(origin).unwrap()).collect(),
        username: "mira.laine".to_owned(),
        password: "shown to all".to_owned(),
        one_time_passwords: vec![(1, "aaaa-bbbb".to_owned())],
    }
}

fn get() -> Request<Body> {
    Request::get("/").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_start_page_frames_the_phones_and_nobody_else() {
    let phones = ["http://127.0.0.1:8081", "http://127.0.0.1:8082"];
    let world = World::with(|settings| settings.tryout = Some(tryout(&phones))).await;
    let response = world.send(get()).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let policy = header("content-security-policy");
    assert!(policy.contains("frame-src 'self' http://127.0.0.1:8081 http://127.0.0.1:8082;"), "{policy}");
    assert!(header("permissions-policy").starts_with("camera=(self \"http://127.0.0.1:8081\" \"http"));
    let html = text(response).await;
    assert!(html.contains("aaaa-bbbb") && html.contains("src=\"http://127.0.0.1:8082/\""));
}

#[tokio::test]
async fn a_service_in_use_shows_no_password_and_goes_on_to_the_login() {
    let world = World::new().await;
    let response = world.send(get()).await;
    assert_eq!(response.headers()["location"], "/login");
}
