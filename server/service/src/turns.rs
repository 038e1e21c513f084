//! Turns: so many requests of one network are worked on at a time, and so many in a second, so that nobody's requests
//! fill the queues that all share. Others of the network wait for theirs; where very many wait, who comes is told to try
//! again.
//!
//! A turn is given back early by what only waits: for news, or for a password to be hashed.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use key_protocol::jws::MAX_BYTES;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::pages::{MAX_FORM_BYTES, address};
use crate::serve::{Asking, too_many};
use crate::service::App;
use key_domain::pruned::Pruned;
use key_domain::rules::limits::Limit;

/// How many requests of one network are worked on at a time.
const AT_ONCE: usize = 8;

/// How many more may wait: those of all connections that an address may have, where each asks for one thing at a time.
const WAITING: usize = 256;

/// Gives out turns.
#[derive(Debug)]
pub(crate) struct Turns {
    pace: Limit,
    networks: Mutex<Pruned<IpAddr, Network>>,
}

#[derive(Clone, Debug)]
struct Network {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// When all of its requests are forgiven.
    forgiven_at: Arc<Mutex<Instant>>,
}

impl Network {
    fn new() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(WAITING)),
            forgiven_at: Arc::new(Mutex::new(Instant::now())),
        }
    }

    fn is_busy(&self) -> bool {
        let (turns, waiting) = (self.turns.available_permits(), self.waiting.available_permits());
        turns < AT_ONCE || waiting < WAITING || *lock(&self.forgiven_at) > Instant::now()
    }

    /// Waits until one more request is not too fast. Who gives up meanwhile has asked for nothing.
    async fn keep_pace(&self, pace: Limit) {
        let [interval, longest] =
            [pace.interval(), pace.longest()].map(|it| Duration::from_micros(it as u64));
        loop {
            let ready_at = {
                let (now, mut forgiven_at) = (Instant::now(), lock(&self.forgiven_at));
                let next = now.max(*forgiven_at) + interval;
                if next <= now + longest {
                    *forgiven_at = next;
                    return;
                }
                next - longest
            };
            sleep_until(ready_at).await;
        }
    }
}

impl Turns {
    pub(crate) fn new(pace: Limit) -> Self {
        Self { pace, networks: Mutex::default() }
    }

    /// Waits for a turn; `None` where too many wait already.
    pub(crate) async fn take(&self, network: IpAddr) -> Option<Turn> {
        let network = {
            let mut networks = lock(&self.networks);
            networks.pruned(Network::is_busy).entry(network).or_insert_with(Network::new).clone()
        };
        let permit = match network.turns.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let _waiting = network.waiting.clone().try_acquire_owned().ok()?;
                network.turns.clone().acquire_owned().await.ok()?
            }
        };
        network.keep_pace(self.pace).await;
        Some(Turn(Arc::new(Mutex::new(Some(permit)))))
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request's turn, which ends with its answer or before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turn(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

impl Turn {
    /// What follows is waiting, and no work.
    pub(crate) fn end(&self) {
        lock(&self.0).take();
    }
}

/// The longest body that is read, in bytes; of a longer one so much and a little more, which whoever reads it refuses.
const LONGEST: usize = if MAX_FORM_BYTES > MAX_BYTES { MAX_FORM_BYTES } else { MAX_BYTES };

/// Works on a request when it has its turn, and keeps its connection's place from then on. It has come whole by then: who
/// sends slowly keeps nobody waiting.
pub(crate) async fn in_turn(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = whole(body).await;
    let Some(turn) = app.turns.take(address::network(&app, &parts)).await else { return too_many() };
    if let Some(asking) = parts.extensions.remove::<Asking>() {
        asking.is_worked_on();
    }
    parts.extensions.insert(turn.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    turn.end();
    response
}

async fn whole(body: Body) -> Body {
    let (mut parts, mut read) = (body.into_data_stream(), Vec::new());
    while let Some(part) = parts.next().await {
        match part {
            Ok(part) => read.extend_from_slice(&part),
            Err(error) => return Body::from_stream(stream::iter([Err::<Bytes, _>(error)])),
        }
        if read.len() > LONGEST {
            break;
        }
    }
    Body::from(read)
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use axum::body::{Body, Bytes};
    use axum::http::Request;
    use axum::http::header::{CONTENT_TYPE, HOST};
    use futures_util::stream;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tower::ServiceExt as _;

    use super::{AT_ONCE, Turn, Turns, WAITING};
    use crate::settings::ConnectionLimits;
    use crate::testing::World;
    use key_domain::rules::limits::Limit;

    #[tokio::test]
    async fn bodies_that_do_not_come_take_no_turn_from_others_of_their_network() {
        let world = World::new().await;
        let slow = |_| {
            let body = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
            let request = Request::post("/login").header(HOST, "127.0.0.1:8080");
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
            Box::pin(world.service.router().oneshot(request.unwrap()))
        };
        let mut slow: Vec<_> = (0..2 * (AT_ONCE + WAITING)).map(slow).collect();
        assert!(slow.iter_mut().all(|one| one.now_or_never().is_none()));
        let mut browser = world.browser();
        browser.open("/login").await;
        assert_eq!(browser.status, 200);
    }

    #[tokio::test]
    async fn one_network_does_not_take_the_turns_of_another() {
        let [one, other] = [1, 2].map(|last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
        let turns = Turns::new(Limit::REQUESTS);
        let mut taken = Vec::new();
        for _ in 0..AT_ONCE {
            taken.push(turns.take(one).now_or_never().unwrap().unwrap());
        }
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(turns.take(one))).collect();
        assert!(waiting.iter_mut().all(|one| one.now_or_never().is_none()));
        assert!(turns.take(one).now_or_never().unwrap().is_none(), "too many wait");
        assert!(turns.take(other).now_or_never().unwrap().is_some());
        taken[0].end();
        assert!(waiting.remove(0).await.is_some(), "who has waited longest is next");
    }
    #[tokio::test]
    async fn who_waits_for_a_turn_keeps_no_place_from_who_comes() {
        let limits = ConnectionLimits { all: 20, per_address: 20 };
        let world = World::with(|settings| settings.connections = limits).await;
        let listener = crate::listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let service = world.service.clone();
        tokio::spawn(async move { service.serve(listener, None, pending()).await });
        let mut turns = Vec::new();
        for _ in 0..AT_ONCE {
            turns.push(world.service.app().turns.take(address.ip()).await.unwrap());
        }
        let mut clients = Vec::new();
        for _ in 0..60 {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n").await.unwrap();
            clients.push(client);
        }
        assert_eq!(clients[0].read(&mut [0; 1]).await.unwrap_or(0), 0, "it was let go");
        turns.iter().for_each(Turn::end);
        let mut answer = [0; 12];
        clients[59].read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
    }

    #[tokio::test(start_paused = true)]
    async fn a_network_that_asks_too_fast_waits() {
        let [one, other] = [1, 2].map(|last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
        let turns = Turns::new(Limit { burst: 3, per_second: 2 });
        for _ in 0..3 {
            turns.take(one).now_or_never().unwrap().unwrap().end();
        }
        let mut fourth = Box::pin(turns.take(one));
        assert!(fourth.as_mut().now_or_never().is_none());
        assert!(turns.take(other).now_or_never().is_some());
        tokio::time::advance(Duration::from_millis(499)).await;
        assert!(fourth.as_mut().now_or_never().is_none());
        tokio::time::advance(Duration::from_millis(2)).await;
        assert!(fourth.now_or_never().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_while_waiting_makes_nobody_wait_longer() {
        let one = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let turns = Turns::new(Limit { burst: 1, per_second: 1 });
        assert!(turns.take(one).now_or_never().is_some());
        for _ in 0..1000 {
            assert!(turns.take(one).now_or_never().is_none());
        }
        tokio::time::advance(Duration::from_millis(1001)).await;
        assert!(turns.take(one).now_or_never().is_some());
    }
}
