//! The team.
use crate::{
    auth::{Owner, User},
    body::{Body, Upload},
    cache::Topic,
    db::users,
    error::Result,
    state::State,
};
use actix_web::{
    HttpResponse, delete, get, patch, post, put,
    web::{Data, Json, Path, Query},
};
use shared::{
    Code,
    user::{Meta, NewUser, Role, User as Person, UserPatch, UserQuery, Users},
    validate::Checks,
};
use std::time::Instant;
use uuid::Uuid;

/// The team
///
/// The people of your shop by the time they joined, and whether the answer came from the cache, how long it took and
/// which replica gave it.
#[utoipa::path(
    tag = "team",
    params(UserQuery),
    responses((status = 200, description = "A page of people.", body = Users)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/users")]
pub async fn list(state: Data<State>, who: User, query: Query<UserQuery>) -> Result<Json<Users>> {
    let started = Instant::now();
    let question = users::list(&state.db, who.shop, &query);
    let (page, from_cache) = if *query == UserQuery::default() {
        let answer = state.cache.answer(&Topic::team(who.shop), "first", question).await?;
        state.metrics.asked_cache(answer.1);
        answer
    } else {
        (question.await?, false)
    };
    let meta = Meta { from_cache, took_ms: started.elapsed().into(), instance: state.instance.clone() };
    Ok(Json(Users { items: page.items, next_cursor: page.next_cursor, meta }))
}

/// Add a person
///
/// The person signs in with the e-mail and the password given here.
#[utoipa::path(
    tag = "team",
    request_body = NewUser,
    responses((status = 201, description = "The person.", body = Person)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["email_taken", "busy"])))
)]
#[post("/users")]
pub async fn create(state: Data<State>, who: Owner, new: Body<NewUser>) -> Result<HttpResponse> {
    let hash = state.passwords.hash(&new.0.password).await?;
    let user = users::create(&state.db, &who.by(), new.0, hash).await?;
    state.cache.forget(&Topic::team(who.shop)).await;
    Ok(HttpResponse::Created().json(user))
}

/// Edit a person
///
/// A new role, a new password or the end of being active signs the person out everywhere.
#[utoipa::path(
    tag = "team",
    params(("id" = Uuid, Path, description = "The person.")),
    request_body = UserPatch,
    responses((status = 200, description = "The person as it is now.", body = Person)),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["not_found", "email_taken", "last_owner", "busy"])))
)]
#[patch("/users/{id}")]
pub async fn update(state: Data<State>, who: Owner, id: Path<Uuid>, patch: Body<UserPatch>) -> Result<Json<Person>> {
    let old = users::get(&state.db, who.shop, *id).await?;
    let hash = match &patch.0.password {
        Some(password) => {
            check_password("password", password, patch.0.email.as_ref().unwrap_or(&old.email))?;
            Some(state.passwords.hash(password).await?)
        }
        None => None,
    };
    let user = users::update(&state.db, &who.by(), *id, patch.0, hash, None).await?;
    state.forget_sessions().await;
    state.cache.forget(&Topic::team(who.shop)).await;
    Ok(Json(user))
}

/// Remove a person
///
/// Erases name, e-mail, password and picture for ever. What the person booked stays, by a former member.
#[utoipa::path(
    tag = "team",
    params(("id" = Uuid, Path, description = "The person.")),
    responses((status = 204, description = "Removed.")),
    security(("password" = ["owner"])),
    extensions(("x-problems" = json!(["not_found", "last_owner"])))
)]
#[delete("/users/{id}")]
pub async fn remove(state: Data<State>, who: Owner, id: Path<Uuid>) -> Result<HttpResponse> {
    let picture = users::remove(&state.db, &who.by(), *id).await?;
    state.forget_sessions().await;
    state.cache.forget(&Topic::team(who.shop)).await;
    super::images::discard(&state, picture).await;
    Ok(HttpResponse::NoContent().finish())
}

/// Set a person's picture
///
/// The body is the picture itself: png, jpg, gif or webp, at most 16 MB. Your own, or as the owner anybody's.
#[utoipa::path(
    tag = "team",
    params(("id" = Uuid, Path, description = "The person.")),
    request_body(content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/gif"), (Vec<u8> = "image/webp"))),
    responses((status = 200, description = "The person with the picture.", body = Person)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found", "image_unreadable", "image_too_large"])))
)]
#[put("/users/{id}/picture")]
pub async fn set_picture(state: Data<State>, who: User, id: Path<Uuid>, file: Upload) -> Result<Json<Person>> {
    may_change(&state, &who, *id).await?;
    let picture = state.images.take_in(*id, file.bytes).await?;
    let by = who.by();
    let name = users::set_picture(&state.db, &by, *id, Some(picture.key.clone()));
    let user = super::images::replace(&state, &picture, name).await?;
    state.cache.forget(&Topic::team(who.shop)).await;
    Ok(Json(user))
}

/// Remove a person's picture
///
/// Your own, or as the owner anybody's.
#[utoipa::path(
    tag = "team",
    params(("id" = Uuid, Path, description = "The person.")),
    responses((status = 204, description = "Removed.")),
    security(("password" = [])),
    extensions(("x-problems" = json!(["forbidden", "not_found"])))
)]
#[delete("/users/{id}/picture")]
pub async fn remove_picture(state: Data<State>, who: User, id: Path<Uuid>) -> Result<HttpResponse> {
    may_change(&state, &who, *id).await?;
    let (_, before) = users::set_picture(&state.db, &who.by(), *id, None).await?;
    super::images::discard(&state, before).await;
    state.cache.forget(&Topic::team(who.shop)).await;
    Ok(HttpResponse::NoContent().finish())
}

/// Somebody of another shop is not found; a colleague is not for everybody to change.
async fn may_change(state: &State, who: &User, id: Uuid) -> Result<()> {
    users::get(&state.db, who.shop, id).await?;
    if id == who.user || who.role == Role::Owner { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// The rules of a password, of which one needs to know whose it is.
pub fn check_password(field: &str, password: &str, email: &str) -> Result<()> {
    let mut checks = Checks::default();
    checks.password(field, password, Some(email));
    Ok(checks.finish()?)
}
