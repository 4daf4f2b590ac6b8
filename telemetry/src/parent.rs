//! Where a request comes from, and goes on to: the headers of W3C Trace Context.
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::{
    Context,
    propagation::{Extractor, Injector, TextMapPropagator},
    trace::{TraceContextExt, TraceId},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;

struct Given<'a>(&'a HeaderMap);

impl Extractor for Given<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

struct Told<'a>(&'a mut HeaderMap);

impl Injector for Told<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

/// What the headers say; an empty context when they say nothing, or nonsense.
pub fn given(headers: &HeaderMap) -> Context {
    TraceContextPropagator::new().extract_with_context(&Context::new(), &Given(headers))
}

/// Puts it into the headers, for whoever is asked next.
pub fn tell(context: &Context, headers: &mut HeaderMap) {
    TraceContextPropagator::new().inject_context(context, &mut Told(headers));
}

/// The trace it belongs to.
pub fn trace_id(context: &Context) -> Option<TraceId> {
    let span = context.span();
    let span = span.span_context();
    span.is_valid().then(|| span.trace_id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(parent: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static("traceparent"), HeaderValue::from_static(parent))])
    }

    #[test]
    fn a_trace_is_known_by_its_header_and_nonsense_is_no_trace() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let id = trace_id(&given(&headers(parent))).map(|id| id.to_string());
        assert_eq!(id.as_deref(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        for nonsense in ["", "00-0-0-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "x"] {
            assert_eq!(trace_id(&given(&headers(nonsense))), None, "{nonsense}");
        }
    }

    #[test]
    fn what_was_given_is_told_on() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let mut told = HeaderMap::new();
        tell(&given(&headers(parent)), &mut told);
        assert_eq!(told.get("traceparent").unwrap(), parent);
    }
}
