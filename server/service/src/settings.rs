//! What an operator decides.

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

/// The settings of one service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where browsers and phones reach the service.
    pub origin: Origin,
    /// Where phones have reached it before; they are led over to [`Settings::origin`].
    pub former_origins: Vec<Origin>,
    /// What pages and phones call it.
    pub name: ShownText,
    /// Where it keeps what it keeps.
    pub database: Database,
    /// The file with the service's keys. Made on the first start; without it every phone has to pair again.
    pub key_file: PathBuf,
    /// The folder that messages to users are written to.
    pub outbox: PathBuf,
    /// Names of networks, shown as the place of a login. The first that fits counts.
    pub places: Vec<(Network, ShownText)>,
    /// The proxies before the service: where one of these connects, the header `X-Forwarded-For` says who has asked.
    pub trusted_proxies: Vec<Network>,
    /// How long a write waits for another program that writes to the database, before it fails.
    pub busy_timeout: Duration,
    /// Whether the digits are asked for on known browsers too.
    pub always_digits: bool,
    /// How many wrong PINs and biometrics a device may have in all before it is locked.
    pub factor_budget: Budget,
    /// How many calls, forms and requests there may be.
    pub call_limits: CallLimits,
    /// How many connections there may be.
    pub connections: ConnectionLimits,
    /// How long things are kept.
    pub retention: Retention,
    /// Set by the try-out only: what its start page shows.
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

    /// Whether a proxy of ours has this address.
    pub(crate) fn is_proxy(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(address))
    }

    /// Who has asked: the right-most of `forwarded` that is no proxy of ours, if it was one of them that has connected.
    /// What stands further left anybody can have written.
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

/// How many connections there may be at a time. Each takes a file of the process, and phones that wait hold one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectionLimits {
    /// In all.
    pub all: usize,
    /// From one address, but for [`Settings::trusted_proxies`].
    pub per_address: usize,
}

impl Default for ConnectionLimits {
    /// For the 1,024 files that most systems give a process.
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
    /// Security events.
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
    /// An address, or the network that stands for one with IPv6.
    pub address: Limit,
    /// A device.
    pub device: Limit,
    /// Forms of a session.
    pub forms: Limit,
    /// Requests of all kinds, by address as above. Who asks faster is not refused: the requests wait.
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

/// What the start page of the try-out shows, and to whom.
#[derive(Clone, Debug)]
pub struct Tryout {
    /// What opens the page.
    pub admission: Admission,
    /// Its phones.
    pub phones: Vec<TryoutPhone>,
    /// Its users.
    pub users: Vec<TryoutUser>,
}

/// The secrets of one start: the ticket in the address of the start page, and the cookie that it is exchanged for.
/// Nothing keeps them, so the next start has others.
#[derive(Clone)]
pub struct Admission {
    cookie: Zeroizing<String>,
    ticket: Zeroizing<String>,
}

impl Admission {
    /// Draws new ones, of 32 bytes each.
    #[must_use]
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let draw = || Zeroizing::new(base64url::encode(&*Zeroizing::new(random::<32>(entropy))));
        Self { cookie: draw(), ticket: draw() }
    }

    /// The address that opens the start page of the service at `origin`. Whoever knows it sees the page.
    #[must_use]
    pub fn address(&self, origin: &Origin) -> Zeroizing<String> {
        Zeroizing::new(format!("{origin}/?ticket={}", *self.ticket))
    }

    /// What the cookie holds.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Whether `text` is the cookie, in a time that does not tell how much of it is right.
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
    /// Where it is, such as `http://127.0.0.1:8081`.
    pub origin: Origin,
    /// What opens it: an address there, with a secret in it.
    pub address: Zeroizing<String>,
}

impl std::fmt::Debug for TryoutPhone {
    /// Whoever knows the address has the phone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TryoutPhone({})", self.origin)
    }
}

/// A user of the try-out, with what they were given.
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

    /// The one-time passwords to show, with their numbers, where `next` is the first that has not been used.
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
    /// Reads the CIDR form; a single address is a network too.
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
