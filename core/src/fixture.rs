//! The files of a phone from before the journal had its own key, for tests: `tests/fixtures/phone-1`.
//!
//! The vault has one account, which can confirm, and a notice of wrong PINs for it. The journal has that account, with
//! an unanswered call, and another account.

use std::collections::BTreeMap;
use std::sync::Arc;

use key_protocol::shown::ShownText;

use crate::platform::fake::{FakeBiometrics, FakeClock, MemoryKeys, NoNetwork, SeededEntropy};
use crate::platform::{DeviceDescription, FileStore, Platform};

/// The phone's files.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    read(["calls", "calls.previous", "vault", "vault.previous"])
}

/// The content of the phone's key store.
pub(crate) fn keys() -> BTreeMap<String, Vec<u8>> {
    read(["vault-key"])
}

/// A platform over the phone's keys and `files`, without a network.
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
