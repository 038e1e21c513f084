//! Throttles, as they are stored.

use crate::ids::ThrottleId;

/// A throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottleRow {
    /// Its key.
    pub id: ThrottleId,
    /// The number of tries that count.
    pub count: i64,
    /// Until when tries were forgiven.
    pub forgiven_at: i64,
    /// When the next try may be made.
    pub until: i64,
    /// When all tries are forgiven.
    pub forget_at: i64,
}
