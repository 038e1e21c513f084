//! The address of a PostgreSQL database.

use sqlx::postgres::PgConnectOptions;
use zeroize::Zeroizing;

/// The address of a database, such as `postgres://key:password@localhost/key`. It is displayed without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Zeroizing<String>);

impl Address {
    /// Parses an address that begins with `postgres://` or `postgresql://`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_address = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        let is_read = is_address && text.parse::<PgConnectOptions>().is_ok();
        is_read.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    pub(crate) fn options(&self) -> Result<PgConnectOptions, sqlx::Error> {
        self.0.parse()
    }

    /// Whether the address contains a password.
    pub(crate) fn has_password(&self) -> bool {
        let (_, rest) = self.0.split_once("://").unwrap_or_default();
        let user = rest.split(['/', '?']).next().and_then(|place| place.rsplit_once('@'));
        user.is_some_and(|(user, _)| user.contains(':')) || rest.contains("password=")
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Address({self})")
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Ok(options) = self.0.parse::<PgConnectOptions>() else { return f.write_str("postgres://") };
        let (host, name) = (options.get_host(), options.get_database().unwrap_or_default());
        write!(f, "postgres://{host}:{}/{name}", options.get_port())
    }
}

#[cfg(test)]
mod tests;
