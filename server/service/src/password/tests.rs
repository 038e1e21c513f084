use futures_util::FutureExt as _;
use futures_util::future::join_all;
use zeroize::Zeroizing;

use super::{Hasher, QUEUE, Queue};
use crate::parts::SystemEntropy;
use key_domain::ids::ThrottleId;

fn text(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

const KNOWN: Queue = Queue::Known(ThrottleId::from_bytes([1; 32]));

/// The queue place of another network.
fn other(number: usize) -> Queue {
    Queue::Others(ThrottleId::from_bytes([u8::try_from(100 + number / 4).unwrap(); 32]))
}

async fn verify(hasher: &Hasher, password: &str, stored: Option<&str>, queue: Queue) -> bool {
    let place = hasher.place(queue).unwrap();
    hasher.verify(text(password), stored, [0; 16], place).await
}

#[tokio::test]
async fn only_the_right_password_fits() {
    let hasher = Hasher::default();
    let stored = hasher.hash(text("right"), &SystemEntropy::default()).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    for queue in [other(0), KNOWN] {
        assert!(verify(&hasher, "right", Some(&stored), queue).await);
        assert!(!verify(&hasher, "wrong", Some(&stored), queue).await);
        assert!(!verify(&hasher, "right", None, queue).await);
        assert!(!verify(&hasher, "right", Some("$argon2id$garbage"), queue).await);
        let weaker = stored.replace("argon2id", "argon2i");
        assert!(!verify(&hasher, "right", Some(&weaker), queue).await);
    }
}

/// The hash was made by the reference implementation in C, in the form that earlier versions wrote.
#[tokio::test]
async fn a_hash_that_another_program_has_made_is_read() {
    let hasher = Hasher::default();
    let stored =
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$RKwT9rklJ1yKFZFNf0jxNj8+SSsdfjEdytN0DayQzTo";
    assert!(verify(&hasher, "right", Some(stored), KNOWN).await);
    assert!(!verify(&hasher, "wrong", Some(stored), KNOWN).await);
}

#[tokio::test]
async fn a_hash_that_costs_more_than_ours_leaves_no_more_memory_behind() {
    let hasher = Hasher::default();
    let stored = hasher.hash(text("right"), &SystemEntropy::default()).await.unwrap();
    let costly = stored.replace("m=19456", "m=32768");
    assert!(!verify(&hasher, "right", Some(&costly), KNOWN).await);
    let kept = super::lock(&hasher.memory);
    assert!(kept.iter().all(|memory| memory.capacity() <= super::MEMORY_KIB as usize));
}

#[tokio::test]
async fn many_at_once_share_the_memory_of_a_few() {
    let hasher = Hasher::default();
    let turns = hasher.turns.available_permits();
    let stored = hasher.hash(text("right"), &SystemEntropy::default()).await.unwrap();
    let tries = (0..4 * turns).map(|number| {
        let password = if number % 2 == 0 { "right" } else { "wrong" };
        verify(&hasher, password, Some(&stored), other(number))
    });
    for (number, fits) in join_all(tries).await.into_iter().enumerate() {
        assert_eq!(fits, number % 2 == 0);
    }
    let kept = super::lock(&hasher.memory);
    assert!((1..=turns).contains(&kept.len()), "{}", kept.len());
    assert!(kept.iter().all(|memory| memory.capacity() == super::MEMORY_KIB as usize));
}

#[tokio::test]
async fn a_full_line_is_told_at_once_and_holds_up_no_known_browser() {
    let hasher = Hasher::default();
    let mut waiting: Vec<_> =
        (0..QUEUE).map(|number| Box::pin(verify(&hasher, "wrong", None, other(number)))).collect();
    assert!(waiting.iter_mut().all(|one| one.now_or_never().is_none()));
    assert!(hasher.place(other(QUEUE)).is_none());
    assert!(!verify(&hasher, "right", None, KNOWN).await);
    assert!(waiting.iter_mut().skip(1).all(|one| one.now_or_never().is_none()), "it did not wait");
}

#[test]
fn the_browsers_of_one_user_take_a_few_places_only() {
    let hasher = Hasher::default();
    let places: Vec<_> = (0..40).filter_map(|_| hasher.place(KNOWN)).collect();
    assert_eq!(places.len(), 2);
    assert!(hasher.place(Queue::Known(ThrottleId::from_bytes([2; 32]))).is_some());
    drop(places);
    assert!(hasher.place(KNOWN).is_some() && super::lock(&hasher.shares).is_empty());
}

#[test]
fn one_network_does_not_fill_the_line_of_all() {
    let hasher = Hasher::default();
    let network = |number| Queue::Others(ThrottleId::from_bytes([number; 32]));
    let places: Vec<_> = (0..40).filter_map(|_| hasher.place(network(1))).collect();
    assert_eq!(places.len(), 8);
    assert!(hasher.place(network(2)).is_some());
    drop(places);
    assert!(hasher.place(network(1)).is_some() && super::lock(&hasher.shares).is_empty());
}

#[tokio::test]
async fn a_try_that_nobody_waits_for_keeps_its_turn_and_gives_it_back() {
    let hasher = Hasher::default();
    let turns = hasher.turns.available_permits();
    for number in 0..2 * turns {
        assert_eq!(verify(&hasher, "right", None, other(number)).now_or_never(), None);
    }
    let all = hasher.turns.acquire_many(u32::try_from(turns).unwrap()).await.unwrap();
    assert!((1..=turns).contains(&super::lock(&hasher.memory).len()));
    drop(all);
}
