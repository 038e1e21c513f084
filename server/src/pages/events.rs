//! Server-sent events: they say "moved", once, and the next `GET` of the page does the work, so that a browser
//! without scripts does the same by reloading.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::watch;

use crate::ids::SessionId;
use crate::notify::Woken;
use crate::service::App;
use crate::store::StoreError;
use crate::store::sessions::Session;

/// So many streams a session may have open; an older one ends when a newer one begins.
const MAX_PER_SESSION: u64 = 8;

/// How a page stands.
pub(super) enum Standing {
    /// As it was shown.
    Same {
        /// Until when at most, in milliseconds since 1970.
        until: i64,
    },
    /// Otherwise.
    Moved,
}

/// How many streams each session has begun.
#[derive(Debug, Default)]
pub(crate) struct Streams(Mutex<HashMap<SessionId, watch::Sender<u64>>>);

impl Streams {
    /// Counts a stream of the session. It is to end when what is given here is done.
    fn begin(&self, session: SessionId) -> impl Future<Output = ()> + Send + use<> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= 1024 {
            sessions.retain(|_, begun| begun.receiver_count() > 0);
        }
        let begun = sessions.entry(session).or_default();
        begun.send_modify(|begun| *begun += 1);
        let (last, mut begun) = (*begun.borrow() + MAX_PER_SESSION, begun.subscribe());
        async move {
            // The count is never dropped while somebody listens to it.
            let _ = begun.wait_for(|begun| *begun >= last).await;
        }
    }
}

/// A stream that ends with one event as soon as `look` finds that the page has moved.
pub(super) fn moved<L, F>(app: Arc<App>, session: &Session, look: L) -> Response
where
    L: Fn(Arc<App>) -> F + Send + 'static,
    F: Future<Output = Result<Standing, StoreError>> + Send,
{
    let mut listener = app.parts.hub.listen(session.account);
    let too_many = app.streams.begin(session.id);
    let wait = async move {
        tokio::pin!(too_many);
        loop {
            let Ok(Standing::Same { until }) = look(app.clone()).await else { break };
            let left = u64::try_from(until - app.now()).unwrap_or(0) + 1;
            tokio::select! {
                woken = listener.next() => if woken == Woken::Closed { return comment() },
                () = &mut too_many => return comment(),
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
            }
        }
        said()
    };
    Sse::new(stream::once(wait)).keep_alive(KeepAlive::default()).into_response()
}

/// A stream that says at once that the page has moved.
pub(super) fn moved_already() -> Response {
    Sse::new(stream::once(async { said() })).into_response()
}

fn said() -> Result<Event, Infallible> {
    Ok(Event::default().event("moved").data("1"))
}

/// The service ends, or there are newer streams: the browser connects again.
fn comment() -> Result<Event, Infallible> {
    Ok(Event::default().comment("closing"))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::{MAX_PER_SESSION, Streams};
    use crate::ids::SessionId;

    #[test]
    fn the_oldest_stream_of_a_session_makes_room() {
        let (streams, mine) = (Streams::default(), SessionId::from_bytes([1; 32]));
        let other = streams.begin(SessionId::from_bytes([2; 32]));
        let mut begun: Vec<_> = (0..MAX_PER_SESSION).map(|_| Box::pin(streams.begin(mine))).collect();
        assert!(begun.iter_mut().all(|stream| stream.now_or_never().is_none()));
        begun.push(Box::pin(streams.begin(mine)));
        assert!(begun.remove(0).now_or_never().is_some());
        assert!(begun.iter_mut().all(|stream| stream.now_or_never().is_none()));
        assert!(other.now_or_never().is_none());
    }
}
