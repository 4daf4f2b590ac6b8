//! How many requests are answered at the same time. Who comes when there are too many is turned away at once, so that those
//! inside are answered in time; a server that lets everybody wait answers nobody.
use crate::{error::Error, state::State};
use actix_web::{
    ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seconds after which whoever is turned away may come again: what is inside now has been answered by then.
const RETRY: u64 = 2;

/// Lets requests in while there is room.
pub struct Admission {
    inside: AtomicUsize,
    room: usize,
}

/// A request that is inside.
struct Place<'a>(&'a AtomicUsize);

impl Admission {
    /// So many at the same time.
    pub fn new(room: usize) -> Self {
        Self { inside: AtomicUsize::new(0), room }
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
        return Ok(request.into_response(Error::Busy(RETRY).error_response()).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
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
