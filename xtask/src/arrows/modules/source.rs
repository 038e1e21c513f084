//! The names that a file uses, read as text.

use std::collections::{BTreeMap, BTreeSet};

/// The names that a file uses.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The modules that it declares.
    pub(super) modules: BTreeSet<String>,
    /// The names that a `use` imports, each with its path.
    pub(super) brought: BTreeMap<String, Vec<String>>,
    /// All paths, including those of `use`.
    pub(super) paths: BTreeSet<Vec<String>>,
}

impl Source {
    pub(super) fn read(text: &str) -> Self {
        let mut source = Self::default();
        let mut words = Words::of(&without_tests(text));
        while let Some(word) = words.next() {
            match word.as_str() {
                "mod" => {
                    let name = words.next().unwrap_or_default();
                    if words.peek() == Some(";") {
                        source.modules.insert(name);
                    }
                }
                "use" => source.bring(&mut words, &[]),
                word if is_name(word) => source.name(word, &mut words),
                _ => {}
            }
        }
        source
    }

    /// Reads a `use` whose path begins with `before`.
    fn bring(&mut self, words: &mut Words, before: &[String]) {
        let mut path = before.to_vec();
        while let Some(word) = words.next() {
            match word.as_str() {
                "::" => {}
                "{" => return self.bring_each(words, &path),
                "as" => {
                    let name = words.next().unwrap_or_default();
                    return self.keep(path, Some(name));
                }
                "*" => return self.keep(path, None),
                word if is_name(word) => path.push(word.to_owned()),
                _ => {
                    words.back();
                    return self.keep(path, None);
                }
            }
        }
    }

    fn bring_each(&mut self, words: &mut Words, before: &[String]) {
        while let Some(word) = words.next() {
            match word.as_str() {
                "}" => return,
                "," => {}
                _ => {
                    words.back();
                    self.bring(words, before);
                }
            }
        }
    }

    fn keep(&mut self, mut path: Vec<String>, name: Option<String>) {
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(name) = name.or_else(|| path.last().cloned()) {
            self.brought.insert(name, path.clone());
        }
        self.paths.insert(path);
    }

    /// Reads a path in the code.
    fn name(&mut self, first: &str, words: &mut Words) {
        let mut path = vec![first.to_owned()];
        while words.peek() == Some("::") {
            words.next();
            match words.next() {
                Some(word) if is_name(&word) => path.push(word),
                _ => break,
            }
        }
        self.paths.insert(path);
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Splits text into names, `::`, and single characters.
struct Words {
    all: Vec<String>,
    at: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let (mut all, mut rest) = (Vec::new(), text);
        while let Some(first) = rest.chars().next() {
            let length = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                all.push(rest[..length].to_owned());
            }
            rest = &rest[length..];
        }
        Self { all, at: 0 }
    }

    fn next(&mut self) -> Option<String> {
        self.at += 1;
        self.all.get(self.at - 1).cloned()
    }

    fn peek(&self) -> Option<&str> {
        self.all.get(self.at).map(String::as_str)
    }

    fn back(&mut self) {
        self.at -= 1;
    }
}

/// The text without comments, strings, and items compiled for tests only.
fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        if is_for_tests(bare) {
            skip_item(&mut lines, bare);
        } else if !bare.starts_with("//") {
            kept.push_str(&without_strings(line));
            kept.push('\n');
        }
    }
    kept
}

fn is_for_tests(line: &str) -> bool {
    ["#[cfg(test)]", "#[cfg(feature = \"testing\")]", "#[cfg(any(test, feature = \"testing\"))]", "#[test]"]
        .iter()
        .any(|attribute| line.starts_with(attribute))
}

/// Skips to the end of the item that follows the attribute.
fn skip_item<'a>(lines: &mut impl Iterator<Item = &'a str>, attribute: &str) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let _ = attribute;
    let mut begun = None;
    for line in lines {
        let bare = line.trim();
        if begun.is_none() && (bare.starts_with("#[") || bare.starts_with("//")) {
            continue;
        }
        let start = *begun.get_or_insert(indent(line));
        let is_end =
            indent(line) == start && (bare.ends_with(';') || bare.ends_with('}') || bare.ends_with("},"));
        if is_end || bare.ends_with(',') && indent(line) == start {
            return;
        }
    }
}

fn without_strings(line: &str) -> String {
    let (mut kept, mut is_within, mut is_escaped) = (String::new(), false, false);
    for character in line.chars() {
        match character {
            '"' if !is_escaped => is_within = !is_within,
            _ if is_within => is_escaped = character == '\\' && !is_escaped,
            _ => kept.push(character),
        }
        if !is_within {
            is_escaped = false;
        }
    }
    let comment = kept.find("//").unwrap_or(kept.len());
    kept[..comment].to_owned()
}
