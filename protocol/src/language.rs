//! The languages of Key.

use serde::{Deserialize, Serialize};

/// A language of the app, the pages and the statements. In JSON it is its BCP 47 tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// `da`
    #[serde(rename = "da")]
    Danish,
    /// `en`
    #[default]
    #[serde(rename = "en")]
    English,
    /// `fi`
    #[serde(rename = "fi")]
    Finnish,
    /// `sv`
    #[serde(rename = "sv")]
    Swedish,
}

impl Language {
    /// All languages, by tag.
    pub const ALL: [Self; 4] = [Self::Danish, Self::English, Self::Finnish, Self::Swedish];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
            Self::Finnish => "fi",
            Self::Swedish => "sv",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Danish => "Dansk",
            Self::English => "English",
            Self::Finnish => "Suomi",
            Self::Swedish => "Svenska",
        }
    }

    /// Parses a tag such as `sv` or `sv-FI`; regions are ignored.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The first language of an `Accept-Language` header (RFC 9110, 12.5.4) that Key has. Weights are honoured;
    /// among equals the first wins.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',').take(32) {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
            if let Some(language) = Self::from_tag(tag)
                && weight > best.map_or(0.0, |(_, weight)| weight)
            {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn pk15_the_browsers_language_is_followed() {
        let cases = [
            ("fi-FI,fi;q=0.9,en;q=0.8", Some(Language::Finnish)),
            ("de,en;q=0.3,sv;q=0.7", Some(Language::Swedish)),
            ("da", Some(Language::Danish)),
            ("en;q=0", None),
            ("de-CH, fr", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}
