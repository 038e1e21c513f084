//! What a login has in addition to its confirmation.

use key_domain::ids::ConfirmationId;
use key_domain::store::error::StoreError;
use key_domain::store::logins::Login;

use super::rows;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn insert(tx: &mut SqlTransaction, login: &Login) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO logins (confirmation, known, throttle) VALUES ($1, $2, $3)");
    let insert = insert.bind(login.confirmation.as_bytes());
    let insert = insert.bind(login.known.as_ref().map(|browser| browser.as_bytes()));
    tx.write(insert.bind(login.throttle.as_bytes())).await.map(|_| ())
}

pub(super) async fn of(
    tx: &mut SqlTransaction,
    confirmation: ConfirmationId,
) -> Result<Option<Login>, StoreError> {
    let select = sql("SELECT * FROM logins WHERE confirmation = $1");
    tx.one(select.bind(confirmation.as_bytes()), rows::login).await
}

pub(super) async fn update(tx: &mut SqlTransaction, login: &Login) -> Result<(), StoreError> {
    let update = sql("UPDATE logins SET taken_at = $2 WHERE confirmation = $1");
    tx.write(update.bind(login.confirmation.as_bytes()).bind(login.taken_at)).await.map(|_| ())
}
