//! Key itself, with its storage in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use key_computer::HttpTransport;
use key_core::account::AccountId;
use key_core::authenticator::{Authenticator, Identification, Shown};
use key_core::error::Error;
use key_core::pin::Pin;
use key_core::platform::fake::{FakeBiometrics, MemoryFiles, MemoryKeys, SeededEntropy};
use key_core::platform::{DeviceDescription, HttpRequest, HttpResponse, Platform, Transport, TransportError};
use key_core::presenter::Presenter;
use key_core::screen::{Action, Screen};
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use crate::clock::TestClock;

/// The PIN that tests choose.
pub const PIN: &str = "271828";
/// Another PIN.
pub const WRONG_PIN: &str = "314159";

/// A phone that can be restarted, copied and stolen.
pub struct Phone {
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Its files.
    pub files: Arc<MemoryFiles>,
    /// Its keys.
    pub keys: Arc<MemoryKeys>,
    /// Its network.
    pub network: Arc<Network>,
    /// Its randomness.
    pub entropy: Arc<SeededEntropy>,
    /// Its biometric sensor.
    pub biometrics: Arc<FakeBiometrics>,
    /// Its app.
    pub presenter: Arc<Presenter>,
    platform: Platform,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(..)")
    }
}

/// Everything that a thief finds on a phone that keeps its keys in software.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Every file.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Every key and secret.
    pub keys: BTreeMap<String, Vec<u8>>,
}

impl Phone {
    /// Creates a phone; phones with the same seed draw the same random bytes.
    #[must_use]
    pub fn new(clock: &Arc<TestClock>, seed: u64) -> Self {
        let (files, keys) = (Arc::new(MemoryFiles::default()), Arc::new(MemoryKeys::new(seed)));
        let (biometrics, network) = (Arc::new(FakeBiometrics::none()), Arc::new(Network::default()));
        let entropy = Arc::new(SeededEntropy::new(seed));
        let text = |text: String| ShownText::parse(text).unwrap();
        let platform = Platform {
            clock: clock.clone(),
            device: DeviceDescription { name: text(format!("Phone {seed}")), platform: text("Test".into()) },
            entropy: entropy.clone(),
            files: files.clone(),
            keys: keys.clone(),
            biometrics: biometrics.clone(),
            transport: network.clone(),
        };
        let presenter = Presenter::open(platform.clone()).unwrap();
        Self { clock: clock.clone(), files, keys, network, entropy, biometrics, presenter, platform }
    }

    /// Restarts the app with what was stored.
    pub fn restart(&mut self) {
        self.presenter = Presenter::open(self.platform.clone()).unwrap();
    }

    /// Everything that is stored.
    #[must_use]
    pub fn storage(&self) -> Storage {
        Storage { files: self.files.dump(), keys: self.keys.dump() }
    }

    /// Copies this phone, as a thief would.
    #[must_use]
    pub fn copy(&self, seed: u64) -> Self {
        let mut copy = Self::new(&self.clock, seed);
        copy.files.restore(self.files.dump());
        copy.keys.restore(self.keys.dump());
        copy.restart();
        copy
    }

    /// The authenticator, without the screens.
    #[must_use]
    pub fn key(&self) -> &Authenticator {
        self.presenter.authenticator()
    }

    /// The only account.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.key().accounts()[0].id.clone()
    }

    /// The current screen.
    #[must_use]
    pub fn screen(&self) -> Screen {
        self.presenter.view().screen
    }

    /// The requests that wait beside the current screen.
    #[must_use]
    pub fn waiting(&self) -> Vec<RequestId> {
        self.presenter.view().waiting.into_iter().map(|request| request.id).collect()
    }

    /// Performs actions one after the other.
    pub fn act(&self, actions: impl IntoIterator<Item = Action>) {
        for action in actions {
            self.presenter.act(action);
        }
    }

    /// Types digits on the keypad.
    pub fn type_digits(&self, digits: &str) {
        self.act(digits.bytes().map(|digit| Action::Digit(digit - b'0')));
    }

    /// Refreshes all accounts, without waiting.
    pub fn refresh(&self) {
        for account in self.presenter.accounts() {
            let _ = self.key().refresh(&account, 0);
        }
    }

    /// The only pending request, as shown in English.
    #[must_use]
    pub fn shown(&self) -> Shown {
        self.refresh();
        let requests = self.key().requests();
        assert_eq!(requests.len(), 1, "one request should be pending");
        self.key().show(requests[0].1.id, Language::English).unwrap()
    }

    /// Lets a service that is already paired check a PIN.
    ///
    /// # Errors
    /// The error of Key.
    pub fn check(&self, pin: &str) -> Result<(), Error> {
        self.key().check(&Pin::parse(pin).unwrap(), &[]).map_err(|unchecked| unchecked.error)
    }

    /// Confirms with a PIN.
    ///
    /// # Errors
    /// The error of Key.
    pub fn confirm(&self, shown: &Shown, pin: &str, digits: Option<&str>) -> Result<(), Error> {
        let digits = digits.map(|digits| SixDigits::parse(digits).unwrap());
        self.key().confirm(shown, &Identification::Pin(Pin::parse(pin).unwrap()), digits).map(|_| ())
    }
}

/// The real network, which a test can cut, listen to and alter.
#[derive(Default)]
pub struct Network {
    http: HttpTransport,
    tap: Mutex<Tap>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Network(..)")
    }
}

#[derive(Default)]
struct Tap {
    change: Option<Change>,
    cut: bool,
    /// The address of a service that cannot be reached.
    cut_off: Option<String>,
    heard: Vec<(HttpRequest, HttpResponse)>,
    lose_response: bool,
}

type Change = Box<dyn FnMut(&HttpRequest, HttpResponse) -> HttpResponse + Send>;

impl Network {
    /// Cuts the network, or restores it.
    pub fn cut(&self, cut: bool) {
        self.tap.lock().unwrap().cut = cut;
    }

    /// Makes the service at this address unreachable, or none.
    pub fn cut_off(&self, origin: Option<String>) {
        self.tap.lock().unwrap().cut_off = origin;
    }

    /// Loses responses after the service has handled the requests, until this is ended.
    pub fn lose_responses(&self, lose: bool) {
        self.tap.lock().unwrap().lose_response = lose;
    }

    /// Everything that was transferred.
    #[must_use]
    pub fn heard(&self) -> Vec<(HttpRequest, HttpResponse)> {
        self.tap.lock().unwrap().heard.clone()
    }

    /// Alters every response from now on.
    pub fn tamper(&self, change: impl FnMut(&HttpRequest, HttpResponse) -> HttpResponse + Send + 'static) {
        self.tap.lock().unwrap().change = Some(Box::new(change));
    }

    /// Sends a request unchanged.
    #[must_use]
    pub fn replay(&self, request: &HttpRequest) -> HttpResponse {
        self.http.send(request).unwrap()
    }
}

impl Transport for Network {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        {
            let tap = self.tap.lock().unwrap();
            let is_off = tap.cut_off.as_ref().is_some_and(|origin| request.url.starts_with(origin));
            if tap.cut || is_off {
                return Err(TransportError);
            }
        }
        let response = self.http.send(request)?;
        let mut tap = self.tap.lock().unwrap();
        tap.heard.push((request.clone(), response.clone()));
        if tap.lose_response {
            return Err(TransportError);
        }
        Ok(match &mut tap.change {
            Some(change) => change(request, response),
            None => response,
        })
    }
}
