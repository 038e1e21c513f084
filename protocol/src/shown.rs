//! Text that is shown to a person, who decides by it.

mod table;

use serde::{Deserialize, Serialize};

/// The most characters that a [`ShownText`] may have.
/// Names of payees and messages of ISO 20022 (140) fit.
pub const MAX_CHARS: usize = 140;

/// The most consecutive combining marks: more than any living script needs, and too few to reach into another
/// line.
pub const MAX_MARKS: usize = 4;

/// One line of text, 1 to [`MAX_CHARS`] characters, that cannot pretend to be something else: no control
/// characters, line breaks or direction marks, nothing invisible, no piles of accents, no white space at its ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShownText(String);

/// The reason why a text cannot be shown, worded for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotShowable {
    /// The text is empty.
    #[error("text to show cannot be empty")]
    Empty,
    /// The text contains a character that is invisible, or changes how others look.
    #[error("{}", about(*.hidden, *.after))]
    Hidden {
        /// The character before it.
        after: Option<char>,
        /// The refused character.
        hidden: char,
    },
    /// The text contains more than [`MAX_MARKS`] consecutive combining marks.
    #[error("text to show can have {MAX_MARKS} accents on one letter at most")]
    Marks,
    /// The text begins or ends with white space.
    #[error("text to show cannot begin or end with a space")]
    Space,
    /// The text has more than [`MAX_CHARS`] characters.
    #[error("text to show can have {MAX_CHARS} characters at most")]
    TooLong,
}

impl ShownText {
    /// Takes `text` unchanged, or refuses it.
    ///
    /// # Errors
    /// [`NotShowable`]
    pub fn parse(text: impl Into<String>) -> Result<Self, NotShowable> {
        let text = text.into();
        let (mut after, mut marks) = (None, 0);
        for (number, c) in text.chars().enumerate() {
            marks = if table::is_mark(c) { marks + 1 } else { 0 };
            if table::is_hidden(c) {
                return Err(NotShowable::Hidden { after, hidden: c });
            }
            if marks > MAX_MARKS {
                return Err(NotShowable::Marks);
            }
            if number == MAX_CHARS {
                return Err(NotShowable::TooLong);
            }
            after = Some(c);
        }
        if text.is_empty() {
            return Err(NotShowable::Empty);
        }
        if text.starts_with(table::is_space) || text.ends_with(table::is_space) {
            return Err(NotShowable::Space);
        }
        Ok(Self(text))
    }

    /// Cleans `text`: drops characters that could mislead and cuts it to length. `None` if nothing is left.
    #[must_use]
    pub fn clean(text: &str) -> Option<Self> {
        let mut marks = 0;
        let fits = |c: &char| {
            marks = if table::is_mark(*c) { marks + 1 } else { 0 };
            marks <= MAX_MARKS
        };
        let plain = text.chars().filter(|&c| !table::is_hidden(c));
        let kept: String = plain.filter(fits).take(MAX_CHARS).collect();
        Self::parse(kept.trim_matches(table::is_space)).ok()
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

fn about(hidden: char, after: Option<char>) -> String {
    let place = after.map_or("at the beginning".to_owned(), |after| format!("after “{after}”"));
    let help = match hidden {
        '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => "choose an emoji that is made of one character, or none",
        _ => "leave it out",
    };
    let number = u32::from(hidden);
    format!("U+{number:04X} {place} is invisible, or changes how other characters look: {help}")
}

#[cfg(test)]
mod tests {
    use super::{NotShowable, ShownText};

    fn error(text: &str) -> NotShowable {
        ShownText::parse(text).unwrap_err()
    }

    #[test]
    fn text_cannot_break_out_of_its_line() {
        for bad in ["\u{3164}", "a\u{2800}b", "a\nb", "pay\u{202e}oo1", "a\u{e0100}b", "a\u{1d173}b"] {
            assert!(matches!(error(bad), NotShowable::Hidden { .. }), "{bad:?}");
        }
        assert_eq!(error(&format!("a{}", "\u{301}".repeat(79))), NotShowable::Marks);
        assert_eq!(error(""), NotShowable::Empty);
        assert_eq!(error(" x"), NotShowable::Space);
        assert_eq!(error(&"x".repeat(141)), NotShowable::TooLong);
        assert_eq!(ShownText::parse("Åbo – Käyttäjä №1").unwrap().as_str(), "Åbo – Käyttäjä №1");
    }

    #[test]
    fn what_others_named_is_made_fit() {
        let clean = |text: &str| ShownText::clean(text).map(String::from);
        assert_eq!(clean(" a\nb\u{202e} ").as_deref(), Some("ab"));
        assert_eq!(clean("Mira❤\u{fe0f}").as_deref(), Some("Mira❤"));
        assert_eq!(clean(&format!("a{}b", "\u{301}".repeat(79))), Some(format!("a{}b", "\u{301}".repeat(4))));
        assert_eq!(clean(&format!("{} a", "x".repeat(139))), Some("x".repeat(139)));
        assert_eq!(clean("\n\u{200b} "), None);
    }

    #[test]
    fn whoever_typed_it_is_told_what_to_do() {
        let told = "U+FE0F after “❤” is invisible, or changes how other characters look: choose an emoji that is made \
                    of one character, or none";
        assert_eq!(error("Mira❤\u{fe0f}").to_string(), told);
        let told = "U+00AD at the beginning is invisible, or changes how other characters look: leave it out";
        assert_eq!(error("\u{ad}Mira").to_string(), told);
        assert_eq!(error("Mira ").to_string(), "text to show cannot begin or end with a space");
    }
}
