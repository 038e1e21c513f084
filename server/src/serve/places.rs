//! Places for connections: who gets one, and who has to give theirs up.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;

use futures_util::task::AtomicWaker;

use crate::settings::ConnectionLimits;

/// How many connections are answered that they are too many, at a time.
pub(super) const REFUSED_AT_ONCE: usize = 32;

/// Gives out places.
#[derive(Debug)]
pub(super) struct Places {
    limits: ConnectionLimits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    places: HashMap<u64, Arc<Seat>>,
    by_address: HashMap<IpAddr, usize>,
    refused: usize,
    given: u64,
}

/// Who sits on a place.
#[derive(Debug)]
pub(super) struct Seat {
    address: Option<IpAddr>,
    /// How many requests are being answered, and when the last of them was: a count of all that happens.
    busy: AtomicUsize,
    idle_since: AtomicU64,
    evicted: AtomicBool,
    pub(super) reader: AtomicWaker,
    pub(super) writer: AtomicWaker,
}

impl Seat {
    fn evict(&self) {
        self.evicted.store(true, Ordering::SeqCst);
        self.reader.wake();
        self.writer.wake();
    }

    /// Fails once the place was given to somebody else.
    pub(super) fn check(&self, waker: &AtomicWaker, cx: &Context<'_>) -> io::Result<()> {
        waker.register(cx.waker());
        if self.evicted.load(Ordering::SeqCst) {
            Err(io::ErrorKind::ConnectionAborted.into())
        } else {
            Ok(())
        }
    }
}

impl Places {
    pub(super) fn new(limits: ConnectionLimits) -> Self {
        Self { limits, taken: Mutex::default() }
    }

    /// A place, or one to refuse on; `None` if there is none of either.
    pub(super) fn take(places: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let mut taken = places.taken();
        let of_address = address.and_then(|address| taken.by_address.get(&address)).copied().unwrap_or(0);
        let is_free = if of_address >= places.limits.per_address {
            taken.evict(|seat| seat.address == address)
        } else {
            taken.places.len() < places.limits.all || taken.evict(|_| true)
        };
        if !is_free && taken.refused >= REFUSED_AT_ONCE {
            return None;
        }
        taken.given += 1;
        let (number, is_refusal) = (taken.given, !is_free);
        let seat = Arc::new(Seat {
            address,
            busy: AtomicUsize::new(0),
            idle_since: AtomicU64::new(number),
            evicted: AtomicBool::new(false),
            reader: AtomicWaker::new(),
            writer: AtomicWaker::new(),
        });
        if is_refusal {
            taken.refused += 1;
        } else {
            taken.seat(number, &seat);
        }
        Some(Place { number, is_refusal, seat, places: places.clone() })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn seat(&mut self, number: u64, seat: &Arc<Seat>) {
        self.places.insert(number, seat.clone());
        if let Some(address) = seat.address {
            *self.by_address.entry(address).or_default() += 1;
        }
    }

    fn unseat(&mut self, number: u64) {
        let Some(seat) = self.places.remove(&number) else { return };
        if let Some(address) = seat.address
            && let Some(count) = self.by_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }

    /// Gives the place of one of these free: of the address that has the most of them, who has asked for nothing for the
    /// longest time. `false` if all are busy.
    fn evict(&mut self, of: impl Fn(&Seat) -> bool) -> bool {
        let idle = self.places.iter().filter(|(_, seat)| of(seat) && seat.busy.load(Ordering::SeqCst) == 0);
        let share = |seat: &Seat| seat.address.and_then(|address| self.by_address.get(&address)).copied();
        let oldest = idle.min_by_key(|(_, seat)| {
            (Reverse(share(seat).unwrap_or(usize::MAX)), seat.idle_since.load(Ordering::SeqCst))
        });
        let Some((number, seat)) = oldest.map(|(number, seat)| (*number, seat.clone())) else { return false };
        seat.evict();
        self.unseat(number);
        true
    }
}

/// Given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    pub(super) is_refusal: bool,
    pub(super) seat: Arc<Seat>,
    places: Arc<Places>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if self.is_refusal {
            taken.refused -= 1;
        } else {
            taken.unseat(self.number);
        }
    }
}

/// A request that is being answered: its connection keeps its place.
#[derive(Debug)]
pub(super) struct Busy {
    seat: Arc<Seat>,
    places: Arc<Places>,
}

impl Busy {
    pub(super) fn new(seat: &Arc<Seat>, places: &Arc<Places>) -> Self {
        seat.busy.fetch_add(1, Ordering::SeqCst);
        Self { seat: seat.clone(), places: places.clone() }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.given += 1;
        self.seat.idle_since.store(taken.given, Ordering::SeqCst);
        self.seat.busy.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use super::Places;
    use crate::settings::ConnectionLimits;

    #[test]
    fn whoever_has_most_places_makes_room() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 10, per_address: 8 }));
        let of = |last| Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
        let honest = Places::take(&places, of(1)).unwrap();
        let mut taken: Vec<_> =
            (0..9).filter_map(|number| Places::take(&places, of(2 + number / 5))).collect();
        for number in 0..100 {
            taken.push(Places::take(&places, of(2 + number % 2)).unwrap());
        }
        assert!(taken.iter().all(|place| !place.is_refusal));
        let is_seated = |number| places.taken().places.contains_key(&number);
        assert!(is_seated(honest.number), "one place of one address is nobody's to take");
        assert!(!is_seated(taken[0].number));
        drop((honest, taken));
        assert!(places.taken().places.is_empty() && places.taken().by_address.is_empty());
    }
}
