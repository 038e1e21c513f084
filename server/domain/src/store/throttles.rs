//! Throttles, as they are kept.

use crate::ids::ThrottleId;

/// A throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottleRow {
    /// Its key.
    pub id: ThrottleId,
    /// How many are held against it.
    pub count: i64,
    /// Up to when some were forgiven.
    pub forgiven_at: i64,
    /// When the next may come.
    pub until: i64,
    /// When nothing is held against it any more.
    pub forget_at: i64,
}
