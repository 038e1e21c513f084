//! The strict JSON reader for every message of the protocol.
//!
//! Two readers that interpret the same bytes differently can be played off against each other, so this one accepts
//! little: RFC 8259 in UTF-8, every name of an object once, only integers and no `-0`, no unpaired surrogate, at
//! most [`MAX_DEPTH`] levels. A value must also be written as this code would write it: a list does not stand for an
//! object, nor another spelling for the one text of a value. Unknown fields are ignored ([`read`]) or refused
//! ([`read_known`]).

use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The most levels of nested objects and lists; an object by itself is one level.
pub const MAX_DEPTH: usize = 16;

/// The bytes are not JSON of the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the JSON cannot be read")]
pub struct Malformed;

/// Reads an object; fields that `T` does not know are ignored, and an optional field that is `null` counts as left out.
///
/// # Errors
/// [`Malformed`]
pub fn read<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    read_where(bytes, true)
}

/// Reads an object in which `T` knows every field, and none is `null`: for messages by which a person decides, and
/// content that is signed for them.
///
/// # Errors
/// [`Malformed`]
pub fn read_known<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    read_where(bytes, false)
}

/// The JSON of a value. The types of this crate always have one: no map with keys other than text, no failing
/// `Serialize`.
#[must_use]
pub fn write(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn read_where<T: Serialize + DeserializeOwned>(bytes: &[u8], more: bool) -> Result<T, Malformed> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(MAX_DEPTH).deserialize(&mut reader).map_err(|_| Malformed)?;
    reader.end().map_err(|_| Malformed)?;
    let read = T::deserialize(&value).map_err(|_| Malformed)?;
    let written = serde_json::to_value(&read).map_err(|_| Malformed)?;
    let sound = value.is_object() && says_the_same(&value, &written, more);
    if sound { Ok(read) } else { Err(Malformed) }
}

/// Whether `said` has everything in `written`, in the same form; with `more`, objects may have further fields.
fn says_the_same(said: &Value, written: &Value, more: bool) -> bool {
    match (said, written) {
        (Value::Object(said), Value::Object(written)) => {
            let kept = written
                .iter()
                .all(|(name, value)| said.get(name).is_some_and(|said| says_the_same(said, value, more)));
            kept && (more || said.keys().all(|name| written.contains_key(name)))
        }
        (Value::Array(said), Value::Array(written)) => {
            said.len() == written.len() && said.iter().zip(written).all(|(a, b)| says_the_same(a, b, more))
        }
        (said, written) => said == written,
    }
}

/// Reads any value, with this many levels left.
struct Strict(usize);

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON with integers, unique names and few levels")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(Number::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(Number::from(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inner = self.0.checked_sub(1).ok_or_else(|| A::Error::custom("too deep"))?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Self(inner))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let inner = self.0.checked_sub(1).ok_or_else(|| A::Error::custom("too deep"))?;
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(Self(inner))?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// The content of a base64url text that holds the JSON of `T` with no unknown field, and the bytes as received: hashes
/// and signatures cover these bytes, whatever other spellings exist.
///
/// # Errors
/// [`Malformed`]
pub fn read_text<T: Serialize + DeserializeOwned>(text: &str) -> Result<(T, Vec<u8>), Malformed> {
    let bytes = crate::base64url::decode(text).ok_or(Malformed)?;
    Ok((read_known(&bytes)?, bytes))
}

#[cfg(test)]
mod tests {
    use super::{MAX_DEPTH, read, read_known};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Inner {
        n: i64,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        inner: Inner,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    }

    #[test]
    fn only_one_form_of_a_value_is_read() {
        let spaced = r#" { "text" : "a" , "inner" : { "n" : 7 } } "#;
        for good in [r#"{"inner":{"n":7}}"#, spaced] {
            assert_eq!(read_known::<Outer>(good.as_bytes()).unwrap().inner.n, 7, "{good}");
        }
        for more in [r#"{"inner":{"n":7},"text":null}"#, r#"{"inner":{"n":7},"other":null}"#] {
            assert!(read::<Outer>(more.as_bytes()).is_ok() && read_known::<Outer>(more.as_bytes()).is_err());
        }
        let more = r#"{"inner":{"n":7,"m":[]}}"#;
        assert!(read::<Outer>(more.as_bytes()).is_ok() && read_known::<Outer>(more.as_bytes()).is_err());
        for bad in [
            r#"[{"n":7}]"#,
            r#"{"inner":[7]}"#,
            r#"{"inner":{"n":7.0}}"#,
            r#"{"inner":{"n":-0}}"#,
            r#"{"inner":{"n":7},"x":1e2}"#,
            r#"{"inner":{"n":7,"n":7}}"#,
            r#"{"inner":{"n":7},"x":{"y":1,"y":1}}"#,
            r#"{"inner":{"n":7},"text":"\ud83d"}"#,
            r#"{"inner":{"n":7},"x":"\udd11\ud83d"}"#,
            r#"{"inner":{"n":7}} {}"#,
        ] {
            assert!(read::<Outer>(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_is_read_deeper_than_may_be() {
        let nested = |levels: usize| {
            let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
            format!(r#"{{"inner":{{"n":7}},"x":{open}{close}}}"#)
        };
        assert!(read::<Outer>(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(read::<Outer>(nested(MAX_DEPTH + 1).as_bytes()).is_err());
        assert!(read::<Outer>(nested(100_000).as_bytes()).is_err());
    }
}
