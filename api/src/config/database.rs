//! Where the database is: one address, or its parts.
use super::{
    Secret,
    secret::{address, given},
};
use clap::ValueEnum;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Settings of the database.
#[derive(Clone, Debug, clap::Args)]
pub struct Database {
    /// Where the database is: `postgres://USER:PASSWORD@HOST:PORT/NAME`, `mysql://...` for MySQL and MariaDB, or
    /// `sqlite://PATH`; in the data folder when left out. TLS is asked for at the end of it: `?sslmode=verify-full` with
    /// `&sslrootcert=FILE` on PostgreSQL, `?ssl-mode=VERIFY_IDENTITY` with `&ssl-ca=FILE` on MySQL.
    #[arg(id = "database_url", long = "database-url", env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub url: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "database_url_file",
        long = "database-url-file",
        env = "DATABASE_URL_FILE",
        conflicts_with = "database_url",
        global = true
    )]
    pub url_file: Option<PathBuf>,
    /// The database server's host; with the settings below, instead of `DATABASE_URL`.
    #[arg(id = "db_host", long = "db-host", env = "DB_HOST", conflicts_with_all = ["database_url", "database_url_file"], global = true)]
    pub host: Option<String>,
    /// Which database it is.
    #[arg(id = "db_engine", long = "db-engine", env = "DB_ENGINE", default_value = "postgresql", global = true)]
    pub engine: Engine,
    /// Its port; the usual one of the engine when left out.
    #[arg(id = "db_port", long = "db-port", env = "DB_PORT", global = true)]
    pub port: Option<u16>,
    /// The user to sign in as.
    #[arg(id = "db_user", long = "db-user", env = "DB_USER", default_value = "bodega", global = true)]
    pub user: String,
    /// The user's password.
    #[arg(id = "db_password", long = "db-password", env = "DB_PASSWORD", hide_env_values = true, global = true)]
    pub password: Option<Secret>,
    /// File that holds it instead.
    #[arg(
        id = "db_password_file",
        long = "db-password-file",
        env = "DB_PASSWORD_FILE",
        conflicts_with = "db_password",
        global = true
    )]
    pub password_file: Option<PathBuf>,
    /// Name of the database.
    #[arg(id = "db_name", long = "db-name", env = "DB_NAME", default_value = "bodega", global = true)]
    pub name: String,
    /// Connections to a database server that this replica may have at a time.
    #[arg(id = "db_connections", long = "db-connections", env = "DB_CONNECTIONS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=1000), global = true)]
    pub connections: u32,
    /// Milliseconds that somebody waits for one of them before being told to come back.
    #[arg(id = "db_acquire_ms", long = "db-acquire-ms", env = "DB_ACQUIRE_MS", default_value_t = 800, value_parser = clap::value_parser!(u64).range(50..=60_000), global = true)]
    pub acquire_ms: u64,
    /// Seconds after which a database server gives up on one statement.
    #[arg(id = "db_statement_seconds", long = "db-statement-seconds", env = "DB_STATEMENT_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600), global = true)]
    pub statement_seconds: u64,
}

/// A database server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// PostgreSQL, 13 or newer.
    Postgresql,
    /// MySQL, 8.0.19 or newer.
    Mysql,
    /// MariaDB, 10.6 or newer.
    Mariadb,
}

/// How to reach a database.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Where it is.
    pub url: String,
    /// Connections at a time.
    pub connections: u32,
    /// How long somebody waits for one.
    pub acquire: Duration,
    /// How long a statement may take.
    pub statement: Duration,
}

impl Reach {
    /// An address with the usual limits.
    pub fn of(url: String) -> Self {
        let (acquire, statement) = (Duration::from_millis(800), Duration::from_secs(30));
        Self { url, connections: 10, acquire, statement }
    }

    /// It is a file, not a server.
    pub fn is_embedded(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

impl Database {
    /// How to reach it; without an address it is in this folder.
    ///
    /// # Errors
    /// In one line: what cannot be read, or is no address of a database that this version knows.
    pub fn reach(&self, data_dir: &Path) -> anyhow::Result<Reach> {
        let url = match (given("DATABASE_URL", self.url.as_ref(), self.url_file.as_deref())?, &self.host) {
            (Some(url), _) => known(url.expose())?,
            (None, Some(host)) => self.joined(host)?,
            (None, None) => format!("sqlite://{}?mode=rwc", data_dir.join("bodega.db").display()),
        };
        let (acquire, statement) =
            (Duration::from_millis(self.acquire_ms), Duration::from_secs(self.statement_seconds));
        Ok(Reach { url, connections: self.connections, acquire, statement })
    }

    fn joined(&self, host: &str) -> anyhow::Result<String> {
        let (scheme, port) = match self.engine {
            Engine::Postgresql => ("postgres", 5432),
            Engine::Mysql | Engine::Mariadb => ("mysql", 3306),
        };
        let password = given("DB_PASSWORD", self.password.as_ref(), self.password_file.as_deref())?;
        let place = (scheme, host, self.port.unwrap_or(port));
        let mut url = address("DB_HOST", place, (&self.user, password.as_ref()))?;
        url.path_segments_mut().map_err(|()| anyhow::anyhow!("DB_HOST {host} is no host"))?.push(&self.name);
        Ok(url.into())
    }
}

/// The address as the drivers want it.
fn known(url: &str) -> anyhow::Result<String> {
    let url = url.strip_prefix("mariadb:").map_or_else(|| url.to_owned(), |rest| format!("mysql:{rest}"));
    let schemes = ["sqlite:", "postgres:", "postgresql:", "mysql:"];
    // The address itself is not told: it holds a password.
    anyhow::ensure!(
        schemes.iter().any(|scheme| url.starts_with(scheme)),
        "no database that is known: DATABASE_URL must begin with postgres:, mysql: or sqlite:"
    );
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args, Command, FromArgMatches};

    fn settings(words: &[&str]) -> Database {
        let command = Database::augment_args(Command::new("api"));
        let words = std::iter::once(&"api").chain(words);
        Database::from_arg_matches(
            &command.mut_args(|argument| argument.env(None::<&str>)).try_get_matches_from(words).unwrap(),
        )
        .unwrap()
    }

    fn url(words: &[&str]) -> String {
        settings(words).reach(Path::new("data")).unwrap().url
    }

    #[test]
    fn parts_make_an_address_whatever_is_in_them() {
        let parts = ["--db-host=db", "--db-user=o'hara@home", "--db-password=a/b:c@d#e%f ñ", "--db-name=my shop"];
        assert_eq!(url(&parts), "postgres://o'hara%40home:a%2Fb%3Ac%40d%23e%25f%20%C3%B1@db:5432/my%20shop");
        assert_eq!(url(&["--db-host=db", "--db-engine=mariadb"]), "mysql://bodega@db:3306/bodega");
        assert_eq!(url(&["--db-host=::1", "--db-port=7"]), "postgres://bodega@[::1]:7/bodega");
    }

    #[test]
    fn an_address_is_taken_as_it_is_and_without_one_there_is_a_file() {
        assert_eq!(url(&["--database-url=postgres://a:b@c/d?sslmode=require"]), "postgres://a:b@c/d?sslmode=require");
        assert_eq!(url(&["--database-url=mariadb://a:b@c/d"]), "mysql://a:b@c/d");
        assert_eq!(url(&[]), "sqlite://data/bodega.db?mode=rwc");
        let wrong = settings(&["--database-url=oracle://secret@db"]).reach(Path::new("data")).unwrap_err();
        assert!(!wrong.to_string().contains("secret"));
    }
}
