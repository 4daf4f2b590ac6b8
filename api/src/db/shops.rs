//! Shops.
use super::{
    Db,
    audit::{self, By, Edited, Fields},
    key, now, users,
};
use crate::{
    entity::shop::{ActiveModel, Column, Entity, Model},
    error::{OnUnique, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect,
};
use shared::{
    Code, FieldError, Problem, Rule,
    audit::{Action, Subject},
    session::Registration,
    shop::{Shop, ShopPatch},
    user::{Me, NewUser, Role},
};
use uuid::Uuid;

/// Opens a shop with its owner. Its address is made of its name; where another shop has that, with something added by chance.
pub async fn register(db: &Db, new: Registration, password_hash: String) -> Result<Me> {
    let slug = key::slug(name(&new));
    match open(db, new.clone(), password_hash.clone(), slug.clone()).await {
        Err(error) if error.problem().code == Code::SlugTaken => {
            let chance = Uuid::now_v7().simple().to_string();
            let slug = format!("{}-{}", slug[..slug.len().min(51)].trim_end_matches('-'), &chance[24..]);
            open(db, new, password_hash, slug).await
        }
        opened => opened,
    }
}

fn name(new: &Registration) -> &str {
    let named = new.shop_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    named.unwrap_or(new.name.trim())
}

async fn open(db: &Db, new: Registration, password_hash: String, slug: String) -> Result<Me> {
    let tx = db.begin().await?;
    let shop = ActiveModel {
        id: Set(Uuid::now_v7()),
        name: Set(name(&new).into()),
        slug: Set(Some(slug)),
        currency: Set(new.currency.unwrap_or_else(|| "EUR".into())),
        shows_quantity: Set(false),
        created_at: Set(now()),
    };
    let shop = shop.insert(&tx).await.on_unique(slug_taken)?;
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
    if let Some(slug) = patch.slug {
        row.slug = Set(Some(slug));
    }
    if let Some(shows) = patch.shows_quantity {
        row.shows_quantity = Set(shows);
    }
    let row = row.update(&tx).await.on_unique(slug_taken)?;
    let edited = Edited { subject: Subject::Shop, id: row.id, name: &row.name };
    audit::record(&tx, by, Action::Update, edited, audit::changes(&before, &fields(&row))).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// What the audit trail says of a shop.
fn fields(row: &Model) -> Fields {
    vec![
        ("name", Some(row.name.clone())),
        ("slug", row.slug.clone()),
        ("shows_quantity", Some(row.shows_quantity.to_string())),
    ]
}

/// The shop whose page has this address.
pub async fn by_slug(db: &Db, slug: &str) -> Result<Model> {
    let unnamed = Uuid::parse_str(slug).ok().map(|id| Column::Id.eq(id).and(Column::Slug.is_null()));
    let is_it = unnamed.unwrap_or_else(|| Column::Slug.eq(slug));
    Ok(Entity::find().filter(is_it).one(&db.read).await?.ok_or(Code::NotFound)?)
}

fn slug_taken() -> Problem {
    let field = FieldError { field: "slug".into(), rule: Rule::Taken, limit: None };
    Problem { fields: vec![field], ..Code::SlugTaken.into() }
}

/// Is there no shop at all yet?
pub async fn is_empty(db: &Db) -> Result<bool> {
    Ok(Entity::find().count(&db.read).await? == 0)
}
