//! Requests without the ticket of this start.

use axum::http::StatusCode;
use key_core::screen::{Action, Screen};

use super::{Bench, HOST, OWN, text};

/// All routes of the phone, except files that are public in the repository.
const GUARDED: [(&str, &str); 9] = [
    ("GET", "/"),
    ("GET", "/app/live.js"),
    ("GET", "/app/shell.js"),
    ("GET", "/health"),
    ("GET", "/ws"),
    ("POST", "/camera/frame"),
    ("POST", "/camera/picture"),
    ("POST", "/camera/refused"),
    ("POST", "/here"),
];

/// Checks that requests with these headers get nothing and change nothing; the screen still waits for a camera.
async fn is_kept_out(bench: &Bench, headers: &[(&str, &str)]) {
    let screen = bench.screen();
    for (method, path) in GUARDED {
        let headers = [&[("host", HOST)], headers].concat();
        let answer = bench.ask(method, path, &headers, Vec::new()).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path} {headers:?}");
        assert!(!answer.headers().contains_key("set-cookie"), "{method} {path}");
        let page = text(answer).await;
        assert!(page.contains("Open the address that the try-out has printed"), "{page}");
        assert!(!page.contains("<script") && !page.contains("ticket"), "{page}");
    }
    assert_eq!(bench.screen(), screen);
}

#[tokio::test]
async fn without_the_ticket_the_phone_gives_nothing() {
    let bench = Bench::new();
    bench.act(Action::AddAccount);
    is_kept_out(&bench, &[]).await;
    is_kept_out(&bench, &[("origin", OWN)]).await;
    for cookie in ["key-phone-8081=", "key-phone-8081=AAAA", "key-phone-8081", "; ;=", "key-8080=x"] {
        is_kept_out(&bench, &[("origin", OWN), ("cookie", cookie)]).await;
    }
    assert_eq!(bench.screen(), Screen::AskVisible);
}

#[tokio::test]
async fn a_wrong_ticket_opens_nothing() {
    let bench = Bench::new();
    let (right, cookie) = (bench.opening(), bench.cookie().await);
    let ticket = right.strip_prefix("/?ticket=").unwrap();
    let shorter = &ticket[..ticket.len() - 1];
    let cookie = cookie.split('=').next_back().unwrap();
    for wrong in ["", "AAAA", shorter, &format!("{ticket}A"), &ticket.to_lowercase(), cookie] {
        let answer = bench.ask("GET", &format!("/?ticket={wrong}"), &[("host", HOST)], Vec::new()).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{wrong}");
        assert!(!answer.headers().contains_key("set-cookie"), "{wrong}");
    }
    let elsewhere = format!("/app/live.js?ticket={ticket}");
    let answer = bench.ask("GET", &elsewhere, &[("host", HOST)], Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let swapped = format!("key-phone-8081={ticket}");
    is_kept_out(&bench, &[("origin", OWN), ("cookie", &swapped)]).await;
}

#[tokio::test]
async fn the_ticket_leaves_the_address_at_once() {
    let bench = Bench::new();
    let answer = bench.ask("GET", &bench.opening(), &[("host", HOST)], Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/");
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = bench.open("/").await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(!text(page).await.contains("ticket"));
}

#[tokio::test]
async fn ticket_and_cookie_of_another_start_or_phone_are_worth_nothing() {
    let (now, before) = (Bench::new(), Bench::new());
    let answer = now.ask("GET", &before.opening(), &[("host", HOST)], Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let former = before.cookie().await;
    is_kept_out(&now, &[("origin", OWN), ("cookie", &former)]).await;
    let second = Bench { router: before.phone.router(8082).unwrap(), ..before };
    let given = now.cookie().await;
    let renamed = given.replace("8081", "8082");
    for cookie in [given, renamed] {
        let headers = [("host", "127.0.0.1:8082"), ("origin", "http://127.0.0.1:8082"), ("cookie", &*cookie)];
        for (method, path) in GUARDED {
            let answer = second.ask(method, path, &headers, Vec::new()).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {cookie}");
        }
    }
}

#[tokio::test]
async fn cookies_of_two_phones_do_not_get_in_each_others_way() {
    let (first, second) = (Bench::new(), Bench::new());
    let both =
        format!("other=1; {}; {}", first.cookie().await, second.cookie().await.replace("8081", "8082"));
    let page = first.ask("GET", "/", &[("host", HOST), ("cookie", &both)], Vec::new()).await;
    assert_eq!(page.status(), StatusCode::OK);
}

#[tokio::test]
async fn pk15_the_closed_phone_speaks_the_browsers_language() {
    let bench = Bench::new();
    for (language, words) in [
        ("da", "Åbn den adresse"),
        ("en", "Open the address"),
        ("fi", "Avaa osoite"),
        ("sv", "Öppna adressen"),
    ] {
        let page = bench.ask("GET", "/", &[("host", HOST), ("accept-language", language)], Vec::new()).await;
        let html = text(page).await;
        assert!(html.contains(words) && html.contains(&format!("<html lang=\"{language}\">")), "{html}");
    }
}

#[tokio::test]
async fn nothing_prints_a_ticket_or_a_cookie() {
    let bench = Bench::new();
    let ticket = bench.opening();
    let printed = format!("{:?} {:?}", bench.phone, bench.phone.0.ticket);
    assert_eq!(printed, "BrowserPhone(..) Secret(..)");
    assert!(!printed.contains(ticket.strip_prefix("/?ticket=").unwrap()));
}
