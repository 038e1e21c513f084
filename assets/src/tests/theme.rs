//! The tokens of `theme.css`: readable in light and dark, and the only place with colours.

use std::collections::BTreeMap;

const THEME: &str = include_str!("../../theme.css");
const OTHERS: [(&str, &str); 3] = [
    ("app.css", include_str!("../../app.css")),
    ("base.css", include_str!("../../base.css")),
    ("pages.css", include_str!("../../pages.css")),
];

/// Text, and what it stands on.
const TEXT: [(&str, &str); 20] = [
    ("ink", "ground"),
    ("ink", "stage"),
    ("ink", "card"),
    ("ink", "tint"),
    ("soft", "ground"),
    ("soft", "stage"),
    ("soft", "card"),
    ("soft", "tint"),
    ("accent", "ground"),
    ("accent", "card"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("warning", "warning-ground"),
    ("danger", "ground"),
    ("danger", "card"),
    ("danger", "danger-ground"),
    ("on-lens", "lens"),
    ("qr-dark", "qr-light"),
    ("warning", "card"),
];

/// Borders and signs that must be seen to use a control.
const SIGNS: [(&str, &str); 6] = [
    ("edge", "ground"),
    ("edge", "stage"),
    ("edge", "card"),
    ("accent", "line"),
    ("accent", "stage"),
    ("danger", "card"),
];

type Tokens = BTreeMap<&'static str, &'static str>;

/// The tokens in light and in dark; what the dark scheme does not name stays as in light.
fn schemes() -> [(&'static str, Tokens); 2] {
    let light = tokens(THEME);
    let mut dark = light.clone();
    dark.extend(tokens(include_str!("../../dark.css")));
    [("light", light), ("dark", dark)]
}

/// A scheme that is set in Key has the same colours as the one that the platform asks for.
#[test]
fn the_dark_scheme_is_served_for_the_platform_and_for_the_setting() {
    for sheet in [crate::APP_CSS, crate::PAGES_CSS] {
        assert_eq!(sheet.matches(include_str!("../../dark.css")).count(), 2);
        assert!(sheet.contains("{\n:root:not([data-theme=\"light\"]) {"));
        assert!(sheet.contains(":root[data-theme=\"dark\"] {"));
    }
}

fn tokens(of: &'static str) -> Tokens {
    of.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "))
        .map(|(name, value)| (name, value.trim_end_matches(';')))
        .collect()
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6).expect("a colour of six hex digits");
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hex digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn too_faint(pairs: &[(&str, &str)], least: f64) -> Vec<String> {
    schemes()
        .iter()
        .flat_map(|(scheme, tokens)| {
            pairs.iter().map(move |(front, back)| {
                (format!("{scheme}: {front} on {back}"), contrast(tokens[front], tokens[back]))
            })
        })
        .filter(|(_, contrast)| *contrast < least)
        .map(|(pair, contrast)| format!("{pair} {contrast:.2}"))
        .collect()
}

#[test]
fn contrast_is_measured_as_wcag_does() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.001);
    assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
}

#[test]
fn every_text_has_a_contrast_of_at_least_4_5() {
    assert_eq!(too_faint(&TEXT, 4.5), Vec::<String>::new());
}

#[test]
fn every_sign_has_a_contrast_of_at_least_3() {
    assert_eq!(too_faint(&SIGNS, 3.0), Vec::<String>::new());
}

#[test]
fn colours_stand_in_the_theme_only() {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "color-mix("];
    for (name, sheet) in OTHERS {
        for line in rules(sheet) {
            let hex = line
                .split('#')
                .skip(1)
                .any(|rest| rest.len() >= 3 && rest.bytes().take(3).all(|byte| byte.is_ascii_hexdigit()));
            let named = ["white", "black", "red", "gray", "grey"]
                .iter()
                .any(|colour| line.contains(&format!(": {colour};")));
            let called = functions.iter().any(|function| line.contains(function));
            assert!(!hex && !named && !called, "{name} has a colour of its own: {line}");
        }
    }
}

#[test]
fn every_token_used_is_defined() {
    let [(_, tokens), _] = schemes();
    for (name, sheet) in OTHERS {
        for used in sheet.split("var(--").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(tokens.contains_key(used), "{name} uses --{used}, which theme.css does not have");
        }
    }
}

#[test]
fn marks_have_the_colours_of_the_theme() {
    let [(_, light), _] = schemes();
    let icon = include_str!("../../marks/app-icon.svg");
    assert!(icon.contains(light["accent"]) && icon.contains(light["on-accent"]));
    assert!(include_str!("../../marks/favicon.svg").contains(light["accent"]));
    assert!(include_str!("../../marks/adaptive-background.svg").contains(light["accent"]));
}

/// The lines of a stylesheet without its comments.
fn rules(sheet: &'static str) -> Vec<&'static str> {
    sheet
        .split("/*")
        .flat_map(|part| part.split_once("*/").map_or(part, |(_, rules)| rules).lines())
        .filter(|line| line.starts_with("  "))
        .collect()
}
