//! For those who watch over the process.
use super::status;
use crate::state::State;
use actix_web::{HttpResponse, get, web::Data};
use shared::status::Status;

/// Is it alive
///
/// The process answers; never fails because of something it depends on.
#[utoipa::path(tag = "system", responses((status = 200, description = "Alive.", body = str, content_type = "text/plain")))]
#[get("/health")]
pub async fn live() -> &'static str {
    "ok"
}

/// Is it ready
///
/// Everything that is needed answers, and it was not told to stop.
#[utoipa::path(
    tag = "system",
    responses(
        (status = 200, description = "Ready.", body = Status),
        (status = 503, description = "Not ready; `checks` says why.", body = Status)
    )
)]
#[get("/health/ready")]
pub async fn ready(state: Data<State>) -> HttpResponse {
    let status = status::ask(&state).await;
    let mut answer = if status.is_ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    answer.insert_header(("cache-control", "no-store")).json(status)
}
