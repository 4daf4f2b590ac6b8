//! A request is followed from who asks, through both programs, to each statement of the database.
use crate::{
    app::Web,
    upstream::{Asked, upstream},
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    trace::v1::{ResourceSpans, Span},
};
use prost::Message;
use reqwest::Method;
use std::{
    io::Read,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A collector, and what it hears.
fn collector() -> (String, Receiver<ResourceSpans>) {
    let (told, heard) = channel();
    let url = upstream(move |mut asked: Asked| {
        assert_eq!(asked.line, "POST /v1/traces HTTP/1.1");
        let length = asked.headers.iter().find(|(name, _)| name == "content-length").unwrap();
        let mut body = vec![0; length.1.parse().unwrap()];
        asked.stream.read_exact(&mut body).unwrap();
        for spans in ExportTraceServiceRequest::decode(body.as_slice()).unwrap().resource_spans {
            // Whoever listened may have heard enough.
            _ = told.send(spans);
        }
        asked.answer("200 OK\r\nContent-Type: application/x-protobuf", "");
    });
    (url.trim_end_matches("/api").to_owned(), heard)
}

/// What was done in the trace, by which program, once it is so much: each program sends by itself, whenever it likes.
fn heard(collector: &Receiver<ResourceSpans>, wanted: impl Fn(&[(String, Span)]) -> bool) -> Vec<(String, Span)> {
    let (mut all, began) = (Vec::new(), Instant::now());
    while !wanted(&all) {
        let patience = Duration::from_secs(30).saturating_sub(began.elapsed());
        let spans = collector.recv_timeout(patience).unwrap_or_else(|_| panic!("only this was heard: {all:#?}"));
        let about = spans.resource.unwrap().attributes;
        let name = about.into_iter().find(|pair| pair.key == "service.name").unwrap().value.unwrap();
        let program = format!("{:?}", name.value.unwrap());
        let program = program.split('"').nth(1).unwrap().to_owned();
        for span in spans.scope_spans.into_iter().flat_map(|scope| scope.spans) {
            if hex(&span.trace_id) == TRACE {
                all.push((program.clone(), span));
            }
        }
    }
    all
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[tokio::test]
async fn a_page_is_followed_from_the_ingress_through_both_programs_to_the_statement() {
    let (url, told) = collector();
    let tracing = [("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str()), ("OTEL_BSP_SCHEDULE_DELAY", "50")];
    let web = Web::with_demo_and(&tracing);
    let parent = format!("00-{TRACE}-{PARENT}-01");
    let answer = web.request(Method::GET, "/").header("traceparent", &parent).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["x-request-id"].to_str().unwrap()), (200, TRACE));
    answer.text().await.unwrap();
    web.request(Method::GET, "/api/v1/catalog/products?q=zzz").header("traceparent", &parent).send().await.unwrap();

    let requests = |all: &[(String, Span)], of: &str| {
        all.iter().filter(|(program, span)| program == of && span.name.starts_with("GET /")).count()
    };
    // The page asks for the list and counts the visit; the second request asks for the list.
    let all = heard(&told, |all| requests(all, "bodega-web") >= 2 && requests(all, "bodega-api") >= 2);
    let of = |program: &str, name: &str| {
        let found = all.iter().find(|(of, span)| of == program && span.name == name);
        &found.unwrap_or_else(|| panic!("no {name} of {program} in {all:#?}")).1
    };
    let page = of("bodega-web", "GET /");
    assert_eq!(hex(&page.parent_span_id), PARENT);
    let list = all.iter().find(|(of, span)| of == "bodega-api" && span.parent_span_id == page.span_id);
    let list = &list.unwrap_or_else(|| panic!("nothing of the API in {all:#?}")).1;
    assert_eq!(list.name, "GET /api/v1/catalog/products");
    let statements: Vec<_> = all.iter().filter(|(_, span)| span.parent_span_id == list.span_id).collect();
    assert!(statements.iter().any(|(_, span)| span.name == "SELECT"), "{all:#?}");
    let told = format!("{all:#?}");
    assert!(!told.contains("zzz"), "no value is told: {told}");
}

#[tokio::test]
async fn who_is_followed_by_others_only_passes_their_headers_on() {
    let api = upstream(|mut asked| {
        let parent = asked.headers.iter().find(|(name, _)| name == "traceparent").unwrap().1.clone();
        asked.answer("200 OK", &parent);
    });
    let web = Web::before(&api, &[]);
    let parent = format!("00-{TRACE}-{PARENT}-01");
    let answer = web.request(Method::GET, "/api/v1/x").header("traceparent", &parent).send().await.unwrap();
    assert_eq!(answer.headers()["x-request-id"], TRACE);
    assert_eq!(answer.text().await.unwrap(), parent);
}
