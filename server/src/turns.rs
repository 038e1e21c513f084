//! Turns: so many requests of one network are worked on at a time, so that nobody's requests fill the queues that all
//! share. Others of the network wait for theirs; where very many wait, who comes is told to try again.
//!
//! A turn is given back early by what only waits: for news, or for a password to be hashed.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use key_protocol::jws::MAX_BYTES;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::pages::{MAX_FORM_BYTES, address};
use crate::pruned::Pruned;
use crate::serve::too_many;
use crate::service::App;

/// How many requests of one network are worked on at a time.
const AT_ONCE: usize = 8;

/// How many more may wait.
const WAITING: usize = 128;

/// Gives out turns.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    networks: Mutex<Pruned<IpAddr, Network>>,
}

#[derive(Clone, Debug)]
struct Network {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Network {
    fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING)) }
    }

    fn is_busy(&self) -> bool {
        self.turns.available_permits() < AT_ONCE || self.waiting.available_permits() < WAITING
    }
}

impl Turns {
    /// Waits for a turn; `None` where too many wait already.
    pub(crate) async fn take(&self, network: IpAddr) -> Option<Turn> {
        let network = {
            let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
            networks.pruned(Network::is_busy).entry(network).or_insert_with(Network::new).clone()
        };
        let permit = match network.turns.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let _waiting = network.waiting.clone().try_acquire_owned().ok()?;
                network.turns.acquire_owned().await.ok()?
            }
        };
        Some(Turn(Arc::new(Mutex::new(Some(permit)))))
    }
}

/// A request's turn, which ends with its answer or before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turn(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

impl Turn {
    /// What follows is waiting, and no work.
    pub(crate) fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// The longest body that is read, in bytes; of a longer one so much and a little more, which whoever reads it refuses.
const LONGEST: usize = if MAX_FORM_BYTES > MAX_BYTES { MAX_FORM_BYTES } else { MAX_BYTES };

/// Works on a request when it has its turn. It has come whole by then: who sends slowly keeps nobody waiting.
pub(crate) async fn in_turn(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let body = whole(body).await;
    let Some(turn) = app.turns.take(address::network(&app, &parts)).await else { return too_many() };
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
    use std::net::{IpAddr, Ipv4Addr};

    use futures_util::FutureExt as _;

    use axum::body::{Body, Bytes};
    use axum::http::Request;
    use axum::http::header::{CONTENT_TYPE, HOST};
    use futures_util::stream;
    use tower::ServiceExt as _;

    use super::{AT_ONCE, Turns, WAITING};
    use crate::testing::World;

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
        let turns = Turns::default();
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
}
