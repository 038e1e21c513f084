//! Tests what follows when services were told to take biometrics, or no more.

use key_protocol::answer::Refusal;

use super::{BiometricsChange, Done, Stage};
use crate::error::Error;
use crate::platform::BiometricError;
use crate::screen::{Action, IdentifyProblem};

fn typed() -> Stage {
    let digits = [2, 7, 1, 8, 2, 8].map(Action::Digit);
    let change =
        digits.iter().fold(BiometricsChange::new(true), |change, digit| change.typed(digit).unwrap());
    assert!(change.pin.is_some() && change.typed(&Action::Digit(1)).is_none(), "services are being told");
    Stage::Biometrics(change)
}

fn told(result: Result<(), Error>) -> Stage {
    Done::Biometrics(result).apply(&typed()).unwrap()
}

#[test]
fn a_success_goes_back_and_a_wrong_pin_is_typed_again() {
    assert_eq!(told(Ok(())), Stage::Home);
    for (error, problem) in [
        (
            Error::Refused(Refusal::NotConfirmed { tries_left: 4 }),
            IdentifyProblem::NotConfirmed { tries_left: 4 },
        ),
        (Error::Biometrics(BiometricError::NoMatch), IdentifyProblem::Biometrics),
        (Error::Offline, IdentifyProblem::Offline),
    ] {
        let Stage::Biometrics(change) = told(Err(error)) else { panic!() };
        assert_eq!((change.problem.clone(), change.entry.len()), (Some(problem), 0));
        assert!(change.typed(&Action::Digit(1)).is_some());
    }
}

/// A locked device is told of as such, not as a missing connection, and no further PIN is taken.
#[test]
fn what_no_other_pin_helps_against_ends_it_with_its_reason() {
    for (error, passes) in [(Error::Refused(Refusal::Locked), false), (Error::Storage, true)] {
        let Stage::Biometrics(change) = told(Err(error.clone())) else { panic!() };
        assert_eq!(change.failed, Some(error));
        assert_eq!(change.typed(&Action::Digit(1)), None);
        assert_eq!(change.typed(&Action::Retry), passes.then(|| BiometricsChange::new(true)));
    }
}
