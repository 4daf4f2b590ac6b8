//! What requests bring: JSON, forms, queries and pictures, read within limits and checked before a handler sees them.
use crate::{error::Error, state::State};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    web::{Bytes, BytesMut, Data},
};
use futures::StreamExt;
use serde::de::DeserializeOwned;
use serde_path_to_error::Path;
use shared::{Code, FieldError, Problem, Rule, Validate, image::MAX_BYTES};
use std::{future::Future, pin::Pin};
use tokio::sync::OwnedSemaphorePermit;

/// The most bytes to set aside for a body before it comes.
const EXPECTED: usize = 64 * 1024;

type Read<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// A JSON body that keeps its rules.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest for Body<T> {
    type Error = Error;
    type Future = Read<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json =
            |kind: &str| kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
        let (typed, bytes) = (has_type(request, is_json), read(request, payload, T::MAX_BYTES));
        Box::pin(async move {
            let bytes = typed.and(bytes.await)?;
            // A list would be taken field by field.
            if bytes.trim_ascii_start().first() != Some(&b'{') {
                return Err(Problem::from(Code::Malformed).detail("a JSON object is expected").into());
            }
            let mut json = serde_json::Deserializer::from_slice(&bytes);
            let value: T =
                serde_path_to_error::deserialize(&mut json).map_err(|error| refusal(error.path(), error.inner()))?;
            json.end().map_err(|error| malformed(&error))?;
            value.validate()?;
            Ok(Self(value))
        })
    }
}

/// A body of the kind that HTML forms send, and that keeps its rules.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest for Form<T> {
    type Error = Error;
    type Future = Read<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let typed = has_type(request, |kind| kind == "application/x-www-form-urlencoded");
        let bytes = read(request, payload, T::MAX_BYTES);
        Box::pin(async move {
            let bytes = typed.and(bytes.await)?;
            let value: T = serde_urlencoded::from_bytes(&bytes).map_err(|error| malformed(&error))?;
            value.validate()?;
            Ok(Self(value))
        })
    }
}

/// A picture, still as it was sent, and the place it takes meanwhile.
pub struct Upload {
    /// The file.
    pub bytes: Bytes,
    _place: OwnedSemaphorePermit,
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Read<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<State>>().expect("serve() sets the state before any route");
        let (place, bytes) = (state.images.place(), read(request, payload, MAX_BYTES));
        Box::pin(async move {
            let place = place?;
            Ok(Self { bytes: bytes.await?, _place: place })
        })
    }
}

/// The content type of the body is one that fits.
pub fn has_type(request: &HttpRequest, fits: impl Fn(&str) -> bool) -> Result<(), Error> {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if fits(&kind) { Ok(()) } else { Err(Code::UnsupportedMedia.into()) }
}

/// A body of more than `limit` bytes is read no further, nor is one that says so beforehand.
fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
) -> impl Future<Output = Result<Bytes, Error>> + use<> {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut payload = payload.take();
    async move {
        if said.is_some_and(|said| said > limit) {
            return Err(Code::TooLarge.into());
        }
        let mut body = BytesMut::with_capacity(said.unwrap_or_default().min(EXPECTED));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error: PayloadError| malformed(&error))?;
            if body.len() + chunk.len() > limit {
                return Err(Code::TooLarge.into());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

/// Unreadable as a whole, or readable with a field that does not fit.
fn refusal(path: &Path, error: &serde_json::Error) -> Error {
    if !error.is_data() {
        return malformed(error);
    }
    let text = error.to_string();
    let (path, quoted) = (path.to_string(), text.split('`').nth(1).unwrap_or_default());
    let (field, rule) = if text.starts_with("unknown field") {
        (path, Rule::Unknown)
    } else if text.starts_with("missing field") {
        (if path == "." { quoted.into() } else { format!("{path}.{quoted}") }, Rule::Required)
    } else {
        (path, Rule::Type)
    };
    if field == "." || field.is_empty() {
        return Problem::from(Code::Malformed).detail("a JSON object is expected").into();
    }
    vec![FieldError { field, rule, limit: None }].into()
}

/// Says what is wrong with the form of a request, in the parser's words: they tell of the request only.
pub fn malformed(error: &impl std::fmt::Display) -> Error {
    Problem::from(Code::Malformed).detail(error.to_string()).into()
}
