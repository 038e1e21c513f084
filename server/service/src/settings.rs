//! Settings: the decisions of an operator.

mod delivery;
mod stores;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use key_protocol::base64url;
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use key_domain::entropy::Entropy;
use key_domain::entropy::random;
use key_domain::rules::factors::Budget;
use key_domain::rules::limits::Limit;
use key_domain::store::Kept;
use key_store::Database;

pub use self::delivery::{MailLogin, MailSettings, MailTls, SmsSettings};
pub use self::stores::{StorePage, Stores};

/// The settings of one service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address at which browsers and phones reach the service.
    pub origin: Origin,
    /// Earlier addresses of the service; phones that use one learn [`Settings::origin`].
    pub former_origins: Vec<Origin>,
    /// The name that pages and phones show for it.
    pub name: ShownText,
    /// The database that stores its data.
    pub database: Database,
    /// The file with the service's keys. It is created on the first start; if it is lost, every phone has to pair
    /// again.
    pub key_file: PathBuf,
    /// The mail server; without it e-mails go to [`Settings::outbox`].
    pub mail: Option<MailSettings>,
    /// The gateway for text messages; without it they go to [`Settings::outbox`].
    pub sms: Option<SmsSettings>,
    /// Where users get the app.
    pub stores: Stores,
    /// The folder that other messages to users are written to.
    pub outbox: PathBuf,
    /// Names of networks, shown as the place of a login. The first match counts.
    pub places: Vec<(Network, ShownText)>,
    /// The proxies in front of the service: if one of these connects, the header `X-Forwarded-For` tells the client.
    pub trusted_proxies: Vec<Network>,
    /// How long a write waits for another program that writes to the database, before it fails.
    pub busy_timeout: Duration,
    /// Whether Key also asks for the digits of logins in known browsers.
    pub always_digits: bool,
    /// How many wrong PINs and biometrics a device may have in all before it is locked.
    pub factor_budget: Budget,
    /// How many calls, forms and requests there may be.
    pub call_limits: CallLimits,
    /// How many connections there may be.
    pub connections: ConnectionLimits,
    /// How long things are kept.
    pub retention: Retention,
    /// The content of the try-out's start page; `None` outside of the try-out.
    pub tryout: Option<Tryout>,
}

impl Settings {
    /// Settings with everything in one folder: `key.db`, `service.key` and `outbox/`.
    #[must_use]
    pub fn in_folder(folder: &Path, origin: Origin, name: ShownText) -> Self {
        Self {
            origin,
            former_origins: Vec::new(),
            name,
            database: Database::Sqlite(folder.join("key.db")),
            key_file: folder.join("service.key"),
            mail: None,
            sms: None,
            stores: Stores::default(),
            outbox: folder.join("outbox"),
            places: Vec::new(),
            trusted_proxies: Vec::new(),
            busy_timeout: Duration::from_secs(5),
            always_digits: false,
            factor_budget: Budget::default(),
            call_limits: CallLimits::default(),
            connections: ConnectionLimits::default(),
            retention: Retention::default(),
            tryout: None,
        }
    }

    /// Whether a trusted proxy has this address.
    pub(crate) fn is_proxy(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(address))
    }

    /// The client: the right-most of `forwarded` that is no trusted proxy, if a trusted proxy has connected. Anybody
    /// can have written the addresses further left.
    pub(crate) fn client(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let is_ours = |address| self.is_proxy(address);
        let mut client = peer;
        for hop in forwarded.iter().rev() {
            let Some(hop) = hop.trim().parse::<IpAddr>().ok().filter(|_| is_ours(client)) else { break };
            client = hop.to_canonical();
        }
        client
    }

    /// The operator's name for the network of `address`.
    pub(crate) fn place_name(&self, address: IpAddr) -> Option<ShownText> {
        self.places.iter().find(|(network, _)| network.contains(address)).map(|(_, name)| name.clone())
    }
}

/// How many connections there may be at the same time. Each takes a file of the process, and each phone that waits
/// holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectionLimits {
    /// The limit in all.
    pub all: usize,
    /// The limit for one address, except [`Settings::trusted_proxies`].
    pub per_address: usize,
}

impl Default for ConnectionLimits {
    /// Limits for the 1,024 files that most systems give a process.
    fn default() -> Self {
        Self { all: 850, per_address: 250 }
    }
}

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Logins with their requests, and pairing links.
    pub logins: u16,
    /// Devices that have left, or were locked, frozen or removed.
    pub devices: u16,
    /// Notifications.
    pub events: u16,
    /// Decisions with their receipts.
    pub receipts: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { logins: 90, devices: 400, events: 800, receipts: 3660 }
    }
}

impl Retention {
    /// From when on things are kept.
    pub(crate) fn at(self, now: i64) -> Kept {
        let since = |days: u16| now - i64::from(days.max(1)) * 24 * 60 * 60_000;
        let Self { logins, devices, events, receipts } = self;
        Kept {
            logins: since(logins),
            devices: since(devices),
            events: since(events),
            receipts: since(receipts),
        }
    }
}

/// How many calls a device and an address may make, forms a session may send, and requests an address may make in all.
#[derive(Clone, Copy, Debug)]
pub struct CallLimits {
    /// The limit of an address, or of the network that an IPv6 address belongs to.
    pub address: Limit,
    /// The limit of a device.
    pub device: Limit,
    /// The limit of a session's forms.
    pub forms: Limit,
    /// The limit of an address's requests of all kinds, as above. Faster requests are not refused but wait.
    pub requests: Limit,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            address: Limit::ADDRESS,
            device: Limit::DEVICE,
            forms: Limit::FORMS,
            requests: Limit::REQUESTS,
        }
    }
}

/// The content of the try-out's start page, and the secrets that open it.
#[derive(Clone, Debug)]
pub struct Tryout {
    /// The secrets that open the page.
    pub admission: Admission,
    /// Its phones.
    pub phones: Vec<TryoutPhone>,
    /// Its users.
    pub users: Vec<TryoutUser>,
}

/// The secrets of one start: the ticket in the address of the start page, and the cookie that it is exchanged for. They
/// are not stored, so the next start has others.
#[derive(Clone)]
pub struct Admission {
    cookie: Zeroizing<String>,
    ticket: Zeroizing<String>,
}

impl Admission {
    /// Draws new secrets, of 32 bytes each.
    #[must_use]
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let draw = || Zeroizing::new(base64url::encode(&*Zeroizing::new(random::<32>(entropy))));
        Self { cookie: draw(), ticket: draw() }
    }

    /// The address that opens the start page of the service at `origin`. Anybody who knows it can see the page.
    #[must_use]
    pub fn address(&self, origin: &Origin) -> Zeroizing<String> {
        Zeroizing::new(format!("{origin}/?ticket={}", *self.ticket))
    }

    /// The value of the cookie.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Whether `text` is the cookie, in a time that does not reveal how much of it is right.
    pub(crate) fn is_cookie(&self, text: &str) -> bool {
        self.cookie.as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// Whether `text` is the ticket, in the same way.
    pub(crate) fn is_ticket(&self, text: &str) -> bool {
        self.ticket.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl std::fmt::Debug for Admission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Admission(..)")
    }
}

/// A phone of the try-out.
#[derive(Clone)]
pub struct TryoutPhone {
    /// Its origin, such as `http://127.0.0.1:8081`.
    pub origin: Origin,
    /// The address that opens it, which contains a secret.
    pub address: Zeroizing<String>,
}

impl std::fmt::Debug for TryoutPhone {
    /// Anybody who knows the address can use the phone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TryoutPhone({})", self.origin)
    }
}

/// A user of the try-out, with their credentials.
#[derive(Clone, Debug, Default)]
pub struct TryoutUser {
    /// The username.
    pub username: String,
    /// The password.
    pub password: String,
    /// The whole list of one-time passwords, from number 1.
    pub one_time_passwords: Vec<String>,
}

impl TryoutUser {
    /// How many one-time passwords are shown.
    pub const SHOWN: usize = 3;

    /// The one-time passwords to show, with their numbers, from the first unused number `next`.
    #[must_use]
    pub fn next_passwords(&self, next: u32) -> Vec<(u32, String)> {
        let all = (1..).zip(self.one_time_passwords.iter().cloned());
        all.skip_while(|(number, _)| *number < next).take(Self::SHOWN).collect()
    }
}

/// A network in CIDR form, such as `10.1.0.0/16` or `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Parses the CIDR form; a single address is a network too.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let single = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse().or_else(|_| single()).ok().map(Self)
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_network_holds_its_addresses() {
        let holds = |network: &str, address: &str| {
            Network::parse(network).unwrap().contains(address.parse().unwrap())
        };
        assert!(holds("10.1.0.0/16", "10.1.255.3"));
        assert!(!holds("10.1.0.0/16", "10.2.0.1"));
        assert!(holds("10.1.0.0/16", "::ffff:10.1.0.9"));
        assert!(holds("0.0.0.0/0", "192.0.2.1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("192.0.2.7", "192.0.2.8"));
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "x/8", "::/129"] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
    }
}
