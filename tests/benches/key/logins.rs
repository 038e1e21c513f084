//! Logins in a second, with the service held to one core.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use key_protocol::answer::CallResult;
use key_tests::{Browser, Forge, PASSWORD, Phone, TestClock, World};

use crate::{median, row, text, time};

const USERS: usize = 100;
const SECONDS: u64 = 8;

/// A service with `users` users. It prints its address and, a line each, their first one-time passwords; it ends
/// with its input.
pub(crate) fn serve(users: usize) {
    let world = World::start();
    println!("{}", world.origin);
    for user in 0..users {
        println!("{}", world.add_user(&format!("user.{user}"))[0]);
    }
    std::io::stdout().flush().unwrap();
    let _ = std::io::stdin().read(&mut [0]);
}

pub(crate) fn run() {
    let Some((mut service, origin, lists)) = start_on_one_core() else {
        return row("logins in a second", "not measured", "`taskset` is missing: install util-linux");
    };
    let people: Vec<_> = lists.iter().enumerate().map(|(n, list)| Person::new(&origin, n, list)).collect();
    for at_once in [1, 10, USERS] {
        let (rate, latency) = measure(&people[..at_once]);
        let what = format!("logins in a second on one core, {at_once} at once");
        row(&what, &format!("{rate:.1}"), &format!("{} each", text(latency)));
    }
    drop(service.stdin.take());
    service.wait().unwrap();
}

fn start_on_one_core() -> Option<(Child, String, Vec<String>)> {
    let me = std::process::id().to_string();
    let pinned = Command::new("taskset").args(["-apc", "1", &me]).stdout(Stdio::null()).status();
    pinned.ok().filter(std::process::ExitStatus::success)?;
    let mut child = Command::new("taskset")
        .args(["-c", "0"])
        .arg(std::env::current_exe().unwrap())
        .args(["--serve", &USERS.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut lines = BufReader::new(child.stdout.take()?).lines().map_while(Result::ok);
    let origin = lines.next()?;
    let lists = lines.by_ref().take(USERS).collect();
    Some((child, origin, lists))
}

/// Somebody with a paired phone.
struct Person {
    /// Known to the account: it gets another cookie at every sign-in.
    browser: Mutex<Browser>,
    number: AtomicU64,
    phone: Phone,
    username: String,
}

impl Person {
    fn new(origin: &str, n: usize, one_time_password: &str) -> Self {
        let username = format!("user.{n}");
        let phone = Phone::new(&std::sync::Arc::new(TestClock::new()), 1000 + n as u64);
        let mut browser = Browser::new(origin);
        World::pair_at(&mut browser, &phone, &username, one_time_password);
        Self { browser: Mutex::new(browser), number: AtomicU64::new(1_000_000), phone, username }
    }

    /// One login, from the first page to the last.
    fn log_in(&self, forge: &Forge<'_>, browser: &mut Browser) {
        let page = browser.open("/login");
        browser.submit(&page, "/login", &[("username", &self.username), ("password", PASSWORD)]);
        let number = self.number.fetch_add(2, Ordering::SeqCst);
        let request = forge.requests(number).remove(0);
        let answer = forge.call(number + 1, 2, forge.confirm(&forge.decision(&request, None)));
        assert!(matches!(answer, CallResult::Ok(_)));
        assert!(browser.moves_on());
    }
}

fn measure(people: &[Person]) -> (f64, Duration) {
    let times: Vec<Duration> = thread::scope(|scope| {
        let working = people.iter().map(|person| scope.spawn(|| keep_logging_in(person)));
        let working: Vec<_> = working.collect();
        working.into_iter().flat_map(|person| person.join().unwrap()).collect()
    });
    (times.len() as f64 / SECONDS as f64, median(times))
}

fn keep_logging_in(person: &Person) -> Vec<Duration> {
    let (forge, mut browser) = (Forge::of(&person.phone), person.browser.lock().unwrap());
    let mut times = Vec::new();
    let mut left = Duration::from_secs(SECONDS);
    while left > Duration::ZERO {
        let (_, took) = time(|| person.log_in(&forge, &mut browser));
        times.push(took);
        left = left.saturating_sub(took);
    }
    times
}
