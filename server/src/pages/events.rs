//! Server-sent events: they say "moved", once, and the next `GET` of the page does the work, so that a browser
//! without scripts does the same by reloading.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;

use crate::notify::Woken;
use crate::service::App;
use crate::store::StoreError;
use crate::store::sessions::Session;

/// A stream looks again after so many milliseconds at most: its session may have ended.
const LOOK_AFTER: u64 = 60_000;

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

/// A stream that ends with one event as soon as `look` finds that the page has moved.
pub(super) fn moved<L, F>(app: Arc<App>, session: &Session, look: L) -> Response
where
    L: Fn(Arc<App>) -> F + Send + 'static,
    F: Future<Output = Result<Standing, StoreError>> + Send,
{
    let mut listener = app.parts.hub.listen(session.account);
    let (id, too_many) = (session.id, app.streams.begin(session.id));
    let wait = async move {
        tokio::pin!(too_many);
        loop {
            let Ok(Standing::Same { until }) = look(app.clone()).await else { break };
            if !app.store.is_session(id, app.now()).await.unwrap_or(false) {
                break;
            }
            let left = u64::try_from(until - app.now()).unwrap_or(0).min(LOOK_AFTER) + 1;
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
