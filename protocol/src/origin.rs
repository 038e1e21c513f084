//! The origin of a service.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The origin of a service: `https://host` or `https://host:port`, lower case, without a path.
///
/// Plain `http` is accepted for loopback addresses only, so that only the try-out runs without certificates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// The reason why a text is not the origin of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Plain `http` to a host other than this machine.
    #[error("the address must begin with https://")]
    Insecure,
    /// Not an address, or one with a path, a query or a username.
    #[error("not the address of a service")]
    Malformed,
}

impl Origin {
    /// Parses an origin.
    ///
    /// # Errors
    /// [`OriginError`]
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text).map_err(|_| OriginError::Malformed)?;
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(OriginError::Malformed);
        }
        Self::of(&url)
    }

    /// The origin of `url`, whatever its path.
    pub(crate) fn of(url: &Url) -> Result<Self, OriginError> {
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(url) => {}
            "http" => return Err(OriginError::Insecure),
            _ => return Err(OriginError::Malformed),
        }
        // A name that ends with a dot is another spelling of the same name.
        let named = |host: &&str| !host.is_empty() && !host.ends_with('.');
        let host = url.host_str().filter(named).ok_or(OriginError::Malformed)?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{}://{host}{port}", url.scheme())))
    }

    /// The text, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the service uses TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, OriginError};

    #[test]
    fn only_https_and_loopback() {
        assert_eq!(Origin::parse("HTTPS://Login.Example:443/").unwrap().as_str(), "https://login.example");
        assert_eq!(Origin::parse("http://127.0.0.1:8080").unwrap().as_str(), "http://127.0.0.1:8080");
        assert_eq!(Origin::parse("http://[::1]:9").unwrap().as_str(), "http://[::1]:9");
        assert_eq!(Origin::parse("http://login.example"), Err(OriginError::Insecure));
        assert_eq!(Origin::parse("http://127.0.0.1.example"), Err(OriginError::Insecure));
        for bad in [
            "",
            "login.example",
            "https://",
            "https://a/b",
            "https://u@a",
            "https://a?q",
            "ftp://a",
            "https://a.",
        ] {
            assert_eq!(Origin::parse(bad), Err(OriginError::Malformed), "{bad}");
        }
    }
}
