//! What the metrics of both have in common.
use actix_web_prom::{ActixMetricsConfiguration, LabelsConfiguration};
use prometheus::{IntGauge, Opts, Registry};

/// Adds `PROGRAM_build_info` to the metrics: always 1, its labels say which version of the program this is, and the name of
/// the deployment where two versions serve side by side.
///
/// # Errors
/// When it is there already.
pub fn build_info(registry: &Registry, program: &str, deployment: &str) -> prometheus::Result<()> {
    let about = Opts::new("build_info", "Which version this is; always 1.").namespace(program);
    let about = about.const_label("version", env!("CARGO_PKG_VERSION")).const_label("deployment", deployment);
    let info = IntGauge::with_opts(about)?;
    info.set(1);
    registry.register(Box::new(info))
}

/// The labels of requests: route, method, status. Prometheus itself has a word for `endpoint`, which is the library's name for the
/// route, and would rename ours.
pub fn http_labels() -> ActixMetricsConfiguration {
    ActixMetricsConfiguration::default().labels(LabelsConfiguration::default().endpoint("route"))
}
