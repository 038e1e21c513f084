//! Tests with a database that really cannot be written: the disk is full, or another program holds a lock.

use std::time::Duration;

use axum::http::StatusCode;
use key_protocol::answer::Refusal;
use key_store::sqlite::testing::OtherProgram;

use crate::testing::{Browser, PASSWORD, Phone, World};

/// Small rows for the tables that a login writes to. They belong to no user.
const FILLERS: [&str; 4] = [
    "INSERT INTO decisions (request, account, device, at, call, receipt) \
     VALUES (randomblob(16), randomblob(16), x'', 9000000000000000, x'', '')",
    "INSERT INTO failures (device, seq, at) VALUES (randomblob(16), 0, 9000000000000000)",
    "INSERT INTO nonces (nonce, forget_at) VALUES (randomblob(16), 9000000000000000)",
    "INSERT INTO sessions (id, account, stage, created_at, seen_at) \
     VALUES (randomblob(32), randomblob(16), 'password', 9000000000000000, 0)",
];

/// A browser that waits for Key, its phone with the request, and a browser that is about to log in.
struct Scene {
    world: World,
    waiting: Browser,
    phone: Phone,
    request: String,
    login: Browser,
}

impl Scene {
    /// `None` if the database is not a file.
    async fn new() -> Option<Self> {
        let world = World::with(|settings| settings.busy_timeout = Duration::from_millis(20)).await;
        let mut phone = world.paired("mira").await;
        let (mut waiting, mut login) = (world.browser(), world.browser());
        waiting.begin(&world, "mira").await;
        let request = phone.request().await;
        login.open("/login").await;
        world.file().is_some().then_some(Self { world, waiting, phone, request, login })
    }

    /// Fills the disk, to the last row of the tables that are written most.
    async fn fill_disk(&self) {
        let mut other = self.connect().await;
        for row in FILLERS {
            for _ in 0..200 {
                other.run(row).await.unwrap();
            }
        }
        other.run("PRAGMA max_page_count = 1").await.unwrap();
        for row in FILLERS {
            let mut refused = 0;
            while refused < 100 {
                let taken = other.run(row).await.is_ok();
                refused = if taken { 0 } else { refused + 1 };
            }
        }
        self.world.app().store.limit_pages(1).await.unwrap();
    }

    async fn empty_disk(&self) {
        self.world.app().store.limit_pages(1 << 30).await.unwrap();
    }

    /// Connects as another program, which may write anything.
    async fn connect(&self) -> OtherProgram {
        OtherProgram::open(self.world.file().unwrap()).await
    }

    /// Holds a write lock as another program, until it is unlocked.
    async fn lock(&self) -> OtherProgram {
        let mut other = self.connect().await;
        other.run("BEGIN EXCLUSIVE").await.unwrap();
        other
    }

    async fn unlock(mut other: OtherProgram) {
        other.run("ROLLBACK").await.unwrap();
    }

    async fn log_in(&mut self) {
        self.login.send("/login", &[("username", "mira"), ("password", PASSWORD)]).await;
    }

    /// Checks that the page says what to do, the service itself answers the phone, and nothing is half-done.
    async fn refuses(&mut self) {
        self.log_in().await;
        assert_eq!(self.login.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(self.login.html.contains("Try again in a moment"), "{}", self.login.html);
        self.login.open("/login/method").await;
        assert_eq!(self.login.path, "/login");
        let mut copy = self.phone.clone();
        let digits = self.waiting.digits();
        assert_eq!(copy.confirm(&self.request, Some(digits)).await.unwrap_err(), Refusal::Unavailable);
        assert!(self.waiting.open("/login/confirm").await.contains("Confirm in Key"));
    }

    /// Checks that the refused requests succeed when they are sent again, to the end.
    async fn works(&mut self) {
        let digits = self.waiting.digits();
        self.phone.confirm(&self.request, Some(digits)).await.unwrap();
        self.waiting.open("/login/confirm").await;
        assert_eq!(self.waiting.path, "/home");
        self.log_in().await;
        assert_eq!(self.login.path, "/login/confirm");
        self.phone.request().await;
        assert_eq!(self.world.events("mira").await, ["device-added"]);
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_done() {
    let Some(mut scene) = Scene::new().await else { return };
    scene.fill_disk().await;
    for _ in 0..2 {
        scene.refuses().await;
    }
    scene.empty_disk().await;
    scene.works().await;
}

#[tokio::test]
async fn a_locked_database_is_said_and_nothing_is_half_done() {
    let Some(mut scene) = Scene::new().await else { return };
    let other = scene.lock().await;
    for _ in 0..2 {
        scene.refuses().await;
    }
    Scene::unlock(other).await;
    scene.works().await;
}

#[tokio::test]
async fn pk11_a_confirmed_login_waits_for_a_locked_database() {
    let Some(mut scene) = Scene::new().await else { return };
    let digits = scene.waiting.digits();
    scene.phone.confirm(&scene.request, Some(digits)).await.unwrap();
    let other = scene.lock().await;
    scene.waiting.open("/login/confirm").await;
    assert_eq!(scene.waiting.status, StatusCode::SERVICE_UNAVAILABLE);
    Scene::unlock(other).await;
    scene.waiting.open("/login/confirm").await;
    assert_eq!(scene.waiting.path, "/home");
}
