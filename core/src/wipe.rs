//! Wipes copies of secrets from the stack.

use std::hint::black_box;

use zeroize::Zeroize as _;

/// Sixteen bytes at once: a volatile write of each single byte took half the time of all tests of copies.
type Word = u128;

/// More stack than the deepest of Key's computations with secrets uses, in words.
const DEPTH: usize = 96 * 1024 / size_of::<Word>();

/// Runs `f` and then overwrites the part of the stack that it has used, which removes the copies that libraries make
/// while they derive keys and sign. The result of `f` must not contain such a copy; it holds secrets behind a pointer.
pub(crate) fn leaving_no_trace<T>(f: impl FnOnce() -> T) -> T {
    let result = run(f);
    overwrite();
    result
}

#[inline(never)]
fn run<T>(f: impl FnOnce() -> T) -> T {
    black_box(f())
}

#[inline(never)]
fn overwrite() {
    let mut stack = [Word::MAX; DEPTH];
    black_box(&mut stack);
    stack.zeroize();
    black_box(&mut stack);
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs::File;
    use std::hint::black_box;
    use std::os::unix::fs::FileExt as _;

    use super::leaving_no_trace;

    /// Leaves a secret deep in the stack, as a library would.
    #[inline(never)]
    fn careless() -> u64 {
        let mut above = [0_u8; 32 * 1024];
        black_box(&mut above);
        deep()
    }

    #[inline(never)]
    fn deep() -> u64 {
        let mut secret = [0_u8; 64];
        secret.iter_mut().enumerate().for_each(|(at, byte)| *byte = !turned(at));
        black_box(&mut secret);
        secret.iter().map(|byte| u64::from(*byte)).sum()
    }

    /// The secret, turned round.
    fn turned(at: usize) -> u8 {
        u8::try_from(at * 3).unwrap() ^ 0x5a
    }

    /// How often the secret stands below this function on the stack.
    #[inline(never)]
    fn traces() -> usize {
        let here = std::ptr::from_ref(&black_box(0_u8)).addr() as u64;
        let mut stack = vec![0; 64 * 1024];
        let from = here - stack.len() as u64;
        File::open("/proc/self/mem").unwrap().read_exact_at(&mut stack, from).unwrap();
        let is_it = |window: &&[u8]| window.iter().enumerate().all(|(at, byte)| *byte == !turned(at));
        stack.windows(64).filter(is_it).count()
    }

    #[test]
    fn the_stack_is_clean_afterwards_and_would_not_be_otherwise() {
        black_box(careless());
        assert!(traces() > 0, "a secret that was left is found");
        black_box(leaving_no_trace(careless));
        assert_eq!(traces(), 0);
    }
}
