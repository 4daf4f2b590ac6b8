//! The embedded database as a file of its own: copied while others write, checked before it takes a database's place.
use super::Db;
use crate::{entity::session, error::Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DbErr, EntityTrait, Statement, sqlx::sqlite::SqliteJournalMode,
};
use std::{path::Path, time::Duration};

/// Copies the database as it is at one moment into a file that is empty or not there. Writers go on meanwhile.
///
/// `VACUUM INTO` reads in one transaction and writes one whole file without a log beside it. SQLite's other way, the backup
/// interface, begins anew whenever somebody writes, and cannot be reached without unsafe code.
pub async fn copy(db: &Db, to: &Path) -> Result<()> {
    let to = to.to_str().ok_or_else(|| DbErr::Custom("the file's name is not UTF-8".into()))?;
    let sql = "VACUUM INTO ?";
    db.read.execute_raw(Statement::from_sql_and_values(db.read.get_database_backend(), sql, [to.into()])).await?;
    Ok(())
}

/// Is the file whole, and do its rows belong together? Reads all of it.
pub async fn is_whole(db: &Db) -> Result<bool> {
    let ask = |sql: &str| Statement::from_string(db.read.get_database_backend(), sql);
    let told = db.read.query_one_raw(ask("PRAGMA integrity_check(1)")).await?;
    let told: Option<String> = told.map(|row| row.try_get_by_index(0)).transpose()?;
    let strays = db.read.query_one_raw(ask("PRAGMA foreign_key_check")).await?;
    Ok(told.as_deref() == Some("ok") && strays.is_none())
}

/// Ends all sessions: those that were ended since the copy was made would stand again.
pub async fn sign_out(db: &Db) -> Result<()> {
    db.delete(session::Entity::delete_many()).await?;
    Ok(())
}

/// Makes one file of a database and its log. Tells whether nobody else has it open; when somebody has, nothing changes.
/// A file that is no database has nobody either.
pub async fn release(file: &Path) -> bool {
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    // Leaving the log behind needs the file for oneself alone. A server keeps it open as long as it runs.
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| sqlite.journal_mode(SqliteJournalMode::Delete).busy_timeout(Duration::ZERO));
    match Database::connect(options).await {
        Ok(db) => db.close().await.is_ok(),
        Err(error) => !error.to_string().contains("locked"),
    }
}
