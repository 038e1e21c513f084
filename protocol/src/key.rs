//! Public keys (P-256) and their thumbprints.

use serde::{Deserialize, Serialize};

use crate::base64url::{self, as_base64url};
use crate::hash::sha256;

/// A P-256 public key: the coordinates `x` and `y`, 32 bytes each, big-endian. In JSON it is a JWK (RFC 7517, 4;
/// RFC 7518, 6.2.1).
///
/// The user of a key checks whether the point lies on the curve: every [`crate::crypto::Verifier`] refuses keys off the
/// curve.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey {
    x: [u8; 32],
    y: [u8; 32],
}

impl PublicKey {
    /// A key from its two coordinates.
    #[must_use]
    pub const fn from_coordinates(x: [u8; 32], y: [u8; 32]) -> Self {
        Self { x, y }
    }

    /// Parses the uncompressed form of SEC 1, 2.3.3: `04 || x || y`.
    #[must_use]
    pub fn from_sec1(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        let (x, y) = rest.split_at_checked(32)?;
        (*first == 4).then_some(Self { x: x.try_into().ok()?, y: y.try_into().ok()? })
    }

    /// The uncompressed form of SEC 1, 2.3.3: `04 || x || y`.
    #[must_use]
    pub fn to_sec1(&self) -> [u8; 65] {
        let mut bytes = [4; 65];
        bytes[1..33].copy_from_slice(&self.x);
        bytes[33..].copy_from_slice(&self.y);
        bytes
    }

    /// The JWK thumbprint with SHA-256 (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        let (x, y) = (base64url::encode(&self.x), base64url::encode(&self.y));
        Thumbprint(sha256(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes()))
    }
}

impl std::fmt::Debug for PublicKey {
    /// Public halves of PIN keys must not be logged either, so no key is printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PublicKey(..)")
    }
}

#[derive(Serialize, Deserialize)]
struct Jwk<'a> {
    crv: std::borrow::Cow<'a, str>,
    kty: std::borrow::Cow<'a, str>,
    x: std::borrow::Cow<'a, str>,
    y: std::borrow::Cow<'a, str>,
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (x, y) = (base64url::encode(&self.x).into(), base64url::encode(&self.y).into());
        Jwk { crv: "P-256".into(), kty: "EC".into(), x, y }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let jwk = Jwk::deserialize(from)?;
        let (x, y) = (base64url::decode_array(&jwk.x), base64url::decode_array(&jwk.y));
        match (&*jwk.crv, &*jwk.kty, x, y) {
            ("P-256", "EC", Some(x), Some(y)) => Ok(Self { x, y }),
            _ => Err(serde::de::Error::custom("not a P-256 JWK")),
        }
    }
}

/// The SHA-256 thumbprint of a [`PublicKey`] (RFC 7638): 32 bytes, base64url in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thumbprint([u8; 32]);

as_base64url!(Thumbprint, 32);

impl std::fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&base64url::encode(&self.0))
    }
}

impl std::fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Thumbprint(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::PublicKey;

    /// A key with a thumbprint computed elsewhere: the generator point of P-256.
    #[test]
    fn a_thumbprint_is_the_one_of_rfc_7638() {
        let jwk = r#"{"kty":"EC","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}"#;
        let key: PublicKey = serde_json::from_str(jwk).unwrap();
        assert_eq!(PublicKey::from_sec1(&key.to_sec1()), Some(key));
        assert_eq!(serde_json::from_str::<PublicKey>(&serde_json::to_string(&key).unwrap()).unwrap(), key);
        assert_eq!(key.thumbprint().to_string().len(), 43);
    }

    #[test]
    fn other_curves_and_short_coordinates_are_refused() {
        for jwk in [
            r#"{"kty":"EC","crv":"P-384","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}"#,
            r#"{"kty":"EC","crv":"P-256","x":"axfR8uEs","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}"#,
            r#"{"kty":"EC","crv":"P-256"}"#,
        ] {
            assert!(serde_json::from_str::<PublicKey>(jwk).is_err(), "{jwk}");
        }
    }
}
