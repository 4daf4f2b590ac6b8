//! Logs: one line a request, JSON for machines, readable text for a terminal.
use crate::{config::LogFormat, db::pulse, state::State};
use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use shared::Code;
use std::{io::IsTerminal, time::Instant};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// Whoever signed in, for the log line.
#[derive(Clone, Copy)]
pub struct Caller(pub Uuid);

/// The id of the request that is being answered.
pub fn request_id() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Starts logging to the standard output. `level` is a filter such as `info` or `api=debug,warn`.
pub fn start(format: LogFormat, level: &str) {
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let text = format == LogFormat::Text || (format == LogFormat::Auto && std::io::stdout().is_terminal());
    // A second start, as in tests with several servers, keeps the first one.
    _ = if text {
        registry.with(fmt::layer().with_target(false)).try_init()
    } else {
        registry.with(fmt::layer().json().flatten_event(true).with_current_span(false).with_target(false)).try_init()
    };
}

/// Gives every request its id, and writes its line when it is answered. Never a body, a query or a secret.
pub async fn trace(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = request.headers().get(REQUEST_ID).and_then(sane).unwrap_or_else(|| Uuid::now_v7().to_string());
    let started = Instant::now();
    let method = request.method().clone();
    let mut response = CURRENT.scope(id.clone(), pulse::request(next.call(request))).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".into());
    let user = response.request().extensions().get::<Caller>().map(|caller| caller.0.to_string());
    let status = response.status();
    let code = response.response().extensions().get::<Code>().map(Code::to_string);
    if let (Some(code), Some(state)) = (&code, response.request().app_data::<Data<State>>()) {
        state.metrics.refused(code);
    }
    let ms = (started.elapsed().as_secs_f64() * 1e4).round() / 10.0;
    let probe = route.starts_with("/health") && status == StatusCode::OK;
    if probe {
        tracing::debug!(request_id = id, %method, route, status = status.as_u16(), ms, "request");
    } else {
        tracing::info!(request_id = id, %method, route, status = status.as_u16(), ms, user, code, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}

/// An id from outside goes into the log only when it is short and plain.
fn sane(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}
