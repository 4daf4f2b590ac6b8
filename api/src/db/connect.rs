//! The way to the database: connections and transactions.
use super::{
    cursor::Cursors,
    pool::{Connections, Pool},
    pulse::Pulse,
    reader::{Reader, impatient, span},
    schema,
    transaction::{Server, Transaction},
};
use crate::{config::database::Reach, error::Result};
use futures::future::BoxFuture;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, DeleteMany, EntityTrait,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sqlx::{
        Executor,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use shared::Code;
use std::{
    path::PathBuf,
    str::FromStr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::time::timeout;
use tracing::Instrument;

/// How long somebody waits for a connection to the embedded database, for a lock, or for a server to say goodbye.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long somebody waits for a turn to write where there is one writer: the import of a long sheet may take a minute, here or
/// from the command line, and a sale that waits is better than one that is refused.
const TURN: Duration = Duration::from_mins(2);
/// A connection that was not used for so long is asked whether it still stands.
const IDLE: Duration = Duration::from_secs(5);

/// Connections, and the key that signs cursors.
pub struct Db {
    /// For reading.
    pub read: Reader,
    write: Arc<Pool>,
    pulse: Option<Pulse>,
    /// What it calls itself, once it has been asked.
    version: OnceLock<String>,
    /// Makes and reads the cursors of lists.
    pub cursors: Cursors,
}

impl Db {
    /// Connects and brings the schema up to date.
    pub async fn connect(reach: &Reach, cursor_key: &[u8]) -> std::result::Result<Self, DbErr> {
        schema::migrate(reach).await?;
        Self::open(reach, cursor_key).await
    }

    /// Connects to what there is. SQLite has one writer at a time, so it gets one connection for writing, where the waiting
    /// is fair, and some for reading. Servers get as many for the one as for the other: who waits for a lock must not keep
    /// others from reading.
    pub async fn open(reach: &Reach, cursor_key: &[u8]) -> std::result::Result<Self, DbErr> {
        let half = reach.connections / 2;
        let (writers, readers) = if reach.is_embedded() { (1, 4) } else { (half, reach.connections - half) };
        let mut writer = options(reach, writers);
        if reach.is_embedded() {
            // The writer stays, so that others can tell that the file is in use.
            writer.min_connections(1);
        }
        writer.acquire_timeout(if reach.is_embedded() { TURN } else { PATIENCE });
        let limit = reach.statement + Duration::from_secs(1);
        let write = Arc::new(Pool::open(writer, limit).await?);
        let read = Arc::new(Pool::open(options(reach, readers), limit).await?);
        let pulse = (!reach.is_embedded()).then(|| Pulse::start(options(reach, 1), vec![read.clone(), write.clone()]));
        Ok(Self {
            read: Reader::new(read, pulse.clone()),
            write,
            pulse,
            version: OnceLock::new(),
            cursors: Cursors::new(cursor_key),
        })
    }

    /// A transaction that will write. On SQLite it takes the lock at once, so it never fails half-way for want of it.
    pub async fn begin(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            isolation_level: None,
            // Every database writes unless told otherwise, and for SQLite sea-orm logs a warning when it is told at all.
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let begin = |write: DatabaseConnection| -> BoxFuture<'static, _> {
            Box::pin(async move { write.begin_with_options(options).await })
        };
        let span = span(self.read.get_database_backend(), "BEGIN");
        let transaction = impatient(&self.write, self.pulse.as_ref(), begin).instrument(span).await?;
        let server = self.pulse.clone().map(|pulse| Server { pool: self.write.clone(), pulse });
        Ok(Transaction::new(transaction, server))
    }

    /// Deletes these rows, in a transaction of their own; tells how many.
    pub(super) async fn delete<E: EntityTrait>(&self, rows: DeleteMany<E>) -> Result<u64> {
        let tx = self.begin().await?;
        let deleted = rows.exec(&tx).await?.rows_affected;
        tx.commit().await?;
        Ok(deleted)
    }

    /// Whoever writes waits for all others that do.
    pub fn has_one_writer(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Sqlite
    }

    /// How many connections there are, for reading and for writing.
    pub fn connections(&self) -> [(&'static str, Connections); 2] {
        [("read", self.read.connections()), ("write", self.write.connections())]
    }

    /// Does it answer?
    pub async fn ping(&self) -> Result<()> {
        let backend = self.read.get_database_backend();
        if backend == DbBackend::MySql && self.version.get().is_none() {
            let row = self.read.query_one_raw(Statement::from_string(backend, "SELECT VERSION()")).await?;
            // Somebody else may have asked, too.
            _ = self.version.set(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default());
        } else {
            self.read.execute_unprepared("SELECT 1").await?;
        }
        Ok(())
    }

    /// Which database it is, such as `sqlite`. MariaDB goes by MySQL's name until it has answered for the first time.
    pub fn engine(&self) -> &'static str {
        match self.read.get_database_backend() {
            DbBackend::Sqlite => "sqlite",
            DbBackend::Postgres => "postgresql",
            _ if self.version.get().is_some_and(|version| version.contains("MariaDB")) => "mariadb",
            _ => "mysql",
        }
    }

    /// The file of an embedded database.
    pub fn file(reach: &Reach) -> Option<PathBuf> {
        let options = reach.is_embedded().then(|| SqliteConnectOptions::from_str(&reach.url).ok());
        options.flatten().map(|options| options.get_filename().to_owned())
    }

    /// Finishes what is open and lets go of all connections; of those that a server does not answer on, after a while.
    pub async fn close(&self) -> Result<()> {
        let closed = async { tokio::try_join!(self.read.close(), self.write.close()) };
        match &self.pulse {
            None => _ = closed.await?,
            Some(_) => _ = timeout(PATIENCE, closed).await.map_err(|_| Code::Unavailable)??,
        }
        Ok(())
    }
}

/// So many connections to it.
pub(super) fn options(reach: &Reach, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(&reach.url);
    options
        .max_connections(connections)
        .acquire_timeout(if reach.is_embedded() { PATIENCE } else { reach.acquire })
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(embedded);
    if !reach.is_embedded() {
        // A server that is away when the program starts is no reason not to start once the schema is there.
        options.connect_lazy(true).set_application_name("bodega");
    }
    match reach.url.as_str() {
        url if url.starts_with("postgres") => _ = options.statement_timeout(reach.statement),
        url if url.starts_with("mysql") => mysql(&mut options, reach.statement),
        _ => {}
    }
    options
}

fn embedded(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: what was acknowledged survives a power cut; NORMAL may lose the last commits.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("cache_size", "-16384")
        // Else a row that replaces another would slip past the trigger that keeps rows from being deleted.
        .pragma("recursive_triggers", "ON")
        // What is erased is gone from the file, too.
        .pragma("secure_delete", "ON")
}

/// Others' rows are seen as they are now, as on the other databases, not as they were when the transaction began. MariaDB
/// counts a statement's time in seconds, MySQL in milliseconds, and each skips the comment that is meant for the other. An
/// index that has the order is better than two that have not.
fn mysql(options: &mut ConnectOptions, statement: Duration) {
    let limit = format!(
        "SET SESSION innodb_lock_wait_timeout = {}, optimizer_switch = 'index_merge_intersection=off' \
         /*M!100100 , max_statement_time = {} */ \
         /*!50708 , max_execution_time = {} */",
        PATIENCE.as_secs(),
        statement.as_secs(),
        statement.as_millis()
    );
    options.map_sqlx_mysql_pool_opts(move |pool| {
        let limit = limit.clone();
        pool.after_connect(move |connection, _| {
            let limit = limit.clone();
            Box::pin(async move {
                connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
                connection.execute(sea_orm::sqlx::AssertSqlSafe(limit)).await?;
                Ok(())
            })
        })
    });
}
