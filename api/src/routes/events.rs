//! What moves in your shop, while it moves.
use crate::{
    auth::User,
    db::sessions::Identity,
    error::Result,
    live::{BEAT, News, Place, SPAN, Told, oldest, position},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING},
    web::{Bytes, Data, Query},
};
use futures::{Stream, stream};
use shared::{live::EventsQuery, movement::Movement};
use std::{convert::Infallible, time::Duration};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};
use uuid::Uuid;

/// How long an answer goes on when nothing else is said: less than proxies wait.
const USUAL: u64 = 55;
/// A sign of life, so that nobody in between takes the connection for dead. With it comes from where to go on.
const SIGN: Duration = Duration::from_secs(10);

/// Watch movements
///
/// Server-sent events (WHATWG HTML, 9.2): each movement of your shop as it is booked, by whomever and on whichever replica, within
/// two seconds. The event `movement` has the movement as JSON. The event `reset` has nothing in it; it says that more
/// happened than can be told, so what you show wants to be read anew. The answer ends after `seconds`, when the session ends or when the server
/// stops; a browser's `EventSource` then asks again by itself, with `Last-Event-ID`, and misses nothing.
#[utoipa::path(
    tag = "movements",
    params(EventsQuery, ("Last-Event-ID" = Option<Uuid>, Header, description = "Id of the last movement that you were told of.")),
    responses((status = 200, description = "Events.", content((String = "text/event-stream")))),
    security(("password" = []))
)]
#[get("/events")]
pub async fn watch(
    state: Data<State>,
    who: User,
    query: Query<EventsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let watcher = Watcher::new(state, &who, query.seconds.unwrap_or(USUAL).clamp(1, 3600), last)?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compressed, an event would wait for more to be compressed with.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events(watcher)))
}

/// One who watches.
struct Watcher {
    state: Data<State>,
    who: Identity,
    last: Option<Uuid>,
    told: Told,
    ends: Instant,
    signed: Instant,
    beats: Interval,
    _place: Place,
}

impl Watcher {
    fn new(state: Data<State>, who: &Identity, seconds: u64, last: Option<Uuid>) -> Result<Self> {
        let place = state.live.place(who.user)?;
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let now = Instant::now();
        let ends = now + Duration::from_secs(seconds);
        // The sign is due at once: it tells that the events have begun.
        let signed = now.checked_sub(SPAN).unwrap_or(now);
        Ok(Self { state, who: who.clone(), last, told: Told::default(), ends, signed, beats, _place: place })
    }

    /// What is to be sent now; nothing more when it is over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            self.beats.tick().await;
            if self.state.is_stopping() || Instant::now() >= self.ends || !self.may().await {
                return None;
            }
            let mut text = self.news().await;
            if text.is_empty() && self.signed.elapsed() >= SIGN {
                text = format!(": here\nid: {}\n\n", position());
            }
            if !text.is_empty() {
                self.signed = Instant::now();
                return Some(text.into());
            }
        }
    }

    /// Whether the session still stands. While the database does not answer, nothing is told anyway.
    async fn may(&self) -> bool {
        self.state.sessions.stands(&self.state.db, &self.who).await.unwrap_or(true)
    }

    async fn news(&mut self) -> String {
        match self.state.live.recent(&self.state.db, self.who.shop).await {
            Ok(recent) => match self.told.news(&recent, self.last.take(), oldest()) {
                News::Moved(movements) => movements.iter().filter_map(event).collect(),
                News::TooMuch => "event: reset\ndata:\n\n".into(),
            },
            Err(error) => {
                tracing::debug!(?error, "those who watch wait");
                String::new()
            }
        }
    }
}

fn event(movement: &Movement) -> Option<String> {
    let json = serde_json::to_string(movement).ok()?;
    Some(format!("id: {}\nevent: movement\ndata: {json}\n\n", movement.id))
}

fn events(watcher: Watcher) -> impl Stream<Item = std::result::Result<Bytes, Infallible>> {
    let begin = stream::iter([Ok(Bytes::from_static(b"retry: 1000\n\n"))]);
    let rest = stream::unfold(watcher, |mut watcher| async move {
        let text = watcher.next().await?;
        Some((Ok(text), watcher))
    });
    futures::StreamExt::chain(begin, rest)
}
