//! `/api/*` goes to the API unchanged: streamed both ways, hop-by-hop headers left out.
use super::{Site, headers::text, refusal::refuse};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::CONTENT_LENGTH},
    web::{Bytes, Data, Payload},
};
use futures::{StreamExt, stream};
use reqwest::{Body, Method, RequestBuilder, Response, Url};
use shared::Code;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// The API begins its answer within this time after it has the whole request.
const PATIENCE: Duration = Duration::from_mins(1);
/// The same for an import: it is answered when all of its rows are stored.
const IMPORT_PATIENCE: Duration = Duration::from_mins(5);
/// Chunks on their way to the API; the visitor waits when there are more.
const IN_FLIGHT: usize = 4;

/// How soon those who watch notice that this server stops.
const STOPPED: Duration = Duration::from_millis(500);

/// Headers about one connection only (RFC 9110, 7.6.1); `Host` and `Expect` are settled here too.
const HOP: &[&str] = &[
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Passes the request on and the answer back.
pub async fn forward(request: HttpRequest, payload: Payload, site: Data<Site>) -> HttpResponse {
    let length = text(&request, "content-length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > site.body_limit) {
        return refuse(&request, Code::TooLarge);
    }
    let Some((method, url)) = target(&request, &site.upstream.url) else {
        return refuse(&request, Code::Malformed);
    };
    let patience = patience(&url);
    let mut outgoing = site.http.request(method, url);
    for (name, value) in end_to_end(request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()))) {
        outgoing = outgoing.header(name, value);
    }
    let upload = Upload::default();
    let (sent, uploaded) = oneshot::channel();
    if length.is_some() || request.headers().contains_key("transfer-encoding") {
        outgoing = outgoing.body(body(payload, site.body_limit, upload.clone(), sent));
    } else {
        drop(sent);
    }
    match answer_of(outgoing, uploaded, patience).await {
        Ok(answer) => back(&request, answer, site),
        Err(_) if upload.is_over.load(Ordering::Relaxed) => refuse(&request, Code::TooLarge),
        Err(_) if upload.is_broken.load(Ordering::Relaxed) => refuse(&request, Code::Malformed),
        Err(error) => {
            tracing::warn!(error = ?error, request_id = text(&request, "x-request-id"), "the API does not answer");
            refuse(&request, Code::BadGateway)
        }
    }
}

/// The same method, path and query at the API; nothing when the path leads out of `/api`.
fn target(request: &HttpRequest, api: &str) -> Option<(Method, Url)> {
    let path = request.uri().path();
    let plain =
        path.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace('\\', "/");
    if plain.split('/').any(|segment| matches!(segment, "." | "..")) {
        return None;
    }
    let mut url = Url::parse(&format!("{api}{}", path.strip_prefix("/api")?)).ok()?;
    url.set_query(request.uri().query());
    Some((Method::from_bytes(request.method().as_str().as_bytes()).ok()?, url))
}

/// How long this answer may take to begin.
fn patience(url: &Url) -> Duration {
    if url.path().ends_with("/v1/product-imports") { IMPORT_PATIENCE } else { PATIENCE }
}

/// Leaves out the headers that are about one connection, also those that `Connection` names.
fn end_to_end<'a>(all: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<(&'a str, &'a [u8])> {
    let mut all: Vec<_> = all.collect();
    let connection = all.iter().filter(|(name, _)| *name == "connection");
    let named: Vec<String> = connection
        .flat_map(|(_, value)| value.split(|byte| *byte == b','))
        .map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
        .collect();
    all.retain(|(name, _)| !HOP.contains(name) && !named.iter().any(|hop| hop == name));
    all
}

/// Why the body did not arrive whole.
#[derive(Clone, Default)]
struct Upload {
    is_over: Arc<AtomicBool>,
    is_broken: Arc<AtomicBool>,
}

/// Actix payloads stay on their thread; a bounded channel hands the chunks over and keeps back-pressure.
fn body(mut payload: Payload, limit: u64, upload: Upload, sent: oneshot::Sender<()>) -> Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(IN_FLIGHT);
    actix_web::rt::spawn(async move {
        let mut total = 0;
        while let Some(chunk) = payload.next().await {
            total += chunk.as_ref().map_or(0, Bytes::len) as u64;
            let chunk = if total > limit {
                upload.is_over.store(true, Ordering::Relaxed);
                Err(io::ErrorKind::FileTooLarge.into())
            } else {
                chunk.map_err(|error| {
                    upload.is_broken.store(true, Ordering::Relaxed);
                    io::Error::other(error)
                })
            };
            let is_last = chunk.is_err();
            if sender.send(chunk).await.is_err() || is_last {
                break;
            }
        }
        // Nobody listens any more when the answer came early.
        _ = sent.send(());
    });
    Body::wrap_stream(stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    }))
}

/// The beginning of the answer. Time counts from the end of the upload, as that may be slow with good reason.
async fn answer_of(
    outgoing: RequestBuilder,
    uploaded: oneshot::Receiver<()>,
    patience: Duration,
) -> anyhow::Result<Response> {
    let overdue = async {
        _ = uploaded.await;
        tokio::time::sleep(patience).await;
    };
    tokio::select! {
        answer = outgoing.send() => Ok(answer?),
        () = overdue => anyhow::bail!("no answer within {} seconds", patience.as_secs()),
    }
}

/// The answer for the visitor, passed on while it comes in.
fn back(request: &HttpRequest, answer: Response, site: Data<Site>) -> HttpResponse {
    let Ok(status) = StatusCode::from_u16(answer.status().as_u16()) else { return refuse(request, Code::BadGateway) };
    let mut builder = HttpResponse::build(status);
    for (name, value) in end_to_end(answer.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()))) {
        if name != CONTENT_LENGTH.as_str() {
            builder.append_header((name, value));
        }
    }
    let length = text_of(&answer, "content-length").parse().ok();
    if let Some(length) = length {
        builder.no_chunking(length);
    }
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        builder.finish()
    } else if text_of(&answer, "content-type").starts_with("text/event-stream") {
        builder.streaming(answer.bytes_stream().take_until(Box::pin(stopped(site))))
    } else {
        builder.streaming(answer.bytes_stream())
    }
}

/// Who watches goes on until told otherwise, and must not hold up the end of this server.
async fn stopped(site: Data<Site>) {
    while !site.is_stopping.load(Ordering::Relaxed) {
        tokio::time::sleep(STOPPED).await;
    }
}

fn text_of<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_path_that_leads_out_of_the_api_has_no_target() {
        let target = |path: &str| {
            target(&TestRequest::with_uri(path).to_http_request(), "http://h:1/api").map(|(_, url)| url.to_string())
        };
        assert_eq!(target("/api/v1/products?q=a%20b&q=..").as_deref(), Some("http://h:1/api/v1/products?q=a%20b&q=.."));
        assert_eq!(target("/api/v1/a..b/caf%C3%A9").as_deref(), Some("http://h:1/api/v1/a..b/caf%C3%A9"));
        for bad in [
            "/api/../metrics",
            "/api/%2e%2E/metrics",
            "/api/v1/.%2e/x",
            "/api/v1%2f..%2Fx",
            "/api/a%5c..%5cb",
            "/api/./x",
        ] {
            assert_eq!(target(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_import_may_take_longer_than_anything_else() {
        let patience = |path: &str| patience(&Url::parse(&format!("http://h:1/api{path}")).unwrap());
        assert_eq!(patience("/v1/product-imports?columns=a%3Dname"), IMPORT_PATIENCE);
        for path in ["/v1/product-imports/current", "/v1/products", "/v1/products?q=/v1/product-imports"] {
            assert_eq!(patience(path), PATIENCE, "{path}");
        }
    }

    #[test]
    fn headers_of_one_connection_are_left_out() {
        let given: Vec<(&str, &[u8])> = vec![
            ("connection", b"close, X-Secret"),
            ("x-secret", b"1"),
            ("te", b"trailers"),
            ("accept", b"*/*"),
            ("host", b"h"),
        ];
        assert_eq!(end_to_end(given.into_iter()), [("accept", b"*/*".as_slice())]);
    }
}
