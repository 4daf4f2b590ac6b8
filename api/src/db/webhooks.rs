//! Where shops are told of events.
use super::{
    Db, Transaction,
    audit::{self, By, Edited, Fields},
    now, outbox,
};
use crate::{
    entity::{
        outbox as event, shop,
        webhook::{ActiveModel, Column, Entity, Model},
    },
    error::Result,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use shared::{
    Code, Page,
    audit::{Action, Subject},
    page::clamp,
    webhook::{Delivery, DeliveryQuery, Webhook},
};
use uuid::Uuid;

/// The webhook of a shop.
pub async fn get(db: &Db, shop: Uuid) -> Result<Webhook> {
    let row = Entity::find_by_id(shop).one(&db.read).await?.ok_or(Code::NotFound)?;
    let last = event::Entity::of(shop).order_by_desc(event::Column::Id).one(&db.read).await?;
    Ok(Webhook { url: row.url, created_at: row.created_at, last_delivery: last.map(Delivery::from) })
}

/// Sets the webhook of a shop; it has another id each time, and so another secret.
pub async fn set(db: &Db, by: &By, url: String) -> Result<Model> {
    let tx = db.begin().await?;
    let old = Entity::find_by_id(by.shop).lock_exclusive().one(&tx).await?;
    let row = Model { shop_id: by.shop, id: Uuid::now_v7(), url, created_at: now() };
    let others = [Column::Id, Column::Url, Column::CreatedAt];
    Entity::insert(row.clone().into_active_model())
        .on_conflict(OnConflict::column(Column::ShopId).update_columns(others).to_owned())
        .exec_without_returning(&tx)
        .await?;
    let mut changes = audit::changes(&fields(old.as_ref()), &fields(Some(&row)));
    changes.push(audit::secret("secret"));
    let action = if old.is_some() { Action::Update } else { Action::Create };
    record(&tx, by, action, row.id, changes).await?;
    tx.commit().await?;
    Ok(row)
}

/// Removes the webhook of a shop; what still waits is not sent.
pub async fn remove(db: &Db, by: &By) -> Result<()> {
    let tx = db.begin().await?;
    let old = Entity::find_by_id(by.shop).one(&tx).await?.ok_or(Code::NotFound)?;
    Entity::delete(ActiveModel { shop_id: Set(by.shop), ..Default::default() }).exec(&tx).await?;
    outbox::give_up(&tx, by.shop).await?;
    record(&tx, by, Action::Remove, old.id, audit::changes(&fields(Some(&old)), &fields(None))).await?;
    Ok(tx.commit().await?)
}

fn fields(row: Option<&Model>) -> Fields {
    vec![("url", row.map(|row| row.url.clone()))]
}

async fn record(
    tx: &Transaction,
    by: &By,
    action: Action,
    id: Uuid,
    changes: Vec<shared::audit::Change>,
) -> Result<()> {
    let shop = shop::Entity::find_by_id(by.shop).one(tx).await?.ok_or(Code::NotFound)?;
    audit::record(tx, by, action, Edited { subject: Subject::Webhook, id, name: &shop.name }, changes).await
}

/// Queues an event that tries the webhook out.
///
/// # Errors
/// `not_found` when the shop has none.
pub async fn test(db: &Db, shop: Uuid) -> Result<Delivery> {
    Ok(outbox::ping(db, shop).await?.into())
}

/// The events of a shop and how their deliveries went, newest first.
pub async fn deliveries(db: &Db, shop: Uuid, query: &DeliveryQuery) -> Result<Page<Delivery>> {
    let (context, limit) = (("deliveries", shop), clamp(query.limit));
    let mut select = event::Entity::of(shop);
    if let Some(cursor) = &query.cursor {
        select = select.filter(event::Column::Id.lt(db.cursors.open::<Uuid>(&context, cursor)?));
    }
    let rows = select.order_by_desc(event::Column::Id).limit(limit + 1).all(&db.read).await?;
    let mut items: Vec<Delivery> = rows.into_iter().map(Delivery::from).collect();
    Ok(Page { next_cursor: db.cursors.cut(&context, &mut items, limit, |last| last.id), items, total: None })
}
