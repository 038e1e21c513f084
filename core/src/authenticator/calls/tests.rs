//! Both lanes of calls, and what an answer means for the account: docs/protocol.md, 7.3 to 7.5.

mod acts;
mod at_once;
mod notes;
mod waits;

use key_protocol::answer::{CallResult, Confirmed, Done, Failed};
use key_protocol::call::{Leave, Resume};

use super::Authenticator;
use crate::account::AccountId;
use crate::authenticator::testing::Phone;
use crate::error::Error;

/// Any call that changes something.
fn act(key: &Authenticator, id: &AccountId) -> Result<(), Error> {
    key.act::<Leave>(id, |_| Ok(Leave {})).map(|Done {}| ())
}

/// The same, and it is answered.
fn answered_act(phone: &Phone, id: &AccountId) {
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(act(phone, id), Ok(()));
}

/// The same, and no answer comes.
fn lost_act(phone: &Phone, id: &AccountId) {
    phone.parts.service.lose::<Leave>();
    assert_eq!(act(phone, id), Err(Error::Offline));
}

/// The latest resume.
fn last_resume(phone: &Phone) -> Resume {
    phone.parts.service.last_of()
}

fn done() -> CallResult<Done> {
    CallResult::Ok(Done {})
}

fn confirmed(failed: Option<Failed>) -> CallResult<Confirmed> {
    CallResult::Ok(Confirmed { failed })
}
