//! Fields that a newer Key has written and this one does not know. Key keeps them as they are, and writes them again
//! with every save.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zeroize::Zeroize as _;

/// The unknown fields of one object. They may be secret, so they are never printed, and wiped when dropped as far as
/// `serde_json` allows: names and texts are wiped; numbers, and copies made while a file is read, are not. Integers
/// beyond 64 bits and long fractions are not kept exactly: a newer Key must write them as text.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unknown(Map<String, Value>);

impl From<Map<String, Value>> for Unknown {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

impl Drop for Unknown {
    fn drop(&mut self) {
        wipe_all(std::mem::take(&mut self.0));
    }
}

impl std::fmt::Debug for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unknown(..)")
    }
}

/// A type of the protocol in one of Key's files, to which a newer Key may have added fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept<T> {
    /// The known fields.
    #[serde(flatten)]
    pub known: T,
    #[serde(flatten)]
    unknown: Unknown,
}

impl<T> From<T> for Kept<T> {
    fn from(known: T) -> Self {
        Self { known, unknown: Unknown::default() }
    }
}

fn wipe_all(fields: Map<String, Value>) {
    for (mut name, value) in fields {
        name.zeroize();
        wipe(value);
    }
}

/// Files are read at most 128 levels deep, which bounds the recursion.
fn wipe(value: Value) {
    match value {
        Value::Array(values) => values.into_iter().for_each(wipe),
        Value::Object(fields) => wipe_all(fields),
        Value::String(mut text) => text.zeroize(),
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests;
