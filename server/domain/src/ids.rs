//! Identities of things that only the database has. The identities that phones know too are in `key_protocol::id`.

use zeroize::Zeroizing;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Creates it from the bytes in the database.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes in the database.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }
    };
}

id!(
    /// One username at this service.
    AccountId,
    16
);
id!(
    /// A browser that has signed in here before: an HMAC of the value of its cookie.
    BrowserId,
    32
);
id!(
    /// The mark by which logins in a browser are counted and reported, for one account. It stays the same when the
    /// browser gets another identity.
    BrowserMark,
    16
);
id!(
    /// A confirmation that waits for Key.
    ConfirmationId,
    16
);
id!(
    /// One pairing link.
    PairingId,
    16
);
id!(
    /// A session: an HMAC of the value of the browser's cookie.
    SessionId,
    32
);

id!(
    /// The key by which tries are counted: an HMAC, so that no username or address is stored.
    ThrottleId,
    32
);

/// The value of a session's cookie. Anybody who has it can use the session.
#[derive(Clone)]
pub struct SessionSecret(Zeroizing<[u8; 32]>);

impl SessionSecret {
    /// Creates it from the bytes in the cookie.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes in the cookie.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionSecret(..)")
    }
}
