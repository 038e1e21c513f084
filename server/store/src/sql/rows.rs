//! Conversion of rows into values.

use key_domain::contacts::{Contacts, EmailAddress, PhoneNumber};
use key_domain::ids::{AccountId, BrowserId, BrowserMark, ConfirmationId, PairingId, SessionId, ThrottleId};
use key_domain::sealing::Sealed;
use key_domain::store::accounts::Account;
use key_domain::store::changes::Change;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use key_domain::store::devices::{Acts, Device, Lifecycle, Offline, Tries, Waits};
use key_domain::store::error::StoreError;
use key_domain::store::logins::Login;
use key_domain::store::pairings::PairingRow;
use key_domain::store::sessions::{Browser, Session, SignedInBy, Stage};
use key_domain::store::throttles::ThrottleRow;
use key_protocol::call::{CallId, CallIdHash, ContentHash, RunHash};
use key_protocol::comparison::{Commitment, Share};
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::language::Language;
use key_protocol::shown::ShownText;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::DatabaseError;

/// A row of either database. A value that is present but invalid is [`StoreError::Damaged`].
pub(crate) enum Row {
    Postgres(PgRow),
    Sqlite(SqliteRow),
}

macro_rules! column {
    ($row:expr, $column:expr) => {
        match $row {
            Row::Postgres(row) => row.try_get($column).map_err(DatabaseError::from)?,
            Row::Sqlite(row) => row.try_get($column).map_err(DatabaseError::from)?,
        }
    };
}

impl Row {
    pub(super) fn bytes<const N: usize>(&self, column: &'static str) -> Result<[u8; N], StoreError> {
        let bytes: &[u8] = column!(self, column);
        bytes.try_into().map_err(|_| StoreError::Damaged(column))
    }

    pub(super) fn maybe_bytes<const N: usize>(
        &self,
        column: &'static str,
    ) -> Result<Option<[u8; N]>, StoreError> {
        let bytes: Option<&[u8]> = column!(self, column);
        bytes.map(|bytes| bytes.try_into().map_err(|_| StoreError::Damaged(column))).transpose()
    }

    pub(super) fn maybe_blob(&self, column: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(column!(self, column))
    }

    pub(super) fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(column!(self, column))
    }

    pub(super) fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(column!(self, column))
    }

    pub(super) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(column!(self, column))
    }

    pub(super) fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(column!(self, column))
    }

    /// Parses a text that names one of a few values.
    pub(super) fn named<T>(
        &self,
        column: &'static str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        from_name(&self.text(column)?).ok_or(StoreError::Damaged(column))
    }

    fn shown(&self, column: &'static str) -> Result<ShownText, StoreError> {
        self.named(column, |text| ShownText::parse(text).ok())
    }

    fn maybe_shown(&self, column: &'static str) -> Result<Option<ShownText>, StoreError> {
        let text = self.maybe_text(column)?;
        text.map(|text| ShownText::parse(text).map_err(|_| StoreError::Damaged(column))).transpose()
    }

    /// Parses a text that may be missing.
    fn parsed<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        let text = self.maybe_text(column)?;
        text.map(|text| parse(&text).ok_or(StoreError::Damaged(column))).transpose()
    }

    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let text = self.maybe_text(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Damaged(column))).transpose()
    }
}

pub(super) fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::from_bytes(row.bytes("id")?),
        username: row.shown("username")?,
        tenant: row.maybe_shown("tenant")?,
        password: row.text("password")?,
        language: row.named("language", Language::from_tag)?,
        contacts: Contacts {
            email: row.parsed("email", |text| EmailAddress::parse(text).ok())?,
            phone: row.parsed("phone", |text| PhoneNumber::parse(text).ok())?,
        },
    })
}

pub(super) fn device(row: &Row) -> Result<Device, StoreError> {
    Ok(Device {
        id: DeviceId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        name: row.shown("name")?,
        platform: row.shown("platform")?,
        state: row.named("state", Lifecycle::from_name)?,
        possession: PublicKey::from_sec1(&row.bytes::<65>("possession")?)
            .ok_or(StoreError::Damaged("possession"))?,
        pinned: Thumbprint::from_bytes(row.bytes("pinned")?),
        knows: row.json("knows")?.ok_or(StoreError::Damaged("knows"))?,
        commitment: Commitment::from_bytes(row.bytes("commitment")?),
        share: row.maybe_bytes("share")?.map(Share::from_bytes),
        factors: row.maybe_blob("factors")?.map(Sealed::from_bytes),
        tries: Tries {
            run: row.number("tries_run")?,
            warned: row.number("tries_warned")? != 0,
            untold: row.number("tries_untold")?,
            untold_since: row.maybe_number("tries_untold_since")?,
        },
        offline: Offline {
            tries: row.number("offline_tries")?,
            wrong: row.number("offline_wrong")?,
            step: row.maybe_number("offline_step")?,
            drift: row.number("offline_drift")?,
        },
        acts: Acts {
            seq: row.number("act_seq")?,
            since: row.number("act_since")?,
            hash: row.maybe_bytes("act_hash")?.map(ContentHash::from_bytes),
            id_hash: row.maybe_bytes("act_id_hash")?.map(CallIdHash::from_bytes),
            result: row.json("act_result")?,
            at: row.number("act_at")?,
        },
        waits: Waits {
            run: row.number("run")?,
            run_at: row.number("run_at")?,
            run_hash: row.maybe_bytes("run_hash")?.map(RunHash::from_bytes),
            seq: row.number("wait_seq")?,
            id: row.maybe_bytes("wait_id")?.map(CallId::from_bytes),
            at: row.number("wait_at")?,
        },
        claimed_at: row.number("claimed_at")?,
        active_at: row.maybe_number("active_at")?,
        used_at: row.maybe_number("used_at")?,
        ended_at: row.maybe_number("ended_at")?,
    })
}

pub(super) fn pairing(row: &Row) -> Result<PairingRow, StoreError> {
    Ok(PairingRow {
        id: PairingId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        expires_at: row.number("expires_at")?,
        ended_at: row.maybe_number("ended_at")?,
        device: row.maybe_bytes("device")?.map(DeviceId::from_bytes),
        by_sms: row.number("by_sms")? != 0,
    })
}

pub(super) fn request(row: &Row) -> Result<Request, StoreError> {
    Ok(Request {
        id: request_id(row)?,
        confirmation: ConfirmationId::from_bytes(row.bytes("confirmation")?),
        device: DeviceId::from_bytes(row.bytes("device")?),
        expires_at: row.number("expires_at")?,
        jws: row.maybe_text("jws")?,
        ended_at: row.maybe_number("ended_at")?,
        unshown_at: row.maybe_number("unshown_at")?,
    })
}

pub(super) fn confirmation(row: &Row) -> Result<Confirmation, StoreError> {
    Ok(Confirmation {
        id: ConfirmationId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        subject: row.json("subject").unwrap_or_default(),
        digits: row.number("digits")? != 0,
        mistyped: row.number("mistyped")? != 0,
        created_at: row.number("created_at")?,
        expires_at: row.number("expires_at")?,
        outcome: row.named("outcome", ConfirmationOutcome::from_name)?,
        ended_at: row.maybe_number("ended_at")?,
        decided_by: row.maybe_bytes("decided_by")?.map(DeviceId::from_bytes),
    })
}

pub(super) fn change(row: &Row) -> Result<Change, StoreError> {
    Ok(Change {
        confirmation: ConfirmationId::from_bytes(row.bytes("confirmation")?),
        session: SessionId::from_bytes(row.bytes("session")?),
        throttle: ThrottleId::from_bytes(row.bytes("throttle")?),
        device: row.maybe_bytes("device")?.map(DeviceId::from_bytes),
        taken_at: row.maybe_number("taken_at")?,
    })
}

pub(super) fn login(row: &Row) -> Result<Login, StoreError> {
    Ok(Login {
        confirmation: ConfirmationId::from_bytes(row.bytes("confirmation")?),
        known: row.maybe_bytes("known")?.map(BrowserMark::from_bytes),
        throttle: ThrottleId::from_bytes(row.bytes("throttle")?),
        taken_at: row.maybe_number("taken_at")?,
    })
}

pub(super) fn throttle(row: &Row) -> Result<ThrottleRow, StoreError> {
    Ok(ThrottleRow {
        id: ThrottleId::from_bytes(row.bytes("id")?),
        count: row.number("count")?,
        forgiven_at: row.number("forgiven_at")?,
        until: row.number("until")?,
        forget_at: row.number("forget_at")?,
    })
}

pub(super) fn browser(row: &Row) -> Result<Browser, StoreError> {
    Ok(Browser {
        id: BrowserId::from_bytes(row.bytes("id")?),
        mark: BrowserMark::from_bytes(row.bytes("mark")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        name: row.text("name")?,
        seen_at: row.number("seen_at")?,
        reported_at: row.maybe_number("reported_at")?,
    })
}

pub(super) fn session(row: &Row) -> Result<Session, StoreError> {
    let device = row.maybe_bytes("by_device")?.map(|id| SignedInBy::Device(DeviceId::from_bytes(id)));
    let number = row.maybe_number("by_number")?.and_then(|number| u32::try_from(number).ok());
    Ok(Session {
        id: SessionId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        created_at: row.number("created_at")?,
        stage: row.named("stage", Stage::from_name)?,
        confirmation: row.maybe_bytes("confirmation")?.map(ConfirmationId::from_bytes),
        pairing: row.maybe_bytes("pairing")?.map(PairingId::from_bytes),
        may_pair_until: row.maybe_number("may_pair_until")?,
        list_until: row.maybe_number("list_until")?,
        by: device.or(number.map(SignedInBy::Number)),
    })
}

pub(super) fn request_id(row: &Row) -> Result<RequestId, StoreError> {
    Ok(RequestId::from_bytes(row.bytes("id")?))
}
