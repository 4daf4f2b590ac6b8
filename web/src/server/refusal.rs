//! Refusals of the web server itself: the same problem documents that the API gives.
use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{ALLOW, HeaderValue},
    },
    middleware::Next,
};
use shared::{Code, Problem};
use telemetry::REQUEST_ID;

/// The answer to a request that is refused for this reason.
pub fn refuse(request: &HttpRequest, problem: impl Into<Problem>) -> HttpResponse {
    let mut problem = problem.into();
    problem.request_id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer.insert_header(("cache-control", "no-store")).content_type("application/problem+json");
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.insert_header(("retry-after", "5"));
    }
    answer.body(serde_json::to_string(&problem).unwrap_or_default())
}

/// Nothing is here.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    refuse(&request, Code::NotFound)
}

/// The path is there, but not for this method.
pub fn wrong_method(allowed: &'static str) -> actix_web::Route {
    actix_web::web::to(move |request: HttpRequest| async move {
        let mut answer = refuse(&request, Code::MethodNotAllowed);
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        answer
    })
}

/// Refuses methods that HTTP does not have (RFC 9110, 9; RFC 5789): each would leave a figure of its own behind.
pub async fn unknown_method(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    const KNOWN: [Method; 9] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    if KNOWN.contains(request.method()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let mut answer = refuse(request.request(), Code::MethodNotAllowed);
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE"));
    Ok(request.into_response(answer))
}
