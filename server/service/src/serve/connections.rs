//! Connections: how many there may be, in all and from one address, and how long one may be idle.
//!
//! When all places are taken, a new connection gets the place of an idle one ([`super::places`]). When all connections
//! are busy, it gets one of a few places reserved for refusals, and on it the answer 503; when those are taken too, the
//! connection is closed.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONNECTION, HeaderValue, RETRY_AFTER};
use axum::http::{Request, Response, StatusCode};
use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tower::Service;

use super::first::First;
use super::places::{ActiveRequest, Place, Places, Seat, UntilAnswered};
use crate::address::network_of;
use crate::settings::{ConnectionLimits, Network};

/// How long the first bytes may take, and each write.
const MOVES_WITHIN: Duration = Duration::from_secs(10);

/// Gives out places to connections.
#[derive(Clone, Debug)]
pub(super) struct Gate<A> {
    inner: A,
    places: Arc<Places>,
    proxies: Arc<[Network]>,
}

/// The limits of connections, and the proxies that are exempt.
#[derive(Debug)]
pub(super) struct Callers {
    connections: ConnectionLimits,
    proxies: Arc<[Network]>,
}

impl Callers {
    pub(super) fn new(connections: ConnectionLimits, proxies: &[Network]) -> Self {
        Self { connections, proxies: proxies.into() }
    }
}

impl<A> Gate<A> {
    pub(super) fn new(inner: A, callers: &Callers) -> Self {
        let places = Arc::new(Places::new(callers.connections));
        Self { inner, places, proxies: callers.proxies.clone() }
    }
}

impl<A, S> Accept<TcpStream, S> for Gate<A>
where
    A: Accept<Seated<TcpStream>, S> + Clone + Send + 'static,
    A::Stream: Send,
    A::Service: Send,
    A::Future: Send,
    S: Send + 'static,
{
    type Stream = First<A::Stream>;
    type Service = Guarded<A::Service>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let (inner, proxies) = (self.inner.clone(), self.proxies.clone());
        let address = stream.peer_addr().map(|peer| peer.ip().to_canonical());
        let places = self.places.clone();
        Box::pin(async move {
            let address = address?;
            let is_proxy = proxies.iter().any(|network| network.contains(address));
            let counted = (!is_proxy).then(|| network_of(address));
            let place = Places::take(&places, counted).ok_or(io::ErrorKind::ConnectionRefused)?;
            let (is_refused, seat) = (place.is_refusal, place.seat.clone());
            let (stream, service) = inner.accept(Seated::new(stream, place), service).await?;
            let stream = First::new(stream, MOVES_WITHIN);
            Ok((stream, Guarded { inner: service, is_refused, seat, places }))
        })
    }
}

/// A connection with its place, TLS or not: it ends when its place is given to another connection, and when nothing can
/// be written for a while.
#[derive(Debug)]
pub(super) struct Seated<I> {
    stream: I,
    place: Place,
    written: Option<Pin<Box<Sleep>>>,
}

impl<I> Seated<I> {
    const fn new(stream: I, place: Place) -> Self {
        Self { stream, place, written: None }
    }

    /// Fails an operation that waits too long for the client to read.
    fn in_time<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.written = None;
            return done;
        }
        let late = self.written.get_or_insert_with(|| Box::pin(sleep(MOVES_WITHIN)));
        late.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Seated<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.place.seat.check(&self.place.seat.reader, cx)?;
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Seated<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        self.place.seat.check(&self.place.seat.writer, cx)?;
        let done = Pin::new(&mut self.stream).poll_write(cx, from);
        self.in_time(cx, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.place.seat.check(&self.place.seat.writer, cx)?;
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        self.in_time(cx, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.in_time(cx, done)
    }
}

/// Serves requests, or answers that there are too many.
#[derive(Clone, Debug)]
pub(super) struct Guarded<S> {
    inner: S,
    is_refused: bool,
    seat: Arc<Seat>,
    places: Arc<Places>,
}

impl<S, B> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        if self.is_refused {
            return Box::pin(async { Ok(too_many()) });
        }
        let asking = ActiveRequest::new(&self.seat, &self.places);
        request.extensions_mut().insert(asking.clone());
        let (until_answered, answer) = (UntilAnswered(asking), self.inner.call(request));
        Box::pin(async move {
            let answer = answer.await;
            if answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::SWITCHING_PROTOCOLS) {
                until_answered.never();
            }
            answer
        })
    }
}

/// The response that asks the client to try again, and ends the connection: further requests on it are not read.
pub(crate) fn too_many() -> Response<Body> {
    let mut response =
        Response::new(Body::from("Too many ask at this moment. Try again in a few seconds.\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests;
