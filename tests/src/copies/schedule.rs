//! Random schedules of an original and its copies.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use key_core::account::AccountId;
use key_core::authenticator::Authenticator;
use key_core::crypto::SoftwareKey;
use key_core::error::Error;
use key_core::pin::Pin;
use key_core::platform::fake::{FakeBiometrics, FakeClock, MemoryFiles, MemoryKeys, SeededEntropy};
use key_core::platform::{DeviceDescription, FileError, FileStore, HttpRequest, Platform};
use key_domain::store::devices::Lifecycle;
use key_protocol::VERSION;
use key_protocol::call::{Body, Call, CallId, Decide, Resume, RunSecret, Wait};
use key_protocol::capabilities::Capabilities;
use key_protocol::crypto::Signer as _;
use key_protocol::jws::{self, Header};
use key_protocol::language::Language;
use key_protocol::link::{PairingLink, PairingToken};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;

use super::network::{DEVICE, Faults, Network, Random, Service, Who, lock};

const ORIGIN: &str = "https://login.example";

/// The result of many schedules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of schedules.
    pub schedules: u64,
    /// How many of them had a copy that has sent something new.
    pub with_a_copy: u64,
    /// Copies that have called and were not detected at the original's next call: must be 0.
    pub unseen: u64,
    /// Originals that were frozen although no copy has called: must be 0.
    pub frozen: u64,
    /// Originals that could no longer call although nothing prevented it: must be 0.
    pub stuck: u64,
    /// The seed of a schedule that failed.
    pub bad_seed: Option<u64>,
}

/// Runs `count` schedules from `seed` on, on this many threads.
#[must_use]
pub fn run(seed: u64, count: u64, threads: u64) -> Report {
    let born = Born::new();
    let next = AtomicU64::new(seed);
    let reports = std::thread::scope(|scope| {
        let work = || {
            let mut report = Report::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= seed + count {
                    return report;
                }
                live(&born, number, &mut report);
            }
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    reports.into_iter().fold(Report::default(), |sum, one| Report {
        schedules: sum.schedules + one.schedules,
        with_a_copy: sum.with_a_copy + one.with_a_copy,
        unseen: sum.unseen + one.unseen,
        frozen: sum.frozen + one.frozen,
        stuck: sum.stuck + one.stuck,
        bad_seed: sum.bad_seed.or(one.bad_seed),
    })
}

/// A newly paired phone, and its service.
struct Born {
    account: AccountId,
    service: Service,
    storage: Storage,
}

#[derive(Clone)]
struct Storage {
    files: BTreeMap<String, Vec<u8>>,
    keys: BTreeMap<String, Vec<u8>>,
}

impl Born {
    fn new() -> Self {
        let service = Service::new();
        let link = PairingLink {
            origin: Origin::parse(ORIGIN).unwrap(),
            service: service.key().public_key().thumbprint(),
            token: PairingToken::from_bytes([1; 16]),
        };
        let service = Arc::new(Mutex::new(service));
        let empty = Storage { files: BTreeMap::new(), keys: BTreeMap::new() };
        let phone = Phone::new(Who::Original, &service, &empty, 1);
        let offer = phone.key.claim(&link).unwrap();
        let account = phone.key.enrol(&offer, &Pin::parse("271828").unwrap(), false).unwrap();
        phone.key.refresh(&account, 0).unwrap();
        let service = lock(&service).clone();
        Self { account, service, storage: phone.storage() }
    }
}

/// Files whose writes fail from any moment on, as when the phone is killed.
struct DyingFiles {
    files: MemoryFiles,
    /// How many more writes will succeed.
    writes: AtomicU64,
}

impl FileStore for DyingFiles {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        self.files.read(name)
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError> {
        let left = self.writes.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map_err(|_| FileError)?;
        self.files.replace(name, content)
    }
}

struct Phone {
    files: Arc<DyingFiles>,
    key: Authenticator,
    keys: Arc<MemoryKeys>,
    network: Arc<Network>,
    platform: Platform,
}

impl Phone {
    fn new(who: Who, service: &Arc<Mutex<Service>>, storage: &Storage, seed: u64) -> Self {
        let files = Arc::new(DyingFiles { files: MemoryFiles::default(), writes: AtomicU64::new(u64::MAX) });
        files.files.restore(storage.files.clone());
        let keys = Arc::new(MemoryKeys::new(seed));
        keys.restore(storage.keys.clone());
        let network = Arc::new(Network {
            who,
            service: Arc::clone(service),
            faults: Mutex::default(),
            late: Mutex::default(),
            random: Mutex::new(Random::new(seed ^ 0x5eed)),
        });
        let name = ShownText::parse("Phone").unwrap();
        let platform = Platform {
            clock: Arc::new(FakeClock::at(0)),
            device: DeviceDescription { name: name.clone(), platform: name },
            entropy: Arc::new(SeededEntropy::new(seed)),
            files: files.clone(),
            keys: keys.clone(),
            biometrics: Arc::new(FakeBiometrics::none()),
            transport: network.clone(),
        };
        Self { files, key: Authenticator::open(platform.clone()).unwrap(), keys, network, platform }
    }

    fn restart(&mut self) {
        self.files.writes.store(u64::MAX, Ordering::SeqCst);
        self.key = Authenticator::open(self.platform.clone()).unwrap();
    }

    fn storage(&self) -> Storage {
        Storage { files: self.files.files.dump(), keys: self.keys.dump() }
    }

    /// Damages one of the two files with the same content.
    fn damage(&self, random: &mut Random) {
        let name = ["calls", "calls.previous"][usize::try_from(random.below(2)).unwrap()];
        let _ = self.files.files.replace(name, b"damaged");
    }

    fn wait(&self, account: &AccountId) -> Result<(), Error> {
        self.key.refresh(account, 0).map(|_| ())
    }

    /// Declines the request that is always pending: the service answers that it has ended.
    fn act(&self) -> Result<(), Error> {
        let Some((_, request)) = self.key.requests().pop() else { return Ok(()) };
        let shown = self.key.show(request.id, Language::English)?;
        match self.key.decline(&shown, false) {
            Err(Error::Refused(key_protocol::answer::Refusal::RequestEnded)) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

fn live(born: &Born, seed: u64, report: &mut Report) {
    let mut random = Random::new(seed);
    let service = Arc::new(Mutex::new(born.service.clone()));
    let mut original = Phone::new(Who::Original, &service, &born.storage, seed * 4 + 10);
    let mut copy: Option<Phone> = None;
    let mut backup: Option<Service> = None;
    report.schedules += 1;
    for step in 0..6 + random.below(20) {
        lock(&service).now += i64::try_from(random.below(20_000)).unwrap();
        if seed.is_multiple_of(4) {
            back_up(&service, &mut backup, &mut random);
        }
        match random.below(12) {
            0..=4 => live_on(&mut original, &born.account, &mut random),
            5 => original.restart(),
            6 => {
                original.damage(&mut random);
                original.restart();
            }
            7 => deliver_late(&original, &service),
            8 if copy.is_none() && random.of_100(60) => {
                copy = Some(Phone::new(Who::Copy, &service, &original.storage(), seed * 4 + 11 + step));
            }
            _ => {
                if let Some(copy) = &mut copy {
                    speak_as_copy(copy, &born.account, &service, &mut random);
                }
            }
        }
    }
    judge(&mut original, born, &service, seed, report);
}

/// Backs the database up, or restores it. A restored database may have forgotten a copy, so such a schedule only
/// requires that the original can continue.
fn back_up(service: &Arc<Mutex<Service>>, backup: &mut Option<Service>, random: &mut Random) {
    let mut service = lock(service);
    match (random.below(10), &backup) {
        (0, _) => *backup = Some(service.clone()),
        (1, Some(backup)) => service.put_back(backup),
        _ => {}
    }
}

/// Lets the original act, perhaps over a bad network, perhaps killed in the middle.
fn live_on(original: &mut Phone, account: &AccountId, random: &mut Random) {
    let bad = random.of_100(50);
    let faults = Faults { lose_request: 30, lose_answer: 30, delay: 50 };
    *lock(&original.network.faults) = if bad { faults } else { Faults::default() };
    let killed = random.of_100(25);
    if killed {
        original.files.writes.store(random.below(4), Ordering::SeqCst);
    }
    let _ = if random.of_100(50) { original.wait(account) } else { original.act() };
    if killed {
        original.restart();
    }
}

fn deliver_late(original: &Phone, service: &Arc<Mutex<Service>>) {
    let late = std::mem::take(&mut *lock(&original.network.late));
    for request in late {
        lock(service).answer(Who::Original, &request);
    }
}

fn speak_as_copy(copy: &mut Phone, account: &AccountId, service: &Arc<Mutex<Service>>, random: &mut Random) {
    match random.below(4) {
        0 => drop(copy.wait(account)),
        1 => drop(copy.act()),
        2 => copy.restart(),
        _ => forge(copy, account, service, random),
    }
}

/// Makes a call of the copy with numbers of its own choice.
fn forge(copy: &Phone, account: &AccountId, service: &Arc<Mutex<Service>>, random: &mut Random) {
    let (acts, waits) = {
        let rows = &lock(service).rows;
        (rows.devices[&DEVICE].acts.seq, rows.devices[&DEVICE].waits)
    };
    let near = |number: i64, random: &mut Random| {
        let offset = [-1, 0, 1, 2, 3, 60][usize::try_from(random.below(6)).unwrap()];
        u64::try_from((number + offset).max(1)).unwrap()
    };
    let id = CallId::from_bytes([u8::try_from(random.below(256)).unwrap(); 16]);
    let key = copy.keys.dump()[&format!("possession-{}", account.as_str())].clone();
    let key = SoftwareKey::from_bytes(key.as_slice().try_into().unwrap()).unwrap();
    match random.below(3) {
        0 => {
            let run = near(waits.run, random);
            let run_secret = RunSecret::from_bytes([5; 16]);
            let newest_act = near(acts, random);
            let body = Wait { have: String::new(), newest_act, run, run_secret, seconds: 0 };
            send(&key, service, Call { v: VERSION, body, id, seq: near(waits.seq, random) });
        }
        1 => {
            let pinned = lock(service).key().public_key().thumbprint();
            let run_hash = RunSecret::from_bytes([5; 16]).hash();
            let body = Resume { knows: Capabilities::ours(), left: None, pinned, run_hash };
            send(&key, service, Call { v: VERSION, body, id, seq: near(acts, random) });
        }
        _ => {
            let body = Decide { decision: "e30".to_owned(), proof: None };
            send(&key, service, Call { v: VERSION, body, id, seq: near(acts, random) });
        }
    }
}

fn send<B: Body>(key: &SoftwareKey, service: &Arc<Mutex<Service>>, call: Call<B>) {
    let mut service = lock(service);
    let url = B::ENDPOINT.url(&Origin::parse(ORIGIN).unwrap());
    let mut header = Header::of::<Call<B>>().kid(DEVICE);
    (header.nonce, header.url) = (Some(service.nonce()), Some(url.clone()));
    let body = jws::sign(&header, &call, |bytes| key.sign(bytes)).unwrap();
    service.answer(Who::Copy, &HttpRequest { body: Some(body), timeout_seconds: 1, url });
}

/// Lets the original make one more call of each kind over a good network. The first, whichever it is, must detect a
/// copy; without a copy all must succeed.
fn judge(original: &mut Phone, born: &Born, service: &Arc<Mutex<Service>>, seed: u64, report: &mut Report) {
    let (had_spoken, called) = {
        let service = lock(service);
        (!service.foreign.is_empty(), service.copy_called)
    };
    *lock(&original.network.faults) = Faults::default();
    lock(service).now += 10_000;
    let found = || {
        let service = lock(service);
        (!service.foreign.is_empty(), service.state() == Lifecycle::Frozen)
    };
    // It acts on requests that it has seen, and sees new ones only by a wait.
    let acts_first = seed.is_multiple_of(2) && !original.key.requests().is_empty();
    let first = if acts_first { original.act() } else { original.wait(&born.account) };
    let (foreign, frozen) = found();
    let second = if acts_first { original.wait(&born.account) } else { original.act() };
    let frozen_later = found().1;
    report.with_a_copy += u64::from(had_spoken);
    let was_put_back = lock(service).was_put_back;
    let (unseen, wrong) = (foreign && !frozen && !was_put_back, !called && frozen_later);
    // A phone that was told that it is frozen stays so, whatever the database has forgotten.
    let was_told = was_put_back && called && matches!(first, Err(Error::Unusable));
    let stuck = !frozen_later && !foreign && !was_told && (first.is_err() || second.is_err());
    report.unseen += u64::from(unseen);
    report.frozen += u64::from(wrong);
    report.stuck += u64::from(stuck);
    if unseen || wrong || stuck {
        report.bad_seed.get_or_insert(seed);
    }
}
