//! The texts of app and pages, by language and id.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The tags of the available languages, in the order in which they are offered.
pub const LANGUAGES: [&str; 4] = ["da", "en", "fi", "sv"];

/// The value of a variable in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A count. It also selects singular or plural.
    Number(i64),
    Text(&'a str),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

/// Whether there is a text with this id.
pub fn has(id: &str) -> bool {
    ENGLISH.has_message(id)
}

/// Returns the tag in [`LANGUAGES`] for a BCP 47 tag such as `fi-FI`, if Key has that language.
pub fn language_of(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next()?.trim();
    LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(primary))
}

/// Returns the text `id` in `language`, which is a tag such as `fi`. An unknown language gives English; an unknown id
/// gives the id itself, so that a mistake is visible but breaks nothing.
pub fn text(language: &str, id: &str) -> String {
    text_with(language, id, &[])
}

/// Like [`text`], with the variables of the text filled in. A variable without a value appears as `{$name}`.
pub fn text_with(language: &str, id: &str, values: &[(&str, Value<'_>)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let values: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, fluent(*value))).collect();
    bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
}

type Bundle = LazyLock<FluentBundle<FluentResource>>;

macro_rules! locale {
    ($tag:literal) => {
        LazyLock::new(|| {
            let app = include_str!(concat!("../locales/", $tag, "/app.ftl"));
            let common = include_str!(concat!("../locales/", $tag, "/common.ftl"));
            let pages = include_str!(concat!("../locales/", $tag, "/pages.ftl"));
            load($tag, [app, common, pages])
        })
    };
}

static DANISH: Bundle = locale!("da");
static ENGLISH: Bundle = locale!("en");
static FINNISH: Bundle = locale!("fi");
static SWEDISH: Bundle = locale!("sv");

fn load(tag: &str, sources: [&str; 3]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn bundle(language: &str) -> &'static FluentBundle<FluentResource> {
    match language_of(language) {
        Some("da") => &DANISH,
        Some("fi") => &FINNISH,
        Some("sv") => &SWEDISH,
        _ => &ENGLISH,
    }
}

fn fluent(value: Value<'_>) -> FluentValue<'_> {
    match value {
        Value::Number(number) => number.into(),
        Value::Text(text) => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_in_each_language() {
        let texts = LANGUAGES.map(|language| text(language, "action-decline"));
        assert_eq!(texts, ["Afvis", "Decline", "Hylkää", "Avvisa"]);
    }

    #[test]
    fn regions_and_unknown_languages_find_a_language() {
        assert_eq!(language_of("fi-FI"), Some("fi"));
        assert_eq!(language_of("SV_se"), Some("sv"));
        assert_eq!(language_of("de-DE"), None);
        assert_eq!(language_of(""), None);
        assert_eq!(text("not a tag", "action-confirm"), "Confirm");
    }

    #[test]
    fn an_unknown_id_gives_itself() {
        assert_eq!(text("fi", "no-such-id"), "no-such-id");
        assert_eq!(text_with("fi", "", &[("left", 4_i64.into())]), "");
        assert!(!has("no-such-id") && has("review-confirm"));
    }

    #[test]
    fn a_missing_variable_can_be_seen() {
        assert_eq!(text("en", "review-title"), "Pair with {$service}?");
        assert!(has("review-title"));
    }

    #[test]
    fn numbers_choose_the_plural() {
        let left =
            |language, left: i64| text_with(language, "request-refused-left", &[("left", left.into())]);
        assert_eq!(left("en", 4), "That PIN was not right. 4 attempts left.");
        assert_eq!(left("en", 1), "That PIN was not right. 1 attempt left. Then Key locks for this account.");
        assert_eq!(left("fi", 4), "Väärä PIN-koodi. 4 yritystä jäljellä.");
        assert_eq!(left("fi", 1), "Väärä PIN-koodi. 1 yritys jäljellä. Sitten Key lukittuu tällä tilillä.");
    }

    #[test]
    fn variables_come_without_isolating_marks() {
        let title = text_with("sv", "review-title", &[("service", "Ledger".into())]);
        assert_eq!(title, "Parkoppla med Ledger?");
    }
}
