//! What every answer carries, and `HEAD` for whatever has `GET`.
use crate::unmatched::Known;
use actix_web::{
    Error,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};

/// Nothing of an answer is run or framed. Swagger UI brings its scripts and styles as files, but for one style sheet that
/// its script writes into the page, known by its hash.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; \
    img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Headers that an answer gets unless it brings its own.
const USUAL: [(HeaderName, HeaderValue); 5] = [
    (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store")),
];

/// Adds them.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let policy = if request.path().starts_with("/api/docs") { DOCS_POLICY } else { POLICY };
    let mut response = next.call(request).await?;
    add(response.headers_mut(), policy);
    Ok(response)
}

/// Adds them to an answer that is not for a browser to show.
pub fn add_plain(headers: &mut HeaderMap) {
    add(headers, POLICY);
}

fn add(headers: &mut HeaderMap, policy: &'static str) {
    let policy = (HeaderName::from_static("content-security-policy"), HeaderValue::from_static(policy));
    for (name, value) in USUAL.into_iter().chain([policy]) {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}

/// Refuses methods that HTTP does not have (RFC 9110, 9; RFC 5789): each would leave a figure of its own behind.
pub async fn method(
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
    let known = request.app_data::<Data<Known>>().expect("serve() sets the paths before any route");
    let answer = known.refuse(request.request());
    Ok(request.into_response(answer))
}

/// Routes `HEAD` like `GET`; the server leaves the body out by itself (RFC 9110, 9.3.2).
pub async fn head(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}
