//! Pictures, for everybody who knows their address.
use crate::{error::Result, image::Picture, state::State};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use shared::{
    Code,
    image::{Image, thumbnail_key},
};
use std::future::Future;

/// A picture
///
/// The address is made from the content, so it may be kept for ever.
#[utoipa::path(
    tag = "catalogue",
    params(("key" = String, Path, description = "Its name, as in `image.url`.", example = "4f1c0a7d9e2b4c55a1b2c3d4e5f60718.jpg")),
    responses(
        (status = 200, description = "The picture.", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"))),
        (status = 304, description = "You have it already.")
    ),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/images/{key}")]
pub async fn get(state: Data<State>, key: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let etag = format!("\"{key}\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let bytes = state.storage.get(&key).await?.ok_or(Code::NotFound)?;
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, etag))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"));
    if known {
        return Ok(answer.finish());
    }
    let kind = if key.ends_with(".webp") { "image/webp" } else { "image/jpeg" };
    Ok(answer.content_type(kind).body(bytes))
}

/// Gives a row a picture: stores it, lets `name` write its key into the row, and erases the one before. When the row does
/// not take it, the new one is erased, unless it is the one that the row has already.
pub async fn replace<T>(
    state: &State,
    picture: &Picture,
    present: Option<&Image>,
    name: impl Future<Output = Result<(T, Option<String>)>>,
) -> Result<T> {
    let named = match picture.keep(&state.storage).await {
        Ok(()) => name.await,
        Err(error) => Err(error),
    };
    match named {
        Ok((row, before)) => {
            discard(state, before.filter(|before| *before != picture.key)).await;
            Ok(row)
        }
        Err(error) => {
            let is_present = present == Some(&Image::of_key(&picture.key));
            discard(state, (!is_present).then(|| picture.key.clone())).await;
            Err(error)
        }
    }
}

/// Erases a picture that no row names any more. A failure leaves a file nobody knows of, so it is only logged.
pub async fn discard(state: &State, key: Option<String>) {
    let Some(key) = key else { return };
    for key in [thumbnail_key(&key), key] {
        if let Err(error) = state.storage.delete(&key).await {
            tracing::warn!(key, ?error, "picture not erased");
        }
    }
}
