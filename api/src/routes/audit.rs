//! The audit trail of the shop.
use crate::{auth::Owner, db::audit, error::Result, state::State};
use actix_web::{
    get,
    web::{Data, Json, Query},
};
use shared::{
    Page,
    audit::{AuditEvent, AuditQuery},
};

/// The audit trail
///
/// Every edit of products, team and settings, newest first: who, when, in which request, from what to what. What moved is in the
/// journal.
#[utoipa::path(
    tag = "shop",
    params(AuditQuery),
    responses((status = 200, description = "A page of edits.", body = Page<AuditEvent>)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/audit-events")]
pub async fn list(state: Data<State>, who: Owner, query: Query<AuditQuery>) -> Result<Json<Page<AuditEvent>>> {
    Ok(Json(audit::list(&state.db, who.shop, &query).await?))
}
