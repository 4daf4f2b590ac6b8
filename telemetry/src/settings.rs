//! The settings that both servers have for it.
use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

/// What is said too often, or to nobody, is left out.
const LEVEL: &str = "info,actix_server=warn,actix_web_prom=error,sea_orm_migration=warn,sqlx=warn";

/// How a server tells of its work.
#[derive(Clone, Debug, Args)]
pub struct Settings {
    /// How log lines look.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Auto, global = true)]
    pub log_format: LogFormat,
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,api=debug`.
    #[arg(long, env = "LOG_LEVEL", default_value = LEVEL, value_parser = filter, global = true)]
    pub log_level: String,
    /// Where traces are sent (OpenTelemetry, OTLP over plain HTTP), such as `http://collector:4318`; none are made without.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_parser = endpoint, global = true)]
    pub otel_exporter_otlp_endpoint: Option<String>,
    /// Name of this version's deployment, such as `v2` where two serve side by side: metrics, traces and the status page tell it.
    #[arg(long, env = "DEPLOYMENT_VERSION", default_value = "", global = true)]
    pub deployment_version: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Auto,
            log_level: LEVEL.into(),
            otel_exporter_otlp_endpoint: None,
            deployment_version: String::new(),
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// A collector stands beside the servers; no TLS is spoken to it. Nothing is the same as none at all.
fn endpoint(text: &str) -> Result<String, String> {
    let is_plain = reqwest::Url::parse(text).is_ok_and(|url| url.scheme() == "http" && url.has_host());
    if text.is_empty() || is_plain { Ok(text.into()) } else { Err("must be http://HOST:PORT".into()) }
}
