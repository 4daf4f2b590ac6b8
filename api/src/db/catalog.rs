//! The catalogue: the public products of all shops, as everybody may see them.
use super::{Db, search::Search, shops};
use crate::{
    entity::{
        product::{Column, Entity, Model},
        shop, stock_level,
    },
    error::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code, Page,
    catalog::{Availability, CatalogProduct, CatalogQuery},
    image::Image,
    page::clamp,
};
use uuid::Uuid;

type Row = (Model, Option<stock_level::Model>, Option<shop::Model>);

/// The public products that are looked for, a page of them.
pub async fn list(db: &Db, query: &CatalogQuery) -> Result<Page<CatalogProduct>> {
    let shop = match &query.shop {
        Some(slug) => Some(shops::by_slug(db, slug).await?.id),
        None => None,
    };
    let scope = Entity::is_public().add_option(shop.map(|shop| Column::ShopId.eq(shop)));
    let search = Search::new(("catalog", shop.unwrap_or_default()), scope, query.q.as_deref(), query.sort)
        .at(query.cursor.as_deref(), clamp(query.limit));
    let select = search.window(db).await?;
    let select = select.find_also_related(stock_level::Entity).find_also_related(shop::Entity);
    Ok(search.page(&db.cursors, select.all(&db.read).await?, |(row, _, _)| row.into(), shown))
}

/// One public product.
pub async fn get(db: &Db, id: Uuid) -> Result<CatalogProduct> {
    let select = Entity::find().filter(Entity::is_public()).filter(Column::Id.eq(id));
    let select = select.find_also_related(stock_level::Entity).find_also_related(shop::Entity);
    Ok(select.one(&db.read).await?.and_then(shown).ok_or(Code::NotFound)?)
}

fn shown((row, level, shop): Row) -> Option<CatalogProduct> {
    let (level, shop) = (level?, shop?);
    let shop_slug = shop.slug();
    // It may have been hidden since it was found.
    if !row.is_public || row.archived_at.is_some() {
        return None;
    }
    Some(CatalogProduct {
        id: row.id,
        code: row.code,
        name: row.name,
        description: row.description,
        price_minor: row.price_minor,
        currency: shop.currency,
        unit: row.unit,
        image: row.image_key.as_deref().map(Image::of_key),
        shop: shop.name,
        shop_slug,
        availability: Availability::of(level.quantity, level.min_quantity),
        quantity: shop.shows_quantity.then_some(level.quantity),
    })
}
