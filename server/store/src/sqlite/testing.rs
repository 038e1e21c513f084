//! Another program that uses the same SQLite file, for tests.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _};

/// A connection of its own, which may write anything: references are not checked.
#[derive(Debug)]
pub struct OtherProgram(SqliteConnection);

impl OtherProgram {
    /// Opens the file.
    #[expect(clippy::unwrap_used, reason = "a test ends where its file is not there")]
    pub async fn open(path: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
        Self(options.connect().await.unwrap())
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// The database's message.
    pub async fn run(&mut self, statement: impl Into<String>) -> Result<(), String> {
        let run = sqlx::query(AssertSqlSafe(statement.into())).execute(&mut self.0).await;
        run.map(|_| ()).map_err(|error| error.to_string())
    }
}
