//! The journal of the shop.
use crate::{
    accept::prefers_csv,
    auth::User,
    db::{exports, journal},
    error::Result,
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    web::{Data, Query},
};
use shared::{Page, journal::JournalQuery, movement::Movement};

/// The journal
///
/// Everything that moved in your shop, newest first; of one product, of one kind, by one person, or between two moments.
///
/// Whoever prefers `text/csv` gets all of it at once as a sheet: UTF-8 with a byte order mark, times in UTC. `cursor` and `limit`
/// do not matter there.
#[utoipa::path(
    tag = "movements",
    params(JournalQuery),
    responses((status = 200, description = "A page of movements, or a sheet of all.",
        content((Page<Movement> = "application/json"), (String = "text/csv")))),
    security(("password" = [])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/movements")]
pub async fn list(
    state: Data<State>,
    who: User,
    query: Query<JournalQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    if prefers_csv(&request) {
        let pages = exports::movements(state.db.clone(), who.shop, query.into_inner())?;
        return super::sheet("movements", pages).await;
    }
    let page = journal::list(&state.db, who.shop, &query).await?;
    Ok(HttpResponse::Ok().append_header((header::VARY, "Accept")).json(page))
}
