//! Ten thousand lives of a phone, with and without a copy. `cargo xtask copies` lives more of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use key_tests::copies;

#[test]
fn no_copy_that_has_spoken_stays_unseen_and_no_honest_phone_is_ever_frozen() {
    let report = copies::run(0, 10_000, 2);
    assert_eq!((report.unseen, report.frozen, report.stuck, report.bad_seed), (0, 0, 0, None), "{report:?}");
    assert_eq!(report.schedules, 10_000);
    assert!(report.with_a_copy > 2_000, "{report:?}");
}
