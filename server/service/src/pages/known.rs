//! Whether the user has signed in with this browser before.

use key_domain::ids::{AccountId, BrowserMark};
use key_domain::store::error::StoreError;

use super::visitor::Visitor;
use crate::app::App;

/// The mark of the browser, if the user has signed in with it before.
pub(super) async fn browser(
    app: &App,
    visitor: &Visitor,
    account: AccountId,
) -> Result<Option<BrowserMark>, StoreError> {
    match visitor.known {
        Some(browser) => app.store.known_browser(browser, account).await,
        None => Ok(None),
    }
}
