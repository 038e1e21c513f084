//! Tests right factors whose calls were overtaken while they were verified.

use super::super::take_back;
use super::{PIN, Tried, WRONG, left};
use crate::rules::fixtures::{NOW, device_id};
use crate::store::devices::Tries;

impl Tried {
    /// Takes back the factor of this call, which was right although the call had no effect.
    async fn takes_back(&mut self, seq: i64) {
        let mut device = self.device().clone();
        take_back(&mut self.rows, &mut device, seq).await.unwrap();
        assert_eq!(device.tries, self.tries());
    }

    /// The number in a row, and the untold number.
    fn counts(&self) -> (i64, i64) {
        (self.tries().run, self.tries().untold)
    }
}

#[tokio::test]
async fn it_is_as_if_it_had_not_been_made() {
    let mut tried = Tried::new();
    tried.opens().await.unwrap();
    tried.takes_back(1).await;
    assert_eq!((tried.tries(), tried.rows.failures.len()), (Tries::default(), 0));
}

#[tokio::test]
async fn whoever_holds_messages_back_cannot_lock_a_device_with_its_right_pin() {
    let mut tried = Tried::new();
    for _ in 0..20 {
        tried.opens().await.unwrap();
        // A newer call arrives before the factor of this one is verified.
        tried.takes_back(tried.seq).await;
    }
    assert_eq!((tried.counts(), tried.rows.failures.len()), ((0, 0), 0));
}

#[tokio::test]
async fn a_wrong_one_beside_it_stays_counted() {
    let mut tried = Tried::new();
    for counted in 1..=4 {
        tried.opens().await.unwrap();
        let right = tried.seq;
        // A call arrives while that factor is verified.
        tried.opens().await.unwrap();
        tried.takes_back(right).await;
        assert_eq!(
            (tried.closes(WRONG).await, tried.counts()),
            (Err(left(5 - counted)), (counted.into(), counted.into()))
        );
    }
}

#[tokio::test]
async fn it_is_taken_back_once() {
    let mut tried = Tried::new();
    tried.fails(2).await;
    tried.opens().await.unwrap();
    for _ in 0..3 {
        tried.takes_back(3).await;
        assert_eq!(tried.counts(), (2, 2));
    }
    tried.takes_back(99).await;
    assert_eq!((tried.counts(), tried.rows.failures.len()), ((2, 2), 2));
}

#[tokio::test]
async fn what_failed_before_and_after_stays() {
    let mut tried = Tried::new();
    tried.fails(1).await;
    tried.opens().await.unwrap();
    tried.time = 5;
    tried.fails(1).await;
    assert_eq!(tried.counts(), (3, 3));
    tried.takes_back(2).await;
    assert_eq!(tried.counts(), (2, 2));
    assert_eq!(tried.tries().untold_since, Some(NOW));
    assert_eq!(tried.rows.failures, [((device_id(1), 1), NOW), ((device_id(1), 3), NOW + 5)].into());
}

/// A right PIN has restarted the counts: they no longer include the one that is taken back.
#[tokio::test]
async fn what_failed_after_a_right_one_is_not_taken_back_for_it() {
    for failed in [0, 1, 3] {
        let mut tried = Tried::new();
        tried.opens().await.unwrap();
        tried.tries_with(PIN).await.unwrap();
        tried.tells();
        tried.fails(failed).await;
        tried.takes_back(1).await;
        let failed = i64::from(failed);
        assert_eq!(tried.counts(), (failed, failed));
        assert_eq!(tried.tries().untold_since, (failed > 0).then_some(NOW));
    }
}
