//! The capabilities that a device and a service tell each other, so that each can be extended without the other.

use serde::{Deserialize, Serialize};

use crate::call::Endpoint;
use crate::language::Language;
use crate::request::Subject;
use crate::statement::WORDING;

/// The most entries that a list of names may have.
pub const MAX_NAMES: usize = 32;

/// The algorithms, endpoints, kinds of requests, languages and wordings that one side knows. Names that the other side
/// does not know come from a newer version; they are kept and ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Signatures that can be verified (`ES256`).
    pub algorithms: Names,
    /// Endpoints that can be called or answered.
    pub endpoints: Names,
    /// Kinds of requests that can be shown or sent.
    pub kinds: Names,
    /// Languages that statements can be rendered in.
    pub languages: Names,
    /// Wordings of statements that can be rendered.
    pub wordings: Wordings,
}

impl Capabilities {
    /// The capabilities of this code.
    #[must_use]
    pub fn ours() -> Self {
        Self {
            algorithms: Names::of(["ES256"]),
            endpoints: Names::of(Endpoint::ALL.map(Endpoint::name)),
            kinds: Names::of(Subject::KINDS),
            languages: Names::of(Language::ALL.map(Language::tag)),
            wordings: Wordings(vec![WORDING]),
        }
    }

    /// The newest wording that both sides know.
    #[must_use]
    pub fn common_wording(&self) -> Option<u16> {
        let ours = Self::ours().wordings;
        self.wordings.0.iter().copied().filter(|wording| ours.0.contains(wording)).max()
    }

    /// `wanted` if the other side can render it, otherwise English, which every side can.
    #[must_use]
    pub fn language(&self, wanted: Language) -> Language {
        if self.languages.has(wanted.tag()) { wanted } else { Language::English }
    }
}

/// Up to [`MAX_NAMES`] short names: 1 to 32 ASCII letters, digits and dashes each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Names(Vec<String>);

impl Names {
    fn of<const N: usize>(names: [&str; N]) -> Self {
        Self(names.map(str::to_owned).to_vec())
    }

    /// Whether the list contains `name`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }
}

impl TryFrom<Vec<String>> for Names {
    type Error = &'static str;

    fn try_from(names: Vec<String>) -> Result<Self, &'static str> {
        let plain = names.len() <= MAX_NAMES && names.iter().all(|name| is_name(name));
        if plain { Ok(Self(names)) } else { Err("not a list of names") }
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Self {
        names.0
    }
}

/// Whether a text has the form of a name in capabilities, or of the code of a refusal.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Up to [`MAX_NAMES`] numbers of wordings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u16>", into = "Vec<u16>")]
pub struct Wordings(Vec<u16>);

impl TryFrom<Vec<u16>> for Wordings {
    type Error = &'static str;

    fn try_from(wordings: Vec<u16>) -> Result<Self, &'static str> {
        if wordings.len() <= MAX_NAMES { Ok(Self(wordings)) } else { Err("too many wordings") }
    }
}

impl From<Wordings> for Vec<u16> {
    fn from(wordings: Wordings) -> Self {
        wordings.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Capabilities, Names};
    use crate::language::Language;

    #[test]
    fn a_newer_side_is_understood_as_far_as_it_goes() {
        let mut newer = Capabilities::ours();
        newer.wordings.0.push(u16::MAX);
        newer.languages = Names::of(["en", "de"]);
        assert_eq!(newer.common_wording(), Some(crate::statement::WORDING));
        assert_eq!(newer.language(Language::Finnish), Language::English);
        newer.wordings.0 = vec![u16::MAX];
        assert_eq!(newer.common_wording(), None);
    }

    #[test]
    fn names_are_few_and_plain() {
        assert!(Names::try_from(vec!["a".to_owned(); 33]).is_err());
        for bad in ["", "a b", "ä", &"a".repeat(33)] {
            assert!(Names::try_from(vec![bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
