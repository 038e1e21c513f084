//! The tables, step by step.

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

/// The tables, each step with its words for the database at hand.
pub(crate) fn migrations(translate: impl Fn(&'static str) -> String) -> Vec<Migration> {
    let steps = [(1, "first", include_str!("../migrations/0001_first.sql"))];
    let step = |(version, name, text): (i64, &'static str, &'static str)| {
        let text = AssertSqlSafe(translate(text)).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, text, false)
    };
    steps.into_iter().map(step).collect()
}
