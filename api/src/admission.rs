//! How many requests are answered at the same time. Who comes when there are too many is turned away at once, so that those
//! inside are answered in time; a server that lets everybody wait answers nobody. It stands before everything else that happens to
//! a request, because of those who are turned away there may be ten times as many: they get no line in the log and no trace.
use crate::{error::Error, headers, state::State};
use actix_web::{
    HttpResponse, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use parking_lot::Mutex;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Seconds after which whoever is turned away may come again: what is inside now has been answered by then.
const RETRY: u64 = 2;
/// How often the log tells how many were turned away.
const TOLD: Duration = Duration::from_secs(1);

/// Lets requests in while there is room.
pub struct Admission {
    inside: AtomicUsize,
    room: usize,
    away: Mutex<Away>,
}

/// Those who were turned away since it was last told.
#[derive(Default)]
struct Away {
    requests: u64,
    told: Option<Instant>,
}

/// A request that is inside.
struct Place<'a>(&'a AtomicUsize);

impl Admission {
    /// So many at the same time.
    pub fn new(room: usize) -> Self {
        Self { inside: AtomicUsize::new(0), room, away: Mutex::default() }
    }

    /// Tells of it, once a second: a line for each would be work that nobody is there for.
    fn turned_away(&self) {
        let mut away = self.away.lock();
        away.requests += 1;
        if away.told.is_none_or(|told| told.elapsed() >= TOLD) {
            tracing::warn!(requests = away.requests, "turned away: REQUESTS_AT_ONCE are inside");
            *away = Away { requests: 0, told: Some(Instant::now()) };
        }
    }

    fn enter(&self) -> Option<Place<'_>> {
        // Leaving gives the place back, also when there was no room.
        let place = Place(&self.inside);
        (self.inside.fetch_add(1, Ordering::Relaxed) < self.room).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers a request or turns it away. How the server is may be asked at any time.
pub async fn admit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let state = request.app_data::<Data<State>>().expect("serve() sets the state before any route").clone();
    let place = state.admission.enter();
    if place.is_none() && !request.path().starts_with("/health") {
        state.admission.turned_away();
        state.metrics.turned_away();
        let answer = refusal(&request);
        return Ok(request.into_response(answer).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// As any other refusal looks.
fn refusal(request: &ServiceRequest) -> HttpResponse {
    let mut answer = telemetry::untraced(request.headers(), || Error::Busy(RETRY).error_response());
    headers::add_plain(answer.headers_mut());
    answer
}

#[cfg(test)]
mod tests {
    use super::Admission;

    #[test]
    fn there_is_room_again_when_somebody_leaves() {
        let admission = Admission::new(2);
        let (first, second) = (admission.enter(), admission.enter());
        assert!(first.is_some() && second.is_some() && admission.enter().is_none());
        drop(first);
        assert!(admission.enter().is_some());
    }
}
