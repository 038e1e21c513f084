//! Serves connections. Slow clients cannot occupy one: a connection is closed if a request is not sent in time, or if
//! the client does not read.

pub(crate) mod connections;
mod files;
mod first;
pub(crate) mod places;

use std::future::pending;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use futures_util::{StreamExt as _, stream};
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;
use tokio::net::TcpSocket;
use tokio::time::Sleep;

use self::connections::{Callers, Gate};
pub use self::files::raise_file_limit;
use self::places::ActiveRequest;
use crate::Service;
use crate::config::Tls;
use crate::settings::{ConnectionLimits, Settings};

/// How long the head of a request may take, counted from the connection or from the request before it.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long the body of a request may take.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// The longest head of a request that is read, in bytes, and how many lines it may have.
const MAX_HEAD_BYTES: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// How many requests one HTTP/2 connection may have open at a time.
const MAX_STREAMS: u32 = 8;

/// How long active requests may take when the service ends.
const END_WITHIN: Duration = Duration::from_secs(5);

impl Service {
    /// Serves connections to `listener`, with TLS if there are files for it, until `end` completes. Then it lets all
    /// waiting requests go.
    ///
    /// # Errors
    /// When the listener, the certificate or its key cannot be used.
    pub async fn serve(
        &self,
        listener: TcpListener,
        tls: Option<&Tls>,
        end: impl Future<Output = ()> + Send,
    ) -> io::Result<()> {
        let end = async {
            end.await;
            self.close();
        };
        let Settings { connections, trusted_proxies, .. } = &self.app().settings;
        serve(self.router(), listener, tls, &Callers::new(*connections, trusted_proxies), end).await
    }
}

/// Serves connections to `listener`, with the limits of the service: for programs beside it.
///
/// # Errors
/// When the listener cannot be used.
pub async fn serve_beside(
    router: Router,
    listener: TcpListener,
    connections: ConnectionLimits,
) -> io::Result<()> {
    let router = router.layer(from_fn(async |mut request: Request, next: Next| {
        request.extensions_mut().remove::<ActiveRequest>().inspect(ActiveRequest::is_worked_on);
        next.run(request).await
    }));
    serve(router, listener, None, &Callers::new(connections, &[]), pending()).await
}

/// How many connections may wait to be accepted, if the system allows it: a client that finds the backlog full tries
/// again only after seconds.
const BACKLOG: u32 = 4096;

/// Opens a listener for [`Service::serve`].
///
/// # Errors
/// When the address is taken or does not belong to this machine.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

async fn serve(
    router: Router,
    listener: TcpListener,
    tls: Option<&Tls>,
    callers: &Callers,
    end: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let app = router.layer(from_fn(body_in_time)).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let ours = handle.clone();
    let serving = async move {
        match tls {
            Some(files) => {
                let config = read(files).await?;
                let gate = |inner| Gate::new(RustlsAcceptor::new(config).acceptor(inner), callers);
                in_time(axum_server::from_tcp(listener)?).map(gate).handle(ours).serve(app).await
            }
            None => {
                let gate = |inner| Gate::new(inner, callers);
                let mut server = in_time(axum_server::from_tcp(listener)?).map(gate);
                // The server's own shutdown would refuse upgrades.
                let builder = server.http_builder();
                *builder = builder.clone().http1_only();
                server.handle(ours).serve(app).await
            }
        }
    };
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done,
        () = end => handle.graceful_shutdown(Some(END_WITHIN)),
    }
    serving.await
}

/// Sets the limits of one connection. HTTP/2 is served over TLS only, if both sides have negotiated it.
fn in_time<A>(mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    let builder = server.http_builder();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD_WITHIN)
        .keep_alive_timeout(HEAD_WITHIN)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEAD_BYTES).unwrap_or(u32::MAX))
        .max_send_buf_size(64 * 1024);
    server
}

async fn read(files: &Tls) -> io::Result<RustlsConfig> {
    let pem = RustlsConfig::from_pem_file(&files.certificate, &files.key)
        .await
        .map_err(|error| io::Error::other(format!("certificate or key cannot be used: {error}")))?;
    let mut config = ServerConfig::clone(&pem.get_inner());
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

/// Limits the time of the body as a whole: a byte now and then does not extend it.
async fn body_in_time(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let late = Box::pin(tokio::time::sleep(BODY_WITHIN));
    next.run(request.map(|body| until(late, body))).await
}

fn until(late: std::pin::Pin<Box<Sleep>>, body: Body) -> Body {
    let parts = stream::unfold((late, body.into_data_stream()), async |(mut late, mut parts)| {
        let part = tokio::select! {
            part = parts.next() => part?.map_err(io::Error::other),
            () = &mut late => Err(io::ErrorKind::TimedOut.into()),
        };
        Some((part, (late, parts)))
    });
    Body::from_stream(parts)
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use axum::Router;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::connections::Callers;
    use super::{MAX_HEAD_BYTES, serve};
    use crate::settings::ConnectionLimits;

    fn anybody() -> &'static Callers {
        Box::leak(Box::new(Callers::new(ConnectionLimits::default(), &[])))
    }

    /// The response to a client that sends this and then nothing more. The clock advances whenever all tasks wait.
    async fn answer_to(sent: &str) -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", post(async |body: String| body));
        tokio::spawn(serve(router, listener, None, anybody(), pending()));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(sent.as_bytes()).await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_sends_half_a_request_is_let_go() {
        assert_eq!(answer_to("").await, "");
        let head = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n";
        for half in ["P", head] {
            let answer = answer_to(half).await;
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
        let answer = answer_to(&format!("{head}\r\nab")).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        let answer = answer_to(&format!("{head}\r\nabcd")).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("abcd"), "{answer}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_is_told_to_ends() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let end = async move { drop(TcpStream::connect(address).await.unwrap()) };
        serve(Router::new(), listener, None, anybody(), end).await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_without_an_end_is_not_taken() {
        let head = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nx: {}\r\n\r\n", "x".repeat(MAX_HEAD_BYTES));
        assert!(answer_to(&head).await.starts_with("HTTP/1.1 431"));
        let lines = "x: y\r\n".repeat(100);
        let answer = answer_to(&format!("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
}
