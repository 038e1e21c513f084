//! The first bytes of a connection, in plain text: until there are enough to tell which HTTP it is, nothing else limits
//! the time.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// The length of the preface of HTTP/2 (RFC 9113, 3.4): the time limit ends after this many bytes.
const PREFACE: usize = 24;

/// A connection, with TLS removed, that ends if its first bytes do not arrive in time.
#[derive(Debug)]
pub(super) struct First<I> {
    stream: I,
    /// How many bytes are still to come, and the time limit.
    awaited: Option<(usize, Pin<Box<Sleep>>)>,
}

impl<I> First<I> {
    pub(super) fn new(stream: I, within: Duration) -> Self {
        Self { stream, awaited: Some((PREFACE, Box::pin(sleep(within)))) }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for First<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let done = Pin::new(&mut self.stream).poll_read(cx, into);
        let Some((needed, late)) = &mut self.awaited else { return done };
        *needed = needed.saturating_sub(into.filled().len() - before);
        if *needed == 0 {
            self.awaited = None;
        } else if done.is_pending() && late.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        done
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for First<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
