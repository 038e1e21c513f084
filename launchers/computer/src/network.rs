//! A network that can be switched off, and be far away, as that of a simulated phone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use key_core::platform::{HttpRequest, HttpResponse, Transport, TransportError};

use crate::transport::HttpTransport;

/// A [`HttpTransport`] that can be switched off.
#[derive(Debug)]
pub struct SimulatedNetwork {
    distance: Duration,
    http: HttpTransport,
    off: AtomicBool,
}

impl SimulatedNetwork {
    /// A network on which every call takes longer by `distance`.
    #[must_use]
    pub fn new(distance: Duration) -> Self {
        Self { distance, http: HttpTransport::default(), off: AtomicBool::new(false) }
    }

    /// Whether it is switched off.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.off.load(Ordering::SeqCst)
    }

    /// Switches it off or on. A call that is under way gets no answer while it is off.
    pub fn set_off(&self, off: bool) {
        self.off.store(off, Ordering::SeqCst);
    }
}

impl Transport for SimulatedNetwork {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        if self.is_off() {
            return Err(TransportError);
        }
        std::thread::sleep(self.distance);
        let response = self.http.send(request);
        if self.is_off() { Err(TransportError) } else { response }
    }
}

#[cfg(test)]
mod tests {
    use super::SimulatedNetwork;
    use key_core::platform::{HttpRequest, Transport as _, TransportError};
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn nothing_is_sent_while_it_is_off_and_no_answer_arrives() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let request = HttpRequest { body: None, timeout_seconds: 5, url };
        let network = Arc::new(SimulatedNetwork::new(Duration::ZERO));
        network.set_off(true);
        assert_eq!(network.send(&request), Err(TransportError));
        network.set_off(false);
        let switch = network.clone();
        let service = std::thread::spawn(move || {
            // The first connection is the call after it was switched on: none came before.
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 16];
            stream.read_exact(&mut asked).unwrap();
            switch.set_off(true);
            stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
        });
        assert_eq!(network.send(&request), Err(TransportError));
        service.join().unwrap();
    }
}
