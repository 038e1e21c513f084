//! The markup of every screen, without a browser.

use dioxus::prelude::*;
use key_core::screen::{Screen, View};
use key_protocol::language::Language;
use key_protocol::statement::{Fact, Line};

use super::{Shown, ShownProps, samples};
use crate::dispatch::Dispatch;

/// The markup of a screen.
fn markup(view: View) -> String {
    let mut dom = VirtualDom::new_with_props(Shown, ShownProps { now: samples::NOW, view });
    dom.provide_root_context(Dispatch::new(|_| {}));
    dom.rebuild_in_place();
    dioxus_ssr::render(&dom)
}

/// Each element of a kind: its opening tag and what stands up to its end.
fn elements<'a>(html: &'a str, kind: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{kind} "), format!("</{kind}>"));
    let parts = html.split(open.as_str()).skip(1);
    parts.filter_map(|part| part.split(close.as_str()).next()?.split_once('>')).collect()
}

/// What is left of markup when its tags are taken away.
fn words(html: &str) -> String {
    let mut inside = false;
    let text: String = html
        .chars()
        .filter(|c| {
            inside = *c == '<' || (inside && *c != '>');
            !inside && *c != '>'
        })
        .collect();
    text.trim().to_owned()
}

fn everywhere() -> impl Iterator<Item = (String, View, String)> {
    Language::ALL.into_iter().flat_map(samples::all).map(|(name, view)| {
        let html = markup(view.clone());
        (format!("{name} ({})", view.language.tag()), view, html)
    })
}

#[test]
fn every_control_has_a_name() {
    for (name, _, html) in everywhere() {
        for (tag, inner) in elements(&html, "button") {
            assert!(tag.contains("aria-label=") || !words(inner).is_empty(), "{name}: <button {tag}>{inner}");
            assert!(tag.contains("type="), "{name}: <button {tag}>");
        }
        let pictures = html.matches("role=\"img\"").count();
        assert_eq!(
            pictures,
            html.split("role=\"img\"")
                .skip(1)
                .filter(|rest| { rest.split('>').next().is_some_and(|tag| tag.contains("aria-label=")) })
                .count(),
            "{name}"
        );
        for input in html.split("<input ").skip(1) {
            let labelled = ["link", "name"]
                .iter()
                .any(|id| input.contains(&format!("id=\"{id}\"")) && html.contains(&format!("for=\"{id}\"")));
            let named = input.split('>').next().is_some_and(|tag| tag.contains("aria-label="));
            assert!(labelled || named, "{name}: {input}");
        }
        assert!(!html.contains("style="), "{name}: the page allows no inline style");
    }
}

#[test]
fn every_screen_has_one_heading_and_its_language() {
    for (name, view, html) in everywhere() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: {html}");
        assert!(html.contains(&format!("lang=\"{}\"", view.language.tag())), "{name}");
        assert!(html.contains("data-screen="), "{name}");
    }
}

#[test]
fn no_screen_has_two_filled_buttons() {
    for (name, _, html) in everywhere() {
        assert!(html.matches("button-primary").count() <= 1, "{name}");
    }
}

/// A text that is missing, or lacks a variable, shows as its id.
#[test]
fn pk15_no_screen_shows_an_id_in_place_of_a_text() {
    for (name, _, html) in everywhere() {
        for text in html.split('>').filter_map(|part| part.split('<').next()) {
            let id = text.contains('-') && key_assets::has(text.trim());
            assert!(!id, "{name} shows {text}");
            assert!(!text.contains("{ $"), "{name} shows {text}");
        }
    }
}

#[test]
fn every_ending_says_what_happened_and_what_to_do() {
    for language in Language::ALL {
        let mut told = Vec::new();
        for (retry, reason) in samples::endings() {
            let screen = Screen::Ended { new_code: false, reason: reason.clone(), retry, service: None };
            let html =
                markup(View { language, language_setting: None, screen, theme: None, waiting: vec![] });
            let text = elements(&html, "p").into_iter().find(|(tag, _)| tag.contains("lead"));
            let text = words(text.unwrap().1);
            assert!(text.chars().count() > 25 && text.ends_with('.'), "{reason:?}: {text}");
            assert_eq!(retry, html.contains("button-outlined"), "{reason:?}");
            told.push(text);
        }
        told.sort();
        told.dedup();
        assert!(told.len() >= 24, "only {} different texts in {}", told.len(), language.tag());
    }
}

#[test]
fn pk04_a_pin_is_only_ever_shown_as_dots() {
    for filled in 0..6 {
        let screen = Screen::ChoosePin { filled, problem: None, repeat: false };
        let html = markup(View {
            language: Language::English,
            language_setting: None,
            screen,
            theme: None,
            waiting: vec![],
        });
        assert_eq!(html.matches("pin-dot-full").count(), filled);
        assert!(html.contains(&format!("aria-label=\"{filled} of 6 digits entered\"")), "{html}");
        assert!(!html.contains("<input"));
    }
}

#[test]
fn codes_are_in_groups_and_never_turned_round() {
    let (_, view) =
        samples::all(Language::English).into_iter().find(|(name, _)| name == "pair-commit").unwrap();
    let html = markup(view);
    assert!(html.contains(r#"dir="ltr" role="img" aria-label="Comparison code: 4 1 6, 2 0 7""#), "{html}");
    assert!(html.contains("<span>416</span><span>207</span>"), "{html}");
}

#[test]
fn pk11_a_request_shows_every_word_that_is_signed() {
    for language in Language::ALL {
        let (_, view) =
            samples::all(language).into_iter().find(|(name, _)| name == "request-new-true").unwrap();
        let Screen::Request(request) = &view.screen else { panic!("not a request") };
        let (html, statement) = (markup(view.clone()), request.statement.clone());
        let shown: Vec<String> = elements(&html, "h1").into_iter().map(|(_, inner)| words(inner)).collect();
        assert_eq!(shown, [statement.title]);
        for Line { fact, label, value } in statement.lines {
            let shown = match fact {
                // The question names the service, and the line under it the account.
                Fact::Service => elements(&html, "h1")[0].1.contains(&value),
                _ => html.contains(&format!(">{value}<")),
            };
            assert!(shown, "{label}");
        }
    }
}
