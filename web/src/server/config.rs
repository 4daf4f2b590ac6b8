//! Every setting of the web server; `web --help` is the reference.
use clap::{CommandFactory, ValueEnum};
use std::{path::PathBuf, time::Duration};

/// Serves Bodega's pages and assets, and forwards `/api` to the API.
///
/// Every setting can be given as a flag or in the environment.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "web", version)]
pub struct Config {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Address and port of the pages.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: String,

    /// Address and port of `/metrics`; nothing else is there, and it is nowhere else.
    #[arg(long, env = "METRICS_LISTEN", default_value = "127.0.0.1:9464")]
    pub metrics_listen: String,

    /// Where the API answers, with its prefix; plain http.
    #[arg(long, env = "API_URL", default_value = "http://127.0.0.1:8080/api", value_parser = api_url)]
    pub api_url: String,

    /// Folder with the built assets and their manifest.
    #[arg(long, env = "SITE", default_value = "target/site")]
    pub site: PathBuf,

    /// The address people type, such as `https://bodega.example`. With https, cookies are `Secure` and browsers are told to
    /// stay with https.
    #[arg(long, env = "PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// Whether anybody may register a shop; the API has the same setting, and decides.
    #[arg(long, env = "REGISTRATION", value_enum, default_value_t = Registration::Closed)]
    pub registration: Registration,

    /// Largest body that is forwarded to the API, in megabytes. The API has limits of its own: 16 MB for a picture, 64 MB for
    /// a sheet.
    #[arg(long, env = "BODY_LIMIT_MB", default_value_t = 65, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub body_limit_mb: u64,

    /// Threads that answer; as many as there are processors when left out.
    #[arg(long, env = "WORKERS", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub workers: Option<u16>,

    /// Milliseconds that a public page is kept for the next visitor; 0 renders it for each. Who is signed in always gets a fresh
    /// one.
    #[arg(long, env = "PAGE_CACHE_MS", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(..=60_000))]
    pub page_cache_ms: u64,

    /// Seconds to go on serving after SIGTERM while already answering "not ready", so that load balancers notice.
    #[arg(long, env = "SHUTDOWN_DELAY", default_value = "0", value_parser = seconds)]
    pub shutdown_delay: Duration,

    /// What it tells of its work.
    #[command(flatten)]
    pub telemetry: telemetry::Settings,
}

/// What a person or a container runs by hand.
#[derive(Clone, Copy, Debug, clap::Subcommand)]
pub enum Command {
    /// Ask a running server whether it is ready; ends with 0 if it is.
    Healthcheck,
}

impl Config {
    /// Whether people reach the pages over https.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Largest forwarded body, in bytes.
    pub fn body_limit(&self) -> u64 {
        self.body_limit_mb * 1024 * 1024
    }
}

/// A variable of the environment that is one slip away from a setting, and that setting: `API_ULR`.
pub fn misspelt(given: impl Iterator<Item = String>) -> Option<(String, String)> {
    let command = Config::command();
    let known: Vec<String> =
        command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned())).collect();
    let near = |name: &String| known.iter().find(|key| key.len() > 5 && strsim::osa_distance(key, name) == 1).cloned();
    given.filter(|name| !known.contains(name)).find_map(|name| near(&name).map(|key| (name, key)))
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Registration {
    /// Anybody.
    Open,
    /// Nobody.
    Closed,
}

/// The connection to the API stays inside; there is no TLS in this program.
fn api_url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
    if url.scheme() != "http" || !url.has_host() || url.query().is_some() || url.fragment().is_some() {
        return Err("must be http://HOST[:PORT]/PREFIX".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn public_url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(text.to_owned())
    } else {
        Err("must begin with http:// or https://".to_owned())
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "must be whole seconds".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::collections::BTreeSet;

    #[test]
    fn the_settings_agree_with_each_other() {
        Config::command().debug_assert();
    }

    #[test]
    fn the_readme_names_every_setting_and_no_other() {
        let command = Config::command();
        let names = command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned()));
        let readme = include_str!("../../README.md");
        let rows = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let rows = rows.filter(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
        assert_eq!(rows.collect::<BTreeSet<_>>(), names.collect::<Vec<_>>().iter().map(String::as_str).collect());
    }

    #[test]
    fn a_slip_in_a_name_is_noticed_and_other_variables_are_not() {
        let found = |names: &[&str]| misspelt(names.iter().map(|name| (*name).to_owned())).map(|(_, key)| key);
        assert_eq!(found(&["HOME", "API_ULR"]).as_deref(), Some("API_URL"));
        assert_eq!(found(&["HOME", "API_URL", "LISTEN_PID", "PATH", "DATABASE_URL"]), None);
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for wrong in [
            ["--api-url", "https://api.example/api"],
            ["--api-url", "api.example"],
            ["--public-url", "ftp://x.example"],
            ["--body-limit-mb", "0"],
            ["--workers", "0"],
            ["--shutdown-delay", "1.5"],
            ["--registration", "maybe"],
            ["--log-level", "web=loud"],
            ["--lisen", "127.0.0.1:1"],
        ] {
            assert!(Config::try_parse_from(["web", wrong[0], wrong[1]]).is_err(), "{wrong:?}");
        }
    }
}
