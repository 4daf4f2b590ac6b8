//! Requests that may be sent again: the header `Idempotency-Key`, who is using a key right now, and the answer.
use crate::{
    db::idempotency::{Answer, Key},
    error::{Error, Result},
    state::State,
};
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode};
use parking_lot::Mutex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::{Code, Problem};
use std::{
    collections::HashSet,
    future::{Ready, ready},
    sync::Arc,
};
use utoipa::IntoParams;
use uuid::Uuid;

/// The header, as the document and the code name it.
pub const HEADER: &str = "Idempotency-Key";

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "it is a description; `Once` reads the header")]
pub struct IdempotencyKey {
    /// Your own name for this request, such as a UUID. Sent again within 24 hours, it gets the first answer and nothing is
    /// done twice.
    #[param(rename = "Idempotency-Key")]
    idempotency_key: Option<String>,
}

/// Keys whose first request has not been answered yet.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<(Uuid, String)>>>);

/// What a request says about being sent again.
pub struct Once {
    key: Option<String>,
    route: String,
}

/// The right to do what a key stands for, as long as the request runs.
pub struct Claim {
    key: Option<Key>,
    running: Running,
}

impl FromRequest for Once {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let route = format!("{} {}", request.method(), request.uri());
        let key = request.headers().get(HEADER).map(|value| read(value.to_str().unwrap_or_default())).transpose();
        ready(key.map(|key| Self { key, route }))
    }
}

/// A string of the form that structured headers have (RFC 9651, 3.3.3), or the same without its quotes, as most write it.
fn read(value: &str) -> Result<String> {
    let value = value.trim();
    let key = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let is_plain = key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    if is_plain && (1..=255).contains(&key.len()) {
        return Ok(key.into());
    }
    Err(Problem::from(Code::Malformed).detail(format!("{HEADER} takes 1 to 255 letters, digits and signs")).into())
}

impl Once {
    /// Takes the key for this request.
    ///
    /// # Errors
    /// `still_running` while another request has it.
    pub fn claim(self, state: &State, user: Uuid, body: &impl Serialize) -> Result<Claim> {
        let running = state.running.clone();
        let Some(key) = self.key else { return Ok(Claim { key: None, running }) };
        let body = serde_json::to_vec(body).map_err(|error| Error::Task(error.to_string()))?;
        let digest = Sha256::new().chain_update(&self.route).chain_update([0]).chain_update(body).finalize();
        let hash = format!("{digest:x}");
        if !running.0.lock().insert((user, key.clone())) {
            return Err(Code::StillRunning.into());
        }
        Ok(Claim { key: Some(Key { user, key, hash }), running })
    }
}

impl Claim {
    /// What the answer is kept by; nothing when the request has no key.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.running.0.lock().remove(&(key.user, key.key));
        }
    }
}

/// The answer as it is sent; one that is repeated says so.
pub fn reply<T>(state: &State, answer: Answer<T>) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut reply = HttpResponse::build(status);
    if answer.fresh.is_none() {
        state.metrics.replayed();
        reply.insert_header(("Idempotency-Replayed", "true"));
    }
    reply.content_type("application/json").body(answer.body)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_key_may_stand_in_quotes_or_not() {
        for good in ["8e03978e-40d5-43dd-bc93-6894a57f9324", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", " a "] {
            assert!(read(good).is_ok(), "{good}");
        }
        assert_eq!(read("\"a\"").unwrap(), read("a").unwrap());
        for bad in ["", "\"\"", "a b", "a\"b", &"x".repeat(256), "ñ"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
