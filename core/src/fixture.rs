//! A phone as Key left it before its journal had a key of its own: `tests/fixtures/phone-1`, for tests.
//!
//! Its vault has one account, which can confirm, and a notice of wrong PINs for it; its journal has that account, with a
//! call that was never answered, and another.

use std::collections::BTreeMap;
use std::sync::Arc;

use key_protocol::shown::ShownText;

use crate::platform::fake::{FakeBiometrics, FakeClock, MemoryKeys, NoNetwork, SeededEntropy};
use crate::platform::{DeviceDescription, FileStore, Platform};

/// Its files.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    read(["calls", "calls.previous", "vault", "vault.previous"])
}

/// What its key store holds.
pub(crate) fn keys() -> BTreeMap<String, Vec<u8>> {
    read(["vault-key"])
}

/// A platform over its keys and `files`, which reaches nobody.
pub(crate) fn platform(files: Arc<dyn FileStore>) -> Platform {
    let (keys, name) = (Arc::new(MemoryKeys::new(2)), ShownText::parse("Test").unwrap());
    keys.restore(self::keys());
    Platform {
        clock: Arc::new(FakeClock::at(0)),
        device: DeviceDescription { name: name.clone(), platform: name },
        entropy: Arc::new(SeededEntropy::new(2)),
        files,
        keys,
        biometrics: Arc::new(FakeBiometrics::none()),
        transport: Arc::new(NoNetwork),
    }
}

fn read<const N: usize>(names: [&str; N]) -> BTreeMap<String, Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/phone-1");
    names.map(|name| (name.to_owned(), std::fs::read(format!("{folder}/{name}")).unwrap())).into()
}
