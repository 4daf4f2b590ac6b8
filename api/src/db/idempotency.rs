//! Requests that may be sent again: the first answer is kept in the transaction of what it tells of, for a day
//! (draft-ietf-httpapi-idempotency-key-header).
use super::{Db, Transaction, now};
use crate::{
    entity::idempotency_key::{ActiveModel, Column, Entity, Model},
    error::{Error, Result},
};
use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr, sea_query::Expr};
use serde::Serialize;
use shared::{Code, Time};
use uuid::Uuid;

/// How long an answer is kept.
const KEPT: Duration = Duration::hours(24);

/// What a request is known by.
pub struct Key {
    /// Who sends it.
    pub user: Uuid,
    /// What the sender calls it.
    pub key: String,
    /// Digest of route and body: the same key must not stand for something else.
    pub hash: String,
}

/// The answer to a request that may be sent again.
pub struct Answer<T> {
    /// Its status.
    pub status: u16,
    /// Its body, JSON.
    pub body: String,
    /// What was done just now; nothing when the answer is a repeated one.
    pub fresh: Option<T>,
}

impl<T: Serialize> Answer<T> {
    /// What was done just now.
    pub fn to(done: T, status: u16) -> Result<Self> {
        let body = serde_json::to_string(&done).map_err(|error| Error::Task(error.to_string()))?;
        Ok(Self { status, body, fresh: Some(done) })
    }
}

/// Does the work in one transaction, once for each key; without a key, always. A refusal does nothing and keeps nothing: the
/// same key may be sent again.
///
/// # Errors
/// `key_reused`, and whatever the work refuses.
pub async fn once<T: Serialize>(
    db: &Db,
    key: Option<&Key>,
    status: u16,
    work: impl AsyncFnOnce(&Transaction) -> Result<T>,
) -> Result<Answer<T>> {
    let mut begun = begin(db, key).await?;
    if let (None, Some(key)) = (&begun, key) {
        let row = find(db, key).await?;
        if row.created_at >= expired() {
            return repeat(row, key);
        }
        expire(db, key).await?;
        begun = begin(db, Some(key)).await?;
    }
    // Somebody was faster with a key that has just become free.
    let tx = begun.ok_or(Code::StillRunning)?;
    let answer = Answer::to(work(&tx).await?, status)?;
    if let Some(key) = key {
        keep(&tx, key, status, &answer.body).await?;
    }
    tx.commit().await?;
    Ok(answer)
}

/// The answer that a request got before, if it did.
///
/// # Errors
/// `key_reused`.
pub async fn earlier<T>(db: &Db, key: Option<&Key>) -> Result<Option<Answer<T>>> {
    let Some(key) = key else { return Ok(None) };
    let row = Entity::find_by_id((key.user, key.key.clone())).filter(Column::CreatedAt.gte(expired()));
    row.one(&db.read).await?.map(|row| repeat(row, key)).transpose()
}

/// A transaction that has the key; none when the key is taken.
async fn begin(db: &Db, key: Option<&Key>) -> Result<Option<Transaction>> {
    let tx = db.begin().await?;
    let Some(key) = key else { return Ok(Some(tx)) };
    let row = ActiveModel {
        user_id: Set(key.user),
        key: Set(key.key.clone()),
        request_hash: Set(key.hash.clone()),
        status: Set(0),
        body: Set(String::new()),
        created_at: Set(now()),
    };
    // The row goes in first: on every database, whoever comes second with the same key waits for it here.
    match Entity::insert(row).exec_without_returning(&tx).await {
        Ok(_) => Ok(Some(tx)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a key free that has been kept long enough.
async fn expire(db: &Db, key: &Key) -> Result<()> {
    let mine = Entity::delete_many().filter(Column::UserId.eq(key.user)).filter(Column::Key.eq(&key.key));
    db.delete(mine.filter(Column::CreatedAt.lt(expired()))).await?;
    Ok(())
}

async fn keep(tx: &Transaction, key: &Key, status: u16, body: &str) -> Result<()> {
    let mine = Entity::update_many().filter(Column::UserId.eq(key.user)).filter(Column::Key.eq(&key.key));
    let status = i16::try_from(status).unwrap_or_default();
    mine.col_expr(Column::Status, Expr::value(status)).col_expr(Column::Body, Expr::value(body)).exec(tx).await?;
    Ok(())
}

/// What is kept by a key that is taken. It was there a moment ago: what is not there any more has just been swept.
async fn find(db: &Db, key: &Key) -> Result<Model> {
    let row = Entity::find_by_id((key.user, key.key.clone())).one(&db.read).await?;
    Ok(row.ok_or(Code::StillRunning)?)
}

fn repeat<T>(row: Model, key: &Key) -> Result<Answer<T>> {
    if row.request_hash != key.hash {
        return Err(Code::KeyReused.into());
    }
    Ok(Answer { status: u16::try_from(row.status).unwrap_or_default(), body: row.body, fresh: None })
}

/// Forgets the answers that a person got: they tell the person's name.
pub async fn forget(tx: &Transaction, person: Uuid) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(person)).exec(tx).await?;
    Ok(())
}

/// Forgets the answers that have been kept long enough; tells how many.
pub async fn sweep(db: &Db) -> Result<u64> {
    db.delete(Entity::delete_many().filter(Column::CreatedAt.lt(expired()))).await
}

fn expired() -> Time {
    now() - KEPT
}
