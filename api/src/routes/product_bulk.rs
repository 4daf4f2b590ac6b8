//! One change to many products.
use crate::{auth::Manager, body::Body, db::product_bulk, error::Result, state::State};
use actix_web::{
    patch,
    web::{Data, Json},
};
use shared::product_bulk::{BulkDone, ProductBulk};

/// Edit many products
///
/// Sets up to 500 products to the same price, unit, minimum or visibility, or archives or restores them: all of them or none.
/// A refusal names every product that stands in the way, as `ids[3]`.
#[utoipa::path(
    tag = "products",
    request_body = ProductBulk,
    responses((status = 200, description = "How many were changed.", body = BulkDone)),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["archived"])))
)]
#[patch("/products")]
pub async fn update(state: Data<State>, who: Manager, bulk: Body<ProductBulk>) -> Result<Json<BulkDone>> {
    Ok(Json(product_bulk::update(&state.db, &who.by(), bulk.0).await?))
}
