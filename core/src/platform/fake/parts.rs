//! All parts of a phone for a test, with a [`FakeService`] as the network.

use std::sync::Arc;

use key_protocol::shown::ShownText;

use super::service::{FakeService, NOW_MS};
use super::{FakeBiometrics, FakeClock, MemoryFiles, MemoryKeys, SeededEntropy};
use crate::platform::{DeviceDescription, Platform};

/// The parts of a phone, as the test uses them.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) biometrics: Arc<FakeBiometrics>,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) entropy: Arc<SeededEntropy>,
    pub(crate) files: Arc<MemoryFiles>,
    pub(crate) keys: Arc<MemoryKeys>,
    pub(crate) service: Arc<FakeService>,
}

impl Parts {
    /// A new phone with a correct clock.
    pub(crate) fn new() -> Self {
        Self {
            biometrics: Arc::new(FakeBiometrics::none()),
            clock: Arc::new(FakeClock::at(NOW_MS)),
            entropy: Arc::new(SeededEntropy::new(1)),
            files: Arc::default(),
            keys: Arc::new(MemoryKeys::new(2)),
            service: Arc::default(),
        }
    }

    /// Another phone with a copy of this one's storage. It draws different random bytes.
    pub(crate) fn copy(&self, seed: u64) -> Self {
        let copy =
            Self { entropy: Arc::new(SeededEntropy::new(seed)), files: Arc::default(), ..self.clone() };
        let copy = Self { keys: Arc::new(MemoryKeys::new(seed)), ..copy };
        copy.files.restore(self.files.dump());
        copy.keys.restore(self.keys.dump());
        copy
    }

    /// The platform that Key gets.
    pub(crate) fn platform(&self) -> Platform {
        let text = |text| ShownText::parse(text).unwrap();
        Platform {
            clock: self.clock.clone(),
            device: DeviceDescription { name: text("Mira's phone"), platform: text("Test 1") },
            entropy: self.entropy.clone(),
            files: self.files.clone(),
            keys: self.keys.clone(),
            biometrics: self.biometrics.clone(),
            transport: self.service.clone(),
        }
    }
}
