//! The person who asks.
use crate::{
    auth::User,
    body::Body,
    cache::Topic,
    db::{credentials::Who, key, sessions, users},
    error::Result,
    state::State,
};
use actix_web::{
    HttpResponse, get, patch, put,
    web::{Data, Json},
};
use shared::{
    Code, FieldError, Rule,
    user::{Me, MePatch, PasswordChange, UserPatch},
};

/// Who am I
///
/// You and your shop.
#[utoipa::path(tag = "me", responses((status = 200, description = "You.", body = Me)), security(("password" = [])))]
#[get("/me")]
pub async fn get(state: Data<State>, who: User) -> Result<Json<Me>> {
    Ok(Json(sessions::me(&state.db, &who).await?))
}

/// Edit yourself
///
/// Changes your name or the e-mail you sign in with.
#[utoipa::path(
    tag = "me",
    request_body = MePatch,
    responses((status = 200, description = "You, as you are now.", body = Me)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["email_taken"])))
)]
#[patch("/me")]
pub async fn update(state: Data<State>, who: User, patch: Body<MePatch>) -> Result<Json<Me>> {
    let patch = UserPatch { email: patch.0.email, name: patch.0.name, ..UserPatch::default() };
    users::update(&state.db, &who.by(), who.user, patch, None, Some(who.session)).await?;
    state.forget_sessions().await;
    state.cache.forget(&Topic::team(who.shop)).await;
    Ok(Json(sessions::me(&state.db, &who).await?))
}

/// Change your password
///
/// Ends all your other sessions.
#[utoipa::path(
    tag = "me",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed.")),
    security(("password" = [])),
    extensions(("x-problems" = json!(["too_many_attempts", "busy"])))
)]
#[put("/me/password")]
pub async fn set_password(state: Data<State>, who: User, change: Body<PasswordChange>) -> Result<HttpResponse> {
    let user = users::get(&state.db, who.shop, who.user).await?;
    super::users::check_password("new_password", &change.0.new_password, &user.email)?;
    let account = key::of_email(&user.email);
    state.failures.check(&account)?;
    let found = state.credentials.ask(Who::of(&account)).await?.ok_or(Code::Unauthenticated)?;
    let known = state.passwords.verify(&change.0.current_password, Some(&found.1)).await?;
    state.failures.check(&account)?;
    if !known {
        state.failures.failed(&account);
        return Err(vec![FieldError { field: "current_password".into(), rule: Rule::Wrong, limit: None }].into());
    }
    let hash = state.passwords.hash(&change.0.new_password).await?;
    let keep = Some(who.session);
    users::update(&state.db, &who.by(), who.user, UserPatch::default(), Some(hash), keep).await?;
    state.forget_sessions().await;
    Ok(HttpResponse::NoContent().finish())
}
