//! The way to a collector of traces (OTLP over HTTP).
use crate::Settings;
use anyhow::Context;
use opentelemetry::KeyValue;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::{thread, time::Duration};

/// How long a collector may take; what it did not take by then is lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// Collects spans and sends them from a thread of its own. How often, how many and which is settled by the environment
/// (`OTEL_TRACES_SAMPLER`, `OTEL_BSP_SCHEDULE_DELAY`, ...), as OpenTelemetry has it; so are further headers.
pub fn provider(
    endpoint: &str,
    settings: &Settings,
    service: &'static str,
    instance: &str,
) -> anyhow::Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_http_client(client()?)
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .with_timeout(PATIENCE);
    let exporter = exporter.build().context("OTEL_EXPORTER_OTLP_ENDPOINT")?;
    // Names of the OpenTelemetry semantic conventions for resources; the last is ours.
    let about = [
        KeyValue::new("service.namespace", "bodega"),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", instance.to_owned()),
        KeyValue::new("deployment.version", settings.deployment_version.clone()),
    ];
    let resource = Resource::builder().with_service_name(service).with_attributes(about).build();
    Ok(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build())
}

/// It waits for answers without the help of a runtime, and may not be made inside of one.
fn client() -> anyhow::Result<reqwest::blocking::Client> {
    // Only plain HTTP is spoken, but a client does not begin without somebody who could encrypt.
    _ = rustls::crypto::ring::default_provider().install_default();
    let client = || reqwest::blocking::Client::builder().no_proxy().tls_certs_only([]).timeout(PATIENCE).build();
    let made = thread::spawn(client).join().map_err(|_| anyhow::anyhow!("no client for traces"))?;
    made.context("no client for traces")
}
