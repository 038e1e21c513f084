//! Tests throttles over rows in memory.

use super::{Pace, Throttle, clear, count, is_worth_counting, pause, take_back, wait};
use crate::ids::ThrottleId;
use crate::store::memory::Rows;
use crate::store::throttles::ThrottleRow;

const MINUTE: i64 = 60_000;

/// The time when the tests begin.
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

    /// Makes a try at a time, and returns the wait in milliseconds; 0 if there is none.
    async fn at(&mut self, time: i64) -> i64 {
        let counted = count(&mut self.rows, &[self.throttle], START + time).await.unwrap();
        counted.err().unwrap_or_default()
    }

    /// Returns the wait without counting a try.
    fn waits_at(&self, time: i64) -> Option<i64> {
        wait(self.rows.throttles.get(&self.throttle.id).copied(), &self.throttle, START + time)
    }

    /// The count, the time from which tries are forgiven, and the time when all are.
    fn row(&self) -> (i64, i64, i64) {
        let ThrottleRow { count, forgiven_at, forget_at, .. } = self.rows.throttles[&self.throttle.id];
        (count, forgiven_at - START, forget_at - START)
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

/// Tries are counted in a different order from that in which they began.
#[tokio::test]
async fn who_began_first_and_is_counted_second_need_not_wait() {
    let mut counted = Counted::new(Pace::GUESSES);
    assert_eq!(counted.at(5).await, 0);
    assert_eq!(counted.at(0).await, 0);
    take_back(&mut counted.rows, &counted.throttle, START + 5, START + 90).await.unwrap();
    assert_eq!(counted.at(3).await, 0);
}

#[tokio::test]
async fn who_began_first_and_is_counted_second_makes_no_wait_shorter() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..5 {
        assert_eq!(counted.at(5_000).await, 0);
    }
    assert_eq!(counted.at(0).await, 6_000);
    assert_eq!(counted.waits_at(3_000), Some(3_000));
}

#[tokio::test]
async fn whoever_asks_before_trying_hears_the_same_and_is_not_counted() {
    let mut counted = Counted::new(Pace::GUESSES);
    assert_eq!(counted.waits_at(0), None);
    for _ in 0..5 {
        counted.at(0).await;
    }
    assert_eq!([0, 999, 1000].map(|time| counted.waits_at(time)), [Some(1000), Some(1), None]);
    assert_eq!(counted.row().0, 5);
}

#[tokio::test]
async fn one_is_forgiven_in_each_half_hour_and_not_before() {
    for (time, count, from) in [
        (30 * MINUTE - 1, 4, 0),
        (30 * MINUTE, 3, 30 * MINUTE),
        (90 * MINUTE - 1, 2, 60 * MINUTE),
        (90 * MINUTE, 1, 90 * MINUTE),
    ] {
        let mut counted = Counted::new(Pace::REQUESTS);
        for _ in 0..3 {
            counted.at(0).await;
        }
        assert_eq!(counted.row(), (3, 0, 90 * MINUTE));
        assert_eq!(counted.at(time).await, 0);
        assert_eq!(counted.row(), (count, from, from + count * 30 * MINUTE), "{time}");
    }
}

#[tokio::test]
async fn whom_nothing_is_held_against_begins_anew() {
    let mut counted = Counted::new(Pace::GUESSES);
    for time in [0, 45 * MINUTE, 1000 * MINUTE] {
        assert_eq!(counted.at(time).await, 0);
        assert_eq!(counted.row(), (1, time, time + 30 * MINUTE));
    }
}

#[tokio::test]
async fn no_count_is_higher_than_a_day_forgives() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..50 {
        counted.at(0).await;
    }
    assert_eq!(counted.row(), (40, 0, 40 * 30 * MINUTE));
}

#[tokio::test]
async fn what_waits_longer_than_it_is_held_against_is_kept_for_as_long() {
    let pace = Pace { free: 1, first: 10 * MINUTE, forgive: MINUTE, counts_waiting: false };
    let mut counted = Counted::new(pace);
    assert_eq!(counted.at(0).await, 0);
    assert_eq!(counted.row(), (1, 0, 10 * MINUTE));
}

#[tokio::test]
async fn however_short_the_first_wait_it_is_one_and_grows_as_long_as_any() {
    let pace = Pace { free: 1, first: 1, ..Pace::GUESSES };
    let mut counted = Counted::new(pace);
    assert_eq!([counted.at(0).await, counted.waits_at(0).unwrap_or_default()], [0, 1]);
    assert_eq!([20, 21, 22].map(|count| pace.wait(count)), [524_288, 15 * MINUTE, 15 * MINUTE]);
}

#[tokio::test]
async fn the_longest_of_several_waits_counts_and_each_is_counted_that_counts_waiting() {
    let of = |id, pace| Throttle { id: ThrottleId::from_bytes([id; 32]), pace };
    let (account, address) = (of(1, Pace::GUESSES), of(2, Pace::ADDRESS));
    let requests = of(3, Pace::REQUESTS);
    let mut rows = Rows::default();
    for _ in 0..5 {
        assert_eq!(count(&mut rows, &[account, address, requests][..2], START).await.unwrap(), Ok(()));
    }
    for throttles in [[account, address, requests], [requests, address, account]] {
        let before =
            [account, address, requests].map(|it| rows.throttles.get(&it.id).map_or(0, |row| row.count));
        let waits = count(&mut rows, &throttles, START).await.unwrap();
        assert_eq!(waits, Err(1000 << (before[0] - 4)));
        let after =
            [account, address, requests].map(|it| rows.throttles.get(&it.id).map_or(0, |row| row.count));
        assert_eq!(after, [before[0] + 1, before[1] + 1, 0]);
    }
}

#[tokio::test]
async fn an_address_may_guess_for_many_people() {
    let mut counted = Counted::new(Pace::ADDRESS);
    for _ in 0..20 {
        assert_eq!(counted.at(0).await, 0);
    }
    assert_eq!(counted.at(0).await, 2000);
}

#[tokio::test]
async fn what_is_paused_waits_as_long_again_after_one_more() {
    for tried in [0, 3] {
        let mut counted = Counted::new(Pace::REQUESTS);
        for _ in 0..tried {
            counted.at(0).await;
        }
        pause(&mut counted.rows, &counted.throttle, START).await.unwrap();
        assert_eq!(counted.row(), (8, 0, 240 * MINUTE));
        assert_eq!([counted.at(0).await, counted.at(15 * MINUTE - 1).await], [15 * MINUTE, 1]);
        assert_eq!([counted.at(15 * MINUTE).await, counted.at(15 * MINUTE).await], [0, 15 * MINUTE]);
        // A pause does not decrease the count.
        pause(&mut counted.rows, &counted.throttle, START + 15 * MINUTE).await.unwrap();
        assert_eq!(counted.row().0, 9);
    }
}

#[tokio::test]
async fn what_was_not_counted_cannot_be_taken_back() {
    let mut counted = Counted::new(Pace::GUESSES);
    take_back(&mut counted.rows, &counted.throttle, START, START).await.unwrap();
    assert_eq!(counted.row(), (0, 0, 0));
    counted.at(0).await;
    for count in [0, 0] {
        take_back(&mut counted.rows, &counted.throttle, START, START).await.unwrap();
        assert_eq!(counted.row().0, count);
    }
}

#[tokio::test]
async fn a_clock_that_is_put_back_forgives_nothing_and_holds_nothing_longer() {
    let mut counted = Counted::new(Pace::GUESSES);
    for _ in 0..3 {
        counted.at(100 * MINUTE).await;
    }
    assert_eq!(counted.at(0).await, 0);
    assert_eq!(counted.row(), (4, 0, 120 * MINUTE));
}

#[test]
fn what_is_counted_as_often_as_anything_is_written_down_rarely() {
    let row = |count| {
        let id = ThrottleId::from_bytes([7; 32]);
        Some(ThrottleRow { id, count, forgiven_at: START, until: START, forget_at: START })
    };
    let longest = 15 * MINUTE;
    assert!(is_worth_counting(None, longest) && is_worth_counting(row(39), longest));
    assert!(is_worth_counting(row(40), longest - 10_001));
    assert!(!is_worth_counting(row(40), longest - 10_000) && !is_worth_counting(row(40), longest));
}
