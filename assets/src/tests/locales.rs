//! PK15: app and pages speak four languages, and each of them says everything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::{LANGUAGES, has, text};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

const FILES: [&str; 3] = ["app", "common", "pages"];

type Variables = BTreeMap<String, BTreeSet<String>>;

fn source(language: &str, file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/{file}.ftl"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The ids of one file, each with the variables that its text uses.
fn ids(language: &str, file: &str) -> Variables {
    let resource = parser::parse(source(language, file))
        .unwrap_or_else(|(_, errors)| panic!("{language}/{file}.ftl: {errors:?}"));
    let mut ids = Variables::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut variables = BTreeSet::new();
        pattern(&message.value.expect("every text has a value"), &mut variables);
        let earlier = ids.insert(message.id.name.clone(), variables);
        assert_eq!(earlier, None, "{language}/{file}.ftl has {} twice", message.id.name);
    }
    ids
}

fn pattern(of: &Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &of.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(expression) => inline(expression, variables),
            Expression::Select { selector, variants } => {
                inline(selector, variables);
                variants.iter().for_each(|variant| pattern(&variant.value, variables));
            }
        }
    }
}

fn inline(of: &InlineExpression<String>, variables: &mut BTreeSet<String>) {
    match of {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.clone());
        }
        other => panic!("only plain variables are used, not {other:?}"),
    }
}

#[test]
fn pk15_all_languages_have_the_same_ids_and_variables() {
    for file in FILES {
        let english = ids("en", file);
        assert!(!english.is_empty());
        for language in LANGUAGES {
            assert_eq!(ids(language, file), english, "{language}/{file}.ftl differs from English");
        }
    }
}

#[test]
fn pk15_ids_are_unique_over_all_files_and_can_be_found() {
    let mut seen = BTreeSet::new();
    for id in FILES.iter().flat_map(|file| ids("en", file).into_keys()) {
        assert!(has(&id), "{id} is not in the binary");
        assert!(seen.insert(id.clone()), "{id} is in two files");
    }
}

#[test]
fn pk15_no_language_was_left_in_english() {
    let same_everywhere = |id: &str| id.starts_with("language-") || ids("en", "common").contains_key(id);
    for language in ["da", "fi", "sv"] {
        let equal: Vec<_> = FILES
            .iter()
            .flat_map(|file| ids("en", file).into_keys())
            .filter(|id| !same_everywhere(id))
            .filter(|id| text(language, id) == text("en", id))
            .collect();
        let allowed = ["app-title", "connected-start", "login-title", "page-title", "settings-version"];
        assert!(equal.iter().all(|id| allowed.contains(&id.as_str())), "{language}: {equal:?}");
    }
}

#[test]
fn words_are_calm() {
    for (language, file) in LANGUAGES.iter().flat_map(|language| FILES.map(|file| (language, file))) {
        let source = source(language, file);
        assert!(!source.contains('!'), "{language}/{file}.ftl raises its voice");
        assert!(!source.contains("..."), "{language}/{file}.ftl trails off");
        assert!(
            !source.lines().any(|line| line != line.trim_end()),
            "{language}/{file}.ftl: space at an end"
        );
    }
}
