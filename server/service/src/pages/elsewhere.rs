//! Pages with other ways to log in, while a phone may still confirm the login: then they lead on.

use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::store::confirmations::ConfirmationOutcome;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Session;

use super::asking;
use crate::app::App;

/// What a page with another way to log in does about the request that was sent before.
pub(super) enum Elsewhere {
    /// It leads on: the login is confirmed.
    Confirmed(Response),
    /// It listens whether the login is confirmed.
    Listens,
    /// No request can be answered.
    Nothing,
}

impl Elsewhere {
    pub(super) async fn of(app: &App, session: &Session) -> Result<Self, StoreError> {
        Ok(match asking::stands(app, session).await? {
            Some(ConfirmationOutcome::Confirmed) => {
                Self::Confirmed(Redirect::to("/login/confirm").into_response())
            }
            Some(_) => Self::Listens,
            None => Self::Nothing,
        })
    }

    /// Whether the page listens.
    pub(super) const fn listens(&self) -> bool {
        matches!(self, Self::Listens)
    }
}
