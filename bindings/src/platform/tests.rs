//! An app's parts, in memory, and what becomes of them when they fail.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use key_core::crypto::SoftwareVerifier;
use key_core::platform::KeyStore as _;
use key_protocol::crypto::{SignError, Signature, Signer};
use key_protocol::key::PublicKey;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::EncodePublicKey as _;

use super::adapters::Keys;
use super::{BiometricError, Biometrics, FileStore, KeyStore, PartError, Platform, Transport, UtcOffset};
use crate::types::{HttpRequest, HttpResponse};
use crate::{Authenticator, AuthenticatorError, OpenError};
use key_protocol::language::Language;

#[derive(Default)]
struct App {
    broken: AtomicBool,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    keys: Mutex<BTreeMap<String, SigningKey>>,
    secrets: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl App {
    fn works<E>(&self, error: E) -> Result<(), E> {
        if self.broken.load(Ordering::SeqCst) { Err(error) } else { Ok(()) }
    }

    fn platform(self: &Arc<Self>, device_name: &str) -> Platform {
        let (device_name, device_platform) = (device_name.to_owned(), "Test".to_owned());
        let (files, keys, biometrics) = (self.clone(), self.clone(), self.clone());
        let (transport, utc_offset) = (self.clone(), self.clone());
        Platform { device_name, device_platform, files, keys, biometrics, transport, utc_offset }
    }
}

impl FileStore for App {
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, PartError> {
        self.works(PartError::Failed)?;
        Ok(self.files.lock().unwrap().get(&name).cloned())
    }

    fn replace(&self, name: String, content: Vec<u8>) -> Result<(), PartError> {
        self.works(PartError::Failed)?;
        self.files.lock().unwrap().insert(name, content);
        Ok(())
    }
}

impl KeyStore for App {
    fn create(&self, name: String, _: Vec<u8>) -> Result<Vec<u8>, PartError> {
        let mut keys = self.keys.lock().unwrap();
        let bytes = [u8::try_from(keys.len()).unwrap() + 1; 32];
        let key = SigningKey::from_slice(&bytes).unwrap();
        let public = p256::PublicKey::from(key.verifying_key());
        keys.insert(name, key);
        Ok(public.to_public_key_der().unwrap().into_vec())
    }

    fn attestation(&self, _: String) -> Result<Vec<Vec<u8>>, PartError> {
        Ok(Vec::new())
    }

    fn create_agreement(&self, _: String) -> Result<Option<Vec<u8>>, PartError> {
        Ok(None)
    }

    fn agree(&self, _: String, _: Vec<u8>) -> Result<Vec<u8>, PartError> {
        Err(PartError::Failed)
    }

    fn sign(&self, name: String, message: Vec<u8>) -> Result<Vec<u8>, PartError> {
        let keys = self.keys.lock().unwrap();
        let signature: p256::ecdsa::Signature = keys.get(&name).ok_or(PartError::Failed)?.sign(&message);
        Ok(signature.to_der().as_bytes().to_owned())
    }

    fn secret(&self, name: String) -> Result<Option<Vec<u8>>, PartError> {
        Ok(self.secrets.lock().unwrap().get(&name).cloned())
    }

    fn put_secret(&self, name: String, secret: Vec<u8>) -> Result<(), PartError> {
        self.secrets.lock().unwrap().insert(name, secret);
        Ok(())
    }

    fn remove(&self, name: String) -> Result<(), PartError> {
        self.keys.lock().unwrap().remove(&name);
        self.secrets.lock().unwrap().remove(&name);
        Ok(())
    }
}

impl Biometrics for App {
    fn is_available(&self) -> Result<bool, BiometricError> {
        Err(BiometricError::Unavailable)
    }

    fn create(&self, _: String) -> Result<Vec<u8>, BiometricError> {
        Err(BiometricError::Unavailable)
    }

    fn sign(&self, _: String, _: Vec<u8>, _: String) -> Result<Vec<u8>, BiometricError> {
        Err(BiometricError::Unavailable)
    }

    fn remove(&self, _: String) -> Result<(), BiometricError> {
        Err(BiometricError::Unavailable)
    }
}

impl UtcOffset for App {
    fn minutes(&self) -> Result<i16, PartError> {
        Err(PartError::Failed)
    }
}

impl Transport for App {
    fn send(&self, _: HttpRequest) -> Result<HttpResponse, PartError> {
        Err(PartError::Failed)
    }
}

/// A key of the app's store, as the core sees it.
struct AppKey {
    keys: Keys,
    public: PublicKey,
}

impl AppKey {
    fn new(app: &Arc<App>, name: &str) -> Self {
        let keys = Keys(app.clone());
        KeyStore::create(&**app, "another".to_owned(), vec![0; 32]).unwrap();
        let public = keys.create(name, &[0; 32]).unwrap();
        Self { keys, public }
    }
}

impl Signer for AppKey {
    fn public_key(&self) -> PublicKey {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        self.keys.sign("possession", message).map_err(|_| SignError)
    }
}

#[test]
fn keys_of_an_app_behave_as_es256() {
    let (app, other) = (Arc::new(App::default()), Arc::new(App::default()));
    KeyStore::create(&*other, "a third".to_owned(), vec![0; 32]).unwrap();
    let (one, another) = (AppKey::new(&app, "possession"), AppKey::new(&other, "possession"));
    key_protocol::testing::signature_suite(&one, &another, &SoftwareVerifier);
}

#[test]
fn only_p_256_keys_and_whole_signatures_are_taken() {
    let key = KeyStore::create(&App::default(), "key".to_owned(), vec![0; 32]).unwrap();
    assert!(super::adapters::public_key(&key).is_some());
    assert!(super::adapters::public_key(&key[..90]).is_none());
    assert!(super::adapters::public_key(&key[26..]).is_none(), "a bare point");
    let mut elsewhere = key.clone();
    elsewhere[90] ^= 1;
    assert!(super::adapters::public_key(&elsewhere).is_none(), "no point on the curve");
    assert!(super::adapters::signature(&[0; 64]).is_none(), "no DER");
}

#[test]
fn a_platform_that_fails_is_said_to_fail() {
    let app = Arc::new(App::default());
    assert_eq!(Authenticator::open(app.platform("\n")).unwrap_err(), OpenError::Description);
    app.broken.store(true, Ordering::SeqCst);
    assert_eq!(Authenticator::open(app.platform("Phone")).unwrap_err(), OpenError::Storage);
}

#[test]
fn a_setting_that_was_not_saved_was_not_set() {
    let app = Arc::new(App::default());
    let key = Authenticator::open(app.platform("Phone")).unwrap();
    key.set_language(Some(Language::Swedish)).unwrap();
    app.broken.store(true, Ordering::SeqCst);
    assert_eq!(key.set_language(Some(Language::Danish)), Err(AuthenticatorError::Storage));
    assert_eq!(key.language(), Some(Language::Swedish));
    app.broken.store(false, Ordering::SeqCst);
    let key = Authenticator::open(app.platform("Phone")).unwrap();
    assert_eq!(key.language(), Some(Language::Swedish));
}

#[test]
fn a_link_that_was_not_claimed_leaves_no_key_behind() {
    let app = Arc::new(App::default());
    let key = Authenticator::open(app.platform("Phone")).unwrap();
    let payload = format!("AQ{}", "A".repeat(64));
    let claim = |address: &str| key.claim(&format!("{address}/k#{payload}")).unwrap_err();
    assert_eq!(claim("https://login.example"), AuthenticatorError::Offline);
    assert_eq!(claim("http://login.example"), AuthenticatorError::LinkInsecure);
    assert_eq!(key.claim("hello").unwrap_err(), AuthenticatorError::LinkMalformed);
    assert_eq!(claim("https://login.example"), AuthenticatorError::Offline);
    assert_eq!(app.keys.lock().unwrap().len(), 1, "the same claim is sent again");
    key.drop_claim();
    assert!(app.keys.lock().unwrap().is_empty());
    assert!(key.accounts().is_empty());
}

#[test]
fn pk09_what_is_typed_is_read_at_the_edge() {
    let key = Authenticator::open(Arc::new(App::default()).platform("Phone")).unwrap();
    for typed in ["", "12345", "1234567", "１２３４５６"] {
        assert_eq!(key.check_pin(typed.to_owned()).unwrap_err(), AuthenticatorError::PinMalformed, "{typed}");
    }
    assert_eq!(key.check_pin("123456".to_owned()).unwrap_err(), AuthenticatorError::PinTrivial);
    assert!(key.check_pin("271828".to_owned()).is_ok());
}
