//! What a change has in addition to its confirmation.

use key_domain::ids::ConfirmationId;
use key_domain::store::changes::Change;
use key_domain::store::error::StoreError;

use super::rows;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn insert(tx: &mut SqlTransaction, change: &Change) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO changes (confirmation, session, throttle, device) VALUES ($1, $2, $3, $4)");
    let insert = insert.bind(change.confirmation.as_bytes()).bind(change.session.as_bytes());
    let device = change.device.as_ref().map(|device| device.as_bytes());
    tx.write(insert.bind(change.throttle.as_bytes()).bind(device)).await.map(|_| ())
}

pub(super) async fn of(
    tx: &mut SqlTransaction,
    confirmation: ConfirmationId,
) -> Result<Option<Change>, StoreError> {
    let select = sql("SELECT * FROM changes WHERE confirmation = $1");
    tx.one(select.bind(confirmation.as_bytes()), rows::change).await
}

pub(super) async fn update(tx: &mut SqlTransaction, change: &Change) -> Result<(), StoreError> {
    let update = sql("UPDATE changes SET taken_at = $2 WHERE confirmation = $1");
    tx.write(update.bind(change.confirmation.as_bytes()).bind(change.taken_at)).await.map(|_| ())
}
