//! A man in the middle of a pairing: he acts as a service towards the phone and as a phone towards the service, and
//! wants both to show the same code. He may choose all keys, tokens and shares of both roles, but cannot learn an
//! honest share before his own is fixed. Without a commitment he would find a code by trying keys.

use key_protocol::comparison::{Commitment, Pairing, Share, code, commitment};
use key_protocol::crypto::sha256;
use key_protocol::digits::SixDigits;
use key_protocol::key::Thumbprint;
use key_protocol::link::PairingToken;

/// The result of many pairings with a man in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of pairings.
    pub pairings: u64,
    /// In how many both sides showed the same code. Expected: one in a million.
    pub same: u64,
    /// In how many of 100 pairings he opened his commitment to a share that he had chosen afterwards. Expected: 0.
    pub opened: u64,
    /// How many shares he would have to try without a commitment: the mean of 20 pairings.
    pub without: u64,
}

/// Runs `count` pairings from a seed.
#[must_use]
pub fn run(seed: u64, count: u64) -> Report {
    let mut random = Random { seed, drawn: 0 };
    let mut report = Report { pairings: count, ..Report::default() };
    for round in 0..count {
        let (phone, page) = match round % 2 {
            0 => phone_last(&mut random),
            _ => page_last(&mut random),
        };
        report.same += u64::from(phone == page);
    }
    report.opened = (0..100).map(|_| u64::from(open_to_another(&mut random))).sum();
    report.without = (0..20).map(|_| grind(&mut random)).sum::<u64>() / 20;
    report
}

/// One of his two pairings, as its honest side sees it.
struct Side {
    service: Thumbprint,
    token: PairingToken,
    device: Thumbprint,
}

impl Side {
    fn new(random: &mut Random) -> Self {
        let [service, device] = [(); 2].map(|()| Thumbprint::from_bytes(random.bytes()));
        Self { service, token: PairingToken::from_bytes(random.half()), device }
    }

    fn code(&self, device_share: &Share, service_share: &Share) -> SixDigits {
        let Self { service, token, device } = self;
        code(&Pairing { service, token, device, device_share, service_share })
    }
}

/// He completes the pairing with the service first, and then chooses his answer to the phone. He has seen only the
/// commitment to the phone's share, so he can only guess the share.
fn phone_last(random: &mut Random) -> (SixDigits, SixDigits) {
    let (page, phone) = (Side::new(random), Side::new(random));
    let (his, services) = (random.share(), random.share());
    let shown = page.code(&his, &services);
    let (phones, guess) = (random.share(), random.share());
    let promised = commitment(&phones);
    let answer = first_that(random, |answer| phone.code(&guess, answer) == shown);
    assert_eq!(commitment(&phones), promised, "the phone reveals what it has promised");
    (phone.code(&phones, &answer), shown)
}

/// He completes the pairing with the phone first, so that he knows its code. Then he commits towards the service to the
/// best share for a guess of its answer.
fn page_last(random: &mut Random) -> (SixDigits, SixDigits) {
    let (page, phone) = (Side::new(random), Side::new(random));
    let (phones, his_answer) = (random.share(), random.share());
    let shown = phone.code(&phones, &his_answer);
    let guess = random.share();
    let his = first_that(random, |his| page.code(his, &guess) == shown);
    let services = random.share();
    (shown, page.code(&his, &services))
}

/// The first good share of a few, or the last. More of them would not help, because the guess is wrong.
fn first_that(random: &mut Random, is_good: impl Fn(&Share) -> bool) -> Share {
    for _ in 0..3 {
        let share = random.share();
        if is_good(&share) {
            return share;
        }
    }
    random.share()
}

/// Whether some share that results in the code of the other side opens his commitment.
fn open_to_another(random: &mut Random) -> bool {
    let promised: Commitment = commitment(&random.share());
    (0..1_000).any(|_| commitment(&random.share()) == promised)
}

/// How many shares he has to try if he may choose his own last.
fn grind(random: &mut Random) -> u64 {
    let (page, services) = (Side::new(random), random.share());
    let shown = SixDigits::from_number(u64::from_be_bytes(random.bytes()[..8].try_into().unwrap()));
    (1..).find(|_| page.code(&random.share(), &services) == shown).unwrap()
}

struct Random {
    seed: u64,
    drawn: u64,
}

impl Random {
    fn bytes(&mut self) -> [u8; 32] {
        self.drawn += 1;
        sha256(&[self.seed.to_be_bytes(), self.drawn.to_be_bytes()].concat())
    }

    fn half(&mut self) -> [u8; 16] {
        self.bytes()[..16].try_into().unwrap()
    }

    fn share(&mut self) -> Share {
        Share::from_bytes(self.half())
    }
}
