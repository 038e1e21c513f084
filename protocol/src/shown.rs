//! Text that is shown to a person who decides by it.

use serde::{Deserialize, Serialize};

/// The most characters that a [`ShownText`] may have.
/// Names of payees and messages of ISO 20022 (140) fit.
pub const MAX_CHARS: usize = 140;

/// One line of text, 1 to [`MAX_CHARS`] characters, that cannot pretend to be something else: no control
/// characters, line breaks or direction marks, no white space at its ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShownText(String);

/// The text is empty, too long, or has characters that could mislead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("text to show must be one line of 1 to {MAX_CHARS} plain characters")]
pub struct NotShowable;

impl ShownText {
    /// Takes `text` as it is, or refuses it.
    ///
    /// # Errors
    /// [`NotShowable`]
    pub fn parse(text: impl Into<String>) -> Result<Self, NotShowable> {
        let text = text.into();
        let fits = !text.is_empty() && text.chars().count() <= MAX_CHARS;
        let plain = text.trim() == text && !text.chars().any(misleads);
        if fits && plain { Ok(Self(text)) } else { Err(NotShowable) }
    }

    /// Makes the best of `text`: drops what could mislead, cuts what is too long. `None` if nothing is left.
    #[must_use]
    pub fn clean(text: &str) -> Option<Self> {
        let kept: String = text.chars().filter(|&c| !misleads(c)).take(MAX_CHARS).collect();
        Self::parse(kept.trim()).ok()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ShownText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ShownText {
    type Error = NotShowable;

    fn try_from(text: String) -> Result<Self, NotShowable> {
        Self::parse(text)
    }
}

impl From<ShownText> for String {
    fn from(text: ShownText) -> Self {
        text.0
    }
}

/// Control characters, and the invisible ones that hide or turn text round (Unicode TR 36, 2.8).
fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' |
            '\u{3164}' | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::ShownText;

    #[test]
    fn text_cannot_break_out_of_its_line() {
        for bad in [
            "\u{3164}",
            "a\u{115f}b",
            "a\u{2800}b",
            "",
            " x",
            "a\nb",
            "pay\u{202e}oo1",
            "a\u{200b}b",
            &"x".repeat(141),
        ] {
            assert!(ShownText::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(ShownText::clean(" a\nb\u{202e} ").unwrap().as_str(), "ab");
        assert!(ShownText::clean("\n\u{200b}").is_none());
        assert_eq!(ShownText::parse("Åbo – Käyttäjä №1").unwrap().as_str(), "Åbo – Käyttäjä №1");
    }
}
