//! How often the product was visited.
use crate::{error::Result, state::State};
use actix_web::{
    get, post,
    web::{Data, Json, Query},
};
use shared::{
    Validate,
    visit::{VisitQuery, Visits},
};

/// Visits so far
#[utoipa::path(tag = "system", responses((status = 200, description = "The count.", body = Visits)))]
#[get("/visits")]
pub async fn get(state: Data<State>) -> Result<Json<Visits>> {
    Ok(Json(Visits { total: state.visitors.total().await? }))
}

/// Count a visit
///
/// All replicas share the count; every visit gets its own number.
#[utoipa::path(
    tag = "system",
    params(VisitQuery),
    responses((status = 200, description = "The count with this visit.", body = Visits)),
    extensions(("x-problems" = json!(["invalid", "busy"])))
)]
#[post("/visits")]
pub async fn count(state: Data<State>, query: Query<VisitQuery>) -> Result<Json<Visits>> {
    query.validate()?;
    let count = query.count.unwrap_or(1);
    let total = state.visitors.count(count).await?;
    state.metrics.visited(count.unsigned_abs());
    Ok(Json(Visits { total }))
}
