use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use futures_util::FutureExt as _;
use key_domain::rules::limits::Limit;

use super::{AT_ONCE, Turns, WAITING};

#[tokio::test]
async fn one_network_does_not_take_the_turns_of_another() {
    let [one, other] = [1, 2].map(|last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    let turns = Turns::new(Limit::REQUESTS);
    let mut taken = Vec::new();
    for _ in 0..AT_ONCE {
        taken.push(turns.take(one).now_or_never().unwrap().unwrap());
    }
    let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(turns.take(one))).collect();
    assert!(waiting.iter_mut().all(|one| one.now_or_never().is_none()));
    assert!(turns.take(one).now_or_never().unwrap().is_none(), "too many wait");
    assert!(turns.take(other).now_or_never().unwrap().is_some());
    taken[0].end();
    assert!(waiting.remove(0).await.is_some(), "who has waited longest is next");
}

#[tokio::test(start_paused = true)]
async fn a_network_that_asks_too_fast_waits() {
    let [one, other] = [1, 2].map(|last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
    let turns = Turns::new(Limit { burst: 3, per_second: 2 });
    for _ in 0..3 {
        turns.take(one).now_or_never().unwrap().unwrap().end();
    }
    let mut fourth = Box::pin(turns.take(one));
    assert!(fourth.as_mut().now_or_never().is_none());
    assert!(turns.take(other).now_or_never().is_some());
    tokio::time::advance(Duration::from_millis(499)).await;
    assert!(fourth.as_mut().now_or_never().is_none());
    tokio::time::advance(Duration::from_millis(2)).await;
    assert!(fourth.now_or_never().is_some());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_while_waiting_makes_nobody_wait_longer() {
    let one = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let turns = Turns::new(Limit { burst: 1, per_second: 1 });
    assert!(turns.take(one).now_or_never().is_some());
    for _ in 0..1000 {
        assert!(turns.take(one).now_or_never().is_none());
    }
    tokio::time::advance(Duration::from_millis(1001)).await;
    assert!(turns.take(one).now_or_never().is_some());
}
