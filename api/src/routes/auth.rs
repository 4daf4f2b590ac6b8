//! Registering, signing in and out.
use crate::{
    auth::{User, origin, sessions as cookies},
    body::{Body, Form},
    config,
    db::{
        credentials::Who,
        key,
        sessions::{self, SignIn},
        shops,
    },
    error::Result,
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, http::header::HeaderValue, post, web::Data};
use shared::{
    Code,
    session::{Login, Registration, Token},
    user::Me,
};

/// Register a shop
///
/// Opens a shop and makes you its owner. Open to everybody where the server is started with `REGISTRATION=open`,
/// otherwise to holders of the registration key (header `X-Registration-Key`). It does not sign in.
#[utoipa::path(
    tag = "session",
    request_body = Registration,
    params(("X-Registration-Key" = Option<String>, Header, description = "Needed while registration is closed.")),
    responses((status = 201, description = "The owner and the shop.", body = Me)),
    extensions(("x-problems" = json!(["registration_closed", "cross_site", "email_taken", "busy"])))
)]
#[post("/auth/register")]
pub async fn register(state: Data<State>, request: HttpRequest, new: Body<Registration>) -> Result<HttpResponse> {
    origin::not_foreign(&request, &state.config)?;
    let sent = request.headers().get("x-registration-key").map(HeaderValue::as_bytes);
    let key = state.registration_key.as_ref();
    let holder = key.is_some_and(|key| sent.is_some_and(|sent| same(sent, key.expose().as_bytes())));
    if state.config.registration == config::Registration::Closed && !holder {
        return Err(Code::RegistrationClosed.into());
    }
    let hash = state.passwords.hash(&new.0.password).await?;
    Ok(HttpResponse::Created().json(shops::register(&state.db, new.0, hash).await?))
}

/// Compares in a time that tells nothing about where the two differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
}

/// Sign in
///
/// The password form of OAuth 2.0. Programs use the token; browsers get it as a cookie, too.
#[utoipa::path(
    tag = "session",
    request_body(content = Login, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Signed in.", body = Token)),
    extensions(("x-problems" = json!(["bad_credentials", "cross_site", "too_many_attempts", "busy"])))
)]
#[post("/auth/login")]
pub async fn login(state: Data<State>, request: HttpRequest, form: Form<Login>) -> Result<HttpResponse> {
    origin::not_foreign(&request, &state.config)?;
    let account = key::of_email(&form.0.username);
    state.failures.check(&account)?;
    let found = state.credentials.ask(Who::of(&account)).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.as_str());
    let known = state.passwords.verify(&form.0.password, hash).await?;
    state.failures.check(&account)?;
    let Some((user, _)) = found.filter(|(user, _)| known && user.is_active) else {
        state.failures.failed(&account);
        return Err(Code::BadCredentials.into());
    };
    state.failures.passed(&account);
    let agent = request.headers().get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let days = state.config.session_days;
    let (session, expires_at) = state.signing_in.ask(SignIn::of(user.id, agent, days)).await?;
    let token = state.sessions.sign(user.id, session, expires_at)?;
    let cookie = cookies::cookie(&state.config, token.clone());
    let token = Token { access_token: token, token_type: "bearer".into(), expires_in: days * 24 * 3600 };
    Ok(HttpResponse::Ok().cookie(cookie).insert_header(("cache-control", "no-store")).json(token))
}

/// Sign out
///
/// Ends this session, here at once and on other replicas within seconds.
#[utoipa::path(tag = "session", responses((status = 204, description = "Signed out.")), security(("password" = [])))]
#[post("/auth/logout")]
pub async fn logout(state: Data<State>, who: User) -> Result<HttpResponse> {
    sessions::end(&state.db, who.user, who.session).await?;
    state.forget_sessions().await;
    Ok(HttpResponse::NoContent().cookie(cookies::cookie(&state.config, String::new())).finish())
}
