//! What a person runs by hand, one file a command. They print for people and end with one line when something is wrong.
pub mod archive;
pub mod backup;
pub mod export;
pub mod import;
pub mod reconcile;
pub mod restore;
pub mod user;

use crate::{
    Config,
    db::{Db, audit::By, schema::Schema, users},
};
use anyhow::Context;
use serde::de::DeserializeOwned;
use shared::user::User;
use std::path::PathBuf;

/// The embedded database's file.
///
/// # Errors
/// When the data are in a database server.
fn file(config: &Config) -> anyhow::Result<PathBuf> {
    let reach = config.database()?;
    anyhow::ensure!(
        reach.is_embedded(),
        "this is for the embedded database; use the database's own tools (pg_dump, mysqldump)"
    );
    let file = Db::file(&reach).context("DATABASE_URL names no file")?;
    Ok(std::path::absolute(file)?)
}

/// The database that is there, left at its version. A slip in a folder's name must not make an empty one and call it good.
async fn existing(config: &Config) -> anyhow::Result<Db> {
    let reach = config.database()?;
    if let Some(file) = Db::file(&reach) {
        anyhow::ensure!(file.exists(), "there is no database at {}; see DATA_DIR and DATABASE_URL", file.display());
    }
    // No lists are read, so there are no cursors to sign.
    Db::open(&reach, b"").await.context("cannot open the database; see DATABASE_URL and DATA_DIR")
}

/// The database that is there, if its schema is that of this version.
async fn current(config: &Config) -> anyhow::Result<Db> {
    let db = existing(config).await?;
    match db.schema().await? {
        Schema::Current => Ok(db),
        Schema::Older => anyhow::bail!("the database is of an older version; `api migrate` brings it up to date"),
        Schema::Newer => anyhow::bail!("the database is of a newer version than this program"),
    }
}

/// Who signs in with this e-mail.
async fn person(db: &Db, email: &str) -> anyhow::Result<(By, User)> {
    users::acting(db, email).await?.with_context(|| format!("nobody signs in with {email}"))
}

/// A value by its name in the API.
fn named<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}
