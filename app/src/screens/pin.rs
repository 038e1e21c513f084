//! The screens where the user chooses the PIN for all accounts, and repeats it (PK09), and after it was changed (FK03).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::pin::PinError;
use key_core::screen::{Action, ChoosePinProblem};

use super::parts::{
    Actions, Button, Dots, Frame, Icon, Intro, Keypad, KeypadTrouble, Leave, Look, Notice, NoticeKind,
};
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

#[component]
pub(super) fn PinChanged(behind: Vec<String>, texts: Texts) -> Element {
    let names = behind.join(", ");
    rsx! {
        Frame {
            name: "pin-changed",
            texts,
            centre: true,
            foot: rsx! {
                Actions {
                    Button { action: Action::Back, focus: true, label: texts.get("action-done"), look: Look::Primary }
                }
            },
            Intro { text: texts.get("pin-changed-text"), title: texts.get("pin-changed-title"),
                Icon { svg: icons::TICK }
            }
            if !behind.is_empty() {
                Notice {
                    kind: NoticeKind::Warning,
                    title: texts.with("pin-changed-behind-title", &[("services", (&names).into())]),
                    text: texts.get("pin-changed-behind-text"),
                }
            }
        }
    }
}

fn problem_text(problem: ChoosePinProblem, texts: Texts) -> String {
    match problem {
        ChoosePinProblem::Different => texts.get("pin-mismatch"),
        ChoosePinProblem::Pin(PinError::NotSixDigits) => texts.get("request-digits-short"),
        ChoosePinProblem::Pin(PinError::Trivial) => texts.get("pin-trivial"),
        ChoosePinProblem::Unchanged => texts.get("pin-unchanged"),
    }
}
