//! Requests: each has an id, a line in the log, and a span where traces are made.
use crate::{TARGET, is_tracing, parent};
use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use opentelemetry::{Context, trace::TraceContextExt};
use shared::Code;
use std::time::Instant;
use tracing::{Instrument, Span, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;

/// The request's id, in requests, answers, log lines and problems.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being answered.
pub fn request_id() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// That of the trace where there is one, else the one that came with the request if it is sane, else a new one.
fn id(headers: &HeaderMap, context: &Context) -> (String, HeaderValue) {
    let given = || headers.get(REQUEST_ID).and_then(sane);
    let id = parent::trace_id(context).map(|id| id.to_string()).or_else(given);
    let id = id.unwrap_or_else(|| Uuid::now_v7().to_string());
    let header = HeaderValue::from_str(&id).expect("ids are plain ASCII");
    (id, header)
}

/// Makes the answer to a request that has an id as all have, but no line in the log and no span. `headers` are the request's.
pub fn untraced(headers: &HeaderMap, answer: impl FnOnce() -> HttpResponse) -> HttpResponse {
    let (id, header) = id(headers, &parent::given(headers));
    let mut answer = CURRENT.sync_scope(id, answer);
    answer.headers_mut().insert(REQUEST_ID, header);
    answer
}

/// Whoever signed in, for the log line; put into the request's extensions.
#[derive(Clone, Copy)]
pub struct Caller(pub Uuid);

/// Gives every request its id, and writes its line when it is answered. Never a body, a query or a secret.
pub async fn trace(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let (span, context) = begun(&mut request);
    let (id, header) = id(request.headers(), &context);
    request.headers_mut().insert(REQUEST_ID, header.clone());
    let (started, method) = (Instant::now(), request.method().to_string());
    let mut response = CURRENT.scope(id.clone(), next.call(request)).instrument(span.clone()).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".into());
    line(&response, &Told { id: &id, method: &method, route: &route, started });
    record(&span, &method, &route, response.status());
    response.headers_mut().insert(REQUEST_ID, header);
    Ok(response)
}

/// The request's span, a child of the one that the request names; what is asked next is told of it. Without anybody to send
/// traces to, the request's own names go on unchanged.
fn begun(request: &mut ServiceRequest) -> (Span, Context) {
    let context = parent::given(request.headers());
    if !is_tracing() {
        return (Span::none(), context);
    }
    // Names of the OpenTelemetry semantic conventions for HTTP spans.
    let span = tracing::info_span!(
        target: TARGET, "request", otel.kind = "server", otel.status_code = Empty,
        http.request.method = %request.method(), http.route = Empty, http.response.status_code = Empty
    );
    if parent::trace_id(&context).is_some() {
        // It fails only for a span that is not sent.
        _ = span.set_parent(context);
    }
    let context = span.context();
    parent::tell(&context, request.headers_mut());
    (span, context)
}

fn record(span: &Span, method: &str, route: &str, status: StatusCode) {
    if span.is_disabled() {
        return;
    }
    // By way of its context: a span that has begun takes no other name from its fields.
    span.context().span().update_name(format!("{method} {route}"));
    span.record("http.route", route);
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}

struct Told<'a> {
    id: &'a str,
    method: &'a str,
    route: &'a str,
    started: Instant,
}

fn line(response: &ServiceResponse<impl MessageBody>, told: &Told) {
    let Told { id: request_id, method, route, started } = told;
    let user = response.request().extensions().get::<Caller>().map(|caller| caller.0.to_string());
    let status = response.status();
    let code = response.response().extensions().get::<Code>().map(Code::to_string);
    let ms = (started.elapsed().as_secs_f64() * 1e4).round() / 10.0;
    let is_routine = status == StatusCode::OK && (route.starts_with("/health") || route.starts_with("/pkg"));
    if is_routine {
        tracing::debug!(request_id, method, route, status = status.as_u16(), ms, "request");
    } else {
        tracing::info!(request_id, method, route, status = status.as_u16(), ms, user, code, "request");
    }
}

/// An id from outside goes into the log only when it is short and plain.
fn sane(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}
