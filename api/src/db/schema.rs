//! The schema: how old it is, and how it is brought up to date by one replica while the others wait.
use super::{Db, connect::options};
use crate::{config::database::Reach, error::Result, migration::Migrator};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::MigratorTrait;
use std::{fs::File, time::Duration};
use tokio::task::spawn_blocking;

/// How long a replica waits for another one that migrates, and how long one statement of a migration may take: an index of many
/// millions of rows takes its time.
const PATIENCE: Duration = Duration::from_hours(1);

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
}

/// Brings the schema up to date. Replicas that start together come one after the other; all but the first find nothing to do.
pub async fn migrate(reach: &Reach) -> std::result::Result<(), DbErr> {
    let patient = Reach { statement: PATIENCE, acquire: Duration::from_secs(10), ..reach.clone() };
    let _alone = alone(reach).await;
    // One connection, as it is the one that has the lock; when it is closed or dies, the lock is free.
    let db = Database::connect(options(&patient, 1)).await?;
    let migrated = match lock(&db).await {
        Ok(()) => Migrator::up(&db, None).await,
        Err(error) => Err(error),
    };
    db.close().await?;
    migrated
}

/// A new file cannot be opened by two at once, as it becomes one with a log only then. Who migrates has its folder to itself.
async fn alone(reach: &Reach) -> Option<File> {
    let folder = Db::file(reach)?.parent()?.to_owned();
    let locked = spawn_blocking(move || {
        let folder = File::open(folder)?;
        folder.lock().map(|()| folder)
    });
    // Where folders cannot be locked, whoever is second is told that the database is in use.
    locked.await.ok()?.ok()
}

async fn lock(db: &DatabaseConnection) -> std::result::Result<(), DbErr> {
    match db.get_database_backend() {
        // The number stands for "bodega" and means nothing else.
        DbBackend::Postgres => _ = db.execute_unprepared("SELECT pg_advisory_lock(108170603684705)").await?,
        // On MySQL a lock is the whole server's.
        DbBackend::MySql => {
            let sql = format!("SELECT GET_LOCK(CONCAT('bodega ', SHA1(DATABASE())), {})", PATIENCE.as_secs());
            let row = db.query_one_raw(sea_orm::Statement::from_string(DbBackend::MySql, sql)).await?;
            let got: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
            if got != Some(1) {
                return Err(DbErr::Custom("another replica has been migrating for an hour".into()));
            }
        }
        _ => {}
    }
    Ok(())
}
