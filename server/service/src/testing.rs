//! A service in a folder of its own with a clock that tests set, and simulated phones.

mod browser;
mod logins;
mod phone;
mod watch;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::header::{HOST, HeaderValue};
use axum::http::{Request, Response};
use key_domain::clock::Clock;
use key_domain::entropy::Entropy;
use key_domain::ids::{AccountId, PairingId, SessionId, SessionSecret};
use key_domain::rules::pairing;
use key_domain::store::devices::{Lifecycle, Tries};
use key_domain::store::pairings::NewPairing;
use key_domain::store::sessions::{NewSession, Stage};
use key_protocol::crypto::sha256;
use key_protocol::link::PairingToken;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_store::Database;
use key_store::postgres;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

pub(crate) use self::browser::Browser;
pub(crate) use self::phone::{Phone, left, signer as phone_signer};
pub(crate) use self::watch::Watch;
use crate::accounts::{CreatedUser, NewUser};
use crate::app::App;
use crate::keys::{Rotation, rotate};
use crate::outbox::Outbox;
use crate::parts::Parts;
use crate::service::Service;
use crate::service::open;
use crate::settings::Settings;
use crate::start::StartError;
use crate::worker;

pub(crate) const ORIGIN: &str = "http://127.0.0.1:8080";
pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const MINUTE: i64 = 60_000;

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Random numbers that are the same in every run.
#[derive(Debug, Default)]
pub(crate) struct SeededEntropy(AtomicU64);

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let hash = sha256(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
            chunk.copy_from_slice(&hash[..chunk.len()]);
        }
    }
}

pub(crate) struct World {
    pub(crate) clock: Arc<TestClock>,
    entropy: Arc<SeededEntropy>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) service: Service,
    pub(crate) users: Mutex<HashMap<String, CreatedUser>>,
    pub(crate) watch: Arc<Watch>,
}

impl World {
    pub(crate) async fn insert_session(&self, new: &NewSession) {
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        tx.insert_session(new, self.app().now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (origin, name) = (Origin::parse(ORIGIN).unwrap(), ShownText::parse("Ledger").unwrap());
        let mut settings = Settings::in_folder(folder.path(), origin, name);
        if let Some(address) = postgres::testing::database().await {
            settings.database = Database::Postgres(address);
        }
        change(&mut settings);
        let clock = Arc::new(TestClock(AtomicI64::new(1_795_246_860_000)));
        let (entropy, watch) = (Arc::new(SeededEntropy::default()), Arc::new(Watch::default()));
        let service = start(settings, &clock, &entropy, &watch, None).await;
        Self { clock, entropy, folder, service, users: Mutex::default(), watch }
    }

    /// Starts a service with another outbox.
    pub(crate) async fn with_outbox(outbox: Arc<dyn Outbox>) -> Self {
        let mut world = Self::new().await;
        world.service.close_database().await;
        let settings = world.app().settings.clone();
        world.service = start(settings, &world.clock, &world.entropy, &world.watch, Some(outbox)).await;
        world
    }

    /// Opens another process on the same database.
    pub(crate) async fn beside(&self) -> Result<Service, StartError> {
        let settings = self.app().settings.clone();
        let mut parts = Parts::with(&settings, self.clock.clone(), self.entropy.clone()).await?;
        parts.verifier = self.watch.clone();
        open(settings, parts).await
    }

    /// Opens another process, whose clock is ahead by this many milliseconds.
    pub(crate) async fn ahead(&self, by: i64) -> Service {
        let settings = self.app().settings.clone();
        let clock = Arc::new(TestClock(AtomicI64::new(self.clock.now_ms() + by)));
        let parts = Parts::with(&settings, clock, self.entropy.clone()).await.unwrap();
        open(settings, parts).await.unwrap()
    }

    /// Restarts the service, with this difference between the clocks of processes.
    pub(crate) async fn with_clock_error(mut self, milliseconds: i64) -> Self {
        let settings = self.app().settings.clone();
        self.service.close_database().await;
        let mut parts = Parts::with(&settings, self.clock.clone(), self.entropy.clone()).await.unwrap();
        parts.clock_error = milliseconds;
        parts.verifier = self.watch.clone();
        self.service = open(settings, parts).await.unwrap();
        self
    }

    /// Restarts the service on the same files.
    pub(crate) async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// Restarts the service with other settings.
    pub(crate) async fn restart_with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.app().settings.clone();
        change(&mut settings);
        self.service.close_database().await;
        self.service = start(settings, &self.clock, &self.entropy, &self.watch, None).await;
        self
    }

    /// Restarts the service with other keys.
    pub(crate) async fn rotate(self, rotation: Rotation) -> Self {
        rotate(&self.app().settings.key_file, rotation, self.entropy.as_ref()).unwrap();
        self.restart().await
    }

    /// The SQLite file; `None` if tests run on PostgreSQL.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.app().settings.database.file()
    }

    pub(crate) fn app(&self) -> &Arc<App> {
        self.service.app()
    }

    pub(crate) fn pass(&self, milliseconds: i64) {
        self.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Sends a request, to our host if it names none.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Response<Body> {
        if request.uri().authority().is_none() {
            request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("127.0.0.1:8080"));
        }
        self.service.router().oneshot(request).await.unwrap()
    }

    /// The account of a user, which is added on first use.
    pub(crate) async fn user(&self, name: &str) -> AccountId {
        if !self.users.lock().unwrap().contains_key(name) {
            let mut new = NewUser::new(ShownText::parse(name).unwrap());
            new.password = Some(Zeroizing::new(PASSWORD.to_owned()));
            let created = self.service.accounts().create_user(new).await.unwrap();
            self.users.lock().unwrap().insert(name.to_owned(), created);
        }
        self.app().store.account_by_username(name).await.unwrap().unwrap().id
    }

    /// A one-time password of the user.
    pub(crate) fn one_time(&self, name: &str, number: usize) -> String {
        self.users.lock().unwrap()[name].one_time_passwords[number - 1].to_string()
    }

    /// A session of the user.
    pub(crate) async fn session(&self, name: &str, stage: Stage) -> SessionId {
        let secret = SessionSecret::from_bytes(self.app().random());
        let (id, account) = (self.app().parts.secrets.session_id(&secret), self.user(name).await);
        let new = NewSession { id, account, stage, pairing: None, by: None };
        self.insert_session(&new).await;
        id
    }

    /// A pairing link of the user.
    pub(crate) async fn link(&self, name: &str) -> (PairingId, PairingToken) {
        let session = self.session(name, Stage::Identified).await;
        let id = PairingId::from_bytes(self.app().random());
        let token = self.app().parts.secrets.pairing_token(&id);
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        let new = NewPairing { id, token_hash: token.hash(), by_sms: false };
        pairing::start(tx.as_mut(), session, &new, self.app().now()).await.unwrap();
        tx.commit().await.unwrap();
        (id, token)
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// A browser in which a new user is signed in, by a one-time password.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        browser.begin(self, name).await;
        browser.open("/login/otp").await;
        let number = browser.number();
        browser.send("/login/otp", &[("password", &self.one_time(name, number))]).await;
        assert_eq!(browser.path, "/home");
        browser
    }

    pub(crate) fn phone(&self) -> Phone {
        Phone::new(self.service.clone())
    }

    /// Pairs a phone with the user's account.
    pub(crate) async fn paired(&self, name: &str) -> Phone {
        let (pairing, token) = self.link(name).await;
        let mut phone = self.phone();
        phone.claim(&token).await.unwrap();
        phone.enrol().await.unwrap();
        assert!(self.commit(pairing).await);
        phone
    }

    /// Recognises the device on the page, as the user.
    pub(crate) async fn commit(&self, pairing: PairingId) -> bool {
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        let done = pairing::commit(tx.as_mut(), pairing, self.app().now()).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// Refuses the device on the page, as the user.
    pub(crate) async fn refuse(&self, pairing: PairingId) -> bool {
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        let done = pairing::refuse(tx.as_mut(), pairing, self.app().now()).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// The state of the phone's lifecycle.
    pub(crate) async fn state(&self, phone: &Phone) -> Lifecycle {
        self.app().store.device(phone.id()).await.unwrap().unwrap().state
    }

    pub(crate) async fn set_state(&self, phone: &Phone, state: Lifecycle) {
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        let mut device = tx.device(phone.id()).await.unwrap().unwrap();
        device.state = state;
        tx.update_device(&device).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The wrong factors of a phone: those in a row or untold, and the number in all.
    pub(crate) async fn tries(&self, phone: &Phone) -> (Tries, i64) {
        let mut tx = self.app().store.begin(&[]).await.unwrap();
        let device = tx.device(phone.id()).await.unwrap().unwrap();
        (device.tries, tx.failures_after(phone.id(), 0).await.unwrap())
    }

    /// Puts the clock back by a day, lets the worker notice, and returns to the original time.
    pub(crate) async fn lose_a_day(&self) {
        self.pass(-24 * 60 * MINUTE);
        worker::end_future(self.app()).await;
        self.pass(24 * 60 * MINUTE);
    }

    /// Removes everything that has expired.
    pub(crate) async fn tidy(&self) {
        worker::tidy(self.app(), &self.app().ended.subscribe()).await;
    }

    /// The names of the user's notifications.
    pub(crate) async fn events(&self, name: &str) -> Vec<&'static str> {
        let account = self.user(name).await;
        let events = self.app().store.notifications_of(account).await.unwrap();
        events.iter().map(|stored| stored.notification.kind.name()).collect()
    }
}

async fn start(
    settings: Settings,
    clock: &Arc<TestClock>,
    entropy: &Arc<SeededEntropy>,
    watch: &Arc<Watch>,
    outbox: Option<Arc<dyn Outbox>>,
) -> Service {
    let mut parts = Parts::with(&settings, clock.clone(), entropy.clone()).await.unwrap();
    parts.verifier = watch.clone();
    parts.outbox = outbox.unwrap_or(parts.outbox);
    open(settings, parts).await.unwrap()
}

pub(crate) async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
