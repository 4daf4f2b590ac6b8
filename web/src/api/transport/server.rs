//! The server's half: asks the API on the visitor's behalf, and shapes the answer to the visitor.
use super::{Body, Broken, Method, broken};
use crate::app::Assets;
use actix_web::{
    HttpRequest,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
};
use leptos::prelude::use_context;
use leptos_actix::ResponseOptions;
use serde::de::DeserializeOwned;
use shared::{Code, Problem};
use std::sync::Arc;

/// Where the API is; the server puts it into the context of every page.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Its address with its prefix, such as `http://127.0.0.1:8080/api`.
    pub url: Arc<str>,
    /// Keeps connections open.
    pub http: reqwest::Client,
}

/// Headers of the visitor that the API should know.
const PASSED_ON: &[&str] =
    &["x-request-id", "traceparent", "tracestate", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];

pub(super) async fn send(method: Method, path: &str, body: &Body) -> Result<(u16, String), Problem> {
    let upstream = use_context::<Upstream>().ok_or(Code::BadGateway)?;
    let mut request = upstream.http.request(verb(method), format!("{}{path}", upstream.url));
    for (name, value) in passed_on(path) {
        request = request.header(name, value);
    }
    if let Some((kind, text)) = &body.content {
        request = request.header("content-type", *kind).body(text.clone());
    }
    for (name, value) in &body.headers {
        request = request.header(*name, value);
    }
    let answer = request.send().await.map_err(|error| broken(&error))?;
    Ok((answer.status().as_u16(), answer.text().await.map_err(|error| broken(&error))?))
}

/// What a JSON text says.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Broken> {
    serde_json::from_str(text).map_err(|_| Broken)
}

fn verb(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// The visitor's cookie stays at home where the API does not ask who it is.
fn passed_on(path: &str) -> Vec<(&'static str, Vec<u8>)> {
    let Some(visitor) = use_context::<leptos_actix::Request>() else { return Vec::new() };
    let is_public = path.starts_with("/v1/catalog") || path.starts_with("/v1/visits");
    let cookie = (!is_public).then_some("cookie");
    let headers = visitor.headers();
    let given = PASSED_ON.iter().copied().chain(cookie);
    let mut all: Vec<_> =
        given.filter_map(|name| headers.get(name).map(|value| (name, value.as_bytes().to_vec()))).collect();
    if let Some(peer) = visitor.peer_addr().filter(|_| !headers.contains_key("x-forwarded-for")) {
        all.push(("x-forwarded-for", peer.ip().to_string().into_bytes()));
    }
    all
}

/// The path and query of the page being shown.
pub(super) fn here() -> String {
    use_context::<leptos_actix::Request>().map(|visitor| visitor.uri().to_string()).unwrap_or_default()
}

/// Gives the page this status.
pub(crate) fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Tells the browser to fetch this chunk of the program along with the rest of it: the page needs it to be taken over.
pub(crate) fn fetch_early(chunk: &str) {
    let (Some(assets), Some(response)) = (use_context::<Assets>(), use_context::<ResponseOptions>()) else { return };
    for path in assets.chunks.get(chunk).into_iter().flatten() {
        if let Ok(link) = HeaderValue::from_str(&format!("<{path}>; rel=preload; as=fetch; crossorigin=anonymous")) {
            response.append_header(HeaderName::from_static("link"), link);
        }
    }
}

/// Sends the visitor to another path instead of showing the page.
pub(crate) fn redirect(path: &str) {
    if let (Some(response), Ok(place)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(HeaderName::from_static("location"), place);
        response.set_status(StatusCode::FOUND);
    }
}

/// The cookie that says that a visit was counted.
pub const SEEN: HeaderValue = HeaderValue::from_static("seen=1; Path=/; HttpOnly; SameSite=Lax");

/// Whether this visitor was not counted yet.
pub fn is_new(visitor: &HttpRequest) -> bool {
    visitor.cookie("seen").is_none()
}

/// Whether this visitor is new; then a cookie remembers that the visit was counted.
pub(crate) fn count_visit() -> bool {
    let Some(visitor) = use_context::<leptos_actix::Request>() else { return false };
    let is_new = is_new(&visitor);
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| is_new) {
        response.append_header(HeaderName::from_static("set-cookie"), SEEN);
    }
    is_new
}
