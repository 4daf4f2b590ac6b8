//! Where Redis is, if there is one.
use super::{
    Secret,
    secret::{address, given},
};
use std::path::PathBuf;

/// Settings of Redis.
#[derive(Clone, Debug, clap::Args)]
pub struct Redis {
    /// Where Redis or Valkey is: `redis://USER:PASSWORD@HOST:PORT/NUMBER`, with TLS `rediss://...`. Several replicas share it;
    /// without it each asks the database.
    #[arg(id = "redis_url", long = "redis-url", env = "REDIS_URL", hide_env_values = true, global = true)]
    pub url: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "redis_url_file",
        long = "redis-url-file",
        env = "REDIS_URL_FILE",
        conflicts_with = "redis_url",
        global = true
    )]
    pub url_file: Option<PathBuf>,
    /// Its host; with the settings below, instead of `REDIS_URL`.
    #[arg(id = "redis_host", long = "redis-host", env = "REDIS_HOST", conflicts_with_all = ["redis_url", "redis_url_file"], global = true)]
    pub host: Option<String>,
    /// Its port.
    #[arg(id = "redis_port", long = "redis-port", env = "REDIS_PORT", default_value_t = 6379, global = true)]
    pub port: u16,
    /// The user to sign in as; the default user when left out.
    #[arg(id = "redis_user", long = "redis-user", env = "REDIS_USER", global = true)]
    pub user: Option<String>,
    /// The password.
    #[arg(
        id = "redis_password",
        long = "redis-password",
        env = "REDIS_PASSWORD",
        hide_env_values = true,
        global = true
    )]
    pub password: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "redis_password_file",
        long = "redis-password-file",
        env = "REDIS_PASSWORD_FILE",
        conflicts_with = "redis_password",
        global = true
    )]
    pub password_file: Option<PathBuf>,
    /// What all names in it begin with: installations that share one Redis have one each.
    #[arg(id = "redis_prefix", long = "redis-prefix", env = "REDIS_PREFIX", default_value = "bodega", value_parser = prefix, global = true)]
    pub prefix: String,
}

fn prefix(text: &str) -> Result<String, String> {
    let is_good = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    if is_good { Ok(text.to_owned()) } else { Err("takes 1 to 64 letters, digits and -_.:".into()) }
}

impl Redis {
    /// Its address, if there is one.
    ///
    /// # Errors
    /// In one line: what cannot be read, or is no address.
    pub fn address(&self) -> anyhow::Result<Option<String>> {
        match (given("REDIS_URL", self.url.as_ref(), self.url_file.as_deref())?, &self.host) {
            (Some(url), _) => {
                let is_known = ["redis:", "rediss:"].iter().any(|scheme| url.expose().starts_with(scheme));
                // The address itself is not told: it holds a password.
                anyhow::ensure!(is_known, "REDIS_URL must begin with redis: or rediss:");
                Ok(Some(url.expose().to_owned()))
            }
            (None, Some(host)) => Ok(Some(self.joined(host)?)),
            (None, None) => Ok(None),
        }
    }

    fn joined(&self, host: &str) -> anyhow::Result<String> {
        let password = given("REDIS_PASSWORD", self.password.as_ref(), self.password_file.as_deref())?;
        let user = self.user.as_deref().unwrap_or_default();
        Ok(address("REDIS_HOST", ("redis", host, self.port), (user, password.as_ref()))?.into())
    }
}
