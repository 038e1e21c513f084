//! The screen where the user chooses the PIN for all accounts, and repeats it (PK09).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::pin::PinError;
use key_core::screen::ChoosePinProblem;

use super::parts::{Dots, Frame, Icon, Intro, Keypad, KeypadTrouble, Leave};
use crate::texts::Texts;

#[component]
pub(super) fn ChoosePin(
    filled: usize,
    problem: Option<ChoosePinProblem>,
    repeat: bool,
    texts: Texts,
) -> Element {
    let (name, title, text) = if repeat {
        ("choose-pin-again", texts.get("pin-again-title"), texts.get("pin-again-text"))
    } else {
        ("choose-pin", texts.get("pin-new-title"), texts.get("pin-new-text"))
    };
    rsx! {
        Frame {
            name,
            texts,
            centre: true,
            keypad: true,
            leave: Leave::Back,
            foot: rsx! { Keypad { texts } },
            Intro { text, title,
                span { class: "hero", Icon { svg: icons::LOCK } }
            }
            Dots { filled, texts, wrong: problem.is_some() && filled == 0 }
            KeypadTrouble { filled, problem: problem.map(|problem| problem_text(problem, texts)) }
        }
    }
}

fn problem_text(problem: ChoosePinProblem, texts: Texts) -> String {
    match problem {
        ChoosePinProblem::Different => texts.get("pin-mismatch"),
        ChoosePinProblem::Pin(PinError::NotSixDigits) => texts.get("request-digits-short"),
        ChoosePinProblem::Pin(PinError::Trivial) => texts.get("pin-trivial"),
    }
}
