//! The screen where the user identifies with the PIN or biometrics (PK04).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, IdentifyProblem, Purpose};

use super::parts::{Button, Dots, Frame, Intro, Keypad, KeypadTrouble, Leave, Letter, Look};
use crate::texts::Texts;

#[component]
pub(super) fn Identify(
    biometrics: bool,
    filled: usize,
    problem: Option<IdentifyProblem>,
    purpose: Purpose,
    service: String,
    texts: Texts,
) -> Element {
    let text = match purpose {
        Purpose::AddAccount => texts.with("pin-for-pairing", &[("service", (&service).into())]),
        Purpose::Confirm => texts.with("pin-for-login", &[("service", (&service).into())]),
    };
    rsx! {
        Frame {
            name: "identify",
            texts,
            centre: true,
            keypad: true,
            leave: Leave::Back,
            foot: rsx! { Keypad { texts } },
            Intro { text, title: texts.get("pin-title"),
                Letter { large: true, name: service }
            }
            Dots { filled, texts, wrong: problem.is_some() && filled == 0 }
            KeypadTrouble { filled, problem: problem.map(|problem| problem_text(problem, texts)) }
            if biometrics {
                Button {
                    action: Action::UseBiometrics,
                    icon: icons::BIOMETRIC,
                    label: texts.get("biometrics-use"),
                    look: Look::Outlined,
                }
            }
        }
    }
}

fn problem_text(problem: IdentifyProblem, texts: Texts) -> String {
    match problem {
        IdentifyProblem::Biometrics => texts.get("biometrics-failed"),
        IdentifyProblem::NotConfirmed { tries_left } => {
            texts.with("request-refused-left", &[("left", i64::from(tries_left).into())])
        }
        IdentifyProblem::NotReached { service } => {
            texts.with("check-unreached", &[("service", (&service).into())])
        }
        IdentifyProblem::Offline => texts.get("trouble-offline-line"),
        IdentifyProblem::RefusedBy { next, service, tries_left } => {
            let values = [("service", (&service).into()), ("left", i64::from(tries_left).into())];
            let refused = texts.with("check-refused", &values);
            match next {
                Some(next) => format!("{refused} {}", texts.with("check-next", &[("next", (&next).into())])),
                None => refused,
            }
        }
    }
}
