//! Locks a database against other processes.

use std::time::Duration;

use key_store::postgres::held;
use key_store::{Database, private};

use crate::start::StartError;

/// A lock that a process holds as long as it uses a database.
#[derive(Debug)]
pub struct Lock(Holding);

#[derive(Debug)]
enum Holding {
    Database(held::Held),
    File(#[expect(dead_code, reason = "it is held, not read")] std::fs::File),
}

/// The time between two checks whether the lock is still held.
const LOOK_AFTER: Duration = Duration::from_secs(1);

impl Lock {
    /// Waits until another process has taken the database while it was unreachable. This process must end then.
    pub async fn lost(&self) {
        while !matches!(&self.0, Holding::Database(held) if held.is_lost()) {
            tokio::time::sleep(LOOK_AFTER).await;
        }
    }
}

/// The use that a process makes of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Changing the keys. No other process may use the database.
    Keys,
    /// Serving. Only one process may serve from an SQLite file.
    Serve,
}

/// Locks a database against other processes, before anything in it is used. Commands that run beside a running service
/// need no lock.
///
/// # Errors
/// [`StartError::Locked`], [`StartError::Folder`], [`StartError::Database`]
pub async fn lock(database: &Database, to: Use) -> Result<Lock, StartError> {
    let held = match database {
        Database::Postgres(address) => {
            let held = held::hold(address, to == Use::Keys).await;
            held.map_err(|error| StartError::Database(database.to_string(), error))?.map(Holding::Database)
        }
        Database::Sqlite(file) => {
            let folder = private::folder_of(file);
            let locked =
                private::make_folder(folder).and_then(|()| private::lock(&file.with_extension("lock")));
            locked
                .map_err(|error| StartError::Folder(folder.display().to_string(), error))?
                .map(Holding::File)
        }
    };
    Ok(Lock(held.ok_or_else(|| StartError::Locked(database.to_string()))?))
}
