//! The pairing link by SMS.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::rules::{pairing, throttles};
use key_domain::store::Lock;
use key_domain::store::accounts::{Notification, NotificationKind};
use key_domain::store::pairings::NewPairing;
use key_protocol::base64url;

use super::link::{Over, link, new_link, pairing_of, pairing_session};
use crate::app::App;
use crate::pages::form::Posted;
use crate::pages::throttle;
use crate::pages::trouble::Trouble;

/// Sends another link by SMS to the number on record, instead of showing it (PK07). The link that was shown ends.
pub(in crate::pages) async fn send_sms(
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let there = || Ok(Redirect::to("/pair").into_response());
    let Some(session) = pairing_session(&app, &posted.visitor) else { return there() };
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    if account.contacts.phone.is_none() {
        return there();
    }
    let throttle = throttle::texts(&app, account.id);
    let mut tx = app.store.begin(&[Lock::Account(account.id), Lock::Throttle(throttle.id)]).await?;
    if let Err(wait) = throttles::count(tx.as_mut(), &[throttle], app.now()).await? {
        tx.commit().await?;
        let pairing = pairing_of(&app, session).await?;
        let over = (!pairing.is_open(app.now())).then(|| Over::expired(&pairing));
        return link(&app, &posted.visitor, session, &pairing, over, Some(wait)).await;
    }
    let new = NewPairing { by_sms: true, ..new_link(&app) };
    pairing::start(tx.as_mut(), session.id, &new, app.now()).await?;
    let (kind, detail) = (NotificationKind::PairingLink, base64url::encode(new.id.as_bytes()));
    let notification = Notification { account: account.id, kind, detail };
    tx.insert_notification(&notification, app.now()).await?;
    app.commit(tx, account.id).await?;
    there()
}
