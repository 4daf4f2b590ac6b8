//! All settings, from the environment or the command line; `api --help` is their documentation.
pub mod database;
pub mod redis;
pub mod s3;
pub mod secret;

pub use secret::Secret;

use clap::{CommandFactory, ValueEnum};
use secret::{given, strong};
use std::path::PathBuf;

/// Settings of the API.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Address and port to listen on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", global = true)]
    pub listen: String,
    /// Address and port of the metrics; empty for none. Keep it off the internet.
    #[arg(long, env = "METRICS_LISTEN", default_value = "127.0.0.1:9463", global = true)]
    pub metrics_listen: String,
    /// Worker threads; 0 takes one a core.
    #[arg(long, env = "WORKERS", default_value_t = 0, global = true)]
    pub workers: usize,
    /// Folder for the embedded database, the pictures and the secrets made at the first start.
    #[arg(long, env = "DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// The database.
    #[command(flatten)]
    pub database: database::Database,
    /// Redis.
    #[command(flatten)]
    pub redis: redis::Redis,
    /// The picture store.
    #[command(flatten)]
    pub s3: s3::S3,
    /// MiB of memory for pictures that were asked for lately; 0 for none. They are still shown while S3 is gone.
    #[arg(long, env = "PICTURE_CACHE_MB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(..=65_536), global = true)]
    pub picture_cache_mb: u64,
    /// Refuse everything that is only good enough to try the product out: demo data, secrets made here.
    #[arg(long, env = "PRODUCTION", global = true, num_args = 0..=1, default_missing_value = "true", default_value_t = false, action = clap::ArgAction::Set)]
    pub production: bool,
    /// Where people reach the product, such as `https://bodega.example`. With `https` the cookies are Secure.
    #[arg(long, env = "PUBLIC_URL", value_parser = public_url, global = true)]
    pub public_url: Option<String>,
    /// Who may register a new shop.
    #[arg(long, env = "REGISTRATION", default_value = "closed", global = true)]
    pub registration: Registration,
    /// Whoever sends this in `X-Registration-Key` may register even while registration is closed;
    /// at least 32 characters.
    #[arg(long, env = "REGISTRATION_KEY", hide_env_values = true, global = true)]
    pub registration_key: Option<Secret>,
    /// File that holds it instead.
    #[arg(long, env = "REGISTRATION_KEY_FILE", conflicts_with = "registration_key", global = true)]
    pub registration_key_file: Option<PathBuf>,
    /// Signs sessions; at least 32 characters. Made at the first start when left out.
    #[arg(long, env = "JWT_SECRET", hide_env_values = true, global = true)]
    pub jwt_secret: Option<Secret>,
    /// File that holds it instead.
    #[arg(long, env = "JWT_SECRET_FILE", conflicts_with = "jwt_secret", global = true)]
    pub jwt_secret_file: Option<PathBuf>,
    /// Mixed into every password before it is hashed; at least 32 characters. Made at the first start when left out;
    /// when it is lost or changed, nobody can sign in.
    #[arg(long, env = "PASSWORD_PEPPER", hide_env_values = true, global = true)]
    pub password_pepper: Option<Secret>,
    /// File that holds it instead.
    #[arg(long, env = "PASSWORD_PEPPER_FILE", conflicts_with = "password_pepper", global = true)]
    pub password_pepper_file: Option<PathBuf>,
    /// Work of one password hash: each step doubles it.
    #[arg(long, env = "BCRYPT_COST", default_value_t = 12, value_parser = clap::value_parser!(u32).range(4..=16), global = true)]
    pub bcrypt_cost: u32,
    /// Passwords that may wait to be hashed, as far as they are served within four seconds; more are told to come back.
    #[arg(long, env = "PASSWORD_QUEUE", default_value_t = 64, global = true)]
    pub password_queue: usize,
    /// Requests that are answered at the same time; more are told at once to come back.
    #[arg(long, env = "REQUESTS_AT_ONCE", default_value_t = 6000, value_parser = at_least_one, global = true)]
    pub requests_at_once: usize,
    /// Days a person stays signed in.
    #[arg(long, env = "SESSION_DAYS", default_value_t = 14, value_parser = clap::value_parser!(i64).range(1..=365), global = true)]
    pub session_days: i64,
    /// Seconds until an event that a webhook did not take is sent again; later attempts wait 6, 24, 120, 720, 4,320 and
    /// 17,280 times as long.
    #[arg(long, env = "WEBHOOK_RETRY_SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(..=3600), global = true)]
    pub webhook_retry_seconds: u32,
    /// Let webhooks reach addresses that are not on the internet: this machine, this network. Only where everybody with a shop
    /// may reach those anyway.
    #[arg(long, env = "WEBHOOK_ALLOW_PRIVATE", global = true, num_args = 0..=1, default_missing_value = "true", default_value_t = false, action = clap::ArgAction::Set)]
    pub webhook_allow_private: bool,
    /// Seconds between two looks at the whole ledger, or more where one takes long; 0 for none. What contradicts it is counted by
    /// the metric `bodega_ledger_drift`.
    #[arg(long, env = "LEDGER_CHECK_SECONDS", default_value_t = 3600, global = true)]
    pub ledger_check_seconds: u64,
    /// Name of this replica; the host's name when left out.
    #[arg(long, env = "INSTANCE", global = true)]
    pub instance: Option<String>,
    /// Seconds to keep serving, not ready any more, after being told to stop.
    #[arg(long, env = "SHUTDOWN_DELAY", default_value_t = 0, global = true)]
    pub shutdown_delay: u64,
    /// What it tells of its work.
    #[command(flatten)]
    pub telemetry: telemetry::Settings,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "must be a number above 0".into())
}

fn public_url(text: &str) -> Result<String, String> {
    let known =
        ["http://", "https://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|host| !host.is_empty()));
    if known { Ok(text.to_owned()) } else { Err("must begin with http:// or https://".into()) }
}

/// Who may register a new shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Registration {
    /// Everybody.
    Open,
    /// Holders of the registration key, and whoever runs `api user create`.
    Closed,
}

impl Config {
    /// How to reach the database.
    ///
    /// # Errors
    /// In one line, when what is given is of no use.
    pub fn database(&self) -> anyhow::Result<database::Reach> {
        self.database.reach(&self.data_dir)
    }

    /// People reach the product by https.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The secret that signs sessions and the one mixed into passwords, made here if that is allowed.
    ///
    /// # Errors
    /// One line for each that is missing, short, guessable or equal to the other.
    pub fn secrets(&self) -> anyhow::Result<(Secret, Secret)> {
        let jwt = self.secret("JWT_SECRET", self.jwt_secret.as_ref(), self.jwt_secret_file.as_ref())?;
        let pepper =
            self.secret("PASSWORD_PEPPER", self.password_pepper.as_ref(), self.password_pepper_file.as_ref())?;
        anyhow::ensure!(jwt.expose() != pepper.expose(), "JWT_SECRET and PASSWORD_PEPPER must differ");
        Ok((jwt, pepper))
    }

    /// What opens registration to whoever has it.
    ///
    /// # Errors
    /// When it cannot be read, or is weak.
    pub fn registration_key(&self) -> anyhow::Result<Option<Secret>> {
        let key = given("REGISTRATION_KEY", self.registration_key.as_ref(), self.registration_key_file.as_deref())?;
        key.iter().try_for_each(|key| strong("REGISTRATION_KEY", key))?;
        Ok(key)
    }

    fn secret(&self, name: &str, secret: Option<&Secret>, file: Option<&PathBuf>) -> anyhow::Result<Secret> {
        let secret = match given(name, secret, file.map(PathBuf::as_path))? {
            Some(secret) => secret,
            None if self.production => anyhow::bail!("{name} must be set in production"),
            None => crate::secret::made(&self.data_dir, name)?,
        };
        strong(name, &secret)?;
        Ok(secret)
    }
}

/// A variable of the environment that is one slip away from a setting, and that setting: `DATABSE_URL`.
pub fn misspelt<C: CommandFactory>(given: impl Iterator<Item = String>) -> Option<(String, String)> {
    let command = C::command();
    let known: Vec<String> =
        command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned())).collect();
    let near = |name: &String| known.iter().find(|key| key.len() > 5 && strsim::osa_distance(key, name) == 1).cloned();
    given.filter(|name| !known.contains(name)).find_map(|name| near(&name).map(|key| (name, key)))
}
