use axum::body::Body;
use axum::http::{Request, Response};
use key_domain::ids::AccountId;
use key_protocol::origin::Origin;

use crate::one_time;
use crate::parts::SystemEntropy;
use crate::settings::{Admission, Tryout, TryoutPhone, TryoutUser};
use crate::testing::{World, text};

pub(super) const PHONE: &str = "http://127.0.0.1:8081";

pub(super) fn tryout(phones: &[&str]) -> Tryout {
    Tryout {
        admission: Admission::draw(&SystemEntropy::default()),
        phones: phones.iter().map(|origin| phone(origin)).collect(),
        users: ["mira", "otto"].map(user).into(),
    }
}

fn phone(origin: &str) -> TryoutPhone {
    let address = format!("{origin}/?ticket=for-{}", &origin[origin.len() - 4..]);
    TryoutPhone { origin: Origin::parse(origin).unwrap(), address: address.into() }
}

fn user(name: &str) -> TryoutUser {
    TryoutUser {
        username: name.to_owned(),
        password: "shown to all".to_owned(),
        one_time_passwords: (1..=100).map(|number| format!("{name}-{number}")).collect(),
    }
}

/// The account of a user, who has the list that the page shows.
async fn listed(world: &World, name: &str) -> AccountId {
    let account = world.user(name).await;
    let list = user(name).one_time_passwords.into_iter().map(Into::into).collect::<Vec<_>>();
    let hashes = world.app().parts.secrets.list_hashes(&account, &list);
    world.app().store.replace_list(account, hashes).await.unwrap();
    account
}

/// Opens the page as its user does.
async fn open(world: &World) -> Response<Body> {
    let admission = world.app().settings.tryout.as_ref().unwrap().admission.clone();
    let cookie = format!("key-8080-start={}", admission.cookie());
    world.send(Request::get("/").header("cookie", cookie).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_start_page_frames_the_phones_and_nobody_else() {
    let phones = [PHONE, "http://127.0.0.1:8082"];
    let world = World::with(|settings| settings.tryout = Some(tryout(&phones))).await;
    listed(&world, "mira").await;
    let response = open(&world).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let policy = header("content-security-policy");
    assert!(policy.contains("frame-src 'self' http://127.0.0.1:8081 http://127.0.0.1:8082;"), "{policy}");
    assert!(header("permissions-policy").starts_with("camera=(self \"http://127.0.0.1:8081\" \"http"));
    let html = text(response).await;
    assert!(html.contains(">mira-1<") && html.contains("src=\"http://127.0.0.1:8082/?ticket=for-8082\""));
}

#[tokio::test]
async fn the_start_page_shows_the_next_one_time_passwords_of_each_user() {
    let world = World::with(|settings| settings.tryout = Some(tryout(&[]))).await;
    let (mira, otto) = (listed(&world, "mira").await, listed(&world, "otto").await);
    let use_up = async |account, name: &str, numbers: std::ops::RangeInclusive<u32>| {
        for number in numbers {
            let typed = one_time::normal(&format!("{name}-{number}"));
            let hash = world.app().parts.secrets.one_time_hash(&account, number, &typed);
            let mut tx = world.app().store.begin(&[]).await.unwrap();
            assert!(tx.use_number(account, number, &hash, 0).await.unwrap());
            tx.commit().await.unwrap();
        }
    };
    use_up(mira, "mira", 1..=3).await;
    let html = text(open(&world).await).await;
    assert!(html.contains(">mira-4<") && html.contains(">mira-6<") && html.contains(">otto-1<"));
    assert!(!html.contains("mira-3<") && !html.contains("mira-7<") && !html.contains("nearly used up"));
    use_up(otto, "otto", 1..=98).await;
    let html = text(open(&world).await).await;
    assert!(html.contains(">otto-99<") && html.contains("The list is nearly used up"));
    use_up(otto, "otto", 99..=100).await;
    let html = text(open(&world).await).await;
    assert!(!html.contains("otto-") && html.contains("The list is nearly used up"));
}

#[tokio::test]
async fn a_service_in_use_shows_no_password_and_goes_on_to_the_login() {
    let world = World::new().await;
    let response = world.send(Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()["location"], "/login");
}

#[tokio::test]
async fn the_start_page_does_not_show_a_list_that_was_replaced() {
    let world = World::with(|settings| settings.tryout = Some(tryout(&[]))).await;
    let mira = listed(&world, "mira").await;
    assert!(text(open(&world).await).await.contains(">mira-1<"));
    world.app().store.replace_list(mira, vec![[7; 32]; 100]).await.unwrap();
    let html = text(open(&world).await).await;
    assert!(!html.contains(">mira-1<") && html.contains("This user has made a new password list."), "{html}");
}
