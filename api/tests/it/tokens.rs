//! Tokens: what is forged, foreign or worn out signs nobody in.
use crate::{
    app::{App, JWT_SECRET},
    client::Client,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::{Code, user::Me};

/// The key that signs sessions, made from the secret as the API makes it.
fn key() -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(JWT_SECRET.as_bytes()).unwrap();
    mac.update(b"sessions");
    mac.finalize().into_bytes().to_vec()
}

/// What a token says.
fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64.decode(part).unwrap()).unwrap()
}

fn signed(claims: &Value, algorithm: Algorithm, key: &[u8]) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)).unwrap()
}

/// The same claims with some of them changed.
fn changed(claims: &Value, change: &Value) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    claims
}

async fn answer(client: &Client, token: String) -> crate::client::Reply {
    Client { token, ..client.clone() }.get("/api/v1/me").await
}

#[actix_web::test]
async fn a_token_made_here_with_the_same_claims_passes() {
    let app = App::start().await;
    let owner = app.owner().await;
    // Else the refusals below would prove nothing.
    answer(&owner, signed(&claims(&owner.token), Algorithm::HS256, &key())).await.ok::<Me>(200);
}

#[actix_web::test]
async fn an_expired_token_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let now = chrono::Utc::now().timestamp();
    for exp in [now - 1, now - 3600, 0] {
        let token = signed(&changed(&claims(&owner.token), &json!({ "exp": exp })), Algorithm::HS256, &key());
        answer(&owner, token).await.refused(Code::Unauthenticated);
    }
}

#[actix_web::test]
async fn a_token_signed_by_another_secret_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    for foreign in [JWT_SECRET.as_bytes(), b"another secret", b""] {
        answer(&owner, signed(&claims(&owner.token), Algorithm::HS256, foreign)).await.refused(Code::Unauthenticated);
    }
}

#[actix_web::test]
async fn a_token_of_another_algorithm_or_of_none_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let claims = claims(&owner.token);
    answer(&owner, signed(&claims, Algorithm::HS512, &key())).await.refused(Code::Unauthenticated);
    let body = BASE64.encode(claims.to_string());
    for none in ["none", "None", "NONE"] {
        let head = BASE64.encode(json!({ "alg": none, "typ": "JWT" }).to_string());
        for token in [format!("{head}.{body}."), format!("{head}.{body}")] {
            answer(&owner, token).await.refused(Code::Unauthenticated);
        }
    }
}

#[actix_web::test]
async fn a_token_with_a_claim_changed_or_missing_is_refused() {
    let app = App::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let claims = claims(&owner.token);
    let changes = [
        json!({ "iss": "somebody else" }),
        json!({ "sub": other.id }),
        json!({ "jti": uuid::Uuid::now_v7() }),
        json!({ "exp": "tomorrow" }),
        json!({ "jti": "nonsense" }),
    ];
    for change in changes {
        let token = signed(&changed(&claims, &change), Algorithm::HS256, &key());
        let problem = answer(&owner, token).await.refused(Code::Unauthenticated);
        assert_eq!(problem.detail, None, "{change}");
    }
    for name in ["iss", "exp", "sub", "jti"] {
        let mut less = claims.clone();
        less.as_object_mut().unwrap().remove(name);
        answer(&owner, signed(&less, Algorithm::HS256, &key())).await.refused(Code::Unauthenticated);
    }
}

#[actix_web::test]
async fn a_token_that_was_tampered_with_is_refused() {
    let app = App::start().await;
    let owner = app.owner().await;
    let mut parts: Vec<_> = owner.token.split('.').map(str::to_owned).collect();
    parts[1] = BASE64.encode(changed(&claims(&owner.token), &json!({ "exp": 9_999_999_999_i64 })).to_string());
    for token in [parts.join("."), "x".into(), "..".into(), "é".into(), "x".repeat(10_000)] {
        let reply = Client { token: String::new(), ..owner.clone() };
        let header = format!("Bearer {token}");
        let reply = reply.send("GET", "/api/v1/me", &[("authorization", &header)], "").await;
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        reply.refused(Code::Unauthenticated);
    }
}

#[actix_web::test]
async fn a_session_past_its_end_is_over_whatever_its_token_says() {
    let app = App::start().await;
    let owner = app.owner().await;
    app.sql("UPDATE sessions SET expires_at = '2020-01-01'").await;
    owner.get("/api/v1/me").await.refused(Code::Unauthenticated);
}
