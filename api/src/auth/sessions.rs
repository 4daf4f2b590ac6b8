//! Sessions: a signed token that names a row; without the row it is worth nothing.
use crate::{
    config::Config,
    db::{self, Db, sessions::Identity},
    error::Result,
};
use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use moka::future::Cache;
use serde::{Deserialize, Serialize};
use shared::{Code, Time};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use uuid::Uuid;

const ISSUER: &str = "bodega";
/// How long another replica may still trust a session that was ended here, when it cannot be told.
const TRUST: Duration = Duration::from_secs(3);

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// Signs tokens and knows who is behind them.
pub struct Sessions {
    encoding: EncodingKey,
    decoding: DecodingKey,
    rules: Validation,
    known: Cache<Uuid, Identity>,
    /// Grows whenever they are forgotten.
    forgotten: AtomicU64,
}

impl Sessions {
    /// `key` is secret and the same on every replica.
    pub fn new(key: &[u8]) -> Self {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["exp", "iss", "sub"]);
        rules.leeway = 0;
        Self {
            encoding: EncodingKey::from_secret(key),
            decoding: DecodingKey::from_secret(key),
            rules,
            known: Cache::builder().max_capacity(10_000).time_to_live(TRUST).build(),
            forgotten: AtomicU64::new(0),
        }
    }

    /// The token of a session.
    pub fn sign(&self, user: Uuid, session: Uuid, expires_at: Time) -> Result<String> {
        let (iat, exp) = (db::now().timestamp(), expires_at.timestamp());
        let claims = Claims { iss: ISSUER.into(), sub: user, jti: session, iat, exp };
        Ok(jsonwebtoken::encode(&Header::default(), &claims, &self.encoding)?)
    }

    /// Who is behind a token.
    ///
    /// # Errors
    /// `unauthenticated` when it is forged, has expired, or its session has ended.
    pub async fn find(&self, db: &Db, token: &str) -> Result<Identity> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.rules);
        let claims = data.map_err(|_| Code::Unauthenticated)?.claims;
        if let Some(known) = self.known.get(&claims.jti).await {
            return Ok(known);
        }
        let before = self.forgotten.load(Ordering::SeqCst);
        // On the heap: seldom needed, and larger than the rest of the request.
        let found = Box::pin(db::sessions::find(db, claims.jti)).await?.filter(|who| who.user == claims.sub);
        let who = found.ok_or(Code::Unauthenticated)?;
        self.known.insert(claims.jti, who.clone()).await;
        // What was asked before it changed, and came after it, must not stay.
        if self.forgotten.load(Ordering::SeqCst) != before {
            self.known.invalidate(&claims.jti).await;
        }
        Ok(who)
    }

    /// Whether a session still stands, with the same role.
    pub async fn stands(&self, db: &Db, who: &Identity) -> Result<bool> {
        let known = match self.known.get(&who.session).await {
            Some(known) => Some(known),
            None => Box::pin(db::sessions::find(db, who.session)).await?,
        };
        Ok(known.is_some_and(|known| known.role == who.role))
    }

    /// Asks the database again for everybody, because somebody's session ended or role changed.
    pub fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.invalidate_all();
    }
}

/// The name of the cookie. With https it is bound to this host and to https (RFC 6265bis, 4.1.3.2).
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-session" } else { "session" }
}

/// The cookie that carries this token; an empty one ends the session in the browser.
pub fn cookie(config: &Config, token: String) -> Cookie<'static> {
    let days = if token.is_empty() { 0 } else { config.session_days };
    Cookie::build(cookie_name(config), token)
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .same_site(SameSite::Lax)
        .max_age(CookieDuration::days(days))
        .finish()
}
