use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dioxus::core::NoOpMutations;
use dioxus::prelude::*;
use key_core::screen::{Action, Asked, Decided, Home, Lifetime, RequestSummary, Screen, View};
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::{Source, phone};
use crate::dispatch::Dispatch;

/// Long, for a test whose time is paused: it passes as soon as nothing else is left to do.
const LONG: Duration = Duration::from_secs(3600);

/// What the clock shows when a test begins, milliseconds since 1970.
const START_MS: i64 = 1_795_246_800_250;

fn view(screen: Screen) -> View {
    View { language: Language::English, language_setting: None, screen, theme: None, waiting: vec![] }
}

fn home() -> View {
    view(Screen::Home(Home {
        accounts: vec![],
        answered: vec![],
        failures: vec![],
        offline: false,
        unfinished: vec![],
    }))
}

/// A home with one request, made when the test began.
fn request() -> View {
    let issued = START_MS / 1000;
    let request = RequestSummary {
        id: RequestId::from_bytes([7; 16]),
        asked: Asked::Login,
        browser: "Firefox".to_owned(),
        lifetime: Lifetime { issued, expires: issued + 120 },
        service: "Ledger".to_owned(),
        username: "mira.laine".to_owned(),
    };
    View { waiting: vec![request], ..home() }
}

/// A phone that shows one screen, and counts how often it was asked for it.
struct Bench {
    changes: watch::Sender<u64>,
    dom: VirtualDom,
    drawn: Arc<AtomicU32>,
    sent: Receiver<Action>,
    start: Instant,
}

impl Bench {
    fn new(view: View) -> Self {
        Self::of(move || view.clone())
    }

    fn of(view: impl Fn() -> View + Send + Sync + 'static) -> Self {
        let (changes, changed) = watch::channel(0);
        let (drawn, start) = (Arc::new(AtomicU32::new(0)), Instant::now());
        let counted = drawn.clone();
        let now_ms = move || START_MS + i64::try_from(start.elapsed().as_millis()).unwrap();
        let source = Source::new(changed, now_ms, move || {
            counted.fetch_add(1, Ordering::SeqCst);
            view()
        });
        let mut dom = VirtualDom::new(phone);
        dom.provide_root_context(source);
        let (done, sent) = channel();
        dom.provide_root_context(Dispatch::new(move |action| done.send(action).unwrap()));
        dom.rebuild_in_place();
        Self { changes, dom, drawn, sent, start }
    }

    /// Draws whatever comes until so much time has passed.
    async fn pass(&mut self, time: Duration) {
        let draw = async {
            loop {
                self.dom.wait_for_work().await;
                self.dom.render_immediate(&mut NoOpMutations);
            }
        };
        let _: Result<(), _> = timeout(time, draw).await;
    }

    fn drawn(&self) -> u32 {
        self.drawn.load(Ordering::SeqCst)
    }

    fn shows(&self, text: &str) -> bool {
        dioxus_ssr::render(&self.dom).contains(text)
    }
}

#[tokio::test(start_paused = true)]
async fn a_screen_that_shows_time_is_drawn_when_the_second_begins() {
    let mut phone = Bench::new(request());
    assert_eq!(phone.drawn(), 1);
    phone.pass(Duration::from_millis(749)).await;
    assert_eq!(phone.drawn(), 1);
    phone.pass(Duration::from_millis(2)).await;
    assert_eq!(phone.drawn(), 2);
    phone.pass(Duration::from_secs(10)).await;
    assert_eq!(phone.drawn(), 12);
}

#[tokio::test(start_paused = true)]
async fn the_age_of_a_request_is_right_to_the_second() {
    let mut phone = Bench::new(request());
    phone.pass(Duration::from_millis(59_700)).await;
    assert!(phone.shows("Just now"));
    phone.pass(Duration::from_millis(60)).await;
    assert!(phone.shows("1 minute ago"), "after {:?}", phone.start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_screen_that_shows_no_time_is_drawn_when_it_changes_only() {
    for view in [view(Screen::AskVisible), home()] {
        let mut phone = Bench::new(view);
        phone.pass(LONG).await;
        assert_eq!(phone.drawn(), 1);
        phone.changes.send_modify(|count| *count += 1);
        phone.pass(LONG).await;
        assert_eq!(phone.drawn(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_does_not_wait_for_the_second() {
    let mut phone = Bench::new(request());
    phone.pass(Duration::from_millis(100)).await;
    phone.changes.send_modify(|count| *count += 1);
    phone.pass(Duration::from_millis(1)).await;
    assert_eq!(phone.drawn(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_has_ended_is_drawn_no_more() {
    let (changes, changed) = watch::channel(0);
    let mut source = Source::new(changed, || START_MS, request);
    drop(changes);
    assert_eq!(source.next(request().fresh()).await, None);
}

fn decided(answer: Decided) -> View {
    view(Screen::Decided {
        answer,
        asked: Asked::Login,
        failures: None,
        saved: true,
        service: "Ledger".to_owned(),
    })
}

#[tokio::test(start_paused = true)]
async fn pk11_a_success_goes_away_by_itself_after_two_seconds() {
    let mut phone = Bench::new(decided(Decided::Confirmed));
    phone.pass(Duration::from_millis(1_990)).await;
    assert_eq!(phone.sent.try_iter().next(), None);
    phone.pass(Duration::from_millis(20)).await;
    assert_eq!(phone.sent.try_iter().collect::<Vec<_>>(), [Action::Dismiss]);
}

#[tokio::test(start_paused = true)]
async fn what_needs_an_answer_or_is_not_a_success_stays() {
    let waits = View { waiting: request().waiting, ..decided(Decided::Confirmed) };
    for view in [waits, decided(Decided::NotMe), decided(Decided::Declined), home()] {
        let mut phone = Bench::new(view);
        phone.pass(Duration::from_secs(10)).await;
        assert_eq!(phone.sent.try_iter().next(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_one_success_does_not_end_the_next() {
    let shown = Arc::new(Mutex::new(decided(Decided::Confirmed)));
    let mut phone = Bench::of({
        let shown = shown.clone();
        move || shown.lock().unwrap().clone()
    });
    let show = |phone: &Bench, view| {
        *shown.lock().unwrap() = view;
        phone.changes.send_modify(|count| *count += 1);
    };
    phone.pass(Duration::from_millis(500)).await;
    show(&phone, home());
    phone.pass(Duration::from_millis(500)).await;
    show(&phone, decided(Decided::Confirmed));
    phone.pass(Duration::from_millis(1_900)).await;
    assert_eq!(phone.sent.try_iter().next(), None);
    phone.pass(Duration::from_millis(200)).await;
    assert_eq!(phone.sent.try_iter().collect::<Vec<_>>(), [Action::Dismiss]);
}
