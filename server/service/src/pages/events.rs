//! Server-sent events: they send "moved", once, and the next `GET` of the page does the work, so that a browser
//! without scripts does the same by reloading.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use key_domain::hub::Woken;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Session;

use crate::app::App;

/// The longest time between two checks of a stream, in milliseconds: its session may have ended.
const LOOK_AFTER: u64 = 60_000;

/// How long a stream rests after each check except the first, however often its account changes.
const REST: Duration = Duration::from_millis(250);

/// The state of a page.
pub(super) enum Progress {
    /// As the page has shown it.
    Same {
        /// When this state ends at the latest, in milliseconds since 1970.
        until: i64,
    },
    /// Changed.
    Moved,
}

/// A stream that ends with one event as soon as `look` finds that the page has moved.
pub(super) fn moved<L, F>(app: Arc<App>, session: &Session, look: L) -> Response
where
    L: Fn(Arc<App>) -> F + Send + 'static,
    F: Future<Output = Result<Progress, StoreError>> + Send,
{
    let mut listener = app.parts.hub.listen(session.account);
    let (id, account) = (session.id, session.account);
    let (of_session, of_account) = (app.streams.begin(id), app.account_streams.begin(account));
    let wait = async move {
        tokio::pin!(of_session, of_account);
        let mut rest = Duration::ZERO;
        loop {
            let Ok(Progress::Same { until }) = look(app.clone()).await else { break };
            if !app.store.is_session(id, app.now()).await.unwrap_or(false) {
                break;
            }
            let left = u64::try_from(until - app.now()).unwrap_or(0).min(LOOK_AFTER) + 1;
            let woken = async {
                tokio::time::sleep(rest).await;
                listener.next().await
            };
            tokio::select! {
                woken = woken => if woken == Woken::Closed { return comment() },
                () = &mut of_session => return comment(),
                () = &mut of_account => return comment(),
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
            }
            rest = REST;
        }
        said()
    };
    Sse::new(stream::once(wait)).keep_alive(KeepAlive::default()).into_response()
}

/// A stream that reports at once that the page has moved.
pub(super) fn moved_already() -> Response {
    Sse::new(stream::once(async { said() })).into_response()
}

fn said() -> Result<Event, Infallible> {
    Ok(Event::default().event("moved").data("1"))
}

/// Ends a stream because the service ends, or because there are newer streams: the browser connects again.
fn comment() -> Result<Event, Infallible> {
    Ok(Event::default().comment("closing"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Instant;

    use axum::response::Response;

    use super::{Progress, REST, moved};
    use crate::held::{STREAMS_OF_ACCOUNT, STREAMS_OF_SESSION};
    use crate::testing::{World, text};
    use key_domain::store::sessions::{Session, Stage};

    async fn session(world: &World) -> Session {
        let id = world.session("mira", Stage::Password).await;
        world.app().store.session(id, world.app().now()).await.unwrap().unwrap()
    }

    fn stream(world: &World, session: &Session) -> (Response, Arc<AtomicU64>) {
        let looks = Arc::new(AtomicU64::new(0));
        let counted = looks.clone();
        let response = moved(world.app().clone(), session, move |app| {
            counted.fetch_add(1, Ordering::SeqCst);
            async move { Ok(Progress::Same { until: app.now() + 1_000_000 }) }
        });
        (response, looks)
    }

    #[tokio::test]
    async fn an_account_has_so_many_streams_and_the_oldest_makes_room() {
        let world = World::new().await;
        let mut streams = Vec::new();
        for _ in 0..STREAMS_OF_ACCOUNT / STREAMS_OF_SESSION {
            let session = session(&world).await;
            for _ in 0..STREAMS_OF_SESSION {
                streams.push(tokio::spawn(text(stream(&world, &session).0)));
            }
        }
        let newest = tokio::spawn(text(stream(&world, &session(&world).await).0));
        assert!(streams.remove(0).await.unwrap().contains("closing"));
        world.app().store.ping().await.unwrap();
        assert!(!newest.is_finished() && streams.iter().all(|stream| !stream.is_finished()));
    }

    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "it compares with the time that has really passed")]
    async fn an_account_that_changes_all_the_time_is_looked_at_now_and_then() {
        let world = World::new().await;
        let (session, start) = (session(&world).await, Instant::now());
        let (response, looks) = stream(&world, &session);
        let stream = tokio::spawn(text(response));
        for _ in 0..500 {
            world.app().parts.hub.wake(session.account);
            world.app().store.ping().await.unwrap();
        }
        let most = 2 + start.elapsed().as_millis() / REST.as_millis();
        let looks = u128::from(looks.load(Ordering::SeqCst));
        assert!((2..=most).contains(&looks), "{looks} looks where there may be {most}");
        stream.abort();
    }
}
