//! What every answer says to the browser about safety, and what the API learns about the visitor's connection.
use super::Site;
use actix_web::{
    Error, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY},
    middleware::Next,
    web::Data,
};

/// Same for every answer; one that the API has set itself stays.
const ALWAYS: [(HeaderName, &str); 6] = [
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
];

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What a page may load and run: our own files, and scripts that carry this nonce.
pub fn policy(nonce: &str, runs_wasm: bool) -> String {
    let nonce = if nonce.is_empty() { String::new() } else { format!(" 'nonce-{nonce}'") };
    let wasm = if runs_wasm { " 'wasm-unsafe-eval'" } else { "" };
    format!(
        "default-src 'none'; script-src 'self'{nonce}{wasm}; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Notes on the request what a proxy would: who asks, for which host, over what. What a proxy in front wrote stays.
/// Adds the safety headers to the answer.
pub async fn secure(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let is_https = request.app_data::<Data<Site>>().is_some_and(|site| site.is_https);
    let peer = request.peer_addr().map(|peer| peer.ip().to_string());
    note_visitor(request.headers_mut(), peer, is_https);
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, value(&policy("", false)));
    }
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    Ok(response)
}

fn note_visitor(headers: &mut HeaderMap, peer: Option<String>, is_https: bool) {
    let before = headers.get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok()).map(str::to_owned);
    let chain: Vec<String> = before.chain(peer).collect();
    headers.insert(FORWARDED_FOR, value(&chain.join(", ")));
    if let Some(host) = headers.get(HOST).cloned().filter(|_| !headers.contains_key(FORWARDED_HOST)) {
        headers.insert(FORWARDED_HOST, host);
    }
    if !headers.contains_key(FORWARDED_PROTO) {
        headers.insert(FORWARDED_PROTO, HeaderValue::from_static(if is_https { "https" } else { "http" }));
    }
}

/// A header of the request, when it is text.
pub fn text<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// A header value from text of our own making; empty where that is not allowed in a header.
pub fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
