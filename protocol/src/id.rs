//! Identities: 16 random bytes each, base64url text of 22 characters in JSON and in databases.

use crate::base64url::{self, as_base64url};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Parses the text form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                base64url::decode_array(text).map(Self)
            }
        }

        as_base64url!($name, 16);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&base64url::encode(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

id!(
    /// One installation of Key, paired with one account of one service. Assigned by the service when a link is claimed.
    DeviceId
);
id!(
    /// A request, sent to one device.
    RequestId
);
