//! A new list of one-time passwords that is made in a session. Its passwords are computed from the secret of the session,
//! which the database does not have: this browser can have them shown again, and no other.

use std::sync::Arc;

use key_domain::rules::lists;
use key_domain::store::Lock;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Session;
use zeroize::Zeroizing;

use super::visitor::Visitor;
use crate::app::App;
use crate::one_time;

/// The passwords of the list that was, or will be, made in the visitor's session.
pub(super) fn passwords(app: &App, visitor: &Visitor) -> Vec<Zeroizing<String>> {
    one_time::list_from(&app.parts.secrets.list_seed(&visitor.secret))
}

/// Makes the list that Key has confirmed, unless a load of the page before this one has made it. Returns whether the
/// session has a new list.
pub(super) async fn take_up(
    app: &Arc<App>,
    visitor: &Visitor,
    session: &Session,
) -> Result<bool, StoreError> {
    let hashes = app.parts.secrets.list_hashes(&session.account, &passwords(app, visitor));
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if lists::take_up(tx.as_mut(), session.id, &hashes, app.now()).await? {
        app.commit(tx, session.account).await?;
        return Ok(true);
    }
    drop(tx);
    let session = app.store.session(session.id, app.now()).await?;
    Ok(session.is_some_and(|session| session.list_until.is_some()))
}
