//! The journal's entries of all accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::entry::Entry;
use crate::account::AccountId;
use crate::vault::Unknown;

/// An entry for each account, by its identity. Fields with other names belong to a newer Key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub(crate) struct Entries {
    #[serde(flatten)]
    pub(super) accounts: BTreeMap<AccountId, Entry>,
    #[serde(flatten)]
    unknown: Unknown,
}

impl Entries {
    /// The entry of an account. If it is `None`, the account cannot be used any more.
    pub(crate) fn of(&self, id: &AccountId) -> Option<&Entry> {
        self.accounts.get(id)
    }
}

impl TryFrom<Map<String, Value>> for Entries {
    type Error = serde_json::Error;

    fn try_from(fields: Map<String, Value>) -> Result<Self, serde_json::Error> {
        let (known, unknown): (Map<_, _>, Map<_, _>) =
            fields.into_iter().partition(|(name, _)| AccountId::is_one(name));
        let read = |(id, entry)| Ok((AccountId::from_text(id), serde_json::from_value(entry)?));
        let accounts = known.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?;
        Ok(Self { accounts, unknown: unknown.into() })
    }
}
