//! The shop at a glance.
use crate::{auth::User, db::summary, error::Result, state::State};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::summary::Summary;

/// Your shop at a glance
///
/// How many products there are, what runs short, and what everything on hand is worth.
#[utoipa::path(tag = "shop", responses((status = 200, description = "The figures.", body = Summary)), security(("password" = [])))]
#[get("/summary")]
pub async fn get(state: Data<State>, who: User) -> Result<Json<Summary>> {
    Ok(Json(summary::get(&state.db, who.shop).await?))
}
