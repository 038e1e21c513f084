//! Tests the order of tasks that are open over each other.

use super::Tasks;
use crate::pairing::Pairing;
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
