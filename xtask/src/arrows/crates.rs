//! `protocol <- core <- app, bindings, computer`, `app, computer <- browser` and
//! `protocol <- domain <- store <- service <- server`.

use std::collections::BTreeSet;

use super::package::Package;
use crate::process::{cargo, read};
use crate::result::Result;

/// Which crates of ours a crate may use, and which crates it must never depend on, directly or indirectly.
struct Rule {
    package: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

/// Screens, foreign languages, databases, servers and clients: the core must not depend on them.
const OUTSIDE: &[&str] = &["axum", "dioxus", "hyper", "reqwest", "sqlx", "tokio", "uniffi", "ureq"];

/// Servers, clients and renderers: only launchers may depend on them, not the screens.
const LAUNCHING: &[&str] = &[
    "axum",
    "dioxus-desktop",
    "dioxus-liveview",
    "hyper",
    "reqwest",
    "rustls",
    "sqlx",
    "tungstenite",
    "uniffi",
    "ureq",
];

const RULES: &[Rule] = &[
    Rule { package: "key-protocol", may_use: &[], never: OUTSIDE },
    Rule { package: "key-core", may_use: &["key-protocol"], never: OUTSIDE },
    Rule { package: "key-scan", may_use: &[], never: OUTSIDE },
    Rule { package: "key-app", may_use: &["key-assets", "key-core", "key-protocol"], never: LAUNCHING },
    Rule {
        package: "key-browser",
        may_use: &["key-app", "key-assets", "key-computer", "key-core", "key-protocol", "key-scan"],
        never: &["sqlx", "uniffi"],
    },
    Rule {
        package: "key-computer",
        may_use: &["key-core", "key-protocol"],
        never: &["axum", "dioxus", "hyper", "reqwest", "sqlx", "tokio", "uniffi"],
    },
    Rule { package: "key-assets", may_use: &[], never: OUTSIDE },
    Rule {
        package: "key-bindings",
        may_use: &["key-core", "key-protocol"],
        never: &["axum", "dioxus", "sqlx"],
    },
    Rule {
        package: "key-domain",
        may_use: &["key-protocol"],
        never: &["askama", "axum", "dioxus", "hyper", "sqlx", "uniffi"],
    },
    Rule {
        package: "key-store",
        may_use: &["key-domain", "key-protocol"],
        never: &["askama", "axum", "dioxus", "hyper", "uniffi"],
    },
    Rule {
        package: "key-service",
        may_use: &["key-assets", "key-domain", "key-protocol", "key-store"],
        never: &["clap", "dioxus", "openssl", "uniffi"],
    },
    Rule {
        package: "key-server",
        may_use: &["key-assets", "key-domain", "key-protocol", "key-service", "key-store"],
        never: &["dioxus", "openssl", "uniffi"],
    },
];

const FEATURE: &str = "testing";

pub(super) fn faults(packages: &[Package]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for rule in RULES {
        let seen = dependencies(rule.package)?;
        println!("{} uses {} crates", rule.package, seen.len());
        faults.extend(broken(rule, &seen));
    }
    for Package { name, features, .. } in packages {
        let wrong = features.iter().filter(|feature| *feature != FEATURE);
        faults.extend(
            wrong.map(|feature| format!("{name} has the feature {feature}, only {FEATURE} is allowed")),
        );
    }
    Ok(faults)
}

/// Every crate that `package` is built with, on any platform, except those of its tests and build scripts.
fn dependencies(package: &str) -> Result<BTreeSet<String>> {
    let shape = ["--edges", "normal", "--target", "all", "--prefix", "none", "--format", "{p}"];
    let tree = read(cargo([&["tree", "--quiet", "--package", package], &shape[..]].concat()))?;
    Ok(names(&tree).filter(|name| *name != package).map(str::to_owned).collect())
}

/// The crates' names in lines such as `key-core v0.1.0 (/path)`.
fn names(tree: &str) -> impl Iterator<Item = &str> {
    tree.lines().filter_map(|line| line.split_whitespace().next())
}

fn broken(rule: &Rule, seen: &BTreeSet<String>) -> Vec<String> {
    let ours = seen.iter().filter(|name| name.starts_with("key-") && !rule.may_use.contains(&name.as_str()));
    let foreign = seen.iter().filter(|name| rule.never.iter().any(|never| is_part_of(name, never)));
    ours.chain(foreign).map(|name| format!("{} must not use {name}", rule.package)).collect()
}

/// `dioxus-core` is part of `dioxus`.
fn is_part_of(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken_with(seen: &[&str]) -> Vec<String> {
        let rule = Rule { package: "key-core", may_use: &["key-protocol"], never: OUTSIDE };
        broken(&rule, &seen.iter().map(|&name| name.to_owned()).collect())
    }

    #[test]
    fn an_arrow_against_the_grain_is_found() {
        assert_eq!(broken_with(&["key-protocol", "sha2", "tokiohead"]), [""; 0]);
        assert_eq!(broken_with(&["key-server"]), ["key-core must not use key-server"]);
        assert_eq!(broken_with(&["dioxus-core"]), ["key-core must not use dioxus-core"]);
    }

    #[test]
    fn names_come_first_in_the_tree() {
        let tree = "key-core v0.1.0 (/somewhere)\nsha2 v0.11.0\n\nsha2 v0.11.0 (*)\n";
        assert_eq!(names(tree).collect::<Vec<_>>(), ["key-core", "sha2", "sha2"]);
    }
}
