//! Deletion: expired rows, rows dated in the future, and rows that depend on a replaced secret.

use key_domain::store::Kept;
use key_domain::store::pairings::lifetime;

use super::statement::{Statement, sql};

/// All tables.
pub(super) const TABLES: [&str; 16] = [
    "accounts",
    "browsers",
    "changes",
    "confirmations",
    "decisions",
    "devices",
    "failures",
    "logins",
    "nonces",
    "notifications",
    "one_time_passwords",
    "overtakings",
    "pairings",
    "requests",
    "sessions",
    "throttles",
];

/// Removes up to 200 rows at once, by key, that are older than `$1`, except rows that were written anew meanwhile.
macro_rules! step {
    ($table:literal, $key:literal, $which:literal) => {
        sql(concat!(
            "DELETE FROM ",
            $table,
            " WHERE (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE ",
            $which,
            " LIMIT 200) AND ",
            $which
        ))
    };
}

/// Statements that each remove a few rows of one kind.
pub(super) fn steps(kept: &Kept, now: i64) -> [Statement; 12] {
    const HOUR: i64 = 60 * 60_000;
    const DAY: i64 = 24 * HOUR;
    [
        step!("nonces", "nonce", "forget_at < $1").bind(now),
        step!("throttles", "id", "forget_at < $1").bind(now),
        step!("sessions", "id", "created_at < $1").bind(now - DAY),
        step!("browsers", "id, account", "seen_at < $1").bind(now - 400 * DAY),
        step!("failures", "device, seq", "at < $1").bind(now - 400 * DAY),
        step!("devices", "id", "active_at IS NULL AND claimed_at < $1").bind(now - DAY),
        step!("devices", "id", "ended_at < $1").bind(kept.devices),
        step!("pairings", "id", "expires_at < $1 AND device IS NULL").bind(now - HOUR),
        step!("pairings", "id", "expires_at < $1").bind(kept.logins),
        step!("confirmations", "id", "created_at < $1").bind(kept.logins),
        step!("notifications", "id", "at < $1 AND sent_at IS NOT NULL").bind(kept.events),
        step!("decisions", "request", "at < $1").bind(kept.receipts),
    ]
}

/// Ends everything that was created or used after `after`.
pub(super) fn future(after: i64, now: i64) -> [Statement; 4] {
    [
        sql("DELETE FROM sessions WHERE created_at > $1 OR seen_at > $1").bind(after),
        sql("UPDATE pairings SET ended_at = $2 WHERE ended_at IS NULL \
             AND expires_at > CASE by_sms WHEN 0 THEN $1 ELSE $3 END")
        .bind(after + lifetime(false))
        .bind(now)
        .bind(after + lifetime(true)),
        sql("UPDATE requests SET expires_at = $2 \
             WHERE confirmation IN (SELECT id FROM confirmations WHERE created_at > $1 AND outcome = 'pending')")
        .bind(after)
        .bind(now),
        sql("UPDATE confirmations SET expires_at = $2 WHERE created_at > $1 AND outcome = 'pending'")
            .bind(after)
            .bind(now),
    ]
}

/// Removes everything derived from the secret of the key file.
pub(super) fn derived() -> [Statement; 5] {
    [
        sql("DELETE FROM sessions"),
        sql("DELETE FROM browsers"),
        sql("DELETE FROM one_time_passwords"),
        sql("DELETE FROM throttles"),
        sql("DELETE FROM pairings WHERE device IS NULL"),
    ]
}
