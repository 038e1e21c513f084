//! The address that a request comes from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

use crate::settings::Settings;

/// The address of the client: that of the connection, or the one that a trusted proxy forwards. Without a connection
/// (in tests) it is this machine.
pub(crate) fn of(settings: &Settings, parts: &Parts) -> IpAddr {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer =
        connected.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip().to_canonical());
    let forwarded = parts.headers.get_all("x-forwarded-for").iter();
    let forwarded: Vec<_> =
        forwarded.flat_map(|header| header.to_str().unwrap_or_default().split(',')).collect();
    settings.client(peer, &forwarded)
}

/// The network of one household or company: an IPv4 address, or the first 56 bits of an IPv6 address, which providers
/// commonly give to a household (RIPE-690, 4.2).
pub(crate) fn network(settings: &Settings, parts: &Parts) -> IpAddr {
    network_of(of(settings, parts))
}

/// The network of an address.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 72 << 72)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use axum::http::Request;

    use super::of as address;
    use crate::settings::Network;
    use crate::testing::World;

    #[tokio::test]
    async fn only_our_own_proxies_say_who_has_asked() {
        let world = World::with(|settings| {
            settings.trusted_proxies =
                ["127.0.0.1", "10.0.0.0/8"].map(|text| Network::parse(text).unwrap()).to_vec();
        })
        .await;
        let of = |peer: &str, forwarded: &[&str]| {
            let peer = SocketAddr::new(peer.parse().unwrap(), 9);
            let request = Request::get("/").extension(ConnectInfo(peer));
            let request =
                forwarded.iter().fold(request, |request, value| request.header("X-Forwarded-For", *value));
            address(&world.app().settings, &request.body(()).unwrap().into_parts().0).to_string()
        };
        assert_eq!(of("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(of("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(of("127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(of("::ffff:127.0.0.1", &["203.0.113.5, 198.51.100.7 ,10.1.2.3"]), "198.51.100.7");
        assert_eq!(of("127.0.0.1", &["203.0.113.5", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(of("127.0.0.1", &["203.0.113.5, made-up, 10.1.2.3"]), "10.1.2.3");
        assert_eq!(of("127.0.0.1", &["10.0.0.9, 10.1.2.3"]), "10.0.0.9");
    }
}
