//! Nonces: each call uses one up (RFC 8555, 6.5).
//!
//! A nonce is base64url of time (8 bytes, milliseconds, big-endian), 8 random bytes and the first 16 bytes of an
//! HMAC over both and over random bytes of this start of the service, so that only used nonces have to be stored.
//! Processes that share a database, and its clock, use no such random bytes: one process accepts the nonces of another.

use key_protocol::base64url;
use subtle::ConstantTimeEq as _;

use crate::app::App;

/// The lifetime of a nonce, in milliseconds.
const LIFETIME: i64 = 5 * 60_000;

/// A new nonce.
pub(super) fn issue(app: &App) -> String {
    let mut nonce = [0; 16];
    nonce[..8].copy_from_slice(&app.nonce_time().to_be_bytes());
    nonce[8..].copy_from_slice(&app.random::<8>());
    base64url::encode(&[nonce, tag(app, &nonce)].concat())
}

/// The HMAC of a nonce. A lone service does not accept nonces of an earlier start, whose clock may have differed.
fn tag(app: &App, nonce: &[u8; 16]) -> [u8; 16] {
    app.parts.secrets.nonce_tag(&[*nonce, app.start].concat())
}

/// When a nonce was issued.
pub(super) fn issued(nonce: &[u8; 16]) -> i64 {
    nonce[..8].iter().fold(0, |ms, &byte| ms << 8 | i64::from(byte))
}

/// The part of a nonce that is stored once it is used, if this service issued it and it is not too old. A nonce of
/// another process whose time is far ahead is refused the first time: the order of calls cannot be judged by it until
/// this process has learned that time.
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
