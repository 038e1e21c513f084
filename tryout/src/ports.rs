//! The ports of the try-out, all on loopback.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};

use key_protocol::origin::{Origin, OriginError};
use tokio::net::TcpListener;

/// How many attempts are made to find a row of free ports.
const ATTEMPTS: usize = 50;

/// The reason why a port cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PortError {
    /// A listener without an address of its own.
    #[error("The port {0} gives no address that a phone can use.")]
    NoOrigin(u16, #[source] OriginError),
    /// No row of free ports was found.
    #[error("There are no {0} free ports in a row: say where to begin with --phone-port.")]
    NoRow(u16),
    /// Service and phones have the same port.
    #[error("--port and --phone-port both name port {0}: choose another one for either.")]
    Same(u16),
    /// Another program listens on the port.
    #[error("Port {port} is taken: choose another one with {option}, or let 0 find a free one.")]
    Taken {
        /// The port.
        port: u16,
        /// The option that chooses another port.
        option: &'static str,
    },
    /// Any other error.
    #[error("Port {port} cannot be opened: {error}. Choose another one with {option}.")]
    Unusable {
        /// The port.
        port: u16,
        /// The system's error.
        error: std::io::Error,
        /// The option that chooses another port.
        option: &'static str,
    },
}

/// An open port and its address.
#[derive(Debug)]
pub(crate) struct BoundPort {
    pub(crate) listener: TcpListener,
    pub(crate) origin: Origin,
}

/// Checks that the service's port is outside the phones' row.
pub(crate) fn check(port: u16, first: u16, count: u16) -> Result<(), PortError> {
    let taken = port != 0 && first != 0 && (first..first.saturating_add(count)).contains(&port);
    if taken { Err(PortError::Same(port)) } else { Ok(()) }
}

/// Opens `port`, or a free one for 0.
pub(crate) async fn one(port: u16, option: &'static str) -> Result<BoundPort, PortError> {
    let opened = async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    };
    let (listener, port) = opened.await.map_err(|error: std::io::Error| match error.kind() {
        ErrorKind::AddrInUse => PortError::Taken { port, option },
        _ => PortError::Unusable { port, error, option },
    })?;
    let origin = Origin::parse(&format!("http://127.0.0.1:{port}"));
    Ok(BoundPort { listener, origin: origin.map_err(|error| PortError::NoOrigin(port, error))? })
}

/// Opens `count` ports in a row from `first` on, or a free row for 0.
pub(crate) async fn row(first: u16, count: u16) -> Result<Vec<BoundPort>, PortError> {
    if first != 0 {
        return row_from(first, count).await;
    }
    for _ in 0..ATTEMPTS {
        let beginning = one(0, "--phone-port").await?;
        let port = beginning.listener.local_addr().map_or(0, |address| address.port());
        drop(beginning);
        if let Ok(bound) = row_from(port, count).await {
            return Ok(bound);
        }
    }
    Err(PortError::NoRow(count))
}

async fn row_from(first: u16, count: u16) -> Result<Vec<BoundPort>, PortError> {
    let mut bound = Vec::new();
    for number in 0..count {
        let port = first.checked_add(number).ok_or(PortError::NoRow(count))?;
        bound.push(one(port, "--phone-port").await?);
    }
    Ok(bound)
}

#[cfg(test)]
mod tests {
    use super::{PortError, check, one, row};

    #[test]
    fn one_port_for_both_is_said_in_one_line() {
        let line = "--port and --phone-port both name port 9000: choose another one for either.";
        assert_eq!(check(9000, 9000, 1).unwrap_err().to_string(), line);
        assert!(check(9001, 9000, 2).is_err());
        assert!(check(9000, 9000, 0).is_ok() && check(0, 0, 1).is_ok() && check(8080, 8081, 16).is_ok());
    }

    #[tokio::test]
    async fn a_taken_port_says_what_to_do() {
        let first = one(0, "--port").await.unwrap();
        let port = first.listener.local_addr().unwrap().port();
        let error = one(port, "--port").await.unwrap_err();
        assert!(matches!(error, PortError::Taken { .. }));
        let line = format!("Port {port} is taken: choose another one with --port, or let 0 find a free one.");
        assert_eq!(error.to_string(), line);
    }

    #[tokio::test]
    async fn phones_stand_in_a_row() {
        let bound = row(0, 3).await.unwrap();
        let ports: Vec<u16> = bound.iter().map(|port| port.listener.local_addr().unwrap().port()).collect();
        assert_eq!(ports, [ports[0], ports[0] + 1, ports[0] + 2]);
        assert!(bound.iter().all(|port| port.listener.local_addr().unwrap().ip().is_loopback()));
        assert!(row(u16::MAX, 2).await.is_err());
    }
}
