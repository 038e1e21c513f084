//! The configuration file of a service, in TOML:
//!
//! ```toml
//! origin = "https://login.example.org"
//! name = "Ledger"
//! listen = "0.0.0.0:443"
//! data = "/var/lib/key"           # key.db, service.key and outbox/ in it
//! # database = "postgres://…"     # instead of key.db, for several processes
//! trusted_proxies = ["127.0.0.1"]  # whose X-Forwarded-For counts
//! always_digits = false           # also ask known browsers for the digits
//! former_origins = []             # where phones have reached it before
//!
//! [tls]                           # without it only loopback is served
//! certificate = "/etc/key/chain.pem"
//! key = "/etc/key/key.pem"
//!
//! [wrong_pins]                    # this many within this many days lock a device
//! most = 20
//! days = 30
//!
//! [connections]                   # at a time; each takes a file of the process
//! all = 850
//! per_address = 250
//!
//! [mail]                          # without it e-mails go to the outbox folder
//! host = "smtp.example.org"
//! tls = "implicit"                # or "starttls"; "none" on loopback
//! user = "key"
//! password_file = "/etc/key/mail-password"
//! from = "key@example.org"
//! name = "Ledger"
//!
//! [sms]                           # without it text messages go to the outbox folder
//! url = "https://sms.example.org/messages"
//! token_file = "/etc/key/sms-token"
//!
//! [stores]                        # where users get the app
//! android = "https://store.example.org/key"
//! apple = "https://apps.example.org/key"
//!
//! [retention]                     # days
//! logins = 90
//! devices = 400                   # that have left or were locked
//! events = 800
//! receipts = 3660
//!
//! [[places]]
//! network = "10.1.0.0/16"
//! name = "Head office"
//! ```

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use key_domain::rules::factors::Budget;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use key_store::Database;
use key_store::postgres::Address;
use key_store::private;
use serde::Deserialize;

use crate::settings::{ConnectionLimits, MailSettings, Network, Retention, Settings, SmsSettings, Stores};

/// The content of the configuration file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address at which browsers and phones reach the service.
    pub origin: Origin,
    /// The name that pages and phones show for it.
    pub name: ShownText,
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The folder for database, keys and messages.
    pub data: PathBuf,
    /// The database, if not `key.db` in the data folder: another file, or the address of a PostgreSQL database, which
    /// several processes may share.
    pub database: Option<DatabaseConfig>,
    /// The key file, if not `service.key` in the data folder.
    pub key_file: Option<PathBuf>,
    /// Whether Key also asks for the digits of logins in known browsers.
    #[serde(default)]
    pub always_digits: bool,
    /// Earlier addresses of the service; phones that use one learn `origin`.
    #[serde(default)]
    pub former_origins: Vec<Origin>,
    /// How many wrong PINs and biometrics lock a device.
    #[serde(default)]
    pub wrong_pins: WrongPins,
    /// How many connections there may be at the same time.
    #[serde(default)]
    pub connections: ConnectionLimits,
    /// The mail server; without it e-mails go to the outbox folder.
    pub mail: Option<MailSettings>,
    /// The gateway for text messages; without it they go to the outbox folder.
    pub sms: Option<SmsSettings>,
    /// Where users get the app.
    #[serde(default)]
    pub stores: Stores,
    /// How long things are kept.
    #[serde(default)]
    pub retention: Retention,
    /// The networks of the proxies in front of the service, whose `X-Forwarded-For` counts.
    #[serde(default)]
    pub trusted_proxies: Vec<String>,
    /// Certificate and key; without them only loopback is served.
    pub tls: Option<Tls>,
    /// Names of networks.
    #[serde(default)]
    pub places: Vec<PlaceConfig>,
}

/// A database, as written in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct DatabaseConfig(Database);

impl From<DatabaseConfig> for Database {
    fn from(config: DatabaseConfig) -> Self {
        config.0
    }
}

impl TryFrom<String> for DatabaseConfig {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let database = match Address::parse(&text) {
            Some(address) => Database::Postgres(address),
            None if text.contains("://") || text.starts_with("postgres") => {
                return Err("write a PostgreSQL database as postgres://user:password@host:5432/name");
            }
            None => Database::Sqlite(text.into()),
        };
        Ok(Self(database))
    }
}

/// Certificate and key in PEM files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate with its chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// How many wrong PINs and biometrics lock a device in all. Five in a row always lock it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongPins {
    /// The number that locks a device.
    pub most: u32,
    /// The number of days within which they count.
    pub days: u16,
}

impl Default for WrongPins {
    fn default() -> Self {
        let Budget { failures, days } = Budget::default();
        Self { most: failures, days }
    }
}

/// The name of a network.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceConfig {
    /// The network in CIDR form.
    pub network: String,
    /// The name that is shown for logins from it.
    pub name: ShownText,
}

/// The reason why the configuration could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}; server/example.toml shows what it says")]
    File(String, #[source] std::io::Error),
    /// The file has a wrong form.
    #[error("{0}: {1}\nserver/example.toml, also in key-server serve --help, shows what it says")]
    Form(String, String),
    /// Others can read the file, which contains the password of the database.
    #[error("others can read {0}, with the password of the database in it: chmod 600 it")]
    Open(String),
    /// A text is not a network.
    #[error("{0} is not a network; write it as 10.1.0.0/16")]
    Network(String),
    /// The service would serve plain HTTP to other machines.
    #[error("without [tls] only a loopback address such as 127.0.0.1:8080 can be listened on")]
    NoTls,
}

/// The error and its line number, without the line itself, which may contain a password.
fn told(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    match before {
        Some(before) => format!("line {}: {}", before.lines().count().max(1), error.message()),
        None => error.message().to_owned(),
    }
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// [`ConfigError`]
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let name = || path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError::File(name(), error))?;
        let config: Self =
            toml::from_str(&text).map_err(|error| ConfigError::Form(name(), told(&text, &error)))?;
        if config.database.as_ref().is_some_and(|database| database.0.has_password())
            && !private::is_private(path).map_err(|error| ConfigError::File(name(), error))?
        {
            return Err(ConfigError::Open(name()));
        }
        if config.tls.is_none() && !config.listen.ip().is_loopback() {
            return Err(ConfigError::NoTls);
        }
        Ok(config)
    }

    /// The settings that the configuration makes.
    ///
    /// # Errors
    /// [`ConfigError::Network`]
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let mut settings = Settings::in_folder(&self.data, self.origin.clone(), self.name.clone());
        settings.always_digits = self.always_digits;
        settings.connections = self.connections;
        settings.mail = self.mail.clone();
        settings.sms = self.sms.clone();
        settings.stores = self.stores.clone();
        settings.retention = self.retention;
        settings.former_origins = self.former_origins.clone();
        settings.factor_budget = Budget { failures: self.wrong_pins.most, days: self.wrong_pins.days };
        settings.database = self.database.clone().map_or(settings.database, Database::from);
        settings.key_file = self.key_file.clone().unwrap_or(settings.key_file);
        for PlaceConfig { network, name } in &self.places {
            settings.places.push((parse(network)?, name.clone()));
        }
        settings.trusted_proxies =
            self.trusted_proxies.iter().map(|network| parse(network)).collect::<Result<_, _>>()?;
        Ok(settings)
    }

    /// Whether the service needs a proxy in front and none is configured: all users would then share one address.
    #[must_use]
    pub fn lacks_proxies(&self) -> bool {
        self.origin.is_https() && self.tls.is_none() && self.trusted_proxies.is_empty()
    }
}

fn parse(network: &str) -> Result<Network, ConfigError> {
    Network::parse(network).ok_or_else(|| ConfigError::Network(network.to_owned()))
}

#[cfg(test)]
mod tests;
