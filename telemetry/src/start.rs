//! How telling begins and ends.
use crate::{IS_TRACING, LogFormat, Settings, TARGET, export};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::{io::IsTerminal, sync::atomic::Ordering};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{Directive, LevelFilter, Targets},
    fmt,
    layer::SubscriberExt,
    registry,
    util::SubscriberInitExt,
};

/// Ends with the server.
pub struct Telemetry(Option<SdkTracerProvider>);

impl Telemetry {
    /// Sends what was traced last.
    pub async fn finish(self) {
        let Some(provider) = self.0 else { return };
        // It waits for the collector; other things may end meanwhile.
        match tokio::task::spawn_blocking(move || provider.shutdown()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the last traces were not sent"),
            Err(error) => tracing::warn!(%error, "the last traces were not sent"),
        }
    }
}

/// Begins to log to the standard output, and to send traces where there is an endpoint for them. `service` is the program's
/// name, `instance` that of this replica.
///
/// # Errors
/// When no client for the endpoint can be made.
pub fn start(settings: &Settings, service: &'static str, instance: &str) -> anyhow::Result<Telemetry> {
    let endpoint = settings.otel_exporter_otlp_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty());
    let provider = endpoint.map(|endpoint| export::provider(endpoint, settings, service, instance)).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer(service));
        layer
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(Targets::new().with_target(TARGET, LevelFilter::INFO))
    });
    let is_new = registry().with(lines(settings)).with(spans).try_init().is_ok();
    // A second start, as in tests with several servers, keeps the first one.
    IS_TRACING.fetch_or(is_new && provider.is_some(), Ordering::Relaxed);
    Ok(Telemetry(provider))
}

/// The log: JSON for machines, text for a terminal.
fn lines<S>(settings: &Settings) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'span> registry::LookupSpan<'span>,
{
    let level = EnvFilter::try_new(&settings.log_level).unwrap_or_else(|_| EnvFilter::new("info"));
    let silent: Option<Directive> = format!("{TARGET}=off").parse().ok();
    let level = silent.into_iter().fold(level, EnvFilter::add_directive);
    let is_text = match settings.log_format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stdout().is_terminal(),
    };
    let lines = fmt::layer().with_target(false);
    if is_text {
        lines.boxed().with_filter(level)
    } else {
        lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed().with_filter(level)
    }
}
