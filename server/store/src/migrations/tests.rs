//! Databases of each earlier version are migrated to this one without loss.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use key_domain::ids::{AccountId, BrowserMark, ConfirmationId, ThrottleId};
use key_domain::store::Store;
use key_domain::store::accounts::Accounts as _;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, Confirmations as _};
use key_domain::store::logins::Login;
use key_domain::store::sessions::Sessions as _;
use key_protocol::id::DeviceId;
use key_protocol::request::{Place, Subject};
use key_protocol::shown::ShownText;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use super::{for_postgres, for_sqlite};
use crate::{Database, SqlStore, postgres};

/// Renders a blob of equal bytes in a database's dialect.
type Blob = fn(u8, usize) -> String;

/// The rows that the first version has written: a login that waits, and one that a device has confirmed.
fn written_by_the_first(blob: Blob) -> String {
    let (account, device, session) = (blob(1, 16), blob(2, 16), blob(3, 32));
    let (pending, confirmed, known, throttle) = (blob(4, 16), blob(5, 16), blob(6, 16), blob(7, 32));
    let device_row = format!(
        "({device}, {account}, 'Phone', 'Android', 'active', {}, {}, '{{}}', {}, 8)",
        blob(8, 65),
        blob(9, 32),
        blob(10, 32)
    );
    format!(
        r#"INSERT INTO accounts (id, username, username_key, password, language, created_at)
        VALUES ({account}, 'mira', 'mira', 'phc', 'en', 1);
        INSERT INTO devices (id, account, name, platform, state, possession, pinned, knows, commitment, claimed_at)
        VALUES {device_row};
        INSERT INTO logins (id, account, created_at, expires_at, digits, known, throttle, browser, address, place)
        VALUES ({pending}, {account}, 1000, 121000, 1, NULL, {throttle}, 'Chrome on "Windows"', '2001:db8::1', NULL);
        INSERT INTO logins (id, account, created_at, expires_at, digits, known, throttle, browser, address, place,
            outcome, ended_at, decided_by, taken_at)
        VALUES ({confirmed}, {account}, 500, 120500, 0, {known}, {throttle}, 'Firefox on Linux', '192.0.2.1',
            'Ääni & co', 'confirmed', 700, {device}, 800);
        INSERT INTO requests (id, login, device, expires_at) VALUES ({pending}, {pending}, {device}, 121000);
        INSERT INTO sessions (id, account, stage, created_at, seen_at, login)
        VALUES ({session}, {account}, 'password', 1000, 1000, {pending});
        INSERT INTO events (account, kind, detail, at, send_at) VALUES ({account}, 'device-added', 'Phone', 8, 9);"#
    )
}

#[tokio::test]
async fn a_database_of_the_first_version_keeps_all_that_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.db");
    of_the_first_version(&path).await.close().await.unwrap();
    kept(Database::Sqlite(path)).await;
}

/// The file may grow by so many pages and no more: each step happens whole or not at all, and goes on when there is room.
#[tokio::test]
async fn a_disk_that_fills_in_the_middle_of_a_step_leaves_the_database_as_it_was() {
    let mut failed = 0;
    for room in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.db");
        let mut connection = of_the_first_version(&path).await;
        let limit = "SELECT 'PRAGMA max_page_count = ' || (page_count + $1) FROM pragma_page_count()";
        let limit: String = sqlx::query_scalar(limit).bind(room).fetch_one(&mut connection).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(limit)).execute(&mut connection).await.unwrap();
        let migrated = Migrator::with_migrations(for_sqlite()).run(&mut connection).await.is_ok();
        connection.close().await.unwrap();
        failed += u32::from(!migrated);
        kept(Database::Sqlite(path)).await;
        if migrated {
            break;
        }
    }
    assert!((1..40).contains(&failed), "the disk was full {failed} times");
}

#[cfg(feature = "testing")]
#[tokio::test]
async fn a_postgresql_database_of_the_first_version_keeps_all_that_it_has() {
    use sqlx::ConnectOptions as _;
    let Some(address) = postgres::testing::database().await else { return };
    let mut connection: PgConnection = address.options().unwrap().connect().await.unwrap();
    first_of(for_postgres()).run(&mut connection).await.unwrap();
    let rows = AssertSqlSafe(written_by_the_first(|byte, len| format!("'\\x{}'", hex(byte, len))));
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    kept(Database::Postgres(address)).await;
}

async fn of_the_first_version(path: &Path) -> SqliteConnection {
    let address = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&address).await.unwrap();
    first_of(for_sqlite()).run(&mut connection).await.unwrap();
    let rows = AssertSqlSafe(written_by_the_first(|byte, len| format!("X'{}'", hex(byte, len))));
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    connection
}

fn first_of(mut steps: Vec<sqlx::migrate::Migration>) -> Migrator {
    steps.truncate(1);
    Migrator::with_migrations(steps)
}

fn hex(byte: u8, len: usize) -> String {
    format!("{byte:02x}").repeat(len)
}

async fn kept(database: Database) {
    let store = database.open(Duration::from_secs(5), Arc::default()).await.unwrap();
    let (account, device) = (AccountId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    let [pending, confirmed] = [4, 5].map(|byte| ConfirmationId::from_bytes([byte; 16]));
    let text = |text: &str| ShownText::parse(text).unwrap();
    let place = Place { address: "2001:db8::1".parse().unwrap(), name: None };
    let subject = Subject::Login { browser: text("Chrome on \"Windows\""), known: false, place };
    let waits = Confirmation {
        id: pending,
        account,
        subject: Some(subject),
        digits: true,
        mistyped: false,
        created_at: 1000,
        expires_at: 121_000,
        outcome: ConfirmationOutcome::Pending,
        ended_at: None,
        decided_by: None,
    };
    assert_eq!(store.confirmation(pending).await.unwrap(), Some(waits.clone()));
    let place = Place { address: "192.0.2.1".parse().unwrap(), name: Some(text("Ääni & co")) };
    let has_ended = Confirmation {
        id: confirmed,
        subject: Some(Subject::Login { browser: text("Firefox on Linux"), known: true, place }),
        digits: false,
        mistyped: false,
        created_at: 500,
        expires_at: 120_500,
        outcome: ConfirmationOutcome::Confirmed,
        ended_at: Some(700),
        decided_by: Some(device),
        ..waits
    };
    assert_eq!(store.confirmation(confirmed).await.unwrap(), Some(has_ended));
    assert_eq!(logins(&store, [pending, confirmed]).await, [(None, None), (Some(known()), Some(800))]);
    let waiting = store.pending(device, 2000).await.unwrap();
    assert_eq!(waiting.iter().map(|request| request.confirmation).collect::<Vec<_>>(), [pending]);
    let session = store.session(key_domain::ids::SessionId::from_bytes([3; 32]), 2000).await.unwrap();
    assert_eq!(session.unwrap().confirmation, Some(pending));
    let told = store.claim_notification(10, 20).await.unwrap().unwrap();
    assert_eq!((told.notification.detail.as_str(), told.at, told.tries), ("Phone", 8, 1));
}

fn known() -> BrowserMark {
    BrowserMark::from_bytes([6; 16])
}

async fn logins(store: &SqlStore, all: [ConfirmationId; 2]) -> [(Option<BrowserMark>, Option<i64>); 2] {
    let mut tx = store.begin(&[]).await.unwrap();
    let mut found = [(None, None); 2];
    for (place, id) in found.iter_mut().zip(all) {
        let login: Login = tx.login(id).await.unwrap().unwrap();
        assert_eq!(login.throttle, ThrottleId::from_bytes([7; 32]));
        *place = (login.known, login.taken_at);
    }
    found
}
