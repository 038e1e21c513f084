//! Randomness of the operating system.

use key_core::platform::Entropy;

/// Random bytes of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// Where the system has no randomness: nothing could be kept secret then.
    #[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
    #[expect(clippy::expect_used, reason = "without randomness there is no way on")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }
}

#[cfg(test)]
mod tests {
    use super::SystemEntropy;
    use key_core::platform::Entropy as _;

    #[test]
    fn two_draws_differ() {
        let draw = || {
            let mut bytes = [0; 32];
            SystemEntropy.fill(&mut bytes);
            bytes
        };
        assert_ne!(draw(), draw());
    }
}
