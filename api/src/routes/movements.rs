//! Taking and bringing, and the journal of it.
use crate::{
    auth::{Clerk, User},
    body::Body,
    db::movements,
    error::Result,
    state::State,
};
use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path, Query},
};
use shared::{
    Page,
    movement::{Movement, MovementQuery, NewMovement},
};
use uuid::Uuid;

/// A product's journal
///
/// What moved, newest first: when, why, by how much, who, and what was on hand afterwards.
#[utoipa::path(
    tag = "movements",
    params(("id" = Uuid, Path, description = "The product."), MovementQuery),
    responses((status = 200, description = "A page of movements.", body = Page<Movement>)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found", "bad_cursor"])))
)]
#[get("/products/{id}/movements")]
pub async fn list(
    state: Data<State>,
    who: User,
    id: Path<Uuid>,
    query: Query<MovementQuery>,
) -> Result<Json<Page<Movement>>> {
    Ok(Json(movements::list(&state.db, who.shop, *id, &query).await?))
}

/// Take or bring
///
/// Books one movement. Two people who take the last piece at the same time do not both get it.
#[utoipa::path(
    tag = "movements",
    params(("id" = Uuid, Path, description = "The product.")),
    request_body = NewMovement,
    responses((status = 201, description = "The movement, with what is on hand now.", body = Movement)),
    security(("password" = ["clerk"])),
    extensions(("x-problems" = json!(["not_found", "archived", "insufficient_stock"])))
)]
#[post("/products/{id}/movements")]
pub async fn create(state: Data<State>, who: Clerk, id: Path<Uuid>, new: Body<NewMovement>) -> Result<HttpResponse> {
    let movement = movements::create(&state.db, who.shop, who.user, *id, new.0).await?;
    state.metrics.moved(movement.kind);
    Ok(HttpResponse::Created().json(movement))
}
