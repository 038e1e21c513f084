//! Where users get the app.

use serde::Deserialize;
use url::Url;

/// The pages of the app in the stores, as far as there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Stores {
    /// For Android.
    pub android: Option<StorePage>,
    /// For the iPhone.
    pub apple: Option<StorePage>,
}

impl Stores {
    /// Whether there is any.
    #[must_use]
    pub const fn is_any(&self) -> bool {
        self.android.is_some() || self.apple.is_some()
    }
}

/// The address of the app's page in a store, with `https`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct StorePage(Url);

impl StorePage {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for StorePage {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let url = Url::parse(&text).ok().filter(|url| url.scheme() == "https");
        url.map(Self).ok_or("write the page of the app in a store as https://…")
    }
}
