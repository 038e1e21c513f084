//! Places for connections: who gets one, and who has to give theirs up.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use crate::settings::ConnectionLimits;

/// How many connections are answered that they are too many, at a time.
pub(super) const REFUSED_AT_ONCE: usize = 32;

/// One address may have one in so many of all places without standing out; those that were never answered count twice.
const FEW: usize = 70;

/// How long a request may be on its way, handshakes included.
const ON_ITS_WAY: Duration = Duration::from_secs(3);

/// Gives out places.
#[derive(Debug)]
pub(super) struct Places {
    limits: ConnectionLimits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    places: HashMap<u64, Arc<Seat>>,
    by_address: HashMap<IpAddr, Arc<Crowd>>,
    refused: usize,
    given: u64,
}

/// Those of one address.
#[derive(Debug, Default)]
struct Crowd {
    count: AtomicUsize,
    /// Of those that ask for nothing, where the ones that were never answered count twice.
    weight: AtomicUsize,
}

/// Who sits on a place.
#[derive(Debug)]
pub(super) struct Seat {
    address: Option<IpAddr>,
    crowd: Option<Arc<Crowd>>,
    taken_at: Instant,
    /// How many requests are worked on, and when the last of them was answered: a count of all that happens.
    busy: AtomicUsize,
    idle_since: AtomicU64,
    /// Whether any was.
    answered: AtomicBool,
    /// Whether it is counted among those of its address.
    seated: AtomicBool,
    evicted: AtomicBool,
    pub(super) reader: AtomicWaker,
    pub(super) writer: AtomicWaker,
}

impl Seat {
    /// What it weighs in its crowd.
    fn weight(&self) -> usize {
        match (self.busy.load(Ordering::SeqCst), self.answered.load(Ordering::SeqCst)) {
            (0, true) => 1,
            (0, false) => 2,
            _ => 0,
        }
    }

    /// Changes it, and the weight of its crowd with it. Nobody else does so at the same time.
    fn change(&self, _alone: &mut Taken, change: impl FnOnce(&Self)) {
        let before = self.weight();
        change(self);
        if let Some(crowd) = self.crowd.as_ref().filter(|_| self.seated.load(Ordering::SeqCst)) {
            crowd.weight.fetch_add(self.weight(), Ordering::SeqCst);
            crowd.weight.fetch_sub(before, Ordering::SeqCst);
        }
    }

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
        let crowd = address.map(|address| taken.by_address.entry(address).or_default().clone());
        let of_address = crowd.as_ref().map_or(0, |crowd| crowd.count.load(Ordering::SeqCst));
        let is_free = if of_address >= places.limits.per_address {
            taken.evict(places.limits.all, |seat| seat.address == address)
        } else {
            taken.places.len() < places.limits.all || taken.evict(places.limits.all, |_| true)
        };
        if !is_free {
            taken.forget(address);
            if taken.refused >= REFUSED_AT_ONCE {
                return None;
            }
        }
        taken.given += 1;
        let (number, is_refusal) = (taken.given, !is_free);
        let seat = Arc::new(Seat {
            address,
            crowd,
            taken_at: Instant::now(),
            busy: AtomicUsize::new(0),
            idle_since: AtomicU64::new(number),
            answered: AtomicBool::new(false),
            seated: AtomicBool::new(false),
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
        seat.seated.store(true, Ordering::SeqCst);
        if let (Some(address), Some(crowd)) = (seat.address, &seat.crowd) {
            self.by_address.insert(address, crowd.clone());
            crowd.count.fetch_add(1, Ordering::SeqCst);
            crowd.weight.fetch_add(seat.weight(), Ordering::SeqCst);
        }
    }

    fn unseat(&mut self, number: u64) {
        let Some(seat) = self.places.remove(&number) else { return };
        seat.seated.store(false, Ordering::SeqCst);
        if let Some(crowd) = &seat.crowd {
            crowd.count.fetch_sub(1, Ordering::SeqCst);
            crowd.weight.fetch_sub(seat.weight(), Ordering::SeqCst);
        }
        self.forget(seat.address);
    }

    /// An address without a place is not remembered.
    fn forget(&mut self, address: Option<IpAddr>) {
        let Some(address) = address else { return };
        let crowd = self.by_address.get(&address);
        if crowd.is_some_and(|crowd| crowd.count.load(Ordering::SeqCst) == 0) {
            self.by_address.remove(&address);
        }
    }

    /// Gives the place of one of these free that asks for nothing; `false` if all are busy. Whose address has most of them
    /// goes first. Of addresses with few, those go first that have been here for longer than a request is on its way: who
    /// was never answered, then who was answered longest ago. Then who was answered, and may come again; last, and the
    /// oldest first, whose first request may be on its way.
    fn evict(&mut self, all: usize, of: impl Fn(&Seat) -> bool) -> bool {
        let beyond_few = |seat: &Seat| {
            let weight = seat.crowd.as_ref().map_or(0, |crowd| crowd.weight.load(Ordering::SeqCst));
            weight.saturating_sub(all / FEW)
        };
        let now = Instant::now();
        let idle = self.places.iter().filter(|(_, seat)| of(seat) && seat.busy.load(Ordering::SeqCst) == 0);
        let first = idle.min_by_key(|(_, seat)| {
            let is_new = now.duration_since(seat.taken_at) < ON_ITS_WAY;
            let is_answered = seat.answered.load(Ordering::SeqCst);
            (Reverse(beyond_few(seat)), is_new, is_answered != is_new, seat.idle_since.load(Ordering::SeqCst))
        });
        let Some((number, seat)) = first.map(|(number, seat)| (*number, seat.clone())) else { return false };
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

/// A request of a connection. From when it is worked on until it is answered, the connection keeps its place.
#[derive(Clone, Debug)]
pub(crate) struct Asking(Arc<Asked>);

#[derive(Debug)]
struct Asked {
    seat: Arc<Seat>,
    places: Arc<Places>,
    stage: AtomicU8,
}

const WAITING: u8 = 0;
const WORKED_ON: u8 = 1;
const ENDED: u8 = 2;

impl Asking {
    pub(super) fn new(seat: &Arc<Seat>, places: &Arc<Places>) -> Self {
        let (seat, places) = (seat.clone(), places.clone());
        Self(Arc::new(Asked { seat, places, stage: AtomicU8::new(WAITING) }))
    }

    /// It has come whole, and its turn too.
    pub(crate) fn is_worked_on(&self) {
        let stage = self.0.stage.compare_exchange(WAITING, WORKED_ON, Ordering::SeqCst, Ordering::SeqCst);
        if stage.is_ok() {
            self.0.seat.change(&mut self.0.places.taken(), |seat| {
                seat.busy.fetch_add(1, Ordering::SeqCst);
            });
        }
    }

    /// It is answered, or nobody waits for that any more.
    fn end(&self) {
        if self.0.stage.swap(ENDED, Ordering::SeqCst) == WORKED_ON {
            let mut taken = self.0.places.taken();
            taken.given += 1;
            let given = taken.given;
            self.0.seat.change(&mut taken, |seat| {
                seat.idle_since.store(given, Ordering::SeqCst);
                seat.answered.store(true, Ordering::SeqCst);
                seat.busy.fetch_sub(1, Ordering::SeqCst);
            });
        }
    }
}

/// Ends what is asked when it is dropped.
#[derive(Debug)]
pub(super) struct UntilAnswered(pub(super) Asking);

impl UntilAnswered {
    /// The answer goes on for as long as the connection does.
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
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;
    use std::sync::atomic::Ordering;

    use super::{ON_ITS_WAY, Places};
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

    #[tokio::test(start_paused = true)]
    async fn many_with_one_place_each_crowd_nobody_out() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 100, per_address: 50 }));
        let mut strangers = Vec::new();
        let mut stranger = |last: u32| {
            let address = Some(IpAddr::V4(Ipv4Addr::from_bits(0xc633_6400 + last)));
            strangers.push(Places::take(&places, address).unwrap());
        };
        (0..100).for_each(&mut stranger);
        let honest = Places::take(&places, Some(IpAddr::V4(Ipv4Addr::LOCALHOST))).unwrap();
        // As many come as within the way of a request.
        (100..190).for_each(&mut stranger);
        let is_seated = |place: &super::Place| places.taken().places.contains_key(&place.number);
        assert!(is_seated(&honest));
        // Once it is answered, all go first who never asked for anything.
        answer(&places, &honest);
        tokio::time::advance(ON_ITS_WAY).await;
        (190..280).for_each(&mut stranger);
        assert!(is_seated(&honest));
    }

    fn answer(places: &Arc<Places>, place: &super::Place) {
        let asking = super::Asking::new(&place.seat, places);
        asking.is_worked_on();
        drop(super::UntilAnswered(asking));
    }

    #[tokio::test(start_paused = true)]
    async fn whose_request_is_on_its_way_is_not_pushed_out_by_those_who_ask_and_ask() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 850, per_address: 250 }));
        let attacker = |number: usize| {
            let address = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, (number % 20) as u8)));
            let place = Places::take(&places, address).unwrap();
            answer(&places, &place);
            place
        };
        let _first: Vec<_> = (0..900).map(attacker).collect();
        let honest = Places::take(&places, Some(IpAddr::V4(Ipv4Addr::LOCALHOST))).unwrap();
        let _more: Vec<_> = (0..10_000).map(attacker).collect();
        assert!(places.taken().places.contains_key(&honest.number));
    }

    #[test]
    fn crowds_weigh_what_their_places_do_whatever_happens() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 6, per_address: 3 }));
        let (mut held, mut asking) = (Vec::new(), Vec::new());
        for step in 0..5_000_u32 {
            let random = step.wrapping_mul(2_654_435_761) >> 8;
            let address = Some(IpAddr::V4(Ipv4Addr::from_bits(0xc000_0200 + random % 5)));
            match random / 5 % 5 {
                0 | 1 => held.extend(Places::take(&places, address)),
                2 if !held.is_empty() => drop(held.swap_remove(random as usize % held.len())),
                3 if !held.is_empty() => {
                    let place: &super::Place = &held[random as usize % held.len()];
                    let begun = super::Asking::new(&place.seat, &places);
                    begun.is_worked_on();
                    asking.push(super::UntilAnswered(begun));
                }
                _ if !asking.is_empty() => drop(asking.swap_remove(random as usize % asking.len())),
                _ => {}
            }
            let taken = places.taken();
            for (address, crowd) in &taken.by_address {
                let seats = taken.places.values().filter(|seat| seat.address == Some(*address));
                let (count, weight) =
                    seats.fold((0, 0), |(count, weight), seat| (count + 1, weight + seat.weight()));
                assert!(count > 0, "an address without a place is not remembered");
                let kept = [&crowd.count, &crowd.weight].map(|kept| kept.load(Ordering::SeqCst));
                assert_eq!(kept, [count, weight], "step {step}");
            }
        }
        drop((held, asking));
        assert!(places.taken().places.is_empty() && places.taken().by_address.is_empty());
    }

    #[test]
    fn what_goes_on_for_as_long_as_its_connection_keeps_its_place() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 1, per_address: 1 }));
        let place = Places::take(&places, None).unwrap();
        let upgraded = super::Asking::new(&place.seat, &places);
        upgraded.is_worked_on();
        super::UntilAnswered(upgraded).never();
        assert!(Places::take(&places, None).unwrap().is_refusal);
        drop(place);
        assert!(!Places::take(&places, None).unwrap().is_refusal);
    }

    #[test]
    fn a_request_that_is_not_worked_on_keeps_no_place() {
        let places = Arc::new(Places::new(ConnectionLimits { all: 2, per_address: 2 }));
        let seats: Vec<_> = (0..2).map(|_| Places::take(&places, None).unwrap()).collect();
        let asking: Vec<_> = seats.iter().map(|place| super::Asking::new(&place.seat, &places)).collect();
        let third = Places::take(&places, None).unwrap();
        assert!(!third.is_refusal);
        let whole = super::Asking::new(&third.seat, &places);
        whole.is_worked_on();
        asking[1].is_worked_on();
        assert!(Places::take(&places, None).unwrap().is_refusal, "both are being answered");
        drop(super::UntilAnswered(whole));
        assert!(!Places::take(&places, None).unwrap().is_refusal);
    }
}
