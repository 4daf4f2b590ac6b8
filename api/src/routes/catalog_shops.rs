//! The shops of the catalogue, for everybody.
use super::catalog::{answer, key};
use crate::{db::catalog_shops, error::Result, state::State};
use actix_web::{
    HttpResponse, get,
    web::{Data, Path, Query},
};
use shared::{
    Page,
    catalog::{CatalogAddress, CatalogShop, CatalogShopQuery},
};

/// The shops of the catalogue
///
/// All shops that show at least one product, the oldest first.
#[utoipa::path(
    tag = "catalogue",
    params(CatalogShopQuery),
    responses((status = 200, description = "A page of shops.", body = Page<CatalogShop>)),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/catalog/shops")]
pub async fn list(state: Data<State>, query: Query<CatalogShopQuery>) -> Result<HttpResponse> {
    answer(&state, &key(&("shops", &*query))?, || catalog_shops::list(&state.db, &query)).await
}

/// A shop of the catalogue
///
/// By the last part of its page's address.
#[utoipa::path(
    tag = "catalogue",
    params(("slug" = String, Path, description = "The shop.", example = "ultramarinos-lola")),
    responses((status = 200, description = "The shop.", body = CatalogShop)),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/catalog/shops/{slug}")]
pub async fn get(state: Data<State>, slug: Path<String>) -> Result<HttpResponse> {
    answer(&state, &key(&("shop", &*slug))?, || catalog_shops::get(&state.db, &slug)).await
}

/// The addresses of a shop's products
///
/// For search engines: the newest 50,000 that are public.
#[utoipa::path(
    tag = "catalogue",
    params(("slug" = String, Path, description = "The shop.", example = "ultramarinos-lola")),
    responses((status = 200, description = "The addresses.", body = Vec<CatalogAddress>)),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/catalog/shops/{slug}/addresses")]
pub async fn addresses(state: Data<State>, slug: Path<String>) -> Result<HttpResponse> {
    answer(&state, &key(&("addresses", &*slug))?, || catalog_shops::addresses(&state.db, &slug)).await
}
