//! The way to the database: connections, transactions, schema.
use super::cursor::Cursors;
use crate::{error::Result, migration::Migrator};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;
use std::{path::PathBuf, str::FromStr, time::Duration};

/// How long somebody waits for a connection or a lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long somebody waits for a turn to write where there is one writer: the import of a long sheet may take a minute, here or
/// from the command line, and a sale that waits is better than one that is refused.
const TURN: Duration = Duration::from_mins(2);

/// Connections, and the key that signs cursors.
pub struct Db {
    /// For reading.
    pub read: DatabaseConnection,
    write: DatabaseConnection,
    /// Makes and reads the cursors of lists.
    pub cursors: Cursors,
}

/// Age of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The one of this version.
    Current,
    /// One that this version can bring up to date.
    Older,
    /// One that this version cannot read.
    Newer,
}

impl Db {
    /// Connects and brings the schema up to date.
    pub async fn connect(url: &str, cursor_key: &[u8]) -> std::result::Result<Self, DbErr> {
        let db = Self::open(url, cursor_key).await?;
        Migrator::up(&db.write, None).await?;
        Ok(db)
    }

    /// Connects to what there is. SQLite has one writer at a time, so it gets one connection for writing, where the waiting
    /// is fair, and some for reading.
    pub async fn open(url: &str, cursor_key: &[u8]) -> std::result::Result<Self, DbErr> {
        let sqlite = url.starts_with("sqlite:");
        let (writers, patience) = if sqlite { (1, TURN) } else { (8, PATIENCE) };
        let mut writer = options(url, writers, patience);
        // The writer stays, so that others can tell that the file is in use.
        writer.min_connections(u32::from(sqlite));
        let write = Database::connect(writer).await?;
        let read = if sqlite { Database::connect(options(url, 4, PATIENCE)).await? } else { write.clone() };
        Ok(Self { read, write, cursors: Cursors::new(cursor_key) })
    }

    /// How the schema stands to the one that this version knows.
    pub async fn schema(&self) -> Result<Schema> {
        match Migrator::get_pending_migrations_read_only(&self.read).await {
            Ok(missing) if missing.is_empty() => Ok(Schema::Current),
            Ok(_) => Ok(Schema::Older),
            // It names a step that is not known here.
            Err(DbErr::Custom(_)) => Ok(Schema::Newer),
            Err(error) => Err(error.into()),
        }
    }

    /// A transaction that will write. On SQLite it takes the lock at once, so it never fails half-way for want of it.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            isolation_level: None,
            // Every database writes unless told otherwise, and for SQLite sea-orm logs a warning when it is told at all.
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Does it answer?
    pub async fn ping(&self) -> Result<()> {
        self.read.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Which database it is, such as `sqlite`.
    pub fn engine(&self) -> &'static str {
        match self.read.get_database_backend() {
            sea_orm::DbBackend::Sqlite => "sqlite",
            sea_orm::DbBackend::Postgres => "postgresql",
            _ => "mysql",
        }
    }

    /// The file of an embedded database.
    pub fn file(url: &str) -> Option<PathBuf> {
        let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url).ok());
        options.flatten().map(|options| options.get_filename().to_owned())
    }

    /// Finishes what is open and lets go of all connections.
    pub async fn close(&self) -> Result<()> {
        self.read.clone().close().await?;
        Ok(self.write.clone().close().await?)
    }
}

fn options(url: &str, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(patience)
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL: what was acknowledged survives a power cut; NORMAL may lose the last commits.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(patience)
                .pragma("cache_size", "-16384")
                // Else a row that replaces another would slip past the trigger that keeps rows from being deleted.
                .pragma("recursive_triggers", "ON")
                // What is erased is gone from the file, too.
                .pragma("secure_delete", "ON")
        });
    options
}
