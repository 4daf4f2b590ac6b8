//! The shop you work for.
use crate::{
    auth::{Owner, User},
    body::Body,
    db::shops,
    error::Result,
    state::State,
};
use actix_web::{
    get, patch,
    web::{Data, Json},
};
use shared::shop::{Shop, ShopPatch};

/// Your shop
///
/// Its name, its currency, and what it shows in the catalogue.
#[utoipa::path(tag = "shop", responses((status = 200, description = "The shop.", body = Shop)), security(("password" = [])))]
#[get("/shop")]
pub async fn get(state: Data<State>, who: User) -> Result<Json<Shop>> {
    Ok(Json(shops::get(&state.db, who.shop).await?))
}

/// Edit your shop
///
/// Changes its name, the address of its page in the catalogue, or whether that shows exact quantities.
#[utoipa::path(
    tag = "shop",
    request_body = ShopPatch,
    responses((status = 200, description = "The shop as it is now.", body = Shop)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["slug_taken"])))
)]
#[patch("/shop")]
pub async fn update(state: Data<State>, who: Owner, patch: Body<ShopPatch>) -> Result<Json<Shop>> {
    Ok(Json(shops::update(&state.db, &who.by(), patch.0).await?))
}
