//! The texts of the screens, in one language.

use key_assets::Value;
use key_protocol::language::Language;

/// The texts of `assets/locales` in one language, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts(Language);

impl Texts {
    /// The texts of `language`.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self(language)
    }

    /// The language of the texts.
    #[must_use]
    pub const fn language(self) -> Language {
        self.0
    }

    /// Returns the text `id`.
    #[must_use]
    pub fn get(self, id: &str) -> String {
        key_assets::text(self.0.tag(), id)
    }

    /// Returns the text `id` with its variables filled in.
    #[must_use]
    pub fn with(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        key_assets::text_with(self.0.tag(), id, values)
    }

    /// Returns a username, with its company if there is one.
    #[must_use]
    pub fn who(self, username: &str, tenant: Option<&str>) -> String {
        match tenant {
            Some(company) => {
                self.with("who-detail", &[("username", username.into()), ("company", company.into())])
            }
            None => username.to_owned(),
        }
    }
}

/// Returns `text` with a capital first letter, for a sentence that starts with an inserted word.
#[must_use]
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{Texts, capitalised};
    use key_protocol::language::Language;
    use std::path::{Path, PathBuf};

    /// The ids in calls of [`Texts::get`] and [`Texts::with`].
    fn used_ids(source: &str) -> impl Iterator<Item = &str> {
        let calls = ["texts.get(\"", "texts.with(\"", "self.with(\"", "words(\""];
        calls
            .into_iter()
            .flat_map(move |call| source.split(call).skip(1))
            .filter_map(|rest| rest.split('"').next())
    }

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    fn here(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    /// The sources that may use a text of the app: the screens, and the parts of a launcher around them.
    fn all_sources() -> Vec<String> {
        let mut found = Vec::new();
        for path in ["src", "../launchers"] {
            sources(&here(path), &mut found);
        }
        found
    }

    #[test]
    fn pk15_every_text_that_is_used_exists_in_every_language() {
        let all = all_sources();
        let ids: Vec<&str> =
            all.iter().flat_map(|source| used_ids(source)).filter(|id| !id.contains('{')).collect();
        assert!(ids.len() > 60, "only {} ids were found", ids.len());
        for id in ids {
            let exists = key_assets::has(id)
                || (key_assets::has(&format!("{id}-title")) && key_assets::has(&format!("{id}-text")));
            assert!(exists, "{id}");
        }
    }

    #[test]
    fn no_text_of_the_app_is_left_over() {
        let all = all_sources();
        let texts = std::fs::read_to_string(here("../assets/locales/en/app.ftl")).unwrap();
        let ids = texts.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
        for id in ids.filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase())) {
            let pair = id.strip_suffix("-title").or_else(|| id.strip_suffix("-text")).unwrap_or(id);
            let quoted = [format!("\"{id}\""), format!("\"{pair}\"")];
            let used = all.iter().any(|source| quoted.iter().any(|id| source.contains(id)));
            assert!(used, "nothing uses {id}");
        }
    }

    #[test]
    fn a_company_stands_after_the_username() {
        let texts = Texts::new(Language::English);
        assert_eq!(texts.who("mira", None), "mira");
        assert_eq!(texts.who("mira", Some("Nordic")), "mira · Nordic");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capitalised("älä"), "Älä");
        assert_eq!(capitalised(""), "");
    }
}
