//! Where you are signed in.
use crate::{auth::User, db::sessions, error::Result, state::State};
use actix_web::{
    HttpResponse, delete, get,
    web::{Data, Json, Path},
};
use shared::{Page, session::Session};
use uuid::Uuid;

/// Your sessions
///
/// Every browser and program you are signed in with, last used first.
#[utoipa::path(
    tag = "me",
    responses((status = 200, description = "All of them.", body = Page<Session>)),
    security(("password" = []))
)]
#[get("/me/sessions")]
pub async fn list(state: Data<State>, who: User) -> Result<Json<Page<Session>>> {
    Ok(Json(Page { items: sessions::list(&state.db, &who).await?, next_cursor: None, total: None }))
}

/// End a session
///
/// Whoever uses it has to sign in again.
#[utoipa::path(
    tag = "me",
    params(("id" = Uuid, Path, description = "The session.")),
    responses((status = 204, description = "Ended.")),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[delete("/me/sessions/{id}")]
pub async fn end(state: Data<State>, who: User, id: Path<Uuid>) -> Result<HttpResponse> {
    sessions::end(&state.db, who.user, *id).await?;
    state.forget_sessions().await;
    Ok(HttpResponse::NoContent().finish())
}
