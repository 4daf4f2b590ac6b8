//! The journal of the shop.
use crate::{auth::User, db::journal, error::Result, state::State};
use actix_web::{
    get,
    web::{Data, Json, Query},
};
use shared::{Page, journal::JournalQuery, movement::Movement};

/// The journal
///
/// Everything that moved in your shop, newest first; of one product, of one kind, by one person, or between two moments.
#[utoipa::path(
    tag = "movements",
    params(JournalQuery),
    responses((status = 200, description = "A page of movements.", body = Page<Movement>)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/movements")]
pub async fn list(state: Data<State>, who: User, query: Query<JournalQuery>) -> Result<Json<Page<Movement>>> {
    Ok(Json(journal::list(&state.db, who.shop, &query).await?))
}
