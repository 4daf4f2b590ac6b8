//! Logs: one line a request, JSON for machines, readable text for a terminal; and the metrics on their own port.
use super::config::LogFormat;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use prometheus::{Registry, TextEncoder};
use std::{io::IsTerminal, time::Instant};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use uuid::Uuid;

/// The request's id, in requests, answers, log lines and problems.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Starts logging to the standard output. `level` is a filter such as `info` or `web=debug,warn`.
pub fn start(format: LogFormat, level: &str) {
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    if format == LogFormat::Text || (format == LogFormat::Auto && std::io::stdout().is_terminal()) {
        registry.with(fmt::layer().with_target(false)).init();
    } else {
        registry.with(fmt::layer().json().flatten_event(true).with_current_span(false).with_target(false)).init();
    }
}

/// Gives every request its id, and writes its line when it is answered. Never a body, a query or a secret.
pub async fn trace(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = request.headers().get(REQUEST_ID).filter(|given| is_sane(given)).cloned().unwrap_or_else(new_id);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let (started, method) = (Instant::now(), request.method().clone());
    let mut response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".into());
    let (status, request_id) = (response.status(), id.to_str().unwrap_or_default());
    let ms = (started.elapsed().as_secs_f64() * 1e4).round() / 10.0;
    let is_routine = status == StatusCode::OK && (route.starts_with("/health") || route.starts_with("/pkg"));
    if is_routine {
        tracing::debug!(request_id, %method, route, status = status.as_u16(), ms, "request");
    } else {
        tracing::info!(request_id, %method, route, status = status.as_u16(), ms, "request");
    }
    response.headers_mut().insert(REQUEST_ID, id);
    Ok(response)
}

/// An id from outside goes into the log only when it is short and plain.
fn is_sane(value: &HeaderValue) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&value.len()) && value.as_bytes().iter().all(plain)
}

fn new_id() -> HeaderValue {
    HeaderValue::from_str(&Uuid::now_v7().to_string()).expect("a UUID is plain ASCII")
}

/// Everything counted so far: the requests, then the process.
pub async fn metrics(registry: Data<Registry>) -> HttpResponse {
    let mut families = registry.gather();
    families.extend(prometheus::gather());
    match TextEncoder::new().encode_to_string(&families) {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(error) => {
            tracing::error!(%error, "metrics");
            HttpResponse::InternalServerError().finish()
        }
    }
}
