//! Nonces: each call uses one up (RFC 8555, 6.5).
//!
//! A nonce is base64url of time (8 bytes, milliseconds, big-endian), 8 random bytes and the first 16 bytes of an
//! HMAC over both and what this start of the service has drawn, so that only those that are used have to be remembered.
//! Processes that share a database, and its clock, draw nothing: what one has given can be used at another.

use key_protocol::base64url;
use subtle::ConstantTimeEq as _;

use crate::app::App;

/// How long a nonce is good for, in milliseconds.
const LIFETIME: i64 = 5 * 60_000;

/// A new nonce.
pub(super) fn issue(app: &App) -> String {
    let mut nonce = [0; 16];
    nonce[..8].copy_from_slice(&app.nonce_time().to_be_bytes());
    nonce[8..].copy_from_slice(&app.random::<8>());
    base64url::encode(&[nonce, tag(app, &nonce)].concat())
}

/// Nonces of another start of a service alone are not known: its times may have been others.
fn tag(app: &App, nonce: &[u8; 16]) -> [u8; 16] {
    app.parts.secrets.nonce_tag(&[*nonce, app.start].concat())
}

/// When a nonce was given.
pub(super) fn issued(nonce: &[u8; 16]) -> i64 {
    nonce[..8].iter().fold(0, |ms, &byte| ms << 8 | i64::from(byte))
}

/// The part of a nonce that is remembered once it is used, if it is one of ours and not too old. One that another process
/// has given whose time is far ahead is refused once: who came first cannot be told by it, and from then on it can.
pub(super) fn read(app: &App, text: &str) -> Option<[u8; 16]> {
    let bytes: [u8; 32] = base64url::decode_array(text)?;
    let (nonce, tag) = bytes.split_at(16);
    let nonce: [u8; 16] = nonce.try_into().ok()?;
    let ours = self::tag(app, &nonce).ct_eq(tag);
    let (issued, latest) = (issued(&nonce), app.nonce_time() + app.parts.clock_error);
    if !bool::from(ours) {
        return None;
    }
    let age = app.call_time().checked_sub(issued)?;
    app.learn(issued - 1);
    (issued <= latest && age < LIFETIME).then_some(nonce)
}
