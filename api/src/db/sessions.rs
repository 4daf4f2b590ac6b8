//! Where people are signed in.
use super::{Db, Transaction, group::Write, ledger::Refusable, now};
use crate::{
    entity::{
        session::{ActiveModel, Column, Entity, Model},
        shop, user,
    },
    error::Result,
};
use chrono::Duration;
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};
use shared::{
    Code, Time,
    session::Session,
    user::{Me, Role},
};
use uuid::Uuid;

/// Who a session belongs to, and what that person may do.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The session.
    pub session: Uuid,
    /// The person.
    pub user: Uuid,
    /// What the person is called.
    pub name: String,
    /// The person's shop.
    pub shop: Uuid,
    /// What the person may do.
    pub role: Role,
}

/// Signing a person in, while others sign in, too.
pub struct SignIn(Model);

impl SignIn {
    /// For so many days.
    pub fn of(user: Uuid, user_agent: &str, days: i64) -> Self {
        let at = now();
        Self(Model {
            id: Uuid::now_v7(),
            user_id: user,
            user_agent: user_agent.chars().filter(|c| !c.is_control()).take(200).collect(),
            created_at: at,
            last_seen_at: at,
            expires_at: at + Duration::days(days),
        })
    }
}

impl Write for SignIn {
    /// The session, and when it ends.
    type Done = (Uuid, Time);

    fn all<'a>(tx: &'a Transaction, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<(Uuid, Time)>>>> {
        Box::pin(async move {
            let rows = jobs.iter().map(|job| job.0.clone().into_active_model());
            Entity::insert_many::<ActiveModel, _>(rows).exec_without_returning(tx).await?;
            Ok(jobs.iter().map(|job| Ok((job.0.id, job.0.expires_at))).collect())
        })
    }
}

/// Forgets sessions that have ended; tells how many.
pub async fn sweep(db: &Db) -> Result<u64> {
    db.delete(Entity::delete_many().filter(Column::ExpiresAt.lt(now()))).await
}

/// Who this session belongs to, if it still stands. Notes, to the minute, that it was seen.
pub async fn find(db: &Db, id: Uuid) -> Result<Option<Identity>> {
    let row = Entity::find_by_id(id).filter(Column::ExpiresAt.gt(now())).find_also_related(user::Entity);
    let Some((session, Some(user))) = row.one(&db.read).await? else { return Ok(None) };
    if !user.is_active || user.removed_at.is_some() {
        return Ok(None);
    }
    if session.last_seen_at < now() - Duration::minutes(1)
        && let Err(error) = touch(db, id).await
    {
        // Who only reads is not turned away because nothing can be written.
        tracing::warn!(?error, "session not marked as seen");
    }
    let (shop, role) = (user.shop_id, user.role());
    Ok(Some(Identity { session: id, user: user.id, name: user.name, shop, role }))
}

async fn touch(db: &Db, id: Uuid) -> Result<()> {
    let tx = db.begin().await?;
    let seen = Entity::update_many().col_expr(Column::LastSeenAt, Expr::value(now())).filter(Column::Id.eq(id));
    seen.exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// The person of a session, and the shop.
pub async fn me(db: &Db, who: &Identity) -> Result<Me> {
    let row = user::Entity::of(who.shop).filter(user::Column::Id.eq(who.user)).find_also_related(shop::Entity);
    let (user, shop) = row.one(&db.read).await?.ok_or(Code::Unauthenticated)?;
    Ok(Me { user: user.into(), shop: shop.ok_or(Code::Unauthenticated)?.into() })
}

/// Where a person is signed in, last used first.
pub async fn list(db: &Db, who: &Identity) -> Result<Vec<Session>> {
    let rows = Entity::of(who.user).filter(Column::ExpiresAt.gt(now())).order_by_desc(Column::LastSeenAt);
    let rows = rows.order_by_desc(Column::Id).all(&db.read).await?;
    let session = |row: crate::entity::session::Model| Session {
        id: row.id,
        is_current: row.id == who.session,
        user_agent: row.user_agent,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends one session of a person.
pub async fn end(db: &Db, user: Uuid, id: Uuid) -> Result<()> {
    let ended = db.delete(Entity::delete_many().filter(Column::UserId.eq(user)).filter(Column::Id.eq(id))).await?;
    if ended == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}
