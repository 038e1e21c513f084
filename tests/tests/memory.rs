//! The PIN leaves memory: after each use this process is searched for its digits, for what Argon2id makes of it and for
//! the keys that grow out of that. Linux tells a process its own memory; elsewhere there is nothing to run.
//!
//! One test in a process of its own: what other tests hold would be found too.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt as _;
use std::process::Command;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use key_core::screen::{Action, Screen};
use key_tests::{Phone, World};
use sha2::Sha256;

/// What is looked for, each byte turned round, so that the search does not find itself.
struct Hidden(Vec<u8>);

impl Hidden {
    /// How often it stands in what this process may read.
    fn count(&self) -> usize {
        let memory = File::open("/proc/self/mem").unwrap();
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut found = 0;
        for line in maps.lines().filter(|line| line.contains(" rw-p ")) {
            let (range, _) = line.split_once(' ').unwrap();
            let (start, end) = range.split_once('-').unwrap();
            let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
            found += self.count_in(&memory, start, end);
        }
        found
    }

    /// Nothing that is read is turned round: that would make a secret of what is looked for.
    fn count_in(&self, memory: &File, start: u64, end: u64) -> usize {
        const STEP: usize = 1 << 20;
        let (mut found, mut at, mut buffer) = (0, start, vec![0; STEP]);
        while at < end {
            let length = STEP.min(usize::try_from(end - at).unwrap());
            let Ok(read) = memory.read_at(&mut buffer[..length], at) else { break };
            let (first, rest) = self.0.split_first().unwrap();
            let follows = |at: &usize| {
                let after = buffer[..read].get(at + 1..at + self.0.len());
                after.is_some_and(|after| after.iter().zip(rest).all(|(byte, turned)| *byte == !turned))
            };
            found += memchr::memchr_iter(!first, &buffer[..read]).filter(follows).count();
            // What lies across two steps is seen in the second.
            at += u64::try_from(read.saturating_sub(self.0.len()).max(1)).unwrap();
        }
        buffer.fill(0);
        found
    }
}

/// A PIN that nothing else in this process says, digit by digit, so that the test does not put them together either.
fn digit(index: usize) -> u8 {
    black_box(match index {
        0 => 9,
        1 => 4,
        2 => 0,
        3 => 7,
        4 => 2,
        _ => 5,
    })
}

fn type_pin(phone: &Phone) {
    for index in 0..6 {
        phone.act([Action::Digit(digit(index))]);
    }
}

/// What is looked for. Another process computes it, turned round: computed here, it would be found.
fn hidden(phone: &Phone) -> Vec<(String, Hidden)> {
    let salt = phone.keys.dump()[&format!("salt-{}", phone.account().as_str())].clone();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "what_another_process_computes", "--nocapture"])
        .env(SALT, salt.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        .output()
        .unwrap();
    let told = String::from_utf8(child.stdout).unwrap();
    let lines = told.lines().filter_map(|line| line.strip_prefix("hidden ")?.split_once(": "));
    let hidden: Vec<_> = lines.map(|(what, hex)| (what.to_owned(), Hidden(from_hex(hex)))).collect();
    assert_eq!(hidden.len(), 7, "{told}");
    hidden
}

const SALT: &str = "KEY_TEST_SALT";

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The digits as text and as numbers, the stretched key and both derived keys.
#[test]
fn what_another_process_computes() {
    let Ok(salt) = std::env::var(SALT) else { return };
    let numbers: Vec<u8> = (0..6).map(digit).collect();
    let text: Vec<u8> = numbers.iter().map(|digit| b'0' + digit).collect();
    let mut stretched = [0; 32];
    let params = Params::new(64 * 1024, 3, 1, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&text, &from_hex(&salt), &mut stretched)
        .unwrap();
    let tell = |what: &str, secret: &[u8]| {
        let hex: String = secret.iter().map(|byte| format!("{:02x}", !byte)).collect();
        println!("\nhidden {what}: {hex}");
    };
    tell("the digits as text", &text);
    tell("the digits as numbers", &numbers);
    tell("the stretched key", &stretched);
    for purpose in ["sign", "agree"] {
        let mut key = [0; 32];
        let info = [purpose.as_bytes(), &[0]];
        Hkdf::<Sha256>::new(Some(b"key pin 1"), &stretched).expand_multi_info(&info, &mut key).unwrap();
        tell(&format!("the key to {purpose}"), &key);
        key.reverse();
        tell(&format!("the key to {purpose}, in limbs"), &key);
    }
}

fn assert_gone(secrets: &[(String, Hidden)], after: &str) {
    for (what, secret) in secrets {
        assert_eq!(secret.count(), 0, "{what} stands in memory after {after}");
    }
}

#[test]
fn the_pin_and_all_that_grows_out_of_it_leave_memory_after_each_use() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    type_pin(&phone);
    type_pin(&phone);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
    let secrets = hidden(&phone);
    assert_gone(&secrets, "pairing");

    let page = browser.open("/pair");
    browser.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    phone.act([Action::Back]);
    world.log_in(&mut browser);
    phone.refresh();
    phone.act([Action::Open(phone.waiting()[0]), Action::Confirm]);
    type_pin(&phone);
    assert!(matches!(phone.screen(), Screen::Decided { .. }), "{:?}", phone.screen());
    assert_gone(&secrets, "confirming");

    let kept: Vec<u8> = (0..6).map(|index| b'0' + digit(index)).collect();
    let kept = black_box(kept);
    assert!(secrets[0].1.count() > 0, "the search does find a PIN that is there");
    drop(kept);
}
