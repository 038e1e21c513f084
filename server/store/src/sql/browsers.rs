//! Known browsers.

use key_domain::ids::{AccountId, BrowserId, BrowserMark};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Browser;

use super::rows;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn of(
    tx: &mut SqlTransaction,
    id: BrowserId,
    account: AccountId,
) -> Result<Option<Browser>, StoreError> {
    let select = sql("SELECT * FROM browsers WHERE id = $1 AND account = $2");
    tx.one(select.bind(id.as_bytes()).bind(account.as_bytes()), rows::browser).await
}

pub(super) async fn report(
    tx: &mut SqlTransaction,
    mark: BrowserMark,
    account: AccountId,
    now: i64,
) -> Result<(), StoreError> {
    let report = sql("UPDATE browsers SET reported_at = $3 WHERE account = $1 AND mark = $2");
    tx.write(report.bind(account.as_bytes()).bind(mark.as_bytes()).bind(now)).await.map(|_| ())
}

pub(super) async fn put(tx: &mut SqlTransaction, browser: &Browser) -> Result<(), StoreError> {
    let put = sql(
        "INSERT INTO browsers (id, account, name, seen_at, reported_at, mark) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (id, account) DO UPDATE SET name = $3, seen_at = $4, reported_at = $5",
    );
    let put = put.bind(browser.id.as_bytes()).bind(browser.account.as_bytes());
    let put = put.bind(browser.name.as_str()).bind(browser.seen_at).bind(browser.reported_at);
    tx.write(put.bind(browser.mark.as_bytes())).await.map(|_| ())
}

pub(super) async fn rename(
    tx: &mut SqlTransaction,
    old: BrowserId,
    new: BrowserId,
) -> Result<(), StoreError> {
    if old == new {
        return Ok(());
    }
    // Rows already stored under the new identity are deleted.
    let replaced =
        "DELETE FROM browsers WHERE id = $2 AND account IN (SELECT account FROM browsers WHERE id = $1)";
    tx.write(sql(replaced).bind(old.as_bytes()).bind(new.as_bytes())).await?;
    let rename = sql("UPDATE browsers SET id = $2 WHERE id = $1");
    tx.write(rename.bind(old.as_bytes()).bind(new.as_bytes())).await.map(|_| ())
}
