//! One-time passwords of the printed list.

use std::sync::atomic::{AtomicU64, Ordering};

use ring::hmac;
use zeroize::Zeroizing;

use key_domain::entropy::Entropy;
use key_domain::entropy::random;

/// The number of passwords on a list (PL04).
pub(crate) const LIST_LENGTH: u32 = 100;

const LENGTH: usize = 8;

/// Without `0 o` and `1 i l`, so that none is mistaken for another when read from paper.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

const PASSWORD_LENGTH: usize = 18;

/// Without `0 O o` and `1 I l`, so that none is mistaken for another when copied from a screen.
const PASSWORD_ALPHABET: &[u8; 56] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";

/// Draws a one-time password, as it is printed: `xxxx-xxxx`, 39.6 bits.
pub(crate) fn draw(entropy: &dyn Entropy) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 1));
    while text.len() < LENGTH + 1 {
        if text.len() == LENGTH / 2 {
            text.push('-');
        }
        text.push(letter(entropy, ALPHABET));
    }
    text
}

/// Draws the passwords of a list, from number 1.
pub(crate) fn draw_list(entropy: &dyn Entropy) -> Vec<Zeroizing<String>> {
    (1..=LIST_LENGTH).map(|_| draw(entropy)).collect()
}

/// Computes the passwords of a list from a seed: the same each time.
pub(crate) fn list_from(seed: &[u8; 32]) -> Vec<Zeroizing<String>> {
    draw_list(&Seeded { key: hmac::Key::new(hmac::HMAC_SHA256, seed), counter: AtomicU64::new(0) })
}

/// Bytes that are computed from a key: HMAC-SHA-256 of a counter, 8 bytes big-endian.
struct Seeded {
    key: hmac::Key,
    counter: AtomicU64,
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let tag = hmac::sign(&self.key, &self.counter.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&tag.as_ref()[..chunk.len()]);
        }
    }
}

/// The normal form that is hashed: lower case, without dashes and spaces.
pub(crate) fn normal(typed: &str) -> Zeroizing<String> {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64);
    Zeroizing::new(kept.flat_map(char::to_lowercase).collect())
}

/// Draws a password for a new account: 18 letters and digits, 104 bits.
#[must_use]
pub fn draw_password(entropy: &dyn Entropy) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(PASSWORD_LENGTH));
    while text.len() < PASSWORD_LENGTH {
        text.push(letter(entropy, PASSWORD_ALPHABET));
    }
    text
}

/// Draws a letter of the alphabet, all with the same probability: a byte beyond the last multiple of its length is
/// drawn again.
fn letter(entropy: &dyn Entropy, alphabet: &[u8]) -> char {
    loop {
        let byte = usize::from(random::<1>(entropy)[0]);
        if byte < 256 - 256 % alphabet.len() {
            return char::from(alphabet[byte % alphabet.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{draw, draw_password, list_from, normal};
    use crate::parts::SystemEntropy;

    #[test]
    fn passwords_hold_no_letters_that_look_alike() {
        for _ in 0..100 {
            let password = draw_password(&SystemEntropy::default());
            assert_eq!(password.len(), 18);
            assert!(password.chars().all(|c| c.is_ascii_alphanumeric() && !"0Oo1Il".contains(c)));
        }
    }

    #[test]
    fn pl04_a_list_is_computed_from_its_seed_alone() {
        let (list, other) = (list_from(&[1; 32]), list_from(&[2; 32]));
        assert_eq!((list.len(), &list), (100, &list_from(&[1; 32])));
        let mut different: Vec<_> = list.iter().chain(&other).map(|password| password.as_str()).collect();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 200);
    }

    #[test]
    fn pl04_one_time_passwords_read_well_from_paper() {
        for _ in 0..100 {
            let password = draw(&SystemEntropy::default());
            assert_eq!((password.len(), password.find('-')), (9, Some(4)));
            assert!(!password.contains(['0', 'o', '1', 'i', 'l']), "{}", &*password);
            assert_eq!(
                *normal(&format!(" {} ", password.to_uppercase().replace('-', " "))),
                normal(&password)[..]
            );
        }
    }
}
