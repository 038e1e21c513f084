//! The clock, as a parameter.

/// A clock.
pub trait Clock: Send + Sync {
    /// The time in milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;
}
