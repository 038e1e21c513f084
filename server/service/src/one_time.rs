//! One-time passwords of the printed list.

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
    use super::{draw, draw_password, normal};
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
