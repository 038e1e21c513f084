//! Throttles over rows in memory.

use super::{Pace, Throttle, clear, count, pause, take_back};
use crate::ids::ThrottleId;
use crate::store::memory::Rows;

const MINUTE: i64 = 60_000;

/// When the tests begin.
const START: i64 = 1_795_246_860_000;

struct Counted {
    rows: Rows,
    throttle: Throttle,
}

impl Counted {
    fn new(pace: Pace) -> Self {
        let throttle = Throttle { id: ThrottleId::from_bytes([7; 32]), pace };
        Self { rows: Rows::default(), throttle }
    }

    /// Milliseconds to wait at a time from now on; 0 where it may go on.
    async fn at(&mut self, time: i64) -> i64 {
        let counted = count(&mut self.rows, &[self.throttle], START + time).await.unwrap();
        counted.err().unwrap_or_default()
    }
}

#[test]
fn the_wait_doubles_up_to_fifteen_minutes() {
    let waits = [1, 4, 5, 6, 7, 14, 15, 1000].map(|count| Pace::GUESSES.wait(count));
    assert_eq!(waits, [0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000]);
}

#[tokio::test]
async fn guesses_during_a_wait_count_and_make_it_longer() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..5 {
        assert_eq!(counted.at(0).await, 0);
    }
    assert_eq!(counted.at(0).await, 2000);
    assert_eq!(counted.at(1999).await, 4000);
    assert_eq!(counted.at(6000).await, 0);
}

#[tokio::test]
async fn requests_during_a_pause_cost_nothing() {
    let mut counted = Counted::new(Pace::REQUESTS);
    for _ in 0..3 {
        assert_eq!(counted.at(0).await, 0);
    }
    for _ in 0..10 {
        assert_eq!(counted.at(10_000).await, 20_000);
    }
    assert_eq!(counted.at(30_000).await, 0);
    assert_eq!(counted.at(30_000).await, MINUTE);
}

#[tokio::test]
async fn a_burst_is_forgotten_and_a_trickle_is_not() {
    let mut counted = Counted::new(Pace::REQUESTS);
    for _ in 0..3 {
        assert_eq!(counted.at(0).await, 0);
    }
    for _ in 0..3 {
        assert_eq!(counted.at(24 * 60 * MINUTE).await, 0);
    }
    let mut now = 24 * 60 * MINUTE;
    let mut made = 0;
    while now < 48 * 60 * MINUTE {
        made += i64::from(counted.at(now).await == 0);
        now += MINUTE;
    }
    assert!((60..110).contains(&made), "{made} requests in a day");
}

#[tokio::test]
async fn what_was_right_is_not_held_against_anybody() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..5 {
        counted.at(0).await;
    }
    take_back(&mut counted.rows, &counted.throttle, START, START).await.unwrap();
    assert_eq!(counted.at(0).await, 0);
    assert_eq!(counted.at(0).await, 2000);
    clear(&mut counted.rows, counted.throttle.id).await.unwrap();
    assert_eq!(counted.at(0).await, 0);
}

#[tokio::test]
async fn what_others_have_done_since_stays() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..6 {
        counted.at(0).await;
    }
    take_back(&mut counted.rows, &counted.throttle, START - 1, START).await.unwrap();
    assert_eq!(counted.at(1).await, 2000);
    assert_eq!(counted.at(1).await, 4000);
}

#[tokio::test]
async fn a_pause_is_void_where_the_clock_was_put_back() {
    let mut counted = Counted::new(Pace::REQUESTS);
    pause(&mut counted.rows, &counted.throttle, START + 100 * MINUTE).await.unwrap();
    assert_eq!(counted.at(100 * MINUTE).await, 15 * MINUTE);
    assert_eq!(counted.at(0).await, 0);
}

/// Tries are counted in another order than they have begun in.
#[tokio::test]
async fn who_began_first_and_is_counted_second_need_not_wait() {
    let mut counted = Counted::new(Pace::GUESSES);
    assert_eq!(counted.at(5).await, 0);
    assert_eq!(counted.at(0).await, 0);
    take_back(&mut counted.rows, &counted.throttle, START + 5, START + 90).await.unwrap();
    assert_eq!(counted.at(3).await, 0);
}
