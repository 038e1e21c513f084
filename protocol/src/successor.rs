//! A service's new keys and address, vouched for by its old key: nobody has to pair again.

use serde::{Deserialize, Serialize};

use crate::jws::Message;
use crate::key::PublicKey;
use crate::origin::Origin;

/// What takes the place of a service's keys and address: a JWS by the signing key that the device has pinned. From
/// then on the device knows the service by these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The new key for agreeing on offline codes.
    pub agreement: PublicKey,
    /// Where the service is from now on.
    pub origin: Origin,
    /// The new key that the service signs with.
    pub signing: PublicKey,
}

impl Message for Successor {
    const TYPE: &'static str = "key-successor+jws";
}
