//! Too many tries: per account and per address, for everything that can be guessed in a browser.

use std::net::IpAddr;

use super::visitor::Visitor;
use crate::ids::AccountId;
use crate::service::App;
use crate::store::StoreError;
use crate::store::accounts::{Attempt, Throttle};

/// So many failures per account cost no waiting.
const FREE_PER_ACCOUNT: u32 = 5;
/// Many people may share an address.
const FREE_PER_ADDRESS: u32 = 20;

/// The throttles of one try. A browser that the user has signed in with before is not held up by what others do at
/// the same address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Throttles {
    account: [u8; 32],
    address: Option<[u8; 32]>,
}

impl Throttles {
    /// A password for a username, whether or not there is one. A browser that the user has signed in with before is
    /// counted apart, so that a stranger's guesses do not keep the user out.
    pub(super) fn password(app: &App, visitor: &Visitor, username: &str, known: bool) -> Self {
        let mut what = username.as_bytes().to_vec();
        if let Some(browser) = visitor.known.filter(|_| known) {
            what.push(0);
            what.extend_from_slice(browser.as_bytes());
        }
        Self::of(app, visitor, app.parts.secrets.throttle_id("password", &what), known)
    }

    /// A one-time password of an account, through whichever door.
    pub(super) fn one_time(app: &App, visitor: &Visitor, account: AccountId, known: bool) -> Self {
        let id = app.parts.secrets.throttle_id("one-time password", account.as_bytes());
        Self::of(app, visitor, id, known)
    }

    fn of(app: &App, visitor: &Visitor, account: [u8; 32], known: bool) -> Self {
        Self { account, address: (!known).then(|| address(app, visitor)) }
    }

    /// Counts a try before it is made; otherwise says how many milliseconds to wait.
    pub(super) async fn attempt(&self, app: &App) -> Result<Result<(), i64>, StoreError> {
        let account = Throttle { id: self.account, free: FREE_PER_ACCOUNT };
        let address = self.address.map(|id| Throttle { id, free: FREE_PER_ADDRESS });
        let list: Vec<_> = [account].into_iter().chain(address).collect();
        Ok(match app.store.attempt(&list, app.now()).await? {
            Attempt::Allowed => Ok(()),
            Attempt::Wait(milliseconds) => Err(milliseconds),
        })
    }

    /// It was right.
    pub(super) async fn succeed(&self, app: &App) -> Result<(), StoreError> {
        app.store.succeed(&[self.account], self.address.as_slice()).await
    }
}

/// The address; of IPv6 the network that one customer has.
fn address(app: &App, visitor: &Visitor) -> [u8; 32] {
    match visitor.address {
        IpAddr::V4(address) => app.parts.secrets.throttle_id("address", &address.octets()),
        IpAddr::V6(address) => app.parts.secrets.throttle_id("address", &address.octets()[..8]),
    }
}
