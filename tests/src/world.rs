//! A service on a loopback port, with a clock that the test moves.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use key_core::screen::{Action, Screen};
use key_domain::entropy::Entropy;
use key_domain::rules::limits::Limit;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_service::accounts::NewUser;
use key_service::{CallLimits, Parts, Service, Settings, SystemEntropy};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::browser::Browser;
use crate::clock::TestClock;
use crate::page::Page;
use crate::phone::{PIN, Phone};

/// The user of most tests.
pub const USERNAME: &str = "mira.laine";
/// Her password.
pub const PASSWORD: &str = "correct horse battery staple";

/// A running service with one user.
#[derive(Debug)]
pub struct World {
    /// The clock of the service.
    pub clock: Arc<TestClock>,
    /// The service.
    pub service: Service,
    /// The origin of the service.
    pub origin: Origin,
    /// The one-time passwords of [`USERNAME`], the first at 0.
    pub list: Vec<String>,
    folder: TempDir,
    parts: Parts,
    runtime: Runtime,
    settings: Settings,
    used: std::cell::Cell<usize>,
}

impl World {
    /// Starts a service in a folder of its own.
    #[must_use]
    pub fn start() -> Self {
        Self::start_named("Ledger", |_| {})
    }

    /// Starts a service with a name and parts of the test's choice.
    #[must_use]
    pub fn start_named(name: &str, change: impl FnOnce(&mut Parts)) -> Self {
        Self::open(name, 0, Arc::new(SystemEntropy::default()), |_| {}, change)
    }

    /// Replaces a lost service by a new one at the same address, with new keys and no devices.
    #[must_use]
    pub fn set_up_anew(self) -> Self {
        let address: SocketAddr = self.origin.as_str().trim_start_matches("http://").parse().unwrap();
        let name = self.settings.name.to_string();
        self.runtime.block_on(self.service.close_database());
        drop(self);
        Self::open(&name, address.port(), Arc::new(SystemEntropy::default()), |_| {}, |_| {})
    }

    /// Starts a service on a port, with randomness and other parts of the test's choice.
    #[must_use]
    pub fn start_at(port: u16, entropy: Arc<dyn Entropy>, change: impl FnOnce(&mut Parts)) -> Self {
        Self::open("Ledger", port, entropy, |_| {}, change)
    }

    /// Starts a service with changed settings.
    #[must_use]
    pub fn start_with(set: impl FnOnce(&mut Settings)) -> Self {
        Self::open("Ledger", 0, Arc::new(SystemEntropy::default()), set, |_| {})
    }

    fn open(
        name: &str,
        port: u16,
        entropy: Arc<dyn Entropy>,
        set: impl FnOnce(&mut Settings),
        change: impl FnOnce(&mut Parts),
    ) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let listener = runtime.block_on(async { key_service::listen(address) }).unwrap();
        let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let mut settings =
            Settings::in_folder(folder.path(), origin.clone(), ShownText::parse(name).unwrap());
        // The clock stands still, so no call is ever forgiven.
        let all = Limit { burst: 1_000_000, per_second: 1_000 };
        settings.call_limits = CallLimits { address: all, device: all, forms: all, requests: all };
        set(&mut settings);
        let clock = Arc::new(TestClock::new());
        let mut parts = runtime.block_on(Parts::with(&settings, clock.clone(), entropy)).unwrap();
        change(&mut parts);
        let service = runtime.block_on(key_service::open(settings.clone(), parts.clone())).unwrap();
        let list = runtime.block_on(create_user(&service, USERNAME));
        serve(&runtime, listener, &service);
        Self { clock, service, origin, list, folder, parts, runtime, settings, used: std::cell::Cell::new(0) }
    }

    /// Restarts the service on what it has stored.
    pub fn restart(&mut self) {
        self.restart_after(|_| {});
    }

    /// Copies everything that is stored.
    pub fn back_up(&mut self) -> TempDir {
        let backup = tempfile::tempdir().unwrap();
        self.restart_after(|folder| copy_files(folder, backup.path()));
        backup
    }

    /// Restores what was stored.
    pub fn put_back(&mut self, backup: &TempDir) {
        self.restart_after(|folder| copy_files(backup.path(), folder));
    }

    fn restart_after(&mut self, change: impl FnOnce(&Path)) {
        self.runtime.block_on(self.service.close_database());
        change(self.folder.path());
        let address: SocketAddr = self.origin.as_str().trim_start_matches("http://").parse().unwrap();
        self.runtime = Runtime::new().unwrap();
        let listener = self.runtime.block_on(async { key_service::listen(address) }).unwrap();
        self.parts.hub = Arc::default();
        let (database, busy_timeout) = (&self.settings.database, self.settings.busy_timeout);
        let store = self.runtime.block_on(database.open(busy_timeout, self.parts.hub.clone()));
        self.parts.store = Arc::new(store.unwrap());
        self.service =
            self.runtime.block_on(key_service::open(self.settings.clone(), self.parts.clone())).unwrap();
        serve(&self.runtime, listener, &self.service);
    }

    /// Adds another user.
    #[must_use]
    pub fn add_user(&self, username: &str) -> Vec<String> {
        self.runtime.block_on(create_user(&self.service, username))
    }

    /// The folder of the service.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.origin.as_str())
    }

    /// A phone with the service's clock.
    #[must_use]
    pub fn phone(&self, seed: u64) -> Phone {
        Phone::new(&self.clock, seed)
    }

    /// The next one-time password of [`USERNAME`].
    #[must_use]
    pub fn one_time_password(&self) -> String {
        self.used.set(self.used.get() + 1);
        self.list[self.used.get() - 1].clone()
    }

    /// Enters username and password.
    pub fn log_in(&self, browser: &mut Browser) -> Page {
        self.log_in_as(browser, USERNAME)
    }

    /// Enters another username and the password.
    pub fn log_in_as(&self, browser: &mut Browser, username: &str) -> Page {
        let page = browser.open("/login");
        browser.submit(&page, "/login", &[("username", username), ("password", PASSWORD)])
    }

    /// Goes from the login to the page with the QR code.
    pub fn to_pairing_page(&self, browser: &mut Browser) -> Page {
        self.log_in(browser);
        self.to_pairing_page_with(browser, &self.one_time_password())
    }

    /// Goes from the page after the password to the page with the QR code.
    pub fn to_pairing_page_with(&self, browser: &mut Browser, one_time_password: &str) -> Page {
        let page = browser.open("/login/set-up");
        browser.submit(&page, "/login/set-up", &[("password", one_time_password)])
    }

    /// Pairs a phone and signs the browser in; the PIN is [`PIN`].
    #[must_use]
    pub fn paired(&self, seed: u64) -> (Phone, Browser) {
        let (phone, mut browser) = (self.phone(seed), self.browser());
        let page = self.to_pairing_page(&mut browser);
        self.pair(&phone, &mut browser, &page);
        (phone, browser)
    }

    /// Pairs through the screens of the phone, starting at the page with the QR code; the PIN is [`PIN`].
    pub fn pair(&self, phone: &Phone, browser: &mut Browser, page: &Page) {
        pair(phone, browser, page, PIN);
    }

    /// Pairs a phone with any service, starting at the login.
    pub fn pair_at(browser: &mut Browser, phone: &Phone, username: &str, one_time_password: &str) {
        let page = browser.open("/login");
        browser.submit(&page, "/login", &[("username", username), ("password", PASSWORD)]);
        let page = browser.open("/login/set-up");
        let page = browser.submit(&page, "/login/set-up", &[("password", one_time_password)]);
        pair(phone, browser, &page, PIN);
    }
}

/// Pairs through the screens of the phone, starting at the page with the QR code.
pub fn pair(phone: &Phone, browser: &mut Browser, page: &Page, pin: &str) {
    phone.act([Action::AddAccount, Action::EnterLink, Action::LinkGiven(page.pairing_link().unwrap())]);
    assert!(matches!(phone.screen(), Screen::ReviewPairing { .. }), "{:?}", phone.screen());
    phone.act([Action::ConfirmPairing]);
    match phone.screen() {
        Screen::ChoosePin { .. } => phone.type_digits(&pin.repeat(2)),
        _ => phone.type_digits(pin),
    }
    let Screen::PairCommit { code, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
    let page = browser.open("/pair");
    assert!(page.shows(&code.grouped()), "{}", page.text());
    browser.submit(&page, "/pair/commit", &[]);
    let newest = phone.presenter.accounts().pop().unwrap();
    phone.presenter.watch(&newest);
    assert!(matches!(phone.screen(), Screen::Paired { .. }), "{:?}", phone.screen());
    phone.act([Action::Back]);
}

fn copy_files(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if file.path().is_file() {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

async fn create_user(service: &Service, username: &str) -> Vec<String> {
    let mut user = NewUser::new(ShownText::parse(username).unwrap());
    user.password = Some(PASSWORD.to_owned().into());
    let user = service.accounts().create_user(user).await.unwrap();
    user.one_time_passwords.iter().map(|password| password.to_string()).collect()
}

fn serve(runtime: &Runtime, listener: TcpListener, service: &Service) {
    let service = service.clone();
    runtime.spawn(async move { service.serve(listener, None, std::future::pending()).await });
}
