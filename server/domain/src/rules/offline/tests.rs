//! Tests offline codes over rows in memory: used twice, guessed, with clocks that are wrong.

use key_protocol::enrolment::Factor;

use super::{Closed, Right, close_try, note_clock, open_try, steps, take_back};
use crate::rules::factors::Budget;
use crate::rules::fixtures::{ACCOUNT, NOW, OTHERS, device, device_id, device_in, rows};
use crate::store::devices::{Device, Lifecycle, Offline};
use crate::store::memory::Rows;

const MINUTE: i64 = 60_000;

fn here() -> i64 {
    NOW.div_euclid(30_000)
}

const fn pin(step: i64) -> Option<Right> {
    Some(Right { factor: Factor::Pin, step })
}

fn found(rows: &Rows) -> &Device {
    &rows.devices[&device_id(1)]
}

/// `None` if the codes pause.
async fn typed(rows: &mut Rows, right: Option<Right>, now: i64) -> Option<Closed> {
    let (of, budget) = ((ACCOUNT, device_id(1)), Budget::default());
    let (_, number) = open_try(rows, of, budget, now).await.unwrap()?;
    Some(close_try(rows, of, number, right, budget, now).await.unwrap())
}

#[tokio::test]
async fn fk04_a_code_works_once_and_no_older_one_after_it() {
    let mut rows = rows([device(1)]);
    assert_eq!(typed(&mut rows, pin(here()), NOW).await, Some(Closed::Right));
    assert_eq!(typed(&mut rows, pin(here()), NOW).await, Some(Closed::Wrong));
    assert_eq!(typed(&mut rows, pin(here() - 1), NOW).await, Some(Closed::Wrong));
    assert_eq!(typed(&mut rows, pin(here() + 1), NOW).await, Some(Closed::Right));
    assert_eq!((found(&rows).tries.run, found(&rows).used_at), (0, Some(NOW)));
}

#[tokio::test]
async fn fk04_wrong_codes_pause_the_codes_and_never_lock_the_phone() {
    let mut rows = rows([device(1)]);
    for _ in 0..3 {
        assert_eq!(typed(&mut rows, None, NOW).await, Some(Closed::Wrong));
    }
    for right in [None, pin(here())] {
        assert_eq!(typed(&mut rows, right, NOW).await, None);
    }
    assert_eq!((found(&rows).state, found(&rows).tries.run), (Lifecycle::Active, 3));
    assert_eq!(rows.notifications.len(), 1);
    let tries = found(&rows).tries;
    assert_eq!((tries.untold, tries.untold_since), (0, None), "the phone does not report them as wrong PINs");
}

#[tokio::test]
async fn fk04_a_phone_that_its_user_keeps_using_is_not_locked_by_codes_of_others() {
    let mut rows = rows([device(1)]);
    let mut wrong = 0;
    for day in 0..30 {
        for _ in 0..3 {
            wrong += i64::from(typed(&mut rows, None, NOW + day * 24 * 60 * MINUTE).await.is_some());
        }
        let mut device = found(&rows).clone();
        device.tries.run = 0;
        rows.devices.insert(device_id(1), device);
    }
    assert_eq!((found(&rows).state, wrong), (Lifecycle::Active, 10));
}

/// Somebody types two wrong codes whenever the user's own PIN has cleared the row of wrong ones.
#[tokio::test]
async fn fk04_wrong_codes_between_right_pins_are_told_too() {
    let mut rows = rows([device(1)]);
    for _ in 0..3 {
        for _ in 0..2 {
            assert_eq!(typed(&mut rows, None, NOW).await, Some(Closed::Wrong));
        }
        let mut device = found(&rows).clone();
        device.tries.run = 0;
        rows.devices.insert(device_id(1), device);
    }
    assert_eq!(rows.notifications.len(), 2);
}

#[tokio::test]
async fn fk04_the_pin_that_guesses_have_used_up_is_refused_here_too() {
    let mut guessed = device(1);
    guessed.tries.run = 3;
    let mut rows = rows([guessed]);
    assert_eq!(typed(&mut rows, pin(here()), NOW).await, None);
}

#[tokio::test]
async fn fk04_no_code_of_a_phone_that_is_out_or_somebody_elses() {
    for device in [
        device_in(1, Lifecycle::Disconnected),
        device_in(1, Lifecycle::Locked),
        device_in(1, Lifecycle::Frozen),
        device_in(1, Lifecycle::Pairing),
        Device { account: OTHERS, ..device(1) },
    ] {
        let mut rows = rows([device]);
        assert_eq!(typed(&mut rows, pin(here()), NOW).await, None);
    }
}

/// The phone was removed after the try was counted.
#[tokio::test]
async fn fk04_a_phone_that_leaves_during_the_try_signs_nobody_in() {
    let mut rows = rows([device(1)]);
    let (of, budget) = ((ACCOUNT, device_id(1)), Budget::default());
    let (_, number) = open_try(&mut rows, of, budget, NOW).await.unwrap().unwrap();
    rows.devices.insert(device_id(1), device_in(1, Lifecycle::Disconnected));
    assert_eq!(close_try(&mut rows, of, number, pin(here()), budget, NOW).await.unwrap(), Closed::Wrong);
}

#[tokio::test]
async fn fk04_a_form_that_is_sent_twice_counts_nothing() {
    let mut rows = rows([device(1)]);
    let of = (ACCOUNT, device_id(1));
    rows.failures.insert((device_id(1), 40), NOW - 1);
    let (_, number) = open_try(&mut rows, of, Budget::default(), NOW).await.unwrap().unwrap();
    take_back(&mut rows, of, number).await.unwrap();
    let tries = found(&rows).tries;
    assert_eq!((tries.run, tries.untold, rows.failures.len()), (0, 0, 1), "an older wrong PIN stays");
}

#[tokio::test]
async fn fk04_drift_is_remembered_and_stays_within_a_day() {
    let mut rows = rows([device(1)]);
    assert_eq!(steps(&found(&rows).offline, NOW), [here() - 1, here(), here() + 1]);
    assert_eq!(typed(&mut rows, pin(here() + 1), NOW).await, Some(Closed::Right));
    assert_eq!(steps(&found(&rows).offline, NOW), [here() - 1, here(), here() + 1, here() + 2]);
    let mut fast = device(1);
    note_clock(&mut fast, NOW / 1000 + 3_600, NOW);
    assert_eq!(fast.offline.drift, 120);
    let taken = steps(&fast.offline, NOW);
    assert_eq!(taken, [-1, 0, 1, 119, 120, 121].map(|drift| here() + drift));
    for (at, drift) in [(i64::MAX, 2_880), (i64::MIN, -2_880)] {
        note_clock(&mut fast, at, NOW);
        assert_eq!(fast.offline, Offline { drift, ..Offline::default() });
    }
}
