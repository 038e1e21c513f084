//! Identities of what lives in the database only. Those that phones see too are in `key_protocol::id`.

use zeroize::Zeroizing;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Takes the bytes as the database holds them.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes as the database holds them.
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
    /// A browser that has signed in here before: an HMAC of what its cookie holds.
    BrowserId,
    32
);
id!(
    /// What a browser is counted and reported by, for one account. It stays when the browser gets another identity.
    BrowserMark,
    16
);
id!(
    /// Something that waits to be confirmed in Key.
    ConfirmationId,
    16
);
id!(
    /// One pairing link.
    PairingId,
    16
);
id!(
    /// A session: an HMAC of what the browser's cookie holds.
    SessionId,
    32
);

id!(
    /// What tries are counted by: an HMAC, so that no username or address is kept.
    ThrottleId,
    32
);

/// What the cookie of a session holds: whoever has it is in the session.
#[derive(Clone)]
pub struct SessionSecret(Zeroizing<[u8; 32]>);

impl SessionSecret {
    /// Takes the bytes as the cookie holds them.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes as the cookie holds them.
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
