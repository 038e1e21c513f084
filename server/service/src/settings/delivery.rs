//! How messages leave the service: a mail server, a gateway for text messages.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use key_domain::contacts::EmailAddress;
use key_protocol::shown::ShownText;
use serde::Deserialize;
use url::{Host, Url};

/// How long sending one message may take, in seconds: less than the service waits for an outbox.
const TIMEOUTS: std::ops::RangeInclusive<u64> = 1..=25;
const DEFAULT_TIMEOUT: u64 = 20;

/// The mail server, and the sender of e-mails.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "MailConfig")]
pub struct MailSettings {
    /// The name or IP address of the server, as its certificate has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: MailTls,
    /// Whether and how to log in at the server.
    pub login: Option<MailLogin>,
    /// The address of the sender.
    pub from: EmailAddress,
    /// The name of the sender.
    pub name: ShownText,
    /// A file of certificates in PEM form to trust besides the public ones.
    pub trust: Option<PathBuf>,
    /// How long sending one message may take.
    pub timeout: Duration,
}

/// How the connection to the mail server is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// TLS from the first byte.
    #[default]
    Implicit,
    /// TLS after the command STARTTLS. A server without it gets nothing.
    StartTls,
    /// No encryption, for a server on the same machine.
    None,
}

impl MailTls {
    const fn usual_port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// The login at the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLogin {
    /// The username.
    pub user: String,
    /// The file with the password.
    pub password_file: PathBuf,
}

/// The gateway for text messages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SmsConfig")]
pub struct SmsSettings {
    /// The address that messages are posted to.
    pub url: Url,
    /// The file with the token that the gateway knows the service by.
    pub token_file: PathBuf,
    /// How long sending one message may take.
    pub timeout: Duration,
}

/// `[mail]` in the configuration file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailConfig {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    tls: MailTls,
    user: Option<String>,
    password_file: Option<PathBuf>,
    from: EmailAddress,
    name: ShownText,
    trust: Option<PathBuf>,
    timeout_seconds: Option<u64>,
}

/// `[sms]` in the configuration file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SmsConfig {
    url: String,
    token_file: PathBuf,
    timeout_seconds: Option<u64>,
}

/// What is wrong in `[mail]` or `[sms]`, with what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Wrong {
    #[error(
        "host is the name or IP address of the mail server alone, such as smtp.example.org; port says the port"
    )]
    Host,
    #[error("tls = \"none\" is for a mail server on this machine, such as host = \"127.0.0.1\"")]
    NoTls,
    #[error("user and password_file belong together: write both, or none of them")]
    HalfLogin,
    #[error("user is the one line that the mail server knows the service by")]
    User,
    #[error("timeout_seconds is a number from {} to {}", TIMEOUTS.start(), TIMEOUTS.end())]
    Timeout,
    #[error("trust is of no use with tls = \"none\": leave one of them out")]
    Trust,
    #[error("url must begin with https://, or be of this machine, such as http://127.0.0.1:8025/")]
    Insecure,
    #[error("url is an address such as https://sms.example.org/messages, without a user or a password in it")]
    Url,
}

impl TryFrom<MailConfig> for MailSettings {
    type Error = Wrong;

    fn try_from(config: MailConfig) -> Result<Self, Wrong> {
        let MailConfig { host, port, tls, user, password_file, from, name, trust, timeout_seconds } = config;
        let host = parse_host(&host).ok_or(Wrong::Host)?;
        if tls == MailTls::None && !is_loopback(&host) {
            return Err(Wrong::NoTls);
        }
        if tls == MailTls::None && trust.is_some() {
            return Err(Wrong::Trust);
        }
        let login = match (user, password_file) {
            (Some(user), Some(password_file)) => Some(MailLogin { user, password_file }),
            (None, None) => None,
            _ => return Err(Wrong::HalfLogin),
        };
        if login
            .as_ref()
            .is_some_and(|MailLogin { user, .. }| user.is_empty() || user.contains(char::is_control))
        {
            return Err(Wrong::User);
        }
        let port = port.unwrap_or(tls.usual_port());
        Ok(Self {
            host: text(&host),
            port,
            tls,
            login,
            from,
            name,
            trust,
            timeout: timeout(timeout_seconds)?,
        })
    }
}

impl TryFrom<SmsConfig> for SmsSettings {
    type Error = Wrong;

    fn try_from(config: SmsConfig) -> Result<Self, Wrong> {
        let url = Url::parse(&config.url).map_err(|_| Wrong::Url)?;
        let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let host = url.host().filter(|_| bare).ok_or(Wrong::Url)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host.to_owned()) => {}
            _ => return Err(Wrong::Insecure),
        }
        Ok(Self { url, token_file: config.token_file, timeout: timeout(config.timeout_seconds)? })
    }
}

fn timeout(seconds: Option<u64>) -> Result<Duration, Wrong> {
    let seconds = seconds.unwrap_or(DEFAULT_TIMEOUT);
    if TIMEOUTS.contains(&seconds) { Ok(Duration::from_secs(seconds)) } else { Err(Wrong::Timeout) }
}

fn parse_host(text: &str) -> Option<Host> {
    let address = text.parse().ok().map(|address| match address {
        IpAddr::V4(address) => Host::Ipv4(address),
        IpAddr::V6(address) => Host::Ipv6(address),
    });
    address.or_else(|| Host::parse(text).ok())
}

/// The text of a host, without the brackets of URLs.
fn text(host: &Host) -> String {
    match host {
        Host::Ipv6(address) => address.to_string(),
        host => host.to_string(),
    }
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MailSettings, MailTls, SmsSettings};

    const MAIL: &str = "host = 'smtp.example.org'\nfrom = 'key@example.org'\nname = 'Ledger'\n";
    const SMS: &str = "url = 'https://sms.example.org/messages'\ntoken_file = '/etc/key/token'\n";

    fn mail(more: &str) -> Result<MailSettings, String> {
        toml::from_str(&format!("{MAIL}{more}")).map_err(|error| error.message().to_owned())
    }

    fn sms(text: &str) -> Result<SmsSettings, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_few_lines_suffice() {
        let settings = mail("").unwrap();
        assert_eq!((settings.port, settings.tls, settings.timeout.as_secs()), (465, MailTls::Implicit, 20));
        assert_eq!(mail("tls = 'starttls'").unwrap().port, 587);
        assert_eq!(mail("port = 2525").unwrap().port, 2525);
        let login = mail("user = 'key'\npassword_file = '/etc/key/password'").unwrap().login.unwrap();
        assert_eq!(
            (login.user.as_str(), login.password_file.to_str().unwrap()),
            ("key", "/etc/key/password")
        );
        let settings = sms(&format!("{SMS}timeout_seconds = 5")).unwrap();
        assert_eq!(
            (settings.url.as_str(), settings.timeout.as_secs()),
            ("https://sms.example.org/messages", 5)
        );
    }

    #[test]
    fn only_this_machine_is_reached_in_the_clear() {
        let at = |host: &str| {
            toml::from_str::<MailSettings>(
                &MAIL.replace("smtp.example.org", host).replace("'\nfrom", "'\ntls = 'none'\nfrom"),
            )
        };
        for own in ["127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9"] {
            assert_eq!(at(own).unwrap().port, 25, "{own}");
        }
        assert_eq!(at("[::1]").unwrap().host, "::1");
        for other in ["smtp.example.org", "192.0.2.1", "127.0.0.1.example.org", "2001:db8::1", "0.0.0.0"] {
            assert!(at(other).unwrap_err().message().contains("on this machine"), "{other}");
        }
        let at = |url: &str| sms(&SMS.replace("https://sms.example.org/messages", url));
        for own in ["http://127.0.0.1:8025/", "http://localhost/sms", "http://[::1]/", "https://192.0.2.1/"] {
            assert!(at(own).is_ok(), "{own}");
        }
        for other in ["http://sms.example.org/", "http://127.0.0.1.example.org/", "ftp://127.0.0.1/"] {
            assert!(at(other).unwrap_err().contains("https://"), "{other}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        for (more, said) in [
            ("user = 'key'", "password_file"),
            ("password_file = '/x'", "user"),
            ("user = ''\npassword_file = '/x'", "user"),
            ("password = 'geheim'", "password_file"),
            ("tls = 'ssl'", "starttls"),
            ("timeout_seconds = 0", "from 1 to 25"),
            ("timeout_seconds = 26", "from 1 to 25"),
        ] {
            let error = mail(more).unwrap_err();
            assert!(error.contains(said) && !error.contains("geheim"), "{error}");
        }
        for host in [
            "",
            "smtp.example.org:465",
            "smtp example.org",
            "https://smtp.example.org",
            "user@smtp.example.org",
        ] {
            let error = toml::from_str::<MailSettings>(&MAIL.replace("smtp.example.org", host)).unwrap_err();
            assert!(error.message().contains("host"), "{host}: {error}");
        }
        let error = toml::from_str::<MailSettings>(&MAIL.replace("key@", "key.")).unwrap_err();
        assert!(error.message().contains("name@example.org"), "{error}");
        let trusting = MAIL.replace("smtp.example.org", "localhost") + "tls = 'none'\ntrust = '/x'";
        assert!(toml::from_str::<MailSettings>(&trusting).unwrap_err().message().contains("trust"));
        for url in [
            "sms.example.org",
            "https://key:geheim@sms.example.org/",
            "https://",
            "https://sms.example.org/#x",
        ] {
            let error = sms(&SMS.replace("https://sms.example.org/messages", url)).unwrap_err();
            assert!(error.contains("url") && !error.contains("geheim"), "{error}");
        }
    }
}
