//! Databases for tests, on the server that `cargo xtask postgres` starts.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use super::address::Address;

/// A new database; `None` if tests run on SQLite.
#[expect(clippy::unwrap_used, reason = "a test ends where its database cannot be made")]
pub async fn database() -> Option<Address> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let server = std::env::var("KEY_TEST_POSTGRES").ok()?;
    let name = format!("key_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
    Some(Address::parse(&format!("{server}/{name}")).unwrap())
}

/// Ends all connections of a database.
#[expect(clippy::unwrap_used, reason = "a test ends where its database is not there")]
pub async fn cut(address: &Address) {
    let mut connection = address.options().unwrap().connect().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(cut).execute(&mut connection).await.unwrap();
}
