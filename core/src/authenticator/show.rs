//! Shows requests and their outcomes.

use key_protocol::UnixSeconds;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;
use key_protocol::statement::{Statement, StatementView};

use super::state::{Authenticator, Live, Pending};
use crate::account::AccountId;
use crate::error::Error;

/// A request with the statement that it was shown with. The user can confirm only this statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The account of the request.
    pub account: AccountId,
    /// The service's request.
    pub request: Request,
    /// The statement.
    pub statement: Statement,
    pub(super) jws: String,
    pub(super) view: StatementView,
}

impl Shown {
    #[cfg(test)]
    pub(crate) fn for_tests(account: AccountId, request: Request, view: StatementView) -> Self {
        let statement = Statement::render(&request, view).unwrap();
        Self { account, statement, request, jws: String::new(), view }
    }
}

impl Authenticator {
    /// The pending requests of all accounts, newest first, without expired ones.
    #[must_use]
    pub fn requests(&self) -> Vec<(AccountId, Request)> {
        let now = self.platform.clock.now_ms();
        let alive = |live: &Live, request: &Request| request.expires > (now + live.clock_ahead) / 1000;
        let live = self.live();
        let mut requests: Vec<_> = live
            .iter()
            .flat_map(|(id, live)| live.pending.iter().map(move |pending| (id, live, &pending.request)))
            .filter(|(_, live, request)| alive(live, request))
            .map(|(id, _, request)| (id.clone(), request.clone()))
            .collect();
        requests.sort_by_key(|(_, request)| (std::cmp::Reverse(request.issued), request.id));
        requests
    }

    /// A time of the clock of an account's service, by the device's clock. Both in seconds since 1970.
    #[must_use]
    pub fn device_time(&self, account: &AccountId, seconds: UnixSeconds) -> UnixSeconds {
        let ahead = self.live().get(account).map_or(0, |live| live.clock_ahead);
        seconds.saturating_sub(ahead / 1000)
    }

    /// Renders a pending request in `language`, or in English if the service does not know that language.
    ///
    /// # Errors
    /// [`Error::UnknownRequest`]
    pub fn show(&self, id: RequestId, language: Language) -> Result<Shown, Error> {
        let utc_offset = self.platform.clock.utc_offset();
        let live = self.live();
        let found = live.iter().find_map(|(account, live)| {
            live.pending.iter().find(|pending| pending.request.id == id).map(|pending| (account, pending))
        });
        let (account, Pending { jws, request }) = found.ok_or(Error::UnknownRequest)?;
        let contents = self.contents();
        let known = contents.accounts.iter().find(|known| known.id == *account);
        let knows = known.map(|account| &account.knows.known);
        let knows = knows.ok_or(Error::UnknownRequest)?;
        let wording = knows.common_wording().ok_or(Error::UnknownRequest)?;
        let view = StatementView { language: knows.language(language), utc_offset, wording };
        let statement = Statement::render(request, view).ok_or(Error::UnknownRequest)?;
        Ok(Shown { account: account.clone(), request: request.clone(), statement, jws: jws.clone(), view })
    }

    /// The outcome of a request that is no longer pending, if it was answered and the service has reported it.
    #[must_use]
    pub fn outcome(&self, id: RequestId) -> Option<Outcome> {
        let live = self.live();
        let mut ended = live.values().flat_map(|live| &live.ended);
        ended.find(|ended| ended.request == id).and_then(|ended| ended.outcome)
    }
}

#[cfg(test)]
mod tests;
