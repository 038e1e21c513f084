//! From the decision to the browser that moves on, and a whole pairing.

use std::io::{BufRead as _, BufReader};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use key_protocol::answer::CallResult;
use key_tests::{Browser, Forge, Phone, World};

use crate::{median, median_of, row, text, time};

const ROUNDS: u64 = 60;

pub(crate) fn run() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    decisions(&world, &phone, &mut browser);
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
        empty.push(time(|| assert!(matches!(forge.call(2, 3, forge.wait(act)), CallResult::Ok(_)))).1);
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
