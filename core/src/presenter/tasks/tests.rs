//! Tests the order of tasks that are open over each other.

use super::Tasks;
use crate::account::AccountId;
use crate::pairing::Pairing;
use crate::pin::Entry;
use crate::presenter::offline::Offline;
use crate::presenter::stage::Stage;
use crate::screen::{Camera, Ended};

fn pairing(pairing: Pairing) -> Stage {
    Stage::Pairing(pairing)
}

#[test]
fn without_a_task_the_user_is_at_home_and_stays_there() {
    let tasks = Tasks::default();
    assert_eq!(tasks.shown(), &Stage::Home);
    assert_eq!(tasks.go_on(Stage::Home), tasks);
}

#[test]
fn a_task_that_ends_shows_the_one_under_it_where_it_was() {
    let scanning = pairing(Pairing::Scanning { camera: Camera::On, problem: None });
    let under = Tasks::default().open(scanning.clone());
    let over = under.open(pairing(Pairing::Asking)).go_on(pairing(Pairing::Typing(None)));
    assert_eq!(over.shown(), &pairing(Pairing::Typing(None)));
    assert_eq!(over.go_on(Stage::Home), under);
    assert_eq!(under.go_on(Stage::Home), Tasks::default());
}

#[test]
fn a_task_that_has_ended_is_not_kept_under_another() {
    let ended = Tasks::default().open(pairing(Pairing::Ended(Ended::PairingRefused)));
    assert_eq!(ended.open(pairing(Pairing::Asking)), Tasks::default().open(pairing(Pairing::Asking)));
}

#[test]
fn news_moves_on_the_tasks_below_too() {
    let both = Tasks::default().open(pairing(Pairing::Asking)).open(pairing(Pairing::Typing(None)));
    let is_asking = |stage: &Stage| *stage == pairing(Pairing::Asking);
    let moved =
        both.advance(|stage| is_asking(stage).then(|| pairing(Pairing::Ended(Ended::PairingExpired))));
    let expected = Tasks::default().advance(|_| None);
    assert_eq!(expected, None, "nothing has moved");
    let moved = moved.unwrap();
    assert_eq!(moved.shown(), &pairing(Pairing::Typing(None)));
    assert_eq!(moved.go_on(Stage::Home).shown(), &pairing(Pairing::Ended(Ended::PairingExpired)));
}

/// Half a PIN under another one would be joined with what is typed after it.
#[test]
fn digits_of_a_pin_are_forgotten_when_others_are_typed_over_them() {
    let typed = |digits: u8| {
        let mut entry = Entry::default();
        (0..digits).for_each(|digit| drop(entry.push(digit)));
        Stage::Offline(Offline::Typing(AccountId::from_bytes([1; 16]), entry))
    };
    let both = Tasks::default().open(typed(3)).open(typed(2)).without_older_digits();
    assert_eq!(both.shown(), &typed(2));
    assert_eq!(both.go_on(Stage::Home).shown(), &typed(0));
}
