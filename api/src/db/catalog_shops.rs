//! The shops of the catalogue, and the addresses of what they show.
use super::{Db, shops};
use crate::{
    entity::{
        product::{self, Entity as Product},
        shop::{Column, Entity, Model},
    },
    error::Result,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    Page, Time,
    catalog::{CatalogAddress, CatalogShop, CatalogShopQuery},
    page::clamp,
};
use uuid::Uuid;

/// As many addresses as one list for search engines may have (sitemaps.org, "Sitemap index files").
const ADDRESSES: u64 = 50_000;

/// The shops that show something, the oldest first.
pub async fn list(db: &Db, query: &CatalogShopQuery) -> Result<Page<CatalogShop>> {
    let (name, limit) = ("catalog shops", clamp(query.limit));
    let after: Option<Uuid> = query.cursor.as_deref().map(|cursor| db.cursors.open(&name, cursor)).transpose()?;
    let shown = Product::find()
        .select_only()
        .column(product::Column::Id)
        .filter(Product::is_public())
        .filter(Expr::col((Product, product::Column::ShopId)).equals((Entity, Column::Id)));
    let shops = Entity::find().filter(Expr::exists(shown.into_query())).order_by_asc(Column::Id).limit(limit + 1);
    let shops = match after {
        Some(after) => shops.filter(Column::Id.gt(after)),
        None => shops,
    };
    let mut rows = shops.all(&db.read).await?;
    let next_cursor = db.cursors.cut(&name, &mut rows, limit, |last| last.id);
    Ok(Page { items: rows.into_iter().map(shown_shop).collect(), next_cursor, total: None })
}

/// One shop.
pub async fn get(db: &Db, slug: &str) -> Result<CatalogShop> {
    Ok(shown_shop(shops::by_slug(db, slug).await?))
}

/// Where its products are, the newest first.
pub async fn addresses(db: &Db, slug: &str) -> Result<Vec<CatalogAddress>> {
    use product::Column;
    let shop = shops::by_slug(db, slug).await?;
    let select = Product::find().select_only().columns([Column::Id, Column::UpdatedAt]);
    let select = select.filter(Product::is_public()).filter(Column::ShopId.eq(shop.id));
    let select = select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(ADDRESSES);
    let rows: Vec<(Uuid, Time)> = select.into_tuple().all(&db.read).await?;
    Ok(rows.into_iter().map(|(id, updated_at)| CatalogAddress { id, updated_at }).collect())
}

fn shown_shop(shop: Model) -> CatalogShop {
    CatalogShop { slug: shop.slug(), name: shop.name }
}
