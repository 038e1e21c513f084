//! Places for connections: which connection gets one, and which has to give one up.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use crate::settings::ConnectionLimits;

/// How many connections at a time are answered that there are too many.
pub(super) const REFUSED_AT_ONCE: usize = 32;

/// One address may hold one in this many of all places, and always one, without counting as crowded; connections that
/// were never answered count twice.
const FEW: usize = 70;

/// How long a request may be on its way, handshakes included.
const ON_ITS_WAY: Duration = Duration::from_secs(3);

/// Gives out places.
#[derive(Debug)]
pub(super) struct Places {
    limits: ConnectionLimits,
    taken: Mutex<Occupancy>,
}

#[derive(Debug, Default)]
struct Occupancy {
    places: HashMap<u64, Occupant>,
    by_address: HashMap<IpAddr, AddressUse>,
    refused: usize,
    given: u64,
}

/// The places of one address.
#[derive(Debug, Default)]
struct AddressUse {
    count: usize,
    /// The number of idle connections, of which those that were never answered count twice.
    weight: usize,
}

/// The connection on a place.
#[derive(Debug)]
struct Occupant {
    seat: Arc<Seat>,
    address: Option<IpAddr>,
    taken_at: Instant,
    /// How many requests are in progress; `idle_since` tells when the last of them was answered, by a count of all
    /// events.
    busy: usize,
    idle_since: u64,
    /// Whether any request was answered.
    answered: bool,
}

impl Occupant {
    /// What the connection adds to the weight of its address.
    const fn weight(&self) -> usize {
        match (self.busy, self.answered) {
            (0, true) => 1,
            (0, false) => 2,
            _ => 0,
        }
    }
}

/// A connection's link to its place.
#[derive(Debug)]
pub(super) struct Seat {
    number: u64,
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

    /// Fails once the place was given to another connection.
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

    /// Takes a place, or a place to refuse on; `None` if there is neither.
    pub(super) fn take(places: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let mut taken = places.taken();
        let load = address.and_then(|address| taken.by_address.get(&address)).map_or(0, |load| load.count);
        let is_free = if load >= places.limits.per_address {
            taken.evict(places.limits.all, |occupant| occupant.address == address)
        } else {
            taken.places.len() < places.limits.all || taken.evict(places.limits.all, |_| true)
        };
        if !is_free && taken.refused >= REFUSED_AT_ONCE {
            return None;
        }
        taken.given += 1;
        let seat = Arc::new(Seat {
            number: taken.given,
            evicted: AtomicBool::new(false),
            reader: AtomicWaker::new(),
            writer: AtomicWaker::new(),
        });
        if is_free {
            taken.seat(seat.clone(), address);
        } else {
            taken.refused += 1;
        }
        Some(Place { is_refusal: !is_free, seat, places: places.clone() })
    }

    fn taken(&self) -> MutexGuard<'_, Occupancy> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Occupancy {
    fn seat(&mut self, seat: Arc<Seat>, address: Option<IpAddr>) {
        let (number, taken_at) = (seat.number, Instant::now());
        let occupant = Occupant { seat, address, taken_at, busy: 0, idle_since: number, answered: false };
        if let Some(address) = address {
            let load = self.by_address.entry(address).or_default();
            load.count += 1;
            load.weight += occupant.weight();
        }
        self.places.insert(number, occupant);
    }

    fn unseat(&mut self, number: u64) {
        let Some(occupant) = self.places.remove(&number) else { return };
        let Some(address) = occupant.address else { return };
        if let Some(load) = self.by_address.get_mut(&address) {
            load.count -= 1;
            load.weight -= occupant.weight();
            if load.count == 0 {
                self.by_address.remove(&address);
            }
        }
    }

    /// Changes the occupant of a place, unless the place was given to another connection, and the weight of its
    /// address.
    fn change(&mut self, number: u64, change: impl FnOnce(&mut Occupant)) {
        let Some(occupant) = self.places.get_mut(&number) else { return };
        let before = occupant.weight();
        change(occupant);
        if let Some(load) = occupant.address.and_then(|address| self.by_address.get_mut(&address)) {
            load.weight = load.weight + occupant.weight() - before;
        }
    }

    /// Frees the place of one idle connection among those that `of` selects; `false` if all are busy. An idle
    /// connection of the address with the greatest weight goes first, if that address is crowded. Otherwise the order
    /// is: connections older than a request may be on its way, first those that were never answered, then the one that
    /// was answered longest ago; newer connections that were answered, and may come again; last, the oldest first,
    /// those whose first request may be on its way.
    fn evict(&mut self, all: usize, of: impl Fn(&Occupant) -> bool) -> bool {
        let now = Instant::now();
        let heaviest = self.by_address.iter().max_by_key(|(_, load)| load.weight);
        let heaviest =
            heaviest.filter(|(_, load)| load.weight > (all / FEW).max(2)).map(|(address, _)| *address);
        let idle = self.places.values().filter(|occupant| of(occupant) && occupant.busy == 0);
        let first = idle.min_by_key(|occupant| {
            let is_light = heaviest.is_none() || occupant.address != heaviest;
            let is_new = now.duration_since(occupant.taken_at) < ON_ITS_WAY;
            (is_light, is_new, occupant.answered != is_new, occupant.idle_since)
        });
        let Some(seat) = first.map(|occupant| occupant.seat.clone()) else { return false };
        seat.evict();
        self.unseat(seat.number);
        true
    }
}

/// A place, given back when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
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
            taken.unseat(self.seat.number);
        }
    }
}

/// A request of a connection. From the start of its processing until its response, the connection keeps its place.
#[derive(Clone, Debug)]
pub(crate) struct ActiveRequest(Arc<RequestStage>);

#[derive(Debug)]
struct RequestStage {
    seat: Arc<Seat>,
    places: Arc<Places>,
    stage: AtomicU8,
}

const WAITING: u8 = 0;
const WORKED_ON: u8 = 1;
const ENDED: u8 = 2;

impl ActiveRequest {
    pub(super) fn new(seat: &Arc<Seat>, places: &Arc<Places>) -> Self {
        let (seat, places) = (seat.clone(), places.clone());
        Self(Arc::new(RequestStage { seat, places, stage: AtomicU8::new(WAITING) }))
    }

    /// Marks the request as in progress: it is complete, and has its turn.
    pub(crate) fn is_worked_on(&self) {
        let stage = self.0.stage.compare_exchange(WAITING, WORKED_ON, Ordering::SeqCst, Ordering::SeqCst);
        if stage.is_ok() {
            self.0.places.taken().change(self.0.seat.number, |occupant| occupant.busy += 1);
        }
    }

    /// Marks the request as answered, or as abandoned by the client.
    fn end(&self) {
        if self.0.stage.swap(ENDED, Ordering::SeqCst) == WORKED_ON {
            let mut taken = self.0.places.taken();
            taken.given += 1;
            let given = taken.given;
            taken.change(self.0.seat.number, |occupant| {
                (occupant.idle_since, occupant.answered) = (given, true);
                occupant.busy -= 1;
            });
        }
    }
}

/// Ends the active request when it is dropped.
#[derive(Debug)]
pub(super) struct UntilAnswered(pub(super) ActiveRequest);

impl UntilAnswered {
    /// Never ends the request: its answer lasts as long as the connection.
    pub(super) fn never(self) {
        let stage = &self.0.0.stage;
        let _ = stage.compare_exchange(WORKED_ON, ENDED, Ordering::SeqCst, Ordering::SeqCst);
    }
}

impl Drop for UntilAnswered {
    fn drop(&mut self) {
        self.0.end();
    }
}

#[cfg(test)]
mod tests;
