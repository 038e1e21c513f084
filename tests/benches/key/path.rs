//! From the decision to the browser that moves on, and a whole pairing.

use std::io::{BufRead as _, BufReader};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use key_domain::clock::Clock;
use key_domain::ids::ConfirmationId;
use key_domain::store::Store as _;
use key_domain::store::accounts::Accounts as _;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use key_domain::store::error::StoreError;
use key_protocol::answer::CallResult;
use key_protocol::call::Wait;
use key_protocol::id::RequestId;
use key_protocol::request::{Place, Subject};
use key_protocol::shown::ShownText;
use key_store::Database;
use key_tests::{Browser, Forge, Phone, USERNAME, World};
use tokio::runtime::Runtime;

use crate::{median, median_of, ratio, row, text, time};

const ROUNDS: u64 = 60;

pub(crate) fn run() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    decisions(&world, &phone, &mut browser);
    history();
    let (mut seed, mut times) = (100, Vec::new());
    for _ in 0..9 {
        let mut browser = world.browser();
        let page = world.to_pairing_page(&mut browser);
        seed += 1;
        let phone = world.phone(seed);
        times.push(time(|| world.pair(&phone, &mut browser, &page)).1);
    }
    row("pairing, from the link to the active device", &text(median(times)), "one PIN derivation in it");
}

fn decisions(world: &World, phone: &Phone, browser: &mut Browser) {
    let forge = Forge::of(phone);
    let (mut events, mut answers, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        world.log_in(browser);
        let act = forge.fresh_number() + 2 * round;
        let request = forge.requests(act).remove(0);
        let body = forge.confirm(&forge.decision(&request, None));
        let moved = listen(browser, world.origin.as_str());
        let start = Instant::now();
        let answer = forge.call(act + 1, 2, body);
        answers.push(start.elapsed());
        events.push(moved.recv().unwrap().duration_since(start));
        assert!(matches!(answer, CallResult::Ok(_)));
        assert!(browser.moves_on());
        let wait = || Wait { newest_act: act + 1, ..forge.wait(act) };
        empty.push(time(|| assert!(matches!(forge.call(2, 3, wait()), CallResult::Ok(_)))).1);
    }
    row(
        "decision sent to the browser's event",
        &text(median(events)),
        "network, signatures and database included",
    );
    row("decision sent to the phone's receipt", &text(median(answers)), "nonce fetched anew");
    row("a call that changes nothing", &text(median(empty)), "nonce fetched anew");
    let health = median_of(200, || assert_eq!(browser.open("/health").status, 200));
    row("one read of the database over HTTP", &text(health), "");
}

/// What the past costs a phone that asks for news.
fn history() {
    let medians = [10, 10_000].map(|count| {
        let world = World::start();
        let (phone, _) = world.paired(2);
        let runtime = Runtime::new().unwrap();
        runtime.block_on(past_logins(&world, &phone, count)).unwrap();
        phone.refresh();
        median_of(200, || phone.refresh())
    });
    let few = format!("10: {}, {}", text(medians[0]), ratio(medians[1], medians[0]));
    row("a call for news with 10,000 past logins", &text(medians[1]), &few);
}

/// So many logins that have run out, each with its request.
async fn past_logins(world: &World, phone: &Phone, count: i64) -> Result<(), StoreError> {
    let database = Database::Sqlite(world.folder().join("key.db"));
    let store = database.open(Duration::from_secs(5), Arc::default()).await.unwrap();
    let account = store.account_by_username(USERNAME).await?.unwrap().id;
    let (device, now) = (phone.key().accounts()[0].device, Clock::now_ms(world.clock.as_ref()));
    let mut tx = store.begin(&[]).await?;
    for number in 0..count {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&number.to_be_bytes());
        let expires_at = now - 15 * 60_000 - number;
        let (browser, address) = (ShownText::parse("Firefox").unwrap(), "127.0.0.1".parse().unwrap());
        let confirmation = Confirmation {
            id: ConfirmationId::from_bytes(id),
            account,
            subject: Some(Subject::Login { browser, known: false, place: Place { address, name: None } }),
            digits: true,
            mistyped: false,
            created_at: expires_at - 120_000,
            expires_at,
            outcome: ConfirmationOutcome::Pending,
            ended_at: None,
            decided_by: None,
        };
        tx.insert_confirmation(&confirmation).await?;
        let (id, jws) = (RequestId::from_bytes(id), Some("a.b.c".to_owned()));
        let (confirmation, ended_at) = (confirmation.id, None);
        let request = Request { id, confirmation, device, expires_at, jws, ended_at, unshown_at: None };
        tx.insert_request(&request).await?;
    }
    tx.commit().await
}

/// Waits at the page's events; says when the first of them comes.
fn listen(browser: &Browser, origin: &str) -> mpsc::Receiver<Instant> {
    let (ready, is_ready) = mpsc::channel();
    let (send, moved) = mpsc::channel();
    let cookies = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    let url = format!("{origin}/login/events");
    thread::spawn(move || {
        let response = ureq::get(url).header("cookie", cookies.join("; ")).call().unwrap();
        ready.send(()).unwrap();
        let mut lines = BufReader::new(response.into_body().into_reader()).lines();
        let found = lines.find(|line| {
            line.as_ref().is_ok_and(|line| line.starts_with("data") || line.starts_with("event"))
        });
        assert!(found.is_some());
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let now = Instant::now();
        send.send(now).unwrap();
    });
    is_ready.recv().unwrap();
    moved
}
