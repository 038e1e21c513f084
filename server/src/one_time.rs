//! One-time passwords of the printed list.

use key_protocol::base64url;
use zeroize::Zeroizing;

use crate::ids::random;
use crate::parts::Entropy;

/// How many a list has (PL04).
pub(crate) const LIST_LENGTH: u32 = 100;

const LENGTH: usize = 8;

/// Without `0 o`, `1 i l`: read from paper, none is taken for another.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Draws one, as it is printed: `xxxx-xxxx`, 39.6 bits.
pub(crate) fn draw(entropy: &dyn Entropy) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 1));
    while text.len() < LENGTH + 1 {
        let [byte] = random::<1>(entropy);
        if text.len() == LENGTH / 2 {
            text.push('-');
        }
        // 248 is the largest multiple of 31 in a byte: what lies above is drawn again, so all letters are as likely.
        if byte < 248 {
            text.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
        }
    }
    text
}

/// What is hashed: what was typed, in small letters and without dashes and spaces.
pub(crate) fn normal(typed: &str) -> Zeroizing<String> {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64);
    Zeroizing::new(kept.flat_map(char::to_lowercase).collect())
}

/// A password for a new account, 96 bits.
pub(crate) fn draw_password(entropy: &dyn Entropy) -> Zeroizing<String> {
    Zeroizing::new(base64url::encode(&random::<12>(entropy)))
}

#[cfg(test)]
mod tests {
    use super::{draw, normal};
    use crate::parts::SystemEntropy;

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
