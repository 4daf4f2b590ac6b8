//! Refusals of the web server itself: the same problem documents that the API gives.
use super::telemetry::REQUEST_ID;
use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use shared::{Code, Problem};

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
        answer
            .headers_mut()
            .insert(actix_web::http::header::ALLOW, actix_web::http::header::HeaderValue::from_static(allowed));
        answer
    })
}
