//! A user who logs in again and again, with one browser and one phone, and remembers all answers.

use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use key_core::account::AccountState;
use key_core::authenticator::Shown;
use key_core::error::Error;
use key_domain::store::devices::Lifecycle;
use key_protocol::language::Language;
use key_service::Service;

use crate::browser::Browser;
use crate::clock::{Running, TestClock};
use crate::page::Page;
use crate::phone::{PIN, Phone};
use crate::world::{PASSWORD, World};

/// Counts of a user's actions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Logins that the phone confirmed, with a receipt.
    pub confirmed: u64,
    /// Logins that the phone declined, with a receipt.
    pub declined: u64,
    /// Logins with a one-time password.
    pub by_list: u64,
    /// Decisions whose answer did not arrive.
    pub unknown: u64,
    /// Actions that had to be repeated, because no answer arrived or the service was unavailable for the moment.
    pub again: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.confirmed += other.confirmed;
        self.declined += other.declined;
        self.by_list += other.by_list;
        self.unknown += other.unknown;
        self.again += other.again;
    }
}

/// A user with a phone.
pub(super) struct User {
    browser: Browser,
    clock: Running,
    faults: Vec<String>,
    list: Vec<String>,
    name: String,
    phone: Phone,
    turn: u64,
    used: usize,
    pub(super) counts: Counts,
}

/// How often an action is repeated before it counts as lost, and the pause in between.
const TRIES: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(100);

impl User {
    /// Pairs a phone with the service.
    pub(super) fn paired(seed: u64, origin: &str, name: &str, list: Vec<String>) -> Self {
        let clock = Arc::new(TestClock::new());
        let (phone, mut browser) = (Phone::new(&clock, seed), Browser::new(origin));
        while browser.try_open("/login").map_or(true, |page| page.status != 200) {
            thread::sleep(BETWEEN);
        }
        World::pair_at(&mut browser, &phone, name, &list[0]);
        let (faults, name, clock) = (Vec::new(), name.to_owned(), Running::new(clock));
        Self { browser, clock, faults, list, name, phone, turn: seed, used: 1, counts: Counts::default() }
    }

    /// Logs in repeatedly until the end.
    pub(super) fn spawn(mut self, ended: Arc<AtomicBool>) -> JoinHandle<Self> {
        thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) && self.used < self.list.len() - 1 {
                self.log_in();
                self.turn += 1;
            }
            self
        })
    }

    fn log_in(&mut self) {
        self.log_out();
        let Some(page) = self.identify() else { return };
        let is_waiting = page.path.starts_with("/login/confirm") && page.shows("Key");
        match self.turn % 8 {
            _ if !is_waiting => self.by_list(),
            0 => self.by_list(),
            4 => self.decide(&page, true),
            _ => self.decide(&page, false),
        }
    }

    fn log_out(&mut self) {
        self.browser.cookies.retain(|name, _| !name.contains("session"));
    }

    /// Enters username and password; `None` if the service answers that this is not possible now.
    fn identify(&mut self) -> Option<Page> {
        for _ in 0..TRIES {
            if let Some(page) =
                self.send("/login", &[("username", &self.name.clone()), ("password", PASSWORD)])
                && page.path != "/login"
            {
                return Some(page);
            }
            self.wait();
        }
        self.faults.push(format!("{}: no way in with the password", self.name));
        None
    }

    /// Opens the page with the form and sends it; `None` if no answer arrived, or only a temporary refusal.
    fn send(&mut self, path: &str, filled: &[(&str, &str)]) -> Option<Page> {
        let page = self.browser.try_open(path).ok().filter(|page| page.status == 200)?;
        let form = page.forms().into_iter().find(|form| form.action == path)?;
        let origin = self.browser.origin().to_owned();
        let answer = self.browser.try_post(&form, filled, Some(&origin)).ok()?;
        (answer.status < 500).then_some(answer)
    }

    fn wait(&mut self) {
        self.counts.again += 1;
        thread::sleep(BETWEEN);
    }

    /// Decides on the newest request, and checks that the page shows the result.
    fn decide(&mut self, page: &Page, decline: bool) {
        let Some(shown) = self.request() else { return };
        let digits = if shown.request.digits { page.six_digits() } else { None };
        let decided = if decline {
            self.phone.key().decline(&shown, false).map(|_| ())
        } else {
            self.phone.confirm(&shown, PIN, digits.as_deref())
        };
        match &decided {
            Ok(()) if decline => self.counts.declined += 1,
            Ok(()) => self.counts.confirmed += 1,
            Err(Error::Offline | Error::Refused(_) | Error::ServiceFault | Error::UnknownRequest) => {
                self.counts.unknown += 1
            }
            Err(error) => self.faults.push(format!("{}: the phone: {error:?}", self.name)),
        }
        let is_in = self.is_in();
        match (decided, is_in) {
            (Ok(()), Some(is_in)) if is_in == decline => {
                let what = if decline { "a declined login is in" } else { "a confirmed login is out" };
                self.faults.push(format!("{}: {what}", self.name));
            }
            (Err(_), Some(true)) if decline => {
                self.faults.push(format!("{}: in, though nobody has confirmed", self.name));
            }
            (_, None) => self.faults.push(format!("{}: no page says how it ended", self.name)),
            _ => {}
        }
    }

    /// The request of the newest login.
    fn request(&mut self) -> Option<Shown> {
        for _ in 0..TRIES {
            self.phone.refresh();
            let newest = self.phone.key().requests().into_iter().max_by_key(|(_, request)| request.issued);
            let shown = newest.map(|(_, request)| self.phone.key().show(request.id, Language::English));
            if let Some(Ok(shown)) = shown {
                return Some(shown);
            }
            self.wait();
        }
        self.faults.push(format!("{}: no request came", self.name));
        None
    }

    /// Whether the page shows that the user is signed in.
    fn is_in(&mut self) -> Option<bool> {
        for _ in 0..TRIES {
            match self.browser.try_open("/login/confirm") {
                Ok(page) if page.path == "/home" => return Some(true),
                Ok(page) if page.status < 500 => return Some(false),
                _ => self.wait(),
            }
        }
        None
    }

    /// Uses the printed list: a password that the service has accepted must be used up, and no other.
    fn by_list(&mut self) {
        let password = self.list[self.used].clone();
        for _ in 0..TRIES {
            match self.send("/login/otp", &[("password", &password)]) {
                Some(page) if page.path == "/home" => {
                    self.counts.by_list += 1;
                    self.used += 1;
                    return;
                }
                Some(page) if page.path == "/login/otp" => {
                    // It was accepted, and the answer lost: the page asks for the next one.
                    let next = page.shows(&format!("number {}", self.used + 2)) || page.status == 409;
                    if next {
                        self.counts.unknown += 1;
                        self.used += 1;
                        return;
                    }
                    self.wait();
                }
                _ => {
                    if self.browser.try_open("/home").is_ok_and(|page| page.path == "/home") {
                        self.counts.by_list += 1;
                        self.used += 1;
                        return;
                    }
                    self.wait();
                }
            }
        }
        self.faults.push(format!("{}: no way in with a one-time password", self.name));
    }

    /// The faults that are found after the end.
    pub(super) async fn faults_at(self, service: &Service) -> Vec<String> {
        let Self { mut faults, name, phone, used, clock, .. } = self;
        drop(clock);
        let accounts = service.accounts();
        let next = accounts.next_one_time_number(&name).await.unwrap();
        if next != u32::try_from(used + 1).ok() {
            faults.push(format!("{name}: one-time password {next:?} is next, and {used} were used"));
        }
        for device in accounts.devices(&name).await.unwrap() {
            if device.state != Lifecycle::Active || device.tries.run > 0 {
                faults.push(format!("{name}: the phone is {:?} with {:?}", device.state, device.tries));
            }
        }
        for account in phone.key().accounts() {
            if account.state != AccountState::Active {
                faults.push(format!("{name}: the phone says that it is {:?}", account.state));
            }
        }
        faults
    }
}
