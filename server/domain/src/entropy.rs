//! Where random numbers come from, as a parameter.

/// Where random numbers come from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random ones that nobody can foresee.
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` random bytes.
pub fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}
