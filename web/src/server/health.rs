//! Whether the process lives, and whether it can serve.
use super::{Site, refusal::refuse};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use shared::{Code, Problem};
use std::{sync::atomic::Ordering, time::Duration};

/// The API must answer within this time to count as there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(serde_json::json!({"status": "ok"}))
}

/// Requests may be sent here: the server is not stopping, and the API is ready.
pub async fn ready(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let refused = |detail| refuse(&request, Problem::from(Code::Unavailable).detail(detail));
    if site.is_stopping.load(Ordering::Relaxed) {
        return refused("the server is stopping");
    }
    let answer = site.http.get(&site.api_ready).timeout(PATIENCE).send().await;
    if answer.is_ok_and(|answer| answer.status().is_success()) { live().await } else { refused("the API is not ready") }
}
