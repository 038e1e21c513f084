//! What tries in a browser are counted by: the account, apart for each browser that the user has signed in with before,
//! and the address of all others.

use key_domain::ids::{AccountId, BrowserMark, ThrottleId};
use key_domain::rules::throttles::{self, Pace, Throttle};
use key_domain::store::Lock;
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;

use super::visitor::Visitor;
use crate::address::network_of;
use crate::app::App;

/// The throttles of one guess. A browser that the user has signed in with before is held up neither by what others do at
/// the same address nor by what they do to the same account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Throttles {
    account: Throttle,
    address: Option<Throttle>,
    /// When the try is counted.
    at: i64,
}

impl Throttles {
    /// A password for a username, whether or not there is one.
    pub(super) fn password(app: &App, visitor: &Visitor, username: &str, known: Option<BrowserMark>) -> Self {
        Self::of(app, visitor, apart(app, "password", username.as_bytes(), known), known.is_some())
    }

    /// A one-time password of an account, through whichever door.
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

    /// How long all have to wait who come from the address, in milliseconds. It is found before anything else is, and
    /// counted by the address alone.
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

    /// Counts a try before it is made; otherwise says how many milliseconds to wait.
    pub(super) async fn count(&self, app: &App) -> Result<Result<(), i64>, StoreError> {
        let list: Vec<_> = [self.account].into_iter().chain(self.address).collect();
        let mut tx = app.store.begin(&self.locks()).await?;
        let counted = throttles::count(tx.as_mut(), &list, self.at).await?;
        tx.commit().await?;
        Ok(counted)
    }

    /// It was right. What a known browser is counted by is cleared. What strangers are counted by is as if this one had not
    /// been: they would see that there is such a user, who has logged in.
    pub(super) async fn succeed(&self, app: &App) -> Result<(), StoreError> {
        let mut tx = app.store.begin(&self.locks()).await?;
        match self.address {
            None => throttles::clear(tx.as_mut(), self.account.id).await?,
            Some(_) => throttles::take_back(tx.as_mut(), &self.account, self.at, app.now()).await?,
        }
        self.release_address(app, tx.as_mut()).await?;
        tx.commit().await
    }

    /// The address gets this one back.
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

    /// What the address is counted by, where it is.
    pub(super) fn address(&self) -> Option<ThrottleId> {
        self.address.map(|address| address.id)
    }

    /// What is cleared by a right try.
    pub(super) const fn account(&self) -> Throttle {
        self.account
    }
}

/// What requests to the phones of an account are counted by.
pub(super) fn requests(app: &App, account: AccountId, known: Option<BrowserMark>) -> Throttle {
    Throttle { id: apart(app, "requests", account.as_bytes(), known), pace: Pace::REQUESTS }
}

/// Apart for a known browser.
fn apart(app: &App, kind: &str, what: &[u8], known: Option<BrowserMark>) -> ThrottleId {
    let mut what = what.to_vec();
    if let Some(browser) = known {
        what.push(0);
        what.extend_from_slice(browser.as_bytes());
    }
    app.parts.secrets.throttle_id(kind, &what)
}

/// The address; of IPv6 the network that one customer has.
pub(super) fn address(app: &App, visitor: &Visitor) -> ThrottleId {
    app.parts.secrets.throttle_id("address", network_of(visitor.address).to_string().as_bytes())
}
