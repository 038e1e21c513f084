//! The tables, step by step, in the SQL dialect of the database. A published step never changes.

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

const STEPS: [(i64, &str, &str); 9] = [
    (1, "first", include_str!("../migrations/0001_first.sql")),
    (2, "confirmations", include_str!("../migrations/0002_confirmations.sql")),
    (3, "notifications", include_str!("../migrations/0003_notifications.sql")),
    (4, "mistyped digits", include_str!("../migrations/0004_mistyped_digits.sql")),
    (5, "changes", include_str!("../migrations/0005_changes.sql")),
    (6, "offline codes", include_str!("../migrations/0006_offline_codes.sql")),
    (7, "new lists", include_str!("../migrations/0007_new_lists.sql")),
    (8, "contacts", include_str!("../migrations/0008_contacts.sql")),
    (9, "SMS links", include_str!("../migrations/0009_sms_links.sql")),
];

/// Words of SQLite's dialect and their PostgreSQL counterparts.
const POSTGRES: [(&str, &str); 5] = [
    (" INTEGER PRIMARY KEY AUTOINCREMENT", " BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    (" INTEGER", " BIGINT"),
    (" BLOB", " BYTEA"),
    (") STRICT;", ");"),
    ("json_object(", "json_build_object("),
];

/// The steps for SQLite.
pub(crate) fn for_sqlite() -> Vec<Migration> {
    all(str::to_owned)
}

/// The steps for PostgreSQL.
pub(crate) fn for_postgres() -> Vec<Migration> {
    all(|sqlite| POSTGRES.iter().fold(sqlite.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours)))
}

fn all(translate: impl Fn(&'static str) -> String) -> Vec<Migration> {
    let step = |(version, name, text): (i64, &'static str, &'static str)| {
        let text = AssertSqlSafe(translate(text)).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, text, false)
    };
    STEPS.into_iter().map(step).collect()
}

#[cfg(test)]
mod tests;
