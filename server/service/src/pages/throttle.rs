//! The throttles of tries in a browser: one for the account, separate for each browser that the user has signed in with
//! before, and one for the address of all other browsers.

use key_domain::contacts::PhoneNumber;
use key_domain::ids::{AccountId, BrowserMark, ThrottleId};
use key_domain::rules::throttles::{self, Pace, Throttle};
use key_domain::store::Lock;
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;

use super::visitor::Visitor;
use crate::address::network_of;
use crate::app::App;

/// The throttles of one guess. In a browser that the user has signed in with before, tries of others at the same
/// address or against the same account cause no wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Throttles {
    account: Throttle,
    address: Option<Throttle>,
    /// The time for which the try is counted.
    at: i64,
}

impl Throttles {
    /// The throttles of a password for a username, whether or not the user exists.
    pub(super) fn password(app: &App, visitor: &Visitor, username: &str, known: Option<BrowserMark>) -> Self {
        Self::of(app, visitor, apart(app, "password", username.as_bytes(), known), known.is_some())
    }

    /// The throttles of a one-time password of an account, in either form.
    pub(super) fn one_time(
        app: &App,
        visitor: &Visitor,
        account: AccountId,
        known: Option<BrowserMark>,
    ) -> Self {
        let id = apart(app, "one-time password", account.as_bytes(), known);
        Self::of(app, visitor, id, known.is_some())
    }

    fn of(app: &App, visitor: &Visitor, id: ThrottleId, known: bool) -> Self {
        let address = Throttle { id: address(app, visitor), pace: Pace::ADDRESS };
        let account = Throttle { id, pace: Pace::GUESSES };
        Self { account, address: (!known).then_some(address), at: app.now() }
    }

    /// How long everybody at the address has to wait, in milliseconds. This is checked before anything else, and such a
    /// try is counted for the address alone.
    pub(super) async fn held_up(&self, app: &App) -> Result<Option<i64>, StoreError> {
        let Some(address) = &self.address else { return Ok(None) };
        let row = app.store.throttle(address.id).await?;
        let Some(wait) = throttles::wait(row, address, self.at) else { return Ok(None) };
        if throttles::is_worth_counting(row, wait) {
            let mut tx = app.store.begin(&[Lock::Throttle(address.id)]).await?;
            let counted = throttles::count(tx.as_mut(), &[*address], self.at).await?;
            tx.commit().await?;
            return Ok(counted.err().or(Some(wait)));
        }
        Ok(Some(wait))
    }

    /// Counts a try before it is made; if it has to wait, returns for how many milliseconds.
    pub(super) async fn count(&self, app: &App) -> Result<Result<(), i64>, StoreError> {
        let list: Vec<_> = [self.account].into_iter().chain(self.address).collect();
        let mut tx = app.store.begin(&self.locks()).await?;
        let counted = throttles::count(tx.as_mut(), &list, self.at).await?;
        tx.commit().await?;
        Ok(counted)
    }

    /// Updates the throttles after a right try. Clears the count of a known browser. In the strangers' counts only this
    /// try is taken back: otherwise they would see that such a user exists and has logged in.
    pub(super) async fn succeed(&self, app: &App) -> Result<(), StoreError> {
        let mut tx = app.store.begin(&self.locks()).await?;
        match self.address {
            None => throttles::clear(tx.as_mut(), self.account.id).await?,
            Some(_) => throttles::take_back(tx.as_mut(), &self.account, self.at, app.now()).await?,
        }
        self.release_address(app, tx.as_mut()).await?;
        tx.commit().await
    }

    /// Takes this try back from the address's count.
    pub(super) async fn release_address(
        &self,
        app: &App,
        tx: &mut dyn Transaction,
    ) -> Result<(), StoreError> {
        match &self.address {
            Some(address) => throttles::take_back(tx, address, self.at, app.now()).await,
            None => Ok(()),
        }
    }

    fn locks(&self) -> Vec<Lock> {
        [self.account.id].into_iter().chain(self.address()).map(Lock::Throttle).collect()
    }

    /// The throttle of the address, if the try has one.
    pub(super) fn address(&self) -> Option<ThrottleId> {
        self.address.map(|address| address.id)
    }

    /// The throttle that a right try clears.
    pub(super) const fn account(&self) -> Throttle {
        self.account
    }
}

/// The throttle of requests to the phones of an account.
pub(super) fn requests(app: &App, account: AccountId, known: Option<BrowserMark>) -> Throttle {
    Throttle { id: apart(app, "requests", account.as_bytes(), known), pace: Pace::REQUESTS }
}

/// The throttle of text messages to the number of an account.
pub(super) fn texts(app: &App, account: AccountId) -> Throttle {
    Throttle { id: apart(app, "texts", account.as_bytes(), None), pace: Pace::REQUESTS }
}

/// The throttles of text messages with the link to the app, to a number that a user types: of user and of number.
pub(super) fn app_links(app: &App, account: AccountId, number: &PhoneNumber) -> [Throttle; 2] {
    let of = |kind, what| Throttle { id: apart(app, kind, what, None), pace: Pace::REQUESTS };
    [of("app links", account.as_bytes()), of("app links to", number.as_str().as_bytes())]
}

/// A throttle that is separate for a known browser.
fn apart(app: &App, kind: &str, what: &[u8], known: Option<BrowserMark>) -> ThrottleId {
    let mut what = what.to_vec();
    if let Some(browser) = known {
        what.push(0);
        what.extend_from_slice(browser.as_bytes());
    }
    app.parts.secrets.throttle_id(kind, &what)
}

/// The throttle of an address; for IPv6 of the network of one customer.
pub(super) fn address(app: &App, visitor: &Visitor) -> ThrottleId {
    app.parts.secrets.throttle_id("address", network_of(visitor.address).to_string().as_bytes())
}
