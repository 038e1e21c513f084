//! Throttles over a real transaction.

use super::{Pace, Throttle, clear, count, pause, take_back};
use crate::ids::ThrottleId;
use crate::testing::World;

const MINUTE: i64 = 60_000;

struct Counted {
    world: World,
    throttle: Throttle,
}

impl Counted {
    async fn new(pace: Pace) -> Self {
        let throttle = Throttle { id: ThrottleId::from_bytes([7; 32]), pace };
        Self { world: World::new().await, throttle }
    }

    /// Milliseconds to wait at a time from now on; 0 where it may go on.
    async fn at(&self, time: i64) -> i64 {
        let now = self.world.app().now() + time;
        let mut tx = self.world.app().store.begin(&[]).await.unwrap();
        let counted = count(tx.as_mut(), &[self.throttle], now).await.unwrap();
        tx.commit().await.unwrap();
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
    let counted = Counted::new(Pace::GUESSES).await;
    for _ in 0..5 {
        assert_eq!(counted.at(0).await, 0);
    }
    assert_eq!(counted.at(0).await, 2000);
    assert_eq!(counted.at(1999).await, 4000);
    assert_eq!(counted.at(6000).await, 0);
}

#[tokio::test]
async fn requests_during_a_pause_cost_nothing() {
    let counted = Counted::new(Pace::REQUESTS).await;
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
    let counted = Counted::new(Pace::REQUESTS).await;
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
    let counted = Counted::new(Pace::GUESSES).await;
    for _ in 0..5 {
        counted.at(0).await;
    }
    let mut tx = counted.world.app().store.begin(&[]).await.unwrap();
    let now = counted.world.app().now();
    take_back(tx.as_mut(), &counted.throttle, now, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(counted.at(0).await, 0);
    assert_eq!(counted.at(0).await, 2000);
    let mut tx = counted.world.app().store.begin(&[]).await.unwrap();
    clear(tx.as_mut(), counted.throttle.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(counted.at(0).await, 0);
}

#[tokio::test]
async fn what_others_have_done_since_stays() {
    let counted = Counted::new(Pace::GUESSES).await;
    for _ in 0..6 {
        counted.at(0).await;
    }
    let mut tx = counted.world.app().store.begin(&[]).await.unwrap();
    let now = counted.world.app().now();
    take_back(tx.as_mut(), &counted.throttle, now - 1, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(counted.at(1).await, 2000);
    assert_eq!(counted.at(1).await, 4000);
}

#[tokio::test]
async fn a_pause_is_void_where_the_clock_was_put_back() {
    let counted = Counted::new(Pace::REQUESTS).await;
    let mut tx = counted.world.app().store.begin(&[]).await.unwrap();
    pause(tx.as_mut(), &counted.throttle, counted.world.app().now() + 100 * MINUTE).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(counted.at(100 * MINUTE).await, 15 * MINUTE);
    assert_eq!(counted.at(0).await, 0);
}
