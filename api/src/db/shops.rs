//! Shops.
use super::{
    Db,
    audit::{self, By, Edited, Fields},
    now, users,
};
use crate::{
    entity::shop::{ActiveModel, Entity, Model},
    error::Result,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait, QuerySelect};
use shared::{
    Code,
    audit::{Action, Subject},
    session::Registration,
    shop::{Shop, ShopPatch},
    user::{Me, NewUser, Role},
};
use uuid::Uuid;

/// Opens a shop with its owner.
pub async fn register(db: &Db, new: Registration, password_hash: String) -> Result<Me> {
    let tx = db.begin().await?;
    let named = new.shop_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let shop = ActiveModel {
        id: Set(Uuid::now_v7()),
        name: Set(named.unwrap_or(new.name.trim()).into()),
        currency: Set(new.currency.unwrap_or_else(|| "EUR".into())),
        shows_quantity: Set(false),
        created_at: Set(now()),
    };
    let shop = shop.insert(&tx).await?;
    let owner = NewUser { email: new.email, name: new.name, password: String::new(), role: Role::Owner };
    let user = users::insert(&tx, shop.id, owner, password_hash).await?;
    tx.commit().await?;
    Ok(Me { user: user.into(), shop: shop.into() })
}

/// One shop.
pub async fn get(db: &Db, shop: Uuid) -> Result<Shop> {
    Ok(Entity::find_by_id(shop).one(&db.read).await?.ok_or(Code::NotFound)?.into())
}

/// Changes the settings of a shop.
pub async fn update(db: &Db, by: &By, patch: ShopPatch) -> Result<Shop> {
    let tx = db.begin().await?;
    let old = Entity::find_by_id(by.shop).lock_exclusive().one(&tx).await?.ok_or(Code::NotFound)?;
    let before = fields(&old);
    let mut row = old.into_active_model();
    if let Some(name) = patch.name {
        row.name = Set(name.trim().into());
    }
    if let Some(shows) = patch.shows_quantity {
        row.shows_quantity = Set(shows);
    }
    let row = row.update(&tx).await?;
    let edited = Edited { subject: Subject::Shop, id: row.id, name: &row.name };
    audit::record(&tx, by, Action::Update, edited, audit::changes(&before, &fields(&row))).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// What the audit trail says of a shop.
fn fields(row: &Model) -> Fields {
    vec![("name", Some(row.name.clone())), ("shows_quantity", Some(row.shows_quantity.to_string()))]
}

/// Is there no shop at all yet?
pub async fn is_empty(db: &Db) -> Result<bool> {
    Ok(Entity::find().count(&db.read).await? == 0)
}
