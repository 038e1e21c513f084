//! Reading rows into what they mean.

use key_protocol::id::{DeviceId, RequestId};
use key_protocol::key::PublicKey;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::super::StoreError;
use super::super::accounts::Account;
use super::super::devices::{Device, State};
use super::super::logins::{Login, LoginOutcome};
use crate::ids::{AccountId, LoginId};

/// Reads columns; what is there and cannot be is [`StoreError::Damaged`].
pub(super) trait Columns {
    fn bytes<const N: usize>(&self, column: &'static str) -> Result<[u8; N], StoreError>;
    fn maybe_bytes<const N: usize>(&self, column: &'static str) -> Result<Option<[u8; N]>, StoreError>;
    fn number(&self, column: &'static str) -> Result<i64, StoreError>;
    fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError>;
    fn text(&self, column: &'static str) -> Result<String, StoreError>;
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError>;

    /// A text that stands for one of a few things.
    fn named<T>(&self, column: &'static str, from_name: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        from_name(&self.text(column)?).ok_or(StoreError::Damaged(column))
    }

    fn shown(&self, column: &'static str) -> Result<ShownText, StoreError> {
        self.named(column, |text| ShownText::parse(text).ok())
    }

    fn maybe_shown(&self, column: &'static str) -> Result<Option<ShownText>, StoreError> {
        let text = self.maybe_text(column)?;
        text.map(|text| ShownText::parse(text).map_err(|_| StoreError::Damaged(column))).transpose()
    }

    fn maybe_key(&self, column: &'static str) -> Result<Option<PublicKey>, StoreError> {
        let bytes = self.maybe_bytes::<65>(column)?;
        bytes.map(|bytes| PublicKey::from_sec1(&bytes).ok_or(StoreError::Damaged(column))).transpose()
    }
}

impl Columns for SqliteRow {
    fn bytes<const N: usize>(&self, column: &'static str) -> Result<[u8; N], StoreError> {
        let bytes: &[u8] = self.try_get(column)?;
        bytes.try_into().map_err(|_| StoreError::Damaged(column))
    }

    fn maybe_bytes<const N: usize>(&self, column: &'static str) -> Result<Option<[u8; N]>, StoreError> {
        let bytes: Option<&[u8]> = self.try_get(column)?;
        bytes.map(|bytes| bytes.try_into().map_err(|_| StoreError::Damaged(column))).transpose()
    }

    fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }
}

pub(super) fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::from_bytes(row.bytes("id")?),
        username: row.shown("username")?,
        tenant: row.maybe_shown("tenant")?,
        password: row.text("password")?,
        language: row.named("language", Language::from_tag)?,
    })
}

pub(super) fn device(row: &SqliteRow) -> Result<Device, StoreError> {
    Ok(Device {
        id: DeviceId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        name: row.shown("name")?,
        platform: row.shown("platform")?,
        state: row.named("state", State::from_name)?,
        possession: row.maybe_key("possession")?.ok_or(StoreError::Damaged("possession"))?,
        pin: row.maybe_key("pin")?,
        biometric: row.maybe_key("biometric")?,
        claimed_at: row.number("claimed_at")?,
        committed: row.maybe_number("committed_at")?.is_some(),
        active_at: row.maybe_number("active_at")?,
        used_at: row.maybe_number("used_at")?,
    })
}

pub(super) fn login(row: &SqliteRow) -> Result<Login, StoreError> {
    Ok(Login {
        id: LoginId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        created_at: row.number("created_at")?,
        expires_at: row.number("expires_at")?,
        digits: row.number("digits")? != 0,
        known: row.number("known")? != 0,
        browser: row.text("browser")?,
        address: row.text("address")?,
        place: row.maybe_text("place")?,
        outcome: row.named("outcome", LoginOutcome::from_name)?,
        decided_by: row.maybe_bytes("decided_by")?.map(DeviceId::from_bytes),
    })
}

pub(super) fn request_id(row: &SqliteRow) -> Result<RequestId, StoreError> {
    Ok(RequestId::from_bytes(row.bytes("id")?))
}
