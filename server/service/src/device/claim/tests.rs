use axum::body::Body;
use axum::http::{Request, StatusCode};
use key_domain::store::devices::Lifecycle;
use key_protocol::answer::{CallResult, Refusal};
use key_protocol::call::{Call, CallId, Claim, Endpoint, MEDIA_TYPE};
use key_protocol::comparison::Share;
use key_protocol::link::PairingToken;

use crate::testing::{MINUTE, Phone, World, text};

fn claim(phone: &Phone, token: &PairingToken, seq: u64) -> Call<Claim> {
    Call { v: 1, body: phone.claiming(token), id: CallId::from_bytes([0; 16]), seq }
}

#[tokio::test]
async fn pk06_an_old_code_never_pairs() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    world.pass(2 * MINUTE);
    assert_eq!(world.phone().claim(&token).await.unwrap_err(), Refusal::LinkExpired);
    world.pass(-1);
    assert!(world.phone().claim(&token).await.is_ok());
}

#[tokio::test]
async fn pk06_a_new_code_ends_the_old_one() {
    let world = World::new().await;
    let (_, old) = world.link("mira").await;
    let (_, new) = world.link("mira").await;
    assert_eq!(world.phone().claim(&old).await.unwrap_err(), Refusal::LinkExpired);
    assert!(world.phone().claim(&new).await.is_ok());
}

#[tokio::test]
async fn a_link_works_once_and_its_device_may_ask_again() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut first = world.phone();
    let claimed = first.claim(&token).await.unwrap();
    assert_eq!(claimed.username.as_str(), "mira");
    assert_eq!(first.claim(&token).await.unwrap().device, claimed.device);
    assert_eq!(world.phone().claim(&token).await.unwrap_err(), Refusal::LinkUsed);
    let unknown = PairingToken::from_bytes([0; 16]);
    assert_eq!(world.phone().claim(&unknown).await.unwrap_err(), Refusal::LinkExpired);
}

#[tokio::test]
async fn claims_of_a_link_that_somebody_has_write_nothing() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut first = world.phone();
    let device = first.claim(&token).await.unwrap().device;
    let before = world.app().store.count_rows().await.unwrap();
    for _ in 0..10 {
        assert_eq!(world.phone().claim(&token).await.unwrap_err(), Refusal::LinkUsed);
        assert_eq!(first.claim(&token).await.unwrap().device, device);
    }
    assert_eq!(world.app().store.count_rows().await.unwrap(), before);
}

#[tokio::test]
async fn claims_with_a_key_that_is_registered_write_nothing() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let (_, token) = world.link("otto").await;
    let before = world.app().store.count_rows().await.unwrap();
    for _ in 0..10 {
        assert_eq!(phone.claim(&token).await.unwrap_err(), Refusal::Malformed);
    }
    assert_eq!(world.app().store.count_rows().await.unwrap(), before);
    assert!(world.phone().claim(&token).await.is_ok(), "the link waits for another");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_phones_that_race_for_a_link_exactly_one_wins() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let race = (0..8).map(|_| {
        let (mut phone, token) = (world.phone(), token.clone());
        tokio::spawn(async move { phone.claim(&token).await })
    });
    let race: Vec<_> = race.collect();
    let mut won = 0;
    for phone in race {
        match phone.await.unwrap() {
            Ok(_) => won += 1,
            Err(refusal) => assert_eq!(refusal, Refusal::LinkUsed),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn a_stranger_who_was_first_is_refused_and_the_account_stays() {
    let world = World::new().await;
    let (pairing, token) = world.link("mira").await;
    let mut stranger = world.phone();
    stranger.claim(&token).await.unwrap();
    stranger.enrol().await.unwrap();
    let store = &world.app().store;
    assert!(world.refuse(pairing).await);
    assert_eq!(stranger.wait("", 0).await.unwrap_err(), Refusal::PairingRefused);
    assert_eq!(stranger.claim(&token).await.unwrap_err(), Refusal::PairingRefused);
    assert!(!world.commit(pairing).await && !world.refuse(pairing).await);
    assert!(store.devices_of(world.user("mira").await).await.unwrap().is_empty());
    assert_eq!(world.events("mira").await, ["device-refused"]);
    let mut own = world.phone();
    let (pairing, token) = world.link("mira").await;
    own.claim(&token).await.unwrap();
    own.enrol().await.unwrap();
    assert!(world.commit(pairing).await);
    assert_eq!(world.state(&own).await, Lifecycle::Active);
}

#[tokio::test]
async fn a_claimed_link_has_ten_minutes_to_be_finished() {
    let world = World::new().await;
    let (pairing, token) = world.link("mira").await;
    let mut phone = world.phone();
    phone.claim(&token).await.unwrap();
    phone.enrol().await.unwrap();
    world.pass(10 * MINUTE);
    assert_eq!(phone.enrol().await.unwrap_err(), Refusal::LinkExpired);
    assert_eq!(phone.claim(&token).await.unwrap_err(), Refusal::LinkExpired);
    assert!(!world.commit(pairing).await);
}

#[tokio::test]
async fn a_key_is_registered_once() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    let (_, token) = world.link("otto").await;
    assert_eq!(phone.claim(&token).await.unwrap_err(), Refusal::Malformed);
}

#[tokio::test]
async fn a_device_cannot_commit_to_another_share_once_it_knows_the_services() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let mut phone = world.phone();
    let claimed = phone.claim(&token).await.unwrap();
    let mut changed = phone.clone();
    changed.shares[0] = Share::from_bytes([1; 16]);
    assert_eq!(changed.claim(&token).await.unwrap_err(), Refusal::Malformed);
    let share = changed.shares[0].clone();
    let enrol = key_protocol::call::Enrol { share, ..phone.enrolling() };
    assert_eq!(phone.call(enrol).await.unwrap_err(), Refusal::Malformed);
    assert_eq!(phone.claim(&token).await.unwrap(), claimed);
    assert!(phone.enrol().await.is_ok());
}

#[tokio::test]
async fn another_version_is_refused_before_anything_else() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let phone = world.phone();
    let call = Call { v: 2, ..claim(&phone, &token, 0) };
    let refusal = phone.send(&call).await.unwrap_err();
    assert_eq!(refusal, Refusal::UnsupportedVersion { oldest: 1 });
    assert!(world.phone().claim(&token).await.is_ok());
}

async fn raw(phone: &Phone, body: String) -> Refusal {
    match phone.post(Endpoint::Claim, body).await {
        CallResult::Refused(refusal) => refusal,
        CallResult::Ok(_) => panic!("it was taken"),
    }
}

#[tokio::test]
async fn calls_of_another_form_are_refused() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let phone = world.phone();
    let call = |seq| claim(&phone, &token, seq);
    for garbage in ["", "x", "a.b.c", "{}", &"a".repeat(20_000)] {
        assert_eq!(raw(&phone, garbage.to_owned()).await, Refusal::Malformed);
    }
    let nonce = phone.nonce().await;
    let mut elsewhere = phone.header(Endpoint::Claim, &nonce);
    elsewhere.url = Some("http://127.0.0.1:9/device/v1/claim".to_owned());
    assert_eq!(raw(&phone, phone.write(&elsewhere, &call(0))).await, Refusal::Malformed);
    let header = phone.header(Endpoint::Claim, &nonce);
    assert_eq!(raw(&phone, phone.write(&header, &call(1))).await, Refusal::Malformed);
    let mut forged = phone.header(Endpoint::Claim, &nonce);
    forged.jwk = Some(crate::keys::public_half(&[9; 32]).unwrap());
    assert_eq!(raw(&phone, phone.write(&forged, &call(0))).await, Refusal::Malformed);
    let good = phone.write(&header, &call(0));
    let request = Request::post(Endpoint::Claim.path()).body(Body::from(good.clone())).unwrap();
    assert_eq!(world.send(request).await.status(), StatusCode::BAD_REQUEST);
    assert!(matches!(phone.post(Endpoint::Claim, good).await, CallResult::Ok(_)));
}

#[tokio::test]
async fn a_nonce_works_once_for_five_minutes_and_only_ours() {
    let world = World::new().await;
    let (_, token) = world.link("mira").await;
    let phone = world.phone();
    let call = claim(&phone, &token, 0);
    let send = async |nonce: &str| {
        let body = phone.write(&phone.header(Endpoint::Claim, nonce), &call);
        phone.post(Endpoint::Claim, body).await
    };
    let bad = CallResult::Refused(Refusal::BadNonce);
    assert_eq!(send("made-up").await, bad);
    let nonce = phone.nonce().await;
    assert!(matches!(send(&nonce).await, CallResult::Ok(_)));
    assert_eq!(send(&nonce).await, bad);
    let old = phone.nonce().await;
    // The time of nonces was a little ahead of the stopped clock.
    world.pass(5 * MINUTE + 100);
    assert_eq!(send(&old).await, bad);
}

#[tokio::test]
async fn an_answer_names_the_version_and_is_typed() {
    let world = World::new().await;
    let request = Request::post(Endpoint::Claim.path())
        .header("content-type", MEDIA_TYPE)
        .body(Body::from("garbage"))
        .unwrap();
    let response = world.send(request).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(response.headers()["content-type"], MEDIA_TYPE);
    assert_eq!(text(response).await.split('.').count(), 3);
}

#[tokio::test]
async fn a_claim_without_a_link_writes_nothing() {
    let world = World::new().await;
    let (_, old) = world.link("mira").await;
    world.pass(2 * MINUTE);
    for token in [old, PairingToken::from_bytes([0; 16])] {
        let phone = world.phone();
        let nonce = phone.nonce().await;
        let call = claim(&phone, &token, 0);
        for _ in 0..2 {
            let body = phone.write(&phone.header(Endpoint::Claim, &nonce), &call);
            assert_eq!(raw(&phone, body).await, Refusal::LinkExpired);
        }
    }
}
