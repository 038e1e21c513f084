//! Notices of problems, with an icon and a text.

use std::cell::RefCell;
use std::rc::Rc;

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::LinkProblem;
use key_protocol::link::LinkError;

use super::icon::Icon;
use crate::texts::Texts;

/// The severity of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    Info,
    Warning,
}

/// A notice, which screen readers read out when it appears.
#[component]
pub(crate) fn Notice(kind: NoticeKind, text: String, #[props(default)] title: Option<String>) -> Element {
    let (class, role, svg) = match kind {
        NoticeKind::Info => ("notice notice-info", "status", icons::INFO),
        NoticeKind::Warning => ("notice notice-warning", "status", icons::WARNING),
    };
    rsx! {
        div { class, role,
            Icon { svg }
            div {
                if let Some(title) = title {
                    strong { "{title}" }
                }
                p { "{text}" }
            }
        }
    }
}

/// The problem with the last try at the keypad. The text stays until the next try is complete, although `problem` is
/// gone with the first digit. Screen readers read it out for every problem.
#[component]
pub(crate) fn KeypadTrouble(filled: usize, problem: Option<String>) -> Element {
    let told = use_hook(|| Rc::new(RefCell::new(Told::default())));
    let (times, text) = told.borrow_mut().hear(filled, problem);
    rsx! {
        p { class: "trouble", role: "status",
            if let Some(text) = text {
                span { key: "{times}", "{text}" }
            }
        }
    }
}

/// The last problem, and the number of problems so far.
#[derive(Default)]
struct Told {
    last: Option<String>,
    now: bool,
    times: u32,
}

impl Told {
    fn hear(&mut self, filled: usize, problem: Option<String>) -> (u32, Option<String>) {
        let comes = problem.is_some() && !self.now;
        self.now = problem.is_some();
        self.times = self.times.wrapping_add(u32::from(comes));
        self.last = problem.or_else(|| self.last.take().filter(|_| filled > 0));
        (self.times, self.last.clone())
    }
}

/// The problem with a link or a picture.
#[component]
pub(crate) fn LinkTrouble(problem: LinkProblem, texts: Texts) -> Element {
    let (title, text) = link_trouble(problem, texts);
    rsx! {
        Notice { kind: NoticeKind::Warning, title, text }
    }
}

fn link_trouble(problem: LinkProblem, texts: Texts) -> (String, String) {
    match problem {
        LinkProblem::Link(LinkError::Insecure) => {
            (texts.get("link-insecure-title"), texts.get("link-insecure-text"))
        }
        LinkProblem::Link(LinkError::NotALink | LinkError::TooLong) => {
            (texts.get("link-foreign-title"), texts.get("link-foreign-text"))
        }
        LinkProblem::Link(LinkError::OtherVersion) => {
            (texts.get("link-version-title"), texts.get("link-version-text"))
        }
        LinkProblem::NoCode => (texts.get("picture-empty-title"), texts.get("picture-empty-text")),
        LinkProblem::NotAPicture => (texts.get("picture-foreign-title"), texts.get("picture-foreign-text")),
        LinkProblem::OneTimeCodes => (texts.get("scanned-codes-title"), texts.get("scanned-codes-text")),
        LinkProblem::Request => (texts.get("scanned-request-title"), texts.get("scanned-request-text")),
    }
}

#[cfg(test)]
mod tests {
    use super::Told;

    #[test]
    fn pk09_what_was_wrong_with_a_pin_stays_while_the_next_is_typed() {
        let mut told = Told::default();
        let easy = Some("easy".to_owned());
        assert_eq!(told.hear(0, None), (0, None));
        for (filled, (problem, times)) in
            [(easy.clone(), 1), (easy.clone(), 1), (None, 1), (None, 1), (easy.clone(), 2)]
                .into_iter()
                .enumerate()
        {
            assert_eq!(told.hear(filled, problem), (times, easy.clone()));
        }
        assert_eq!(told.hear(0, Some("different".to_owned())), (2, Some("different".to_owned())));
        assert_eq!(told.hear(0, None), (2, None));
    }
}
