//! A phone's whole storage in the hands of a thief, its software keys included: no PIN can be told from another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use key_core::crypto::SoftwareKey;
use key_core::pin::{Pin, PinKeys, PinParameters, PinSalt};
use key_core::vault::format;
use key_domain::entropy::Entropy;
use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_tests::{PIN, Phone, Storage, WRONG_PIN, World, pair};

/// The service's randomness, the same in every run.
struct Seeded(key_core::platform::fake::SeededEntropy);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        key_core::platform::Entropy::fill(&self.0, bytes).unwrap();
    }
}

/// The vault names the service's port, so every life is lived on the same, one after the other.
static PORT: LazyLock<Mutex<u16>> = LazyLock::new(|| {
    // None that the system hands out, and another in each process.
    Mutex::new(20_000 + u16::try_from(std::process::id() % 10_000).unwrap())
});

/// Pairs, fails, confirms, declines, stops and starts again, with one PIN or another; all else is the same.
fn life_of_a_phone(pin: &str, wrong: &str) -> Phone {
    let port = PORT.lock().unwrap_or_else(PoisonError::into_inner);
    let entropy = Arc::new(Seeded(key_core::platform::fake::SeededEntropy::new(4)));
    let world = World::start_at(*port, entropy, |parts| {
        parts.signer = Arc::new(SoftwareKey::from_bytes(&[4; 32]).unwrap());
    });
    let (mut phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    pair(&phone, &mut browser, &page, pin);
    for answer in [wrong, pin] {
        world.log_in(&mut browser);
        let shown = phone.shown();
        let _ = phone.confirm(&shown, answer, None);
        phone.restart();
        phone.refresh();
    }
    world.log_in(&mut browser);
    phone.key().decline(&phone.shown(), false).unwrap();
    phone.check(pin).unwrap();
    phone
}

/// Two phones that differ in the PIN only store the same, to the byte: whatever a thief computes from it is the same
/// for both.
#[test]
fn what_a_phone_stores_does_not_depend_on_the_pin() {
    let one = life_of_a_phone(PIN, WRONG_PIN).storage();
    let other = life_of_a_phone("904516", "112358").storage();
    assert!(one.files.len() >= 2 && one.keys.len() >= 3);
    assert_eq!(readable(&one), readable(&other));
    assert!(one == other);
}

/// What is in the vaults and journals.
fn readable(storage: &Storage) -> Vec<String> {
    storage.files.values().map(|file| String::from_utf8(opened(storage, file)).unwrap()).collect()
}

/// The content of a file, which one of two keys opens.
fn opened(storage: &Storage, file: &[u8]) -> Vec<u8> {
    let open = |name: &&str| format::open(storage.keys[*name].as_slice().try_into().unwrap(), file).ok();
    let content = ["vault-key", "journal-key"].iter().find_map(open);
    content.expect("every file is sealed").to_vec()
}

/// The same from the other side: nothing that grows out of the PIN stands anywhere in the storage.
#[test]
fn nothing_that_grows_out_of_the_pin_is_stored() {
    let phone = life_of_a_phone(PIN, WRONG_PIN);
    let storage = phone.storage();
    let mut all: Vec<Vec<u8>> = storage.keys.values().cloned().collect();
    for file in storage.files.values() {
        all.push(opened(&storage, file));
        all.push(file.clone());
    }
    let salt_name = format!("salt-{}", phone.account().as_str());
    let salt = PinSalt::from_bytes(storage.keys[&salt_name].as_slice().try_into().unwrap());
    let keys = PinKeys::derive(&Pin::parse(PIN).unwrap(), &salt, PinParameters::default()).unwrap();
    for key in [keys.signing, keys.agreement] {
        let sec1 = key.public_key().to_sec1();
        let thumbprint = key.public_key().thumbprint();
        for secret in [&sec1[1..33], &sec1[33..], thumbprint.as_bytes(), PIN.as_bytes()] {
            let text = base64url::encode(secret);
            for place in &all {
                assert!(!contains(place, secret) && !contains(place, text.as_bytes()));
            }
        }
    }
    assert!(all.iter().any(|place| contains(place, b"mira.laine")), "the search does look into the vault");
}

fn contains(place: &[u8], what: &[u8]) -> bool {
    place.windows(what.len()).any(|window| window == what)
}
