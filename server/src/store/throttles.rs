//! Throttles, as they are kept.

/// What something is counted by: an HMAC, so that no username or address is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThrottleId([u8; 32]);

impl ThrottleId {
    /// Takes the bytes as the database holds them.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes as the database holds them.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

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
