//! Statements before they reach a database: text with `$1`, `$2` … and the bound values.

use sqlx::{SqlSafeStr, SqlStr};

/// A statement.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) text: SqlStr,
    pub(crate) values: Vec<Value>,
}

/// A bound value, with the type of its column.
#[derive(Debug)]
pub(crate) enum Value {
    Bytes(Option<Vec<u8>>),
    Number(Option<i64>),
    Text(Option<String>),
}

pub(crate) fn sql(text: impl SqlSafeStr) -> Statement {
    Statement { text: text.into_sql_str(), values: Vec::new() }
}

impl Statement {
    /// Binds the next value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(bytes: Option<Vec<u8>>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<const N: usize> From<Option<&[u8; N]>> for Value {
    fn from(bytes: Option<&[u8; N]>) -> Self {
        Self::Bytes(bytes.map(|bytes| bytes.to_vec()))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(Some(number.into()))
    }
}

impl From<bool> for Value {
    fn from(is_so: bool) -> Self {
        Self::Number(Some(is_so.into()))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(known(text)))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(known(&text)))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(known))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.as_deref().map(known))
    }
}

/// PostgreSQL refuses U+0000 in texts. No stored text contains it, so such a text matches nothing.
fn known(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The statement as a query of either database.
macro_rules! bound {
    ($statement:expr) => {{
        let $crate::sql::statement::Statement { text, values } = $statement;
        values.into_iter().fold(sqlx::query(text), |query, value| match value {
            $crate::sql::statement::Value::Bytes(bytes) => query.bind(bytes),
            $crate::sql::statement::Value::Number(number) => query.bind(number),
            $crate::sql::statement::Value::Text(text) => query.bind(text),
        })
    }};
}

pub(crate) use bound;
