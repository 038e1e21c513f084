//! The screens of changing the PIN.

use super::super::pin_change::{PinChange, Step};
use super::ending::ended;
use crate::authenticator::Authenticator;
use crate::screen::{Ended, IdentifyProblem, Purpose, Screen, Work};

pub(super) fn screen(change: &PinChange, authenticator: &Authenticator) -> Screen {
    match &change.step {
        Step::Changing { .. } => Screen::Working { what: Work::ChangingPin },
        Step::Checking(_) => Screen::Working { what: Work::Checking },
        Step::Choosing { entry, first, problem, .. } => {
            Screen::ChoosePin { filled: entry.len(), problem: *problem, repeat: first.is_some() }
        }
        Step::Done(behind) => Screen::PinChanged { behind: behind.clone() },
        Step::Failed(error, _) => ended(Ended::Error(error.clone()), error.may_pass(), None),
        Step::Present { entry, problem } => {
            let first = authenticator.checkers(&[]).into_iter().next();
            let service = first.map(|account| account.service.to_string()).unwrap_or_default();
            identify(Purpose::ChangePin, entry.len(), problem.clone(), service)
        }
        Step::Previous { entry, problem, .. } => {
            let names = authenticator.behind().into_iter().map(|account| account.service.to_string());
            let service = names.collect::<Vec<_>>().join(", ");
            identify(Purpose::FinishPinChange, entry.len(), problem.clone(), service)
        }
    }
}

fn identify(purpose: Purpose, filled: usize, problem: Option<IdentifyProblem>, service: String) -> Screen {
    Screen::Identify { behind: false, biometrics: false, filled, problem, purpose, question: None, service }
}
