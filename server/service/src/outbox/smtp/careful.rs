//! A connection whose other side is not known yet: it is read byte by byte, and not for ever.
//!
//! The client buffers what it reads, and would keep what comes in the clear behind the answer to STARTTLS as the first
//! answers of the encrypted connection. Somebody between service and server could so answer in the server's place, and a
//! message would be lost as if it had been taken. Read byte by byte, those bytes go to the TLS handshake, which fails.
//! And the client limits the length of a line only after it has read the line.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How much a server may say in one connection, in bytes: many times what it has to.
const MAX_BYTES: usize = 256 * 1024;

#[derive(Debug)]
pub(super) struct Careful {
    left: usize,
    stream: TcpStream,
}

impl Careful {
    pub(super) const fn new(stream: TcpStream) -> Self {
        Self { left: MAX_BYTES, stream }
    }
}

impl AsyncRead for Careful {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(Err(io::Error::other("it says too much")));
        };
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut one))?;
        buffer.put_slice(one.filled());
        self.left = left;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Careful {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncTokioStream for Careful {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}
