//! Renews the catalogue after whatever may have changed it. This is the one place that every change passes on its way out, so
//! a new route cannot forget it; what cannot touch the catalogue, and is asked often, is named instead.
use super::Topic;
use crate::{redis::News, state::State};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::Data,
};

/// Paths whose changes nobody sees in the catalogue.
const ELSEWHERE: [&str; 5] = ["/auth", "/me", "/users", "/visits", "/shop/webhook"];
/// Paths that move stock only: what was public stays public.
const MOVEMENTS: &str = "/movements";

/// A change on its way. When its request is given up half-way, it counts as one that was done.
struct Change {
    state: Data<State>,
    /// Something may look different, or be gone, and not only be more or less.
    is_edit: bool,
    is_told: bool,
}

impl Drop for Change {
    fn drop(&mut self) {
        if !self.is_told {
            self.state.cache.owe(&Topic::catalog());
            if self.is_edit {
                self.state.copies.forget();
            }
        }
    }
}

/// Renews it after the change and before the answer, so that whoever made the change sees it at once.
pub async fn notice(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let change = change(&request);
    let response = next.call(request).await;
    if let Some(change) = change {
        // A refusal changes nothing; a fault may come after the commit.
        let is_refused = response.as_ref().is_ok_and(|response| response.status().is_client_error());
        change.tell(is_refused).await;
    }
    response
}

fn change(request: &ServiceRequest) -> Option<Change> {
    let (method, path) = (request.method(), request.path().strip_prefix("/api/v1")?);
    let is_below =
        |other: &&str| path.strip_prefix(*other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if method.is_safe() || ELSEWHERE.iter().any(is_below) {
        return None;
    }
    let state = request.app_data::<Data<State>>().expect("serve() sets the state before any route").clone();
    let is_movement = *method == Method::POST && path.contains(MOVEMENTS);
    Some(Change { state, is_edit: !is_movement, is_told: false })
}

impl Change {
    async fn tell(mut self, is_refused: bool) {
        if !is_refused {
            let state = self.state.clone();
            state.cache.forget(&Topic::catalog()).await;
            // Afterwards: what is asked from here on is not answered out of the cache as it was.
            if self.is_edit {
                state.copies.forget();
            }
            if let Some(redis) = state.redis.as_ref().filter(|_| self.is_edit) {
                redis.announce(News::Catalog).await;
            }
        }
        self.is_told = true;
    }
}
