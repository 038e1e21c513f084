//! Tests factors over rows in memory: guessed, interrupted, and delayed.

mod proofs;
mod taken_back;

use key_protocol::answer::{Failed, Refusal};
use key_protocol::enrolment::Factor;

use super::{Budget, close_try, open_try, told};
use crate::rules::fixtures::{
    ACCOUNT, MINUTE, NOW, ask, device, device_id, end_of, rows, told as told_to_user,
};
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::ConfirmationOutcome;
use crate::store::devices::{Device, Lifecycle, Tries};
use crate::store::memory::Rows;

const DAY: i64 = 24 * 60 * MINUTE;

const WRONG: Option<Factor> = None;
const PIN: Option<Factor> = Some(Factor::Pin);
const BIOMETRIC: Option<Factor> = Some(Factor::Biometric);

/// A device whose calls carry factors.
struct Tried {
    rows: Rows,
    budget: Budget,
    seq: i64,
    /// The time, in milliseconds after [`NOW`].
    time: i64,
}

impl Tried {
    fn new() -> Self {
        Self { rows: rows([device(1)]), budget: Budget::default(), seq: 0, time: 0 }
    }

    fn device(&self) -> &Device {
        &self.rows.devices[&device_id(1)]
    }

    fn tries(&self) -> Tries {
        self.device().tries
    }

    /// Receives a call, and counts its factor.
    async fn opens(&mut self) -> Result<(), Refusal> {
        self.seq += 1;
        let mut device = self.device().clone();
        let opened = open_try(&mut self.rows, &mut device, self.seq, self.budget, NOW + self.time).await;
        assert_eq!((device.state, device.tries), (self.device().state, self.tries()));
        opened.unwrap()
    }

    /// Concludes the factor of the newest call.
    async fn closes(&mut self, right: Option<Factor>) -> Result<Option<Failed>, Refusal> {
        let mut device = self.device().clone();
        let now = NOW + self.time;
        let closed = close_try(&mut self.rows, &mut device, self.seq, right, self.budget, now).await;
        assert_eq!((device.state, device.tries), (self.device().state, self.tries()));
        closed.unwrap()
    }

    async fn tries_with(&mut self, right: Option<Factor>) -> Result<Option<Failed>, Refusal> {
        self.opens().await?;
        self.closes(right).await
    }

    /// Makes this many wrong tries, and returns the last answer.
    async fn fails(&mut self, times: u8) -> Refusal {
        let mut last = Refusal::Unavailable;
        for _ in 0..times {
            last = self.tries_with(WRONG).await.unwrap_err();
        }
        last
    }

    /// Answers a right factor.
    fn tells(&mut self) {
        told(self.rows.devices.get_mut(&device_id(1)).unwrap());
    }

    fn told(&self) -> Vec<NotificationKind> {
        told_to_user(&self.rows).into_iter().map(|(kind, ..)| kind).collect()
    }
}

const fn left(tries_left: u8) -> Refusal {
    Refusal::NotConfirmed { tries_left }
}

#[tokio::test]
async fn a_factor_is_counted_as_wrong_before_it_is_looked_at() {
    let mut tried = Tried::new();
    assert_eq!(tried.opens().await, Ok(()));
    let expected = Tries { run: 1, warned: false, untold: 1, untold_since: Some(NOW) };
    assert_eq!(tried.tries(), expected);
    assert_eq!(tried.rows.failures, [((device_id(1), 1), NOW)].into());
}

#[tokio::test]
async fn a_right_factor_is_taken_back_wholly() {
    for right in [PIN, BIOMETRIC] {
        let mut tried = Tried::new();
        assert_eq!(tried.tries_with(right).await, Ok(None));
        assert_eq!((tried.tries(), tried.rows.failures.len()), (Tries::default(), 0));
        assert_eq!(tried.device().state, Lifecycle::Active);
    }
}

#[tokio::test]
async fn a_wrong_factor_stays_counted_and_the_fifth_locks() {
    let mut tried = Tried::new();
    for tries_left in [4, 3, 2, 1] {
        assert_eq!(tried.fails(1).await, left(tries_left));
    }
    assert_eq!(tried.device().state, Lifecycle::Active);
    tried.time = 7;
    assert_eq!(tried.fails(1).await, Refusal::Locked);
    assert_eq!((tried.device().state, tried.device().ended_at), (Lifecycle::Locked, Some(NOW + 7)));
    assert_eq!(tried.rows.failures.len(), 5);
    let (told, name) = (told_to_user(&tried.rows), "Phone 1");
    let events = [
        (NotificationKind::FactorFailures, ACCOUNT, name, NOW),
        (NotificationKind::DeviceLocked, ACCOUNT, name, NOW + 7),
    ];
    assert_eq!(told, events);
}

/// Each of them was interrupted between its two transactions.
#[tokio::test]
async fn five_that_were_never_looked_at_lock_at_the_sixth() {
    let mut tried = Tried::new();
    for _ in 0..5 {
        assert_eq!(tried.opens().await, Ok(()));
    }
    assert_eq!(tried.device().state, Lifecycle::Active);
    assert_eq!(tried.opens().await, Err(Refusal::Locked));
    assert_eq!((tried.device().state, tried.rows.failures.len()), (Lifecycle::Locked, 5));
    assert_eq!(tried.told(), [NotificationKind::DeviceLocked]);
}

#[tokio::test]
async fn four_that_were_never_looked_at_do_not_lock_the_right_pin_out() {
    let mut tried = Tried::new();
    for _ in 0..4 {
        assert_eq!(tried.opens().await, Ok(()));
    }
    tried.tries_with(PIN).await.unwrap();
    assert_eq!(tried.fails(4).await, left(1));
}

#[tokio::test]
async fn a_lock_ends_what_only_this_device_could_answer() {
    let mut tried = Tried::new();
    ask(&mut tried.rows, 1, &[1]);
    tried.fails(4).await;
    assert_eq!(end_of(&tried.rows, 1).0, ConfirmationOutcome::Pending);
    assert_eq!(tried.fails(1).await, Refusal::Locked);
    assert_eq!(end_of(&tried.rows, 1), (ConfirmationOutcome::Locked, Some(NOW), None));
}

#[tokio::test]
async fn the_user_is_told_of_three_in_a_row_once() {
    let mut tried = Tried::new();
    tried.fails(2).await;
    assert_eq!(tried.told(), []);
    tried.fails(2).await;
    assert_eq!(tried.told(), [NotificationKind::FactorFailures]);
    // A right PIN resets the number in a row: the next row causes another notification.
    tried.tries_with(PIN).await.unwrap();
    tried.fails(2).await;
    assert_eq!(tried.told().len(), 1);
    tried.fails(1).await;
    assert_eq!(tried.told(), [NotificationKind::FactorFailures; 2]);
}

#[tokio::test]
async fn right_biometrics_take_back_their_own_try_and_no_wrong_pin() {
    let mut tried = Tried::new();
    tried.fails(4).await;
    for _ in 0..3 {
        tried.tries_with(BIOMETRIC).await.unwrap();
        assert_eq!((tried.tries().run, tried.tries().warned, tried.rows.failures.len()), (4, true, 4));
    }
    assert_eq!(tried.told(), [NotificationKind::FactorFailures]);
    assert_eq!(tried.fails(1).await, Refusal::Locked);
}

#[tokio::test]
async fn what_failed_is_told_with_the_next_right_factor_and_once() {
    for right in [PIN, BIOMETRIC] {
        let mut tried = Tried::new();
        tried.time = 1_999;
        tried.fails(1).await;
        tried.time = 5_000;
        tried.fails(1).await;
        let failed = Some(Failed { count: 2, since: (NOW + 1_999) / 1000 });
        assert_eq!(tried.tries_with(right).await, Ok(failed));
        // It was refused for another reason: the next answer tells the failures.
        assert_eq!(tried.tries_with(right).await, Ok(failed));
        tried.tells();
        assert_eq!((tried.tries().untold, tried.tries().untold_since), (0, None));
        assert_eq!(tried.tries_with(right).await, Ok(None));
        tried.time = 9_000;
        tried.fails(1).await;
        let failed = Some(Failed { count: 1, since: (NOW + 9_000) / 1000 });
        assert_eq!(tried.tries_with(right).await, Ok(failed));
    }
}

#[tokio::test]
async fn twenty_within_thirty_days_lock_however_many_right_ones_stand_between() {
    assert_eq!(Budget::default(), Budget { failures: 20, days: 30 });
    let mut tried = Tried::new();
    for _ in 0..19 {
        tried.fails(1).await;
        tried.tries_with(PIN).await.unwrap();
    }
    assert_eq!(tried.device().state, Lifecycle::Active);
    assert_eq!(tried.fails(1).await, Refusal::Locked);
    assert_eq!(
        (tried.device().state, tried.told()),
        (Lifecycle::Locked, vec![NotificationKind::DeviceLocked])
    );
}

#[tokio::test]
async fn what_is_left_of_the_budget_is_what_is_left() {
    let mut tried = Tried::new();
    tried.budget.failures = 7;
    assert_eq!(tried.fails(3).await, left(2));
    tried.tries_with(PIN).await.unwrap();
    for tries_left in [3, 2, 1] {
        assert_eq!(tried.fails(1).await, left(tries_left));
    }
    assert_eq!(tried.fails(1).await, Refusal::Locked);
}

#[tokio::test]
async fn a_budget_that_is_used_up_before_the_call_locks_without_a_look() {
    let mut tried = Tried::new();
    tried.fails(2).await;
    tried.budget.failures = 2;
    assert_eq!(tried.opens().await, Err(Refusal::Locked));
    assert_eq!(tried.rows.failures.len(), 2);
    let mut tried = Tried::new();
    tried.fails(2).await;
    tried.budget.failures = 3;
    assert_eq!(tried.tries_with(PIN).await, Ok(Some(Failed { count: 2, since: NOW / 1000 })));
}

#[tokio::test]
async fn wrong_ones_are_out_of_the_budget_after_its_days() {
    for (time, answered) in [(2 * DAY - 1, Refusal::Locked), (2 * DAY, left(1))] {
        let mut tried = Tried::new();
        tried.budget = Budget { failures: 2, days: 2 };
        tried.fails(1).await;
        tried.rows.devices.insert(device_id(1), device(1));
        tried.time = time;
        assert_eq!(tried.fails(1).await, answered, "{time}");
    }
}

#[tokio::test]
async fn tries_of_one_device_are_not_held_against_another() {
    let mut tried = Tried::new();
    tried.fails(4).await;
    tried.rows.devices.insert(device_id(2), device(2));
    let (mut other, budget) = (device(2), Budget { failures: 4, days: 30 });
    open_try(&mut tried.rows, &mut other, 1, budget, NOW).await.unwrap().unwrap();
    let closed = close_try(&mut tried.rows, &mut other, 1, WRONG, budget, NOW).await.unwrap();
    assert_eq!(closed, Err(left(3)));
}
