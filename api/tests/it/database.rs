//! A database for each test: a file of its own, or with `TEST_DATABASE` (an administrator's address, such as
//! `postgres://...`) one of its own on that server.
use api::{config::database::Reach, db::schema};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use std::{
    collections::HashMap,
    env,
    future::Future,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
    thread,
};
use uuid::Uuid;

/// Where a database is, and how things are said there.
#[derive(Clone)]
pub struct Place {
    pub url: String,
}

impl Place {
    /// The database that belongs to this data folder, made when it is asked for the first time.
    pub fn of(folder: &Path) -> Self {
        static MADE: Mutex<Option<HashMap<PathBuf, String>>> = Mutex::new(None);
        let Some(server) = server() else { return Self::file_in(folder) };
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = || named(&server, &create(&server, &copied(&server)));
        let url = made.get_or_insert_default().entry(folder.into()).or_insert_with(copy);
        Self { url: url.clone() }
    }

    /// Another one, with nothing in it; a file is in this data folder.
    pub fn empty(folder: &Path) -> Self {
        server().map_or_else(|| Self::file_in(folder), |server| Self { url: named(&server, &create(&server, "")) })
    }

    /// The file in this data folder.
    pub fn file_in(folder: &Path) -> Self {
        Self { url: format!("sqlite://{}?mode=rwc", folder.join("bodega.db").display()) }
    }

    /// It is a file.
    pub fn is_embedded(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// What its address says that it is.
    pub fn engine(&self) -> &'static str {
        match self.url.split(':').next() {
            Some("sqlite") => "sqlite",
            Some("mysql") => "mysql",
            _ => "postgresql",
        }
    }

    /// What it says that it is, where two engines are alike.
    pub async fn name(&self) -> &'static str {
        if self.engine() != "mysql" {
            return self.engine();
        }
        let db = self.open().await;
        let row = db.query_one_raw(Statement::from_string(DbBackend::MySql, "SELECT VERSION()")).await.unwrap();
        db.close().await.unwrap();
        if row.unwrap().try_get_by_index::<String>(0).unwrap().contains("MariaDB") { "mariadb" } else { "mysql" }
    }

    /// One connection.
    pub async fn open(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(&self.url);
        options.max_connections(1).sqlx_logging(false);
        Database::connect(options).await.unwrap()
    }

    /// Says this to it, if it lets one.
    pub async fn run(&self, statement: &str) -> Result<(), DbErr> {
        let db = self.open().await;
        let done = db.execute_unprepared(statement).await;
        db.close().await.unwrap();
        done.map(|_| ())
    }

    /// An id as it is written in SQL.
    pub fn id(&self, id: Uuid) -> String {
        if self.url.starts_with("postgres") { format!("'{id}'::uuid") } else { format!("X'{}'", id.simple()) }
    }

    /// A moment as it is written in SQL.
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        if self.url.starts_with("mysql") {
            format!("'{}'", at.format("%Y-%m-%d %H:%M:%S%.6f"))
        } else {
            format!("'{}'", at.to_rfc3339_opts(SecondsFormat::AutoSi, false))
        }
    }

    /// Forgets a trigger of a table.
    pub fn without_trigger(&self, table: &str, name: &str) -> String {
        let of = if self.url.starts_with("postgres") { format!(" ON {table}") } else { String::new() };
        format!("DROP TRIGGER {name}{of}")
    }

    /// Nothing of these words is left in a file; a server keeps files as it likes.
    pub async fn is_without(&self, words: &[&[u8]]) {
        let Some(file) = self.is_embedded().then(|| self.url.strip_prefix("sqlite://").unwrap()) else { return };
        self.run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        let file = std::fs::read(file.split('?').next().unwrap()).unwrap();
        for word in words {
            assert!(!file.windows(word.len()).any(|window| window == *word), "{}", String::from_utf8_lossy(word));
        }
    }
}

/// The server that is tested on; none for files.
fn server() -> Option<String> {
    env::var("TEST_DATABASE").ok().filter(|url| !url.is_empty())
}

/// The address of another database on this server.
fn named(server: &str, name: &str) -> String {
    let (server, parameters) = server.split_at(server.find('?').unwrap_or(server.len()));
    format!("{}/{name}{parameters}", server.rsplit_once('/').unwrap().0)
}

/// Makes a database on this server, from what the words say, and tells its name.
fn create(server: &str, from: &str) -> String {
    let name = format!("test_{}", Uuid::now_v7().simple());
    wait(Place { url: server.into() }.run(&format!("CREATE DATABASE {name}{from}"))).unwrap();
    name
}

/// PostgreSQL copies a database faster than our steps make one.
fn copied(server: &str) -> String {
    static MODEL: OnceLock<String> = OnceLock::new();
    if !server.starts_with("postgres") {
        return String::new();
    }
    let model = MODEL.get_or_init(|| {
        let name = create(server, "");
        wait(async { schema::migrate(&Reach::of(named(server, &name))).await.unwrap() });
        name
    });
    format!(" TEMPLATE {model}")
}

/// Waits where waiting is not allowed: tests have a runtime of their own.
fn wait<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    thread::scope(|scope| scope.spawn(|| runtime().block_on(work)).join().unwrap())
}
