//! A service in a folder of its own with a clock that tests set, and phones in software.

mod browser;
mod phone;

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use key_protocol::crypto::sha256;
use key_protocol::id::RequestId;
use key_protocol::link::PairingToken;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

pub(crate) use self::browser::Browser;
pub(crate) use self::phone::{Phone, signer as phone_signer};
use crate::accounts::{CreatedUser, NewUser};
use crate::ids::{AccountId, LoginId, PairingId, SessionId, SessionSecret};
use crate::parts::{Clock, Entropy, Parts};
use crate::service::{App, Service, open};
use crate::settings::Settings;
use crate::store::logins::{Login, LoginOutcome, Start};
use crate::store::sessions::{NewSession, Stage};

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

/// Numbers that are the same in every run.
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
    pub(crate) folder: tempfile::TempDir,
    pub(crate) service: Service,
    pub(crate) users: Mutex<HashMap<String, CreatedUser>>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (origin, name) = (Origin::parse(ORIGIN).unwrap(), ShownText::parse("Ledger").unwrap());
        let mut settings = Settings::in_folder(folder.path(), origin, name);
        change(&mut settings);
        let clock = Arc::new(TestClock(AtomicI64::new(1_795_246_860_000)));
        let parts = Parts::with(&settings, clock.clone(), Arc::new(SeededEntropy::default())).unwrap();
        let service = open(settings, parts).await.unwrap();
        Self { clock, folder, service, users: Mutex::default() }
    }

    /// The service ends and starts again on the same files.
    pub(crate) async fn restart(self) -> Self {
        let (clock, settings) = (self.clock.clone(), self.app().settings.clone());
        self.service.close_database().await;
        let entropy = Arc::new(SeededEntropy(AtomicU64::new(1 << 32)));
        let parts = Parts::with(&settings, clock.clone(), entropy).unwrap();
        let service = open(settings, parts).await.unwrap();
        Self { clock, folder: self.folder, service, users: self.users }
    }

    pub(crate) fn app(&self) -> &Arc<App> {
        self.service.app()
    }

    pub(crate) fn pass(&self, milliseconds: i64) {
        self.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.service.router().oneshot(request).await.unwrap()
    }

    /// The account of a user, who is added on first use.
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
        let (id, account) = (SessionId::of(&secret), self.user(name).await);
        let new = NewSession { id, account, stage, pairing: None, by: None };
        self.app().store.renew_session(None, new, self.app().now()).await.unwrap();
        id
    }

    /// A pairing link of the user.
    pub(crate) async fn link(&self, name: &str) -> (PairingId, PairingToken) {
        let session = self.session(name, Stage::Identified).await;
        let id = PairingId::from_bytes(self.app().random());
        let token = self.app().parts.secrets.pairing_token(&id);
        self.app().store.start_pairing(session, id, token.hash(), self.app().now()).await.unwrap();
        (id, token)
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self)
    }

    pub(crate) fn phone(&self) -> Phone {
        Phone::new(self.service.clone())
    }

    /// A phone that is paired with the user's account.
    pub(crate) async fn paired(&self, name: &str) -> Phone {
        let (pairing, token) = self.link(name).await;
        let mut phone = self.phone();
        phone.claim(&token).await.unwrap();
        phone.enrol().await.unwrap();
        assert!(self.app().store.commit_pairing(pairing, self.app().now()).await.unwrap());
        phone
    }

    /// A login of the user that waits for Key.
    pub(crate) async fn login(&self, name: &str, digits: bool) -> LoginId {
        let (app, session) = (self.app(), self.session(name, Stage::Password).await);
        let (account, now) = (self.user(name).await, app.now());
        let login = Login {
            id: LoginId::from_bytes(app.random()),
            account,
            created_at: now,
            expires_at: now + 2 * MINUTE,
            digits,
            known: !digits,
            browser: "Chrome on Windows".to_owned(),
            address: "127.0.0.1".to_owned(),
            place: None,
            outcome: LoginOutcome::Pending,
            decided_by: None,
        };
        let id = login.id;
        let devices = app.store.devices_of(account).await.unwrap();
        let requests = devices.iter().map(|device| (device.id, RequestId::from_bytes(app.random())));
        let requests = requests.collect();
        assert_eq!(app.store.start_login(session, login, requests, now).await.unwrap(), Start::Started);
        app.changed(account);
        id
    }

    pub(crate) async fn outcome(&self, login: LoginId) -> LoginOutcome {
        self.app().store.login(login).await.unwrap().unwrap().outcome
    }

    /// The names of what the user was told.
    pub(crate) async fn events(&self, name: &str) -> Vec<&'static str> {
        let account = self.user(name).await;
        let events = self.app().store.events_of(account).await.unwrap();
        events.iter().map(|stored| stored.event.kind.name()).collect()
    }
}

pub(crate) async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
