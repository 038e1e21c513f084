//! A service's new keys and address, signed by its old key, so that nobody has to pair again.

use serde::{Deserialize, Serialize};

use crate::jws::Message;
use crate::key::PublicKey;
use crate::origin::Origin;

/// The replacement of a service's keys and address: a JWS by the service key that the device has pinned. From then
/// on the device uses the new ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// [`crate::VERSION`]
    pub v: u8,
    /// The new service agreement key, for offline codes.
    pub agreement: PublicKey,
    /// The new address of the service.
    pub origin: Origin,
    /// The new service key.
    pub signing: PublicKey,
}

impl Message for Successor {
    const TYPE: &'static str = "key-successor+jws";
}
