//! Passwords, hashed with Argon2id and stored in PHC form.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use key_domain::entropy::Entropy;
use key_domain::entropy::random;
use key_domain::ids::ThrottleId;

/// 19 MiB, two passes, one lane: the minimum of OWASP's Password Storage Cheat Sheet.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The highest cost of a stored hash, which another program may have made: one login must not take all memory, or a
/// turn for ever.
const MOST_MEMORY_KIB: u32 = 64 * 1024;
const MOST_PASSES: u32 = 10;
const MOST_LANES: u32 = 4;

/// The longest password that is hashed, in bytes.
pub(crate) const MAX_BYTES: usize = 1024;

/// How many passwords are hashed at the same time at most, however many cores there are.
const MAX_TURNS: usize = 4;

/// The length of the queue of others. The last in it waits for a second or two, on the slowest machines.
pub(crate) const QUEUE: usize = 32;

/// The length of the queue of known browsers, which cannot be filled by anybody who has not signed in with them before.
const KNOWN_QUEUE: usize = 256;

/// How many places in it one user may have, so that nobody fills it with their own browsers.
const KNOWN_OF_USER: u64 = 2;

/// How many places in the queue of others one network may have.
const OTHERS_OF_NETWORK: u64 = 8;

/// A queue of passwords to verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Queue {
    /// Browsers that the user, identified by this, has signed in with before. One turn is reserved for them.
    Known(ThrottleId),
    /// All others, identified by their network.
    Others(ThrottleId),
}

/// The number of places that each user's known browsers, or each network, has.
type Shares = Arc<Mutex<HashMap<ThrottleId, u64>>>;

/// A place in a queue, which is freed when it is dropped.
#[derive(Debug)]
pub(crate) struct QueuePlace {
    _of_queue: OwnedSemaphorePermit,
    queue: Queue,
    shares: Shares,
}

impl Drop for QueuePlace {
    fn drop(&mut self) {
        let (Queue::Known(owner) | Queue::Others(owner)) = self.queue;
        let mut shares = lock(&self.shares);
        if let Some(count) = shares.get_mut(&owner) {
            *count -= 1;
            if *count == 0 {
                shares.remove(&owner);
            }
        }
    }
}

/// Hashes passwords, a few at a time, so that simultaneous logins take turns instead of all the memory. Queues are
/// bounded: a request that would wait too long is refused at once. The memory of a turn is kept for the next one,
/// because freed memory would stay with the thread that had allocated it.
#[derive(Debug)]
pub(crate) struct Hasher {
    known: Arc<Semaphore>,
    others: Arc<Semaphore>,
    shares: Shares,
    /// The turns that [`Queue::Others`] may take: all but one.
    others_turns: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    memory: Arc<Mutex<Vec<Memory>>>,
}

type Memory = Vec<Block>;

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let turns = cores.clamp(2, MAX_TURNS);
        let [known, others, others_turns, turns] =
            [KNOWN_QUEUE, QUEUE, turns - 1, turns].map(|permits| Arc::new(Semaphore::new(permits)));
        Self { known, others, shares: Arc::default(), others_turns, turns, memory: Arc::default() }
    }
}

impl Hasher {
    /// Hashes `password` with a new salt and returns the PHC form; `None` only if there is not enough memory.
    pub(crate) async fn hash(&self, password: Zeroizing<String>, entropy: &dyn Entropy) -> Option<String> {
        let salt: [u8; 16] = random(entropy);
        let turn = self.turns.clone().acquire_owned().await.ok()?;
        let new = Stored::new(&salt, &[0; 32])?;
        let hash = self.run(password, new.clone(), turn).await?;
        Stored { hash, ..new }.phc()
    }

    /// Takes a place in the queue, if there is one.
    pub(crate) fn place(&self, queue: Queue) -> Option<QueuePlace> {
        let (places, owner, most) = match queue {
            Queue::Known(user) => (&self.known, user, KNOWN_OF_USER),
            Queue::Others(network) => (&self.others, network, OTHERS_OF_NETWORK),
        };
        let _of_queue = places.clone().try_acquire_owned().ok()?;
        let mut shares = lock(&self.shares);
        let count = shares.entry(owner).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(QueuePlace { _of_queue, queue, shares: self.shares.clone() })
    }

    /// Whether `password` matches `stored`. If there is no stored one (an unknown user), the same work is done with
    /// `salt`, and the result is `false`.
    pub(crate) async fn verify(
        &self,
        password: Zeroizing<String>,
        stored: Option<&str>,
        salt: [u8; 16],
        place: QueuePlace,
    ) -> bool {
        // Written and read like a stored password, which takes the same work.
        let nobody = Stored::new(&salt, &[0; 32]).and_then(|nobody| nobody.phc()).unwrap_or_default();
        let expected = Stored::read(stored.unwrap_or(&nobody)).or_else(|| Stored::read(&nobody));
        let Some(expected) = expected else { return false };
        let of_others = match place.queue {
            Queue::Known(_) => None,
            Queue::Others(_) => self.others_turns.clone().acquire_owned().await.ok(),
        };
        let Ok(turn) = self.turns.clone().acquire_owned().await else { return false };
        let hash = self.run(password, expected.clone(), (place, of_others, turn)).await;
        // The comparison takes the same time for all outputs.
        stored.is_some() && hash == Some(expected.hash)
    }

    /// Runs the work in a turn, which ends with the work even if the caller no longer waits.
    async fn run(
        &self,
        password: Zeroizing<String>,
        stored: Stored,
        turn: impl Send + 'static,
    ) -> Option<Output> {
        let kept = self.memory.clone();
        let work = move || {
            let mut memory = lock(&kept).pop().unwrap_or_default();
            let hash = stored.derive(&password, &mut memory);
            memory.fill(Block::default());
            memory.truncate(MEMORY_KIB as usize);
            memory.shrink_to_fit();
            lock(&kept).push(memory);
            drop(turn);
            hash
        };
        tokio::task::spawn_blocking(work).await.ok()?
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A password as it is stored.
#[derive(Clone)]
struct Stored {
    cost: Params,
    salt: Salt,
    hash: Output,
}

impl Stored {
    fn new(salt: &[u8], hash: &[u8]) -> Option<Self> {
        let cost = Params::new(MEMORY_KIB, PASSES, LANES, Some(hash.len())).ok()?;
        Some(Self { cost, salt: Salt::new(salt).ok()?, hash: Output::new(hash).ok()? })
    }

    fn read(phc: &str) -> Option<Self> {
        let parsed = PasswordHash::new(phc).ok()?;
        let is_ours = parsed.algorithm == ARGON2ID_IDENT && parsed.version == Some(Version::V0x13.into());
        let cost = Params::try_from(&parsed).ok().filter(|_| is_ours)?;
        let is_bearable =
            cost.m_cost() <= MOST_MEMORY_KIB && cost.t_cost() <= MOST_PASSES && cost.p_cost() <= MOST_LANES;
        Some(Self { cost, salt: parsed.salt?, hash: parsed.hash? }).filter(|_| is_bearable)
    }

    fn phc(&self) -> Option<String> {
        let phc = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&self.cost).ok()?,
            salt: Some(self.salt),
            hash: Some(self.hash),
        };
        Some(phc.to_string())
    }

    /// Derives the output for `password` with this cost and salt.
    fn derive(&self, password: &str, memory: &mut Memory) -> Option<Output> {
        let missing = self.cost.block_count().saturating_sub(memory.len());
        memory.try_reserve_exact(missing).ok()?;
        memory.resize(memory.len() + missing, Block::default());
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.cost.clone());
        let mut hash = Zeroizing::new(vec![0; self.hash.len()]);
        let (password, memory) = (password.as_bytes(), memory.as_mut_slice());
        argon2.hash_password_into_with_memory(password, &self.salt, &mut hash, memory).ok()?;
        Output::new(&hash).ok()
    }
}

#[cfg(test)]
mod tests;
